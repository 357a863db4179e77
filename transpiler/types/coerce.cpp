// Coercions: making a found type fit an expected one, joining branches, and saying why two types do not fit.
#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/body_inference.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

// A closure or function where a `Fn` with more parameters, `mut` ones or another result is wanted.
bool function_fits(BodyInference& in, TypeId found, TypeId expected) {
  TypeStore& store = in.store;
  const Type f = store[found];
  const Type e = store[expected];
  if (f.args.size() > e.args.size()) return false;
  for (std::size_t i = 0; i + 1 < f.args.size(); ++i)
    if (!in.unify(f.args[i], e.args[i])) return false;
  const TypeId wanted = in.head(e.args.back());
  if (store.is_unit(wanted)) return true;
  return in.unify(f.args.back(), wanted);
}

}  // namespace

bool BodyInference::coerce(const ast::Expr& e, TypeId found, TypeId expected) {
  found = head(found);
  expected = head(expected);
  if (found == expected) return true;
  const Type f = store[found];
  const Type want = store[expected];
  if (f.kind == TypeKind::never) {
    unify(expected, found);
    if (want.kind != TypeKind::variable) add_coercion(e, CoercionKind::never, expected);
    return true;
  }
  if (absorbs(found) || absorbs(expected)) return unify(found, expected);
  const bool wants_float = store.is_float(expected) || (want.kind == TypeKind::variable && program.solver.literal(expected) == Literal::floating);
  if (f.kind == TypeKind::variable && program.solver.literal(found) == Literal::integer && wants_float) {
    if (comes_from_a_name(*this, e, found)) {
      settle(found);
      settle(expected);
      add_coercion(e, CoercionKind::int_to_float, head(expected));
      return true;
    }
    program.solver.bind(found, expected);
    return true;
  }
  if (store.is_option(expected) && !store.is_option(found) && (f.kind != TypeKind::variable || program.solver.literal(found) != Literal::none)) {
    if (!coerce(e, found, store.option_inner(expected))) return false;
    add_coercion(e, CoercionKind::wrap_some, expected);
    return true;
  }
  if (program.solver.try_unify(found, expected)) return true;
  if (store.is_option(expected) && store.is_option(found)) {
    const TypeId inner = head(store.option_inner(expected));
    if (store.is_option(inner) && program.solver.try_unify(found, inner)) {
      add_coercion(e, CoercionKind::wrap_some, expected);
      return true;
    }
    return false;
  }
  if (want.kind == TypeKind::dyn && f.kind == TypeKind::variable && program.solver.literal(found) != Literal::none) {
    // A literal of which nothing else is known.
    program.solver.bind(found, program.solver.literal(found) == Literal::integer ? store.int_ : store.float_);
    return coerce(e, found, expected);
  }
  if (want.kind == TypeKind::dyn && f.kind != TypeKind::variable) {
    const auto impl = program.find_impl(want.def, zonk(found), want.args);
    if (!impl) return false;
    adopt_impl(found, *impl);
    for (std::size_t i = 0; i < want.args.size() && i < impl->trait_args.size(); ++i) (void)program.solver.try_unify(impl->trait_args[i], want.args[i]);
    add_coercion(e, CoercionKind::to_dyn, expected);
    return true;
  }
  if (want.kind == TypeKind::function && f.kind == TypeKind::function) {
    if (!function_fits(*this, found, expected)) return false;
    add_coercion(e, CoercionKind::function_to_fn, expected);
    return true;
  }
  return false;
}

// --- Joins --------------------------------------------------------------------------------------------------------

namespace {

bool is_integral(BodyInference& in, TypeId type) {
  type = in.head(type);
  return in.store.is_integer(type) || (in.is_open(type) && in.program.solver.literal(type) == Literal::integer);
}

bool is_floating(BodyInference& in, TypeId type) {
  type = in.head(type);
  return in.store.is_float(type) || (in.is_open(type) && in.program.solver.literal(type) == Literal::floating);
}

// The type both go to; invalid: there is none.
TypeId join_two(BodyInference& in, TypeId a, TypeId b) {
  a = in.head(a);
  b = in.head(b);
  if (in.absorbs(b)) return a;
  if (in.absorbs(a)) return b;
  if (in.program.solver.try_unify(a, b)) return in.head(a);
  if (is_integral(in, a) && is_floating(in, b)) return b;
  if (is_floating(in, a) && is_integral(in, b)) return a;
  TypeStore& store = in.store;
  if (store.is_option(a) || store.is_option(b)) {
    const TypeId inner = join_two(in, store.is_option(a) ? store.option_inner(a) : a, store.is_option(b) ? store.option_inner(b) : b);
    return inner.valid() ? store.option(inner) : TypeId();
  }
  return {};
}

bool coerce_joined(BodyInference& in, const ast::Expr& e, TypeId found, TypeId joined) {
  found = in.head(found);
  joined = in.head(joined);
  if (in.store.is_option(joined) && !in.store.is_option(found) && !in.absorbs(found)) {
    if (!coerce_joined(in, e, found, in.store.option_inner(joined))) return false;
    in.add_coercion(e, CoercionKind::wrap_some, joined);
    return true;
  }
  if (is_floating(in, joined) && in.store.is_integer(found)) {
    in.add_coercion(e, CoercionKind::int_to_float, joined);
    return true;
  }
  if (in.is_open(found) && is_integral(in, found) && is_floating(in, joined)) {
    in.settle(joined);
    in.program.solver.bind(found, in.head(joined));
    return true;
  }
  return in.coerce(e, found, joined);
}

}  // namespace

TypeId BodyInference::join(std::span<const ast::Expr* const> values, std::span<const TypeId> types, const Expectation& expected,
                           source::SourceRange range) {
  if (!expected.any()) {
    for (std::size_t i = 0; i < types.size(); ++i) {
      const bool fits = values[i] != nullptr ? coerce(*values[i], types[i], expected.type) : unify(types[i], expected.type);
      if (!fits) report_mismatch(values[i] != nullptr ? values[i]->range : range, types[i], expected);
    }
    return expected.type;
  }
  if (types.empty()) return store.unit;
  TypeId joined = head(types[0]);
  for (std::size_t i = 1; i < types.size(); ++i) {
    const TypeId next = join_two(*this, joined, types[i]);
    if (next.valid()) {
      joined = next;
      continue;
    }
    const source::SourceRange at = values[i] != nullptr ? values[i]->range : range;
    auto report = error(at, diag::BranchesDiffer{.first = print(joined), .second = print(types[i])});
    report.primary("this is `" + print(types[i]) + "`");
    if (values[0] != nullptr) report.label(values[0]->range, "the first is `" + print(joined) + "`");
    if (store.is_unit(joined) || store.is_unit(types[i]))
      report.help("the value of the whole is used, so each branch gives one; where none is meant, end the others with `()` on a line of its own");
    return store.poison;
  }
  for (std::size_t i = 0; i < types.size(); ++i)
    if (values[i] != nullptr && !absorbs(types[i])) coerce_joined(*this, *values[i], types[i], joined);
  return joined;
}

// --- Mismatches ---------------------------------------------------------------------------------------------------

void BodyInference::report_mismatch(source::SourceRange at, TypeId found, const Expectation& expected) {
  found = zonk(found);
  const TypeId wanted = zonk(expected.type);
  if (absorbs(found) || absorbs(wanted)) {
    instance().has_errors = true;
    return;
  }
  auto report = error(at, diag::TypeMismatch{.expected = print(wanted), .found = print(found)});
  report.primary(expected.because == at && store.is_unit(found) ? "declared here, but the body gives no value" : "this is `" + print(found) + "`");
  if (expected.because == at) {
    // the primary label says it
  } else if (expected.because.valid() && expected.because != at) report.label(expected.because, expected.reason);
  else if (!expected.reason.empty()) report.note(expected.reason);
  const Type parts = store[found];
  const NumberClass number = number_class(*this, found);
  const resolve::WellKnown& known = store.well_known();
  if (store.is_result(wanted) && program.solver.can_unify(found, store[wanted].args[0])) {
    report.help("wrap it: `Ok(…)`");
  } else if (store.is_result(wanted) && program.solver.can_unify(found, store[wanted].args[1])) {
    report.help("an error is wrapped, too: `Err(…)`");
  } else if (store[wanted].kind == TypeKind::dyn && parts.kind == TypeKind::named) {
    report.help("`" + print(found) + "` does not implement it: `impl " + std::string(program.text(bindings.def(store[wanted].def).name)) + " for " + print(found) + "`");
  } else if (store.is_option(wanted) && program.solver.can_unify(found, store.option_inner(wanted))) {
    report.help("what is there is `Some(…)`, nothing is `None`");      // a value becomes an Option by itself: this is a pattern
  } else if (store.is_named(found, known.task) && !parts.args.empty() && program.solver.can_unify(parts.args[0], wanted)) {
    report.help("a `Task` is not its value yet: add `.await` to wait for it");
  } else if (store.is_option(found) && is_open(store.option_inner(found))) {
    report.help("what may be `nil` is declared `" + print(wanted) + "?`");
  } else if (store.is_option(found) && program.solver.can_unify(store.option_inner(found), wanted)) {
    report.help("it may be `nil`: give a default with `?? …`, or match on it");
  } else if (store.is_result(found) && program.solver.can_unify(parts.args[0], wanted)) {
    report.help("it may be an error: pass that on with `?`, or give a default with `?? …`");
  } else if (found == store.string && (store.is_integer(wanted) || store.is_float(wanted))) {
    report.help(std::string("a text is read as a number with `.to_") + (store.is_float(wanted) ? "float" : "int") + "`, which gives a `Result`");
  } else if (store.is_integer(found) && store.is_float(wanted)) {
    report.help("convert it with `.to_float`");
  } else if ((number == NumberClass::floating || number == NumberClass::literal_float) && store.is_integer(wanted)) {
    report.help(expected.of_variable ? "let the variable begin as a `Float`, as in `0.0`; or convert this with `.to_int`, which truncates"
                                     : "convert it with `.to_int`, which truncates");
  } else if (store.is_integer(found) && store.is_integer(wanted)) {
    std::string name = print(wanted);
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    report.help("convert it with `.to_" + name + "`, which is checked");
  } else if (number != NumberClass::none && wanted == store.duration) {
    report.help("say of what: `10.ms`, `10.seconds`");
  } else if (store.is_named(found, known.array) && store.is_named(wanted, known.set)) {
    report.help("an array becomes a set with `.to_set`");
  } else if (wanted == store.string && program.implements(found, known.display)) {
    report.help("convert it with `.to_string`, or write it into a string with `#{…}`");
  }
}

}  // namespace ariac::types
