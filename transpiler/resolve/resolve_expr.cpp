// Names, chains, calls, literals and operators.
#include "diagnostics/catalogue/names.hpp"
#include "resolve/describe.hpp"
#include "resolve/resolver.hpp"

namespace ariac::resolve {

using namespace ast;

void Resolver::resolve_optional(const Expr* expr) {
  if (expr != nullptr) resolve_expr(*expr);
}

void Resolver::resolve_expr(const Expr& expr) {
  match(
      expr, [](const IntLiteral&) {}, [](const FloatLiteral&) {}, [](const BoolLiteral&) {}, [](const NilLiteral&) {},
      [](const CharLiteral&) {}, [](const SymbolLiteral&) {}, [](const ErrorExpr&) {},
      [&](const StringLiteral& e) {
        for (const StringPart& part : e.parts) resolve_optional(part.value);
      },
      [&](const TupleLiteral& e) {
        for (const Expr* element : e.elements) resolve_expr(*element);
      },
      [&](const ArrayLiteral& e) {
        for (const Element& element : e.elements) resolve_expr(*element.value);
      },
      [&](const MapLiteral& e) {
        for (const MapEntry& entry : e.entries) {
          resolve_optional(entry.key);
          resolve_optional(entry.value);
        }
      },
      [&](const Comprehension& e) { resolve_comprehension(e); }, [&](const NameExpr& e) { resolve_name(e, false); },
      [&](const PathExpr& e) { resolve_path(e); },
      [&](const TypeApply& e) {
        resolve_expr(*e.base);
        resolve_type_arguments(e.arguments);
      },
      [&](const Member& e) { resolve_member(e, false); }, [&](const Index& e) { resolve_index(e); },
      [&](const Call& e) { resolve_call(e); }, [&](const Unary& e) { resolve_expr(*e.operand); },
      [&](const Binary& e) {
        resolve_expr(*e.left);
        resolve_expr(*e.right);
      },
      [&](const Comparison& e) {
        for (const Expr* operand : e.operands) resolve_expr(*operand);
      },
      [&](const IsPattern& e) {
        resolve_expr(*e.value);
        scopes_.push_scope();      // `is` binds nothing
        resolve_pattern(*e.pattern, LocalKind::pattern);
        scopes_.pop_scope();
        note_tested_names(*e.pattern);
      },
      [&](const Range& e) {
        resolve_optional(e.from);
        resolve_optional(e.to);
      },
      [&](const Try& e) { resolve_expr(*e.operand); },
      [&](const Lambda& e) { resolve_lambda(e, e.form == LambdaForm::value ? FrameKind::lambda : FrameKind::block); },
      [&](const If& e) { resolve_if(e); }, [&](const While& e) { resolve_while(e); },
      [&](const For& e) { resolve_for(e); },
      [&](const Loop& e) {
        ++scopes_.frame().loops;
        resolve_body(e.body);
        --scopes_.frame().loops;
      },
      [&](const Match& e) { resolve_match(e); }, [&](const Begin& e) { resolve_begin(e); },
      [&](const With& e) { resolve_with(e); }, [&](const Handle& e) { resolve_handle(e); },
      [&](const Select& e) { resolve_select(e); }, [&](const Spawn& e) { resolve_spawn(e); },
      [&](const Return& e) { resolve_optional(e.value); },
      [&](const Break& e) {
        check_jump(e, "break");
        resolve_optional(e.value);
      },
      [&](const Continue& e) { check_jump(e, "continue"); },
      [&](const Raise& e) {
        resolve_expr(*e.value);
        resolve_optional(e.cause);
      },
      [&](const Unsafe& e) { resolve_body(e.body); },
      [&](const RaisesCheck& e) {
        resolve_optional(e.error);
        if (e.block != nullptr) resolve_lambda(*e.block, FrameKind::block);
      },
      [&](const Quantifier& e) { resolve_quantifier(e); });
}

// --- Names --------------------------------------------------------------------------------------------------------

// The frame of the innermost block without parameters; what a spawn runs is offered nothing.
std::size_t Resolver::frame_of_it() const {
  for (std::size_t i = scopes_.frame_count(); i-- > scopes_.function_frame();)
    if (scopes_.frame_at(i).takes_it) return i;
  return scopes_.frame_count();
}

// Its parameter, which is there once somebody names it.
LocalId Resolver::it_of(std::size_t index, const ast::Name& name) {
  Frame& frame = scopes_.frame_at(index);
  if (!frame.it.valid()) {
    frame.it = make_local(LocalKind::it, name, frame.owner);
    out_.locals[frame.it].owner = frame.owner;
    out_.implicit_it[frame.owner] = true;
  }
  capture(frame.it, index);
  return frame.it;
}

void Resolver::resolve_name(const NameExpr& expr, bool may_be_module) {
  const Symbol symbol = expr.name.symbol;
  if (symbol == underscore_) return;
  if (const ScopeEntry* entry = scopes_.find(symbol)) return record(expr.id, entity_of(*entry, expr.name));
  if (symbol == self_) {
    if (self_missed_in_ == mentions_of_ && mentions_of_.valid()) return;
    self_missed_in_ = mentions_of_;
    auto report = sink_->report(expr.range, diag::SelfOutsideMethod{});
    if (in_field_default_) report.help(std::string(no_self_in_default));
    else if (self_type_.valid()) report.help("this function has no `self` parameter");
    return;
  }
  if (symbol == it_ && frame_of_it() < scopes_.frame_count()) return use_it(expr);
  if (is(symbol, "Self") && self_type_.valid())
    return record(expr.id, {Entity::Kind::self_type, LocalId(), self_type_, 1});
  if (const auto own = hiding_type(symbol)) return record(expr.id, *own);
  const Found found = may_be_module ? names_.lookup_type(symbol, module_) : names_.lookup(symbol, module_);
  const bool users_own = found.kind == Found::Kind::def && !out_.def(found.def).is_library;
  if (in_ensures_ && is(symbol, "old") && !users_own)
    return record(expr.id, {Entity::Kind::old_value, LocalId(), DefId(), 1});
  if (handler_arms_ > 0 && is(symbol, "resume") && !users_own)
    return record(expr.id, {Entity::Kind::resume, LocalId(), DefId(), 1});
  if (!found && resolve_tried(expr)) return;
  if (!found) return report_unknown(expr.name, Sought::value);
  if (found.kind == Found::Kind::def && out_.def(found.def).kind == DefKind::module && !may_be_module) {
    sink_->report(expr.range, diag::NotAValue{.name = text(symbol), .kind = "a module"});
    return;
  }
  record(expr.id, entity_of(found, expr.name));
}

// `x?` where nothing is called `x?`: a try of `x`.
bool Resolver::resolve_tried(const NameExpr& expr) {
  const std::string name = std::string(text(expr.name.symbol));
  if (!name.ends_with('?')) return false;
  const Name plain{interner_.intern(name.substr(0, name.size() - 1)), expr.name.range};
  if (const ScopeEntry* entry = scopes_.find(plain.symbol)) {
    record(expr.id, entity_of(*entry, plain));
  } else if (const Found found = names_.lookup(plain.symbol, module_); found.kind == Found::Kind::def && (out_.def(found.def).kind == DefKind::function || out_.def(found.def).kind == DefKind::constant)) {
    record(expr.id, entity_of(found, plain));
  } else {
    return false;
  }
  out_.tried_names.insert(expr.id);
  return true;
}

void Resolver::resolve_path(const PathExpr& expr) {
  for (const PathSegment& segment : expr.path) resolve_type_arguments(segment.arguments);
  const PathStart start = follow_path(expr.path);
  if (start.reported) return;
  if (start.entity.kind == Entity::Kind::def && out_.def(start.entity.def).kind == DefKind::module) {
    sink_->report(expr.range, diag::NotAValue{.name = text(expr.path.back().name.symbol), .kind = "a module"});
    return;
  }
  record(expr.id, start.entity);
}

void Resolver::resolve_object(const Expr& expr) {
  if (const auto* name = as<NameExpr>(&expr)) return resolve_name(*name, true);
  if (const auto* member = as<Member>(&expr)) return resolve_member(*member, true);
  if (const auto* path = as<PathExpr>(&expr)) {
    for (const PathSegment& segment : path->path) resolve_type_arguments(segment.arguments);
    const PathStart start = follow_path(path->path);
    if (!start.reported) record(path->id, start.entity);
    return;
  }
  resolve_expr(expr);
}

// `.` also separates modules: `text.shout`, `geometry.area.rect`.
void Resolver::resolve_member(const Member& expr, bool may_be_module) {
  resolve_object(*expr.object);
  const Entity& object = out_.entity(expr.object->id);
  if (object.kind != Entity::Kind::def || out_.def(object.def).kind != DefKind::module) return;
  const ModuleId inside = out_.def(object.def).module;
  const Found found = names_.member(inside, expr.name.symbol, module_);
  if (!found) return names_.report_unknown_member(inside, expr.name);
  if (found.kind == Found::Kind::def && out_.def(found.def).kind == DefKind::module && !may_be_module) {
    sink_->report(expr.range, diag::NotAValue{.name = text(expr.name.symbol), .kind = "a module"});
    return;
  }
  record(expr.id, entity_of(found, expr.name));
}

// `Name[T]` is a type application when the name is a type.
void Resolver::resolve_index(const Index& expr) {
  resolve_expr(*expr.object);
  for (const Expr* index : expr.indices) resolve_expr(*index);
  const Entity& object = out_.entity(expr.object->id);
  if (object.kind == Entity::Kind::def && is_type(out_.def(object.def).kind)) out_.type_applications.insert(expr.id);
}

void Resolver::resolve_arguments(std::span<const Argument> arguments) {
  for (const Argument& argument : arguments) resolve_optional(argument.value);
}

void Resolver::resolve_call(const Call& call) {
  const auto* name = as<NameExpr>(call.callee);
  called_ = name != nullptr && !call.arguments.empty() && !call.arguments.front().name.symbol.valid() ? &name->name : nullptr;
  resolve_expr(*call.callee);
  called_ = nullptr;
  resolve_arguments(call.arguments);
  resolve_optional(call.base);
  if (call.block != nullptr) resolve_lambda(*call.block, FrameKind::block);
}

// --- Bodies of expressions ----------------------------------------------------------------------------------------

void Resolver::resolve_comprehension(const Comprehension& expr) {
  scopes_.push_scope();
  for (const ForClause& clause : expr.clauses) {
    resolve_optional(clause.iterable);
    resolve_pattern(*clause.pattern, LocalKind::pattern);
  }
  for (const Expr* filter : expr.filters) resolve_expr(*filter);
  resolve_optional(expr.key);
  resolve_optional(expr.value);
  scopes_.pop_scope();
}

void Resolver::resolve_quantifier(const Quantifier& expr) {
  resolve_optional(expr.iterable);
  scopes_.push_scope();
  resolve_pattern(*expr.pattern, LocalKind::pattern);
  resolve_optional(expr.condition);
  scopes_.pop_scope();
}

void Resolver::resolve_lambda(const Lambda& lambda, FrameKind kind) {
  scopes_.push_frame(kind, lambda.id);
  const bool is_offered = kind == FrameKind::block || lambda.form == LambdaForm::member;
  scopes_.frame().takes_it = is_offered && !lambda.has_params;
  // `&:name` reads its own parameter, whatever is called `it` around.
  if (lambda.form == LambdaForm::member) scopes_.declare_in_frame(it_, it_of(frame_of_it(), {it_, lambda.range}));
  resolve_lambda_params(lambda.params);
  resolve_optional(lambda.result);
  resolve_row(lambda.effects);
  resolve_body(lambda.body);
  scopes_.pop_frame();
}

void Resolver::resolve_spawn(const Spawn& spawn) {
  if (spawn.receiver != nullptr) resolve_object(*spawn.receiver);
  resolve_arguments(spawn.options);
  resolve_optional(spawn.token);
  if (const auto* lambda = as<Lambda>(spawn.value)) {
    resolve_lambda(*lambda, FrameKind::task);
    if (const auto found = out_.captures.find(lambda->id); found != out_.captures.end())
      out_.captures[spawn.id] = Captures(found->second);
    return;
  }
  if (spawn.value == nullptr) return;
  const std::uint32_t loops = scopes_.frame().loops;
  scopes_.push_frame(FrameKind::task, spawn.id);
  if (spawn.value->kind == NodeKind::Call) scopes_.frame().loops = loops;   // what the call is given is the spawner's
  resolve_expr(*spawn.value);
  scopes_.pop_frame();
}

}  // namespace ariac::resolve
