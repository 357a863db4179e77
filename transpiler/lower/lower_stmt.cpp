// Statements and bodies.

#include <algorithm>

#include "cpp/print.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

void BodyLowering::emit(cpp::Stmt stmt) { out_->push_back(std::move(stmt)); }

cpp::Block BodyLowering::function_body(const ast::Body& body, TypeId result) {
  placement_ = place_locals(body, input_.bindings, has_drop());
  const ast::Decl* decl = input_.bindings.def(instance_.def).decl;
  functions_.emplace_back(decl != nullptr ? decl->id : NodeId(), result);
  if (!reads_known_) {
    reads_known_ = true;
    note_reads(body);
  }
  cpp::Block made = whole_body({}, result, [&](const Destination& to) { statements(body, to); });
  std::vector<cpp::Catch> conversions = errors_to_err();
  if (conversions.empty()) return made;
  return {cpp::stmt(cpp::Try{.body = std::move(made), .catches = std::move(conversions)})};
}

// What leaves the body of a function that gives a Result by raising becomes its Err.
std::vector<cpp::Catch> BodyLowering::errors_to_err() {
  std::vector<cpp::Catch> out;
  const std::vector<DefId>& raised = effects_.body.raises();
  for (const types::ErrConversion& each : instance_.err_conversions) {
    const bool possible = std::ranges::any_of(raised, [&](DefId type) { return !type.valid() || type == shape(each.error).def; });
    if (!possible) continue;
    if (each.error == raised_to_err_) raised_to_err_ = TypeId();
    cpp::Catch handler{.type = cpp::const_ref_to(cpp::type("aria::Raised", {lower_types.value(each.error)})), .name = fresh("raised")};
    cpp::Expr error = cpp::method(cpp::name(handler.name), "value");
    if (each.convert) error = function_call(*each.convert, {std::move(error)}, nullptr);
    handler.body = {cpp::give_back(cpp::call("aria::Err", {std::move(error)}))};
    out.push_back(std::move(handler));
  }
  if (raised_to_err_.valid()) {
    cpp::Catch handler{.type = cpp::const_ref_to(cpp::type("aria::Raised", {lower_types.value(raised_to_err_)})), .name = fresh("raised")};
    handler.body = {cpp::give_back(cpp::call("aria::Err", {cpp::method(cpp::name(handler.name), "value")}))};
    out.push_back(std::move(handler));
  }
  return out;
}

cpp::Block BodyLowering::nested(const ast::Body& body, const Destination& to) {
  return block([&] { statements(body, to); });
}

// The value after which nothing of the body is reached: `x = fail()`; null for a statement that may end.
const ast::Expr* BodyLowering::endless_value(const ast::Stmt& stmt) const {
  const ast::Expr* value = nullptr;
  if (const auto* expr = ast::as<ast::ExprStmt>(&stmt)) value = expr->value;
  if (const auto* let = ast::as<ast::Let>(&stmt)) value = let->value;
  if (const auto* assign = ast::as<ast::Assign>(&stmt)) value = assign->value;
  const bool endless = value != nullptr && instance_.types.find(value->id) != nullptr && shape(type_of(*value)).kind == types::TypeKind::never;
  return endless ? value : nullptr;
}

namespace {

// A channel, or a closure that holds one, may not send any more.
cpp::Expr no_more_sending(cpp::Expr holder, bool is_closure) {
  return is_closure ? cpp::call("aria::drop", {std::move(holder)}) : cpp::method(std::move(holder), "stop_sending");
}

}  // namespace

// The last statement is the body's value.
void BodyLowering::statements(const ast::Body& body, const Destination& to, std::size_t from) {
  value_looks_into_.clear();
  if (body.empty()) {
    Comments::List alone = comments_.within(body.range.begin, body.range.end);
    std::erase_if(alone, [&](const ast::Comment* c) { return carried_.try_emplace(c, &body).first->second != &body; });
    add_remarks(Comments::lines(alone));
  }
  for (std::size_t i = from; i < body.statements.size(); ++i) {
    const ast::Stmt& stmt = *body.statements[i];
    const std::size_t before = out_->size();
    auto outer_looked_into = std::exchange(looked_into_, {});
    const CarriedComments comments = take_comments(body, i);
    declare_before(stmt);
    if (const auto ends = uses_.sending_ends_before.find(&stmt); ends != uses_.sending_ends_before.end()) {
      for (const LocalId holder : ends->second) emit(no_more_sending(local(holder), shape(local_type(holder)).kind == types::TypeKind::function));
    }
    const ast::Expr* endless = endless_value(stmt);
    const auto* statement_at_end = i + 1 == body.statements.size() ? ast::as<ast::ExprStmt>(&stmt) : nullptr;
    const ast::Expr* last = statement_at_end != nullptr ? statement_at_end->value : endless;
    const auto* defer = ast::as<ast::Defer>(&stmt);
    const bool takes_the_rest = defer != nullptr && lower_defer(*defer, body, i, to);
    if (last != nullptr) {
      into(*last, to);
    } else if (defer == nullptr) {
      statement(stmt);
    }
    // A channel that may not send any more lets its readers end.
    const bool goes_on = last == nullptr || (endless == nullptr && to.kind == Destination::Kind::drop && !to.at_end);
    if (const auto ends = uses_.sending_ends.find(&stmt); ends != uses_.sending_ends.end() && goes_on && !takes_the_rest) {
      for (const LocalId holder : ends->second) emit(no_more_sending(local(holder), shape(local_type(holder)).kind == types::TypeKind::function));
    }
    if (last == nullptr && !takes_the_rest) drop_looked_into(looked_into_, before);
    value_looks_into_ = last != nullptr ? looked_into_ : std::vector<std::string>();
    looked_into_ = std::move(outer_looked_into);
    put_comments(comments, stmt, before);
    if (out_->size() > before) {
      cpp::Remarks& remarks = (*out_)[before].remarks;
      const source::Position place = input_.sources.begin_of(stmt.range);
      if (!remarks.source) remarks.source = cpp::SourcePlace{input_.sources.file(stmt.range.file).path(), static_cast<int>(place.line)};
      if (i > 0 && before > 0) remarks.blank_before = blank_line_above(comments, stmt);
    }
    if (takes_the_rest || endless != nullptr) return;
  }
}

// Whether the user left a line empty above the statement or above its comments.
bool BodyLowering::blank_line_above(const CarriedComments& comments, const ast::Stmt& stmt) const {
  const source::SourceRange first = comments.above.empty() ? stmt.range : comments.above.front()->range;
  const std::string_view text = input_.sources.text({first.file, 0, first.begin});
  const std::size_t line = text.find_last_of('\n');
  if (line == std::string_view::npos || line == 0) return false;
  const std::size_t content = text.find_last_not_of(" \t\r", line - 1);
  return content != std::string_view::npos && text[content] == '\n';
}

// The user's comments around a statement; nothing inside of it carries them again.
BodyLowering::CarriedComments BodyLowering::take_comments(const ast::Body& body, std::size_t i) {
  CarriedComments out;
  const ast::Stmt& stmt = *body.statements[i];
  if (ast::as<ast::DeclStmt>(&stmt) != nullptr) return out;
  const auto take = [&](const ast::Comment* comment) {
    return comment != nullptr && carried_.try_emplace(comment, &stmt).first->second == &stmt;
  };
  if (const ast::Comment* head = i == 0 ? comments_.before_first(stmt.range) : nullptr; take(head)) out.above.push_back(head);
  for (const ast::Comment* comment : comments_.above(stmt.range)) {
    if (take(comment)) out.above.push_back(comment);
  }
  if (const ast::Comment* behind = comments_.behind(stmt.range); take(behind)) out.behind = behind;
  if (i + 1 < body.statements.size()) return out;
  for (const ast::Comment* comment : comments_.below(stmt.range)) {
    if (take(comment)) out.below.push_back(comment);
  }
  return out;
}

void BodyLowering::put_comments(const CarriedComments& comments, const ast::Stmt& stmt, std::size_t before) {
  std::vector<std::string> above = Comments::lines(comments.above);
  // What nothing inside has carried: between the elements of a list, behind a closing bracket.
  if (ast::as<ast::DeclStmt>(&stmt) == nullptr) {
    for (const ast::Comment* comment : comments_.within(stmt.range.begin, stmt.range.end)) {
      if (carried_.try_emplace(comment, &stmt).first->second == &stmt && comment != comments.behind) Comments::add_lines(above, comment->text);
    }
  }
  std::string behind = comments.behind != nullptr ? Comments::line(*comments.behind) : "";
  if (out_->size() == before && (!above.empty() || !behind.empty())) {
    if (!behind.empty()) above.push_back(std::exchange(behind, ""));
    add_remarks(std::move(above));
  } else if (out_->size() > before) {
    cpp::Remarks& remarks = (*out_)[before].remarks;
    remarks.before.insert(remarks.before.begin(), above.begin(), above.end());
    if (!behind.empty() && remarks.behind.empty()) remarks.behind = std::move(behind);
    else if (!behind.empty()) remarks.before.push_back(std::move(behind));
  }
  add_remarks(Comments::lines(comments.below));
}

// The lines above an arm.
std::vector<std::string> BodyLowering::take_above(source::SourceRange here, const void* owner) {
  Comments::List out;
  for (const ast::Comment* comment : comments_.above(here)) {
    if (carried_.try_emplace(comment, owner).first->second == owner) out.push_back(comment);
  }
  return Comments::lines(out);
}

// Comments that no statement follows.
void BodyLowering::add_remarks(std::vector<std::string> lines) {
  if (lines.empty()) return;
  cpp::Stmt lone = cpp::stmt(cpp::Lone{});
  lone.remarks.before = std::move(lines);
  emit(std::move(lone));
}

void BodyLowering::declare_before(const ast::Stmt& stmt) {
  const auto found = placement_.before.find(&stmt);
  if (found == placement_.before.end()) return;
  for (const LocalId id : found->second) {
    if (locals_.contains(id)) continue;
    declare_without_value(id);
  }
}

// A value that nobody gave must not be dropped: until there is one, an optional holds none.
void BodyLowering::declare_without_value(LocalId id) {
  const TypeId type = local_type(id);
  if (lower_types.has_default(type) || lower_types.is_shared(type)) return emit(declaration(lower_types.value(type), id));
  const std::string name = declare_local(id);
  emit(cpp::declare(cpp::type("std::optional", {lower_types.value(type)}), name));
  locals_[id] = cpp::unary("*", cpp::name(name));
  late_.insert(name);
}

HasDrop BodyLowering::has_drop() const {
  return [this](LocalId local) { return lower_types.is_move_only(local_type(local)); };
}

void BodyLowering::statement(const ast::Stmt& stmt) {
  ast::match(
      stmt, [&](const ast::ExprStmt& s) { run(*s.value); }, [&](const ast::Let& s) { let(s); },
      [&](const ast::Assign& s) { assign(s); },
      [](const ast::Defer&) {},
      [&](const ast::Contract& s) { contract(s); }, [](const ast::DeclStmt&) {}, [](const ast::ErrorStmt&) {});
}

cpp::Expr BodyLowering::initialiser(const ast::Expr& e) {
  placement_ = place_locals(e, input_.bindings, has_drop());
  const TypeId type = final_type(e);
  cpp::Expr made;
  cpp::Block body;
  if (e.kind == ast::NodeKind::Begin && !lower_types.is_void(type)) {
    const TypeId outer = std::exchange(result_, type);
    body = block([&] { into(e, {.kind = Destination::Kind::give_back}); });
    result_ = outer;
  } else {
    body = block([&] { made = value(e, Context::known); });
    if (body.empty()) return made;
    body.push_back(cpp::give_back(made));
  }
  cpp::Lambda made_here{.result = lower_types.value(type)};
  if (in_caller_) made_here.captures.push_back({.name = "&"});
  return cpp::call(cpp::lambda(std::move(made_here), std::move(body)));
}

namespace {

bool same(const cpp::Type& a, const cpp::Type& b) { return a && b && cpp::print(a) == cpp::print(b); }

}  // namespace

// `T x = T{…}` is `T x = {…}`, and `T x = T()` is `T x`.
cpp::Expr initial_value(const cpp::Type& type, cpp::Expr value, bool has_default) {
  if (!value) return value;
  if (const auto* braced = cpp::as<cpp::Braced>(value); braced != nullptr && (!braced->type || same(braced->type, type))) {
    if (braced->items.empty() && has_default) return nullptr;
    return cpp::braced({}, braced->items);
  }
  const auto* call = cpp::as<cpp::Call>(value);
  const auto* made = call != nullptr && call->args.empty() ? cpp::as<cpp::TypeExpr>(call->callee) : nullptr;
  return made != nullptr && same(made->type, type) && has_default ? nullptr : value;
}

// What `e?` gives moves out of the outcome, which nobody else looks at.
cpp::Expr BodyLowering::out_of_outcome(const ast::Expr& e, cpp::Expr made) const {
  const auto* deref = cpp::as<cpp::Unary>(made);
  const bool found = deref != nullptr && deref->op == "*" && cpp::as<cpp::Name>(deref->operand) != nullptr;
  return found && instance_.tries.find(e.id) != nullptr && !lower_types.is_small(type_of(e)) ? cpp::moved(std::move(made)) : made;
}

// Values that are built step by step are built in the variable that gets them.
bool BodyLowering::made_in_place(const ast::Expr& e, LocalId id) {
  if (instance_.coercions.find(e.id) != nullptr || local_type(id) != type_of(e)) return false;
  const cpp::Type type = lower_types.value(local_type(id));
  if (const auto* built = ast::as<ast::Comprehension>(&e)) {
    emit(declaration(type, id));
    fill_from(*built, cpp::as<cpp::Name>(local(id))->name);
    return true;
  }
  const types::CallPlan* plan = e.kind == ast::NodeKind::Call ? instance_.calls.find(e.id) : nullptr;
  if (plan == nullptr || plan->kind != types::CalleeKind::with_update || plan->safe || plan->receiver == nullptr) return false;
  const bool clean = std::ranges::none_of(plan->args, [&](const types::ArgSource& arg) { return arg.value != nullptr && acts(*arg.value); });
  if (!clean) return false;
  const cpp::Expr whole = value(*plan->receiver, Context::target);
  emit(declaration(type, id, whole));
  update_fields(*plan, cpp::as<cpp::Name>(local(id))->name);
  return true;
}

void BodyLowering::let(const ast::Let& s) {
  const auto* binding = ast::as<ast::BindingPattern>(s.pattern);
  if (binding == nullptr || binding->inner != nullptr) {
    if (s.value == nullptr) return;
    const auto* tuple = ast::as<ast::TuplePattern>(s.pattern);
    const bool moves = lower_types.may_be_move_only(final_type(*s.value)) && uses_.use(s.value->id) != ownership::UseKind::copy;
    if (moves && (tuple == nullptr || root_local(*s.value).valid())) return bind_pattern(*s.pattern, final_type(*s.value), stable(*s.value, true), Binding::by_move);
    if (tuple == nullptr || root_local(*s.value).valid()) return bind_pattern(*s.pattern, final_type(*s.value), stable(*s.value), Binding::by_copy);
    // The parts of a value without a name move out of it.
    const TypeId type = final_type(*s.value);
    const std::string parts = fresh(role_name(type));
    emit(cpp::declare(cpp::type("auto"), parts, value(*s.value)));
    for (std::size_t i = 0; i < tuple->elements.size() && i < shape(type).args.size(); ++i) {
      const cpp::Expr whole = lower_types.is_small(shape(type).args[i]) ? cpp::name(parts) : cpp::moved(cpp::name(parts));
      bind_pattern(*tuple->elements[i], shape(type).args[i], cpp::call(cpp::name("std::get", {cpp::type(std::to_string(i))}), {whole}), Binding::by_copy);
    }
    return;
  }
  const LocalId id = bound_local(*binding);
  if (s.bare && locals_.contains(id)) return assign_whole(local(id), *s.value, local_type(id));
  const cpp::Type type = lower_types.value(local_type(id));
  if (s.value == nullptr) return declare_without_value(id);
  if (is_control_flow(*s.value) && lower_types.has_default(local_type(id))) {
    emit(declaration(type, id));
    return into(*s.value, {Destination::Kind::assign, cpp::as<cpp::Name>(local(id))->name});
  }
  if (made_in_place(*s.value, id)) return;
  const cpp::Expr init = out_of_outcome(*s.value, value(*s.value, Context::target));
  emit(declaration(type, id, initial_value(type, init, lower_types.has_default(local_type(id)))));
}

// What `x: T = e` declares, or assigns where `x` is in scope.
LocalId BodyLowering::bound_local(const ast::BindingPattern& binding) const {
  const LocalId declared = input_.bindings.local_of(binding.id);
  return declared.valid() ? declared : input_.bindings.entity(binding.id).local;
}

// A returned local moves by itself.
cpp::Expr BodyLowering::returned(cpp::Expr e) const {
  const auto* call = cpp::as<cpp::Call>(e);
  if (call == nullptr || call->args.size() != 1) return e;
  const auto* callee = cpp::as<cpp::Name>(call->callee);
  const bool moves = callee != nullptr && callee->name == "std::move" && cpp::as<cpp::Name>(call->args[0]) != nullptr;
  if (!moves) return e;
  const std::string_view name = cpp::as<cpp::Name>(call->args[0])->name;
  return (uses_.moves.empty() && !is_part(name)) || moves_by_itself(name) ? call->args[0] : e;
}

// A name that a pattern gave to a place.
bool BodyLowering::is_part(std::string_view name) const {
  return std::ranges::any_of(locals_, [&](const auto& each) {
    const auto* declared = cpp::as<cpp::Name>(each.second);
    return input_.bindings.local(each.first).kind == resolve::LocalKind::pattern && declared != nullptr && declared->name == name;
  });
}

// A variable of the function itself, or that lowering made in this block; a member, a reference and a variable around a lambda do not.
bool BodyLowering::moves_by_itself(std::string_view name) const {
  if (!leaving_.empty()) return false;
  const bool made_here = std::ranges::any_of(*out_, [&](const cpp::Stmt& stmt) {
    const auto* made = cpp::as<cpp::Variable>(stmt);
    return made != nullptr && made->name == name && std::holds_alternative<cpp::NamedType>(made->type.node().kind);
  });
  return made_here || std::ranges::any_of(locals_, [&](const auto& each) {
    const auto* declared = cpp::as<cpp::Name>(each.second);
    const resolve::LocalKind kind = input_.bindings.local(each.first).kind;
    const bool variable = own_parts_.contains(each.first) || kind == resolve::LocalKind::self_param || kind == resolve::LocalKind::let || kind == resolve::LocalKind::let_mut || kind == resolve::LocalKind::bare || kind == resolve::LocalKind::param;
    return variable && declared != nullptr && declared->name == name;
  });
}

namespace {

// `std::move(*found)`: names a value and does nothing with it.
bool only_names(const cpp::Expr& e) {
  const auto* call = cpp::as<cpp::Call>(e);
  const auto* callee = call != nullptr ? cpp::as<cpp::Name>(call->callee) : nullptr;
  if (callee != nullptr && callee->name == "std::move" && call->args.size() == 1) return only_names(call->args[0]);
  const auto* part = cpp::as<cpp::Unary>(e);
  return cpp::as<cpp::Name>(e) != nullptr || (part != nullptr && part->op == "*" && cpp::as<cpp::Name>(part->operand) != nullptr);
}

}  // namespace

// What becomes of a value at the end of a body.
void BodyLowering::finish(cpp::Expr e, const Destination& to, TypeId type) {
  if (type == store().never || to.kind == Destination::Kind::drop) {
    if (cpp::as<cpp::Call>(e) != nullptr && only_names(e)) return;
    const bool acts = cpp::as<cpp::Call>(e) != nullptr || (cpp::as<cpp::Binary>(e) != nullptr && cpp::as<cpp::Binary>(e)->op.ends_with('='));
    if (acts && !store().is_result(type)) return emit(std::move(e));
    const bool made = cpp::as<cpp::Braced>(e) != nullptr && !lower_types.is_move_only(type);
    const bool idle = made || cpp::as<cpp::Name>(e) != nullptr || cpp::as<cpp::Number>(e) != nullptr;
    return idle ? void() : emit(cpp::call(cpp::name("static_cast", {cpp::type("void")}), {std::move(e)}));
  }
  if (to.kind == Destination::Kind::give_back) {
    if (!lower_types.is_void(result_)) {
      converts_ = converts_ || type != result_;
      return emit(cpp::give_back(apart_from_cleanups(returned(std::move(e)), type)));
    }
    return emit(std::move(e));
  }
  // `best = match best … => best`: it has the value already.
  const cpp::Expr given = returned(e);
  if (const auto* name = cpp::as<cpp::Name>(given); name != nullptr && name->name == to.variable) return;
  store_in(cpp::name(to.variable), std::move(e), type);
}

// What a cleanup speaks of is not the result itself, which C++ may build in the variable's place or move out of it.
cpp::Expr BodyLowering::apart_from_cleanups(cpp::Expr e, TypeId type) const {
  const auto* name = cpp::as<cpp::Name>(e);
  if (name == nullptr) return e;
  for (const LocalId id : cleaned_up_) {
    const auto found = locals_.find(id);
    const auto* spoken_of = found != locals_.end() ? cpp::as<cpp::Name>(found->second) : nullptr;
    if (spoken_of != nullptr && spoken_of->name == name->name) return cpp::construct(lower_types.value(type), {std::move(e)});
  }
  return e;
}

}  // namespace ariac::lower
