// Bodies and branches: the value of a list of statements, and how the values of several come together.
#include <algorithm>

#include "diagnostics/catalogue/types.hpp"
#include "diagnostics/catalogue/warnings.hpp"
#include "types/rescued_error.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

// A last value that a function without a written result does not hand out.
bool has_no_value_at_end(const ast::Expr& e) {
  if (const auto* branch = ast::as<ast::If>(&e)) return !branch->has_else;
  return e.kind == ast::NodeKind::While || e.kind == ast::NodeKind::For;
}

TypeId last_value(BodyInference& in, const ast::Expr& e, const Expectation& expected) {
  const bool unit_wanted = !expected.any() && in.store.is_unit(in.head(expected.type));
  if (expected.dropped || unit_wanted || (expected.tail && has_no_value_at_end(e))) {
    const TypeId found = in.synth(e, {.dropped = true});
    if (in.store[in.head(found)].kind == TypeKind::never) return found;
    if (unit_wanted && !in.store.is_unit(in.head(found))) in.add_coercion(e, CoercionKind::discard, in.store.unit);
    return in.store.unit;
  }
  return expected.any() ? in.synth(e, expected) : in.check(e, expected);
}

// Whether what follows the statement is not reached.
bool never_ends(BodyInference& in, const ast::Stmt& stmt) {
  const ast::Expr* value = nullptr;
  if (const auto* expr = ast::as<ast::ExprStmt>(&stmt)) value = expr->value;
  if (const auto* let = ast::as<ast::Let>(&stmt)) value = let->value;
  if (const auto* assign = ast::as<ast::Assign>(&stmt)) value = assign->value;
  const TypeId* found = value != nullptr ? in.instance().types.find(value->id) : nullptr;
  return found != nullptr && in.store[in.head(*found)].kind == TypeKind::never;
}

}  // namespace

const ast::Expr* value_of(const ast::Body& body) {
  if (body.empty()) return nullptr;
  const auto* last = ast::as<ast::ExprStmt>(body.statements.back());
  return last != nullptr ? last->value : nullptr;
}

TypeId BodyInference::infer_body(const ast::Body& body, const Expectation& expected) {
  const ast::Stmt* endless = nullptr;
  const ast::Expr* value = value_of(body);
  const std::size_t before_value = body.statements.size() - (value != nullptr ? 1 : 0);
  for (std::size_t i = 0; i < before_value; ++i) {
    infer_stmt(*body.statements[i]);
    if (endless != nullptr || !never_ends(*this, *body.statements[i])) continue;
    endless = body.statements[i];
    if (i + 1 < body.statements.size() && !instance().implicit) {
      warning(body.statements[i + 1]->range, diag::UnreachableStatement{}).primary("this is never reached").label(endless->range, "nothing after this runs");
    }
  }
  if (value != nullptr) {
    const TypeId found = last_value(*this, *value, endless != nullptr ? Expectation{.dropped = true} : expected);
    return endless != nullptr ? store.never : found;
  }
  if (endless != nullptr) return store.never;
  if (!expected.any() && !expected.dropped && !unify(expected.type, store.unit)) {
    const source::SourceRange of_body = body.empty() ? body.range : body.statements.back()->range;
    const source::SourceRange at = of_body.valid() ? of_body : expected.because;      // nothing at all is written
    report_mismatch(at, store.unit, expected);
    return store.poison;
  }
  return store.unit;
}

// --- Branches -----------------------------------------------------------------------------------------------------

bool is_known(BodyInference& in, const Expectation& hint) { return !hint.any() && !in.is_open(in.head(hint.type)); }

TypeId infer_part(BodyInference& in, const ast::Expr& e, TypeId type, const Expectation& whole) {
  if (!type.valid() || in.is_open(in.head(type))) return in.synth(e, {.type = type, .because = whole.because, .reason = whole.reason});
  return in.check(e, {.type = type, .because = whole.because, .reason = whole.reason});
}

bool can_join(BodyInference& in, std::span<const TypeId> types) {
  TypeId first;
  for (TypeId type : types) {
    type = in.head(type);
    if (in.absorbs(type)) continue;
    if (!first.valid()) {
      first = type;
      continue;
    }
    const bool numbers = number_class(in, first) != NumberClass::none && number_class(in, type) != NumberClass::none;
    const bool optional = in.store.is_option(first) || in.store.is_option(type);
    if (!numbers && !optional && !in.program.solver.can_unify(first, type)) return false;
  }
  return true;
}

Branches::Branches(BodyInference& in, const Expectation& hint) : in_(in), hint_(hint), known_(is_known(in, hint)) {}

void Branches::add(const ast::Body& body) {
  Expectation each = hint_;
  if (!known_ && !hint_.dropped) each.type = {};
  types_.push_back(in_.infer_body(body, each));
  values_.push_back(value_of(body));
}

bool Branches::all_never() const {
  return std::ranges::all_of(types_, [this](TypeId type) { return in_.store[in_.head(type)].kind == TypeKind::never; });
}

TypeId Branches::finish(source::SourceRange range) {
  if (all_never()) return in_.store.never;
  if (hint_.dropped) return in_.store.unit;
  if (known_) return hint_.type;
  if (hint_.tail && !can_join(in_, types_)) return in_.store.unit;
  return in_.join(values_, types_, {.because = hint_.because, .reason = hint_.reason}, range);
}

TypeId Branches::finish_optional(source::SourceRange range) {
  TypeStore& store = in_.store;
  const bool only_unit = std::ranges::all_of(types_, [&](TypeId type) {
    const TypeId found = in_.head(type);
    return store.is_unit(found) || store[found].kind == TypeKind::never;
  });
  if (hint_.dropped || only_unit) return store.unit;
  if (known_ && store.is_option(in_.head(hint_.type))) return hint_.type;
  const TypeId joined = in_.head(in_.join(values_, types_, {}, range));
  if (store.is_option(joined) || store[joined].kind == TypeKind::poison) return joined;
  const TypeId optional = store.option(joined);
  for (std::size_t i = 0; i < values_.size(); ++i)
    if (values_[i] != nullptr && store[in_.head(types_[i])].kind != TypeKind::never) in_.add_coercion(*values_[i], CoercionKind::wrap_some, optional);
  return optional;
}

// --- Conditions ---------------------------------------------------------------------------------------------------

TypeId written_type(BodyInference& in, const ast::TypeExpr& written) {
  const Instance& instance = in.instance();
  const TypeId self = instance.self_type.valid() ? instance.self_type : in.program.self_type_of(instance.def);
  const TypeId type = in.program.type_of(written, self);
  if (!instance.implicit || in.bindings.def(instance.def).kind != resolve::DefKind::function) return type;
  return in.store.substitute(type, in.program.signature(instance.def).type_params, instance.type_args);
}

void check_bool(BodyInference& in, const ast::Expr& e, std::string_view what) {
  in.check(e, {.type = in.store.bool_, .because = {}, .reason = std::string(what) + " is a `Bool`; there is no truthiness"});
}

void infer_condition(BodyInference& in, const ast::Condition& condition, std::string_view what) {
  if (condition.pattern == nullptr) return check_bool(in, *condition.value, what);
  in.infer_pattern(*condition.pattern, synth_matched(in, *condition.value), false);
}

// --- Functions ----------------------------------------------------------------------------------------------------

void BodyInference::infer_function_body(const ast::Body& body, FunctionContext context) {
  const bool written = context.result_written;
  const Expectation expected = written ? Expectation{.type = context.result, .because = context.result_range, .reason = "the result is declared here"}
                                       : Expectation{.tail = true};
  const TypeId result = context.result;
  functions.push_back(std::move(context));
  const TypeId value = infer_body(body, expected);
  FunctionContext done = std::move(functions.back());
  functions.pop_back();
  if (written) return;
  done.return_types.push_back(value);
  done.return_values.push_back(value_of(body));
  if (done.return_types.size() == 1) {
    settle(value);
    unify(result, value);
    return;
  }
  if (!can_join(*this, done.return_types) && store.is_unit(head(value))) done.return_types.pop_back(), done.return_values.pop_back();
  const TypeId joined = join(done.return_values, done.return_types, {}, body.range);
  settle(joined);
  unify(result, joined);
}

}  // namespace ariac::types
