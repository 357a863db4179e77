// Union-find over variables; unification binds them, the trail undoes it.
#include "types/solver.hpp"

#include <utility>

namespace ariac::types {

TypeId Solver::fresh(source::SourceRange origin, Literal literal) {
  variables_.push_back({TypeId(), origin, literal});
  return store.variable(static_cast<std::uint32_t>(variables_.size() - 1));
}

TypeId Solver::head(TypeId type) const {
  const TypeId start = type;
  std::size_t steps = 0;
  for (; store[type].kind == TypeKind::variable; ++steps) {
    const std::uint32_t index = store[type].index;
    if (index >= variables_.size() || !variables_[index].bound.valid()) break;
    type = variables_[index].bound;
  }
  if (steps > 1 && speculating_ == 0) shorten(start, type);
  return type;
}

// Everything on the way from `start` is bound to `end` at once. Not while speculating: what is undone would not be whole.
void Solver::shorten(TypeId start, TypeId end) const {
  while (start != end) start = std::exchange(variables_[store[start].index].bound, end);
}

bool Solver::is_open(TypeId type) const { return store[head(type)].kind == TypeKind::variable; }

TypeId Solver::first_open(TypeId type) const {
  type = head(type);
  const Type& parts = store[type];
  if (!parts.has_variables) return {};
  if (parts.kind == TypeKind::variable) return type;
  for (TypeId arg : parts.args)
    if (const TypeId found = first_open(arg); found.valid()) return found;
  return {};
}

bool Solver::has_open(TypeId type) const { return first_open(type).valid(); }

template <typename Leaf>
TypeId Solver::replace_variables(TypeId type, Leaf leaf) {
  type = head(type);
  const Type parts = store[type];
  if (!parts.has_variables) return type;
  if (parts.kind == TypeKind::variable) return leaf(type);
  std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  bool changed = false;
  for (TypeId& arg : args) {
    const TypeId replaced = replace_variables(arg, leaf);
    changed |= replaced != arg;
    arg = replaced;
  }
  return changed ? store.with_args(type, args) : type;
}

TypeId Solver::zonk(TypeId type) {
  return replace_variables(type, [](TypeId open) { return open; });
}

TypeId Solver::defaulted(TypeId type) {
  return replace_variables(type, [this](TypeId open) {
    if (store[open].index >= variables_.size()) return open;
    if (literal(open) == Literal::integer) return store.int_;
    return literal(open) == Literal::floating ? store.float_ : open;
  });
}

void Solver::set(std::uint32_t index, Variable value) {
  if (speculating_ > 0) trail_.emplace_back(index, variables_[index]);
  variables_[index] = value;
}

void Solver::bind(TypeId open, TypeId type) {
  const std::uint32_t index = store[open].index;
  Variable value = variables_[index];
  value.bound = type;
  set(index, value);
  bound_.push_back(index);
}

bool Solver::occurs(TypeId open, TypeId type) const {
  type = head(type);
  if (type == open) return true;
  if (!store[type].has_variables) return false;
  for (TypeId arg : store[type].args)
    if (occurs(open, arg)) return true;
  return false;
}

// The younger one is bound to the older, so that many that are equal to one hang on it side by side.
bool Solver::unify_variables(TypeId a, TypeId b) {
  if (store[a].index < store[b].index) std::swap(a, b);
  const std::uint32_t older = store[b].index;
  const Literal literal = variables_[store[a].index].literal;
  Variable target = variables_[older];
  const bool numeric = literal == Literal::integer || literal == Literal::floating;
  const bool target_numeric = target.literal == Literal::integer || target.literal == Literal::floating;
  if (numeric && target_numeric && literal != target.literal) return false;
  if ((numeric && !target_numeric) || (literal == Literal::never && target.literal == Literal::none)) {
    target.literal = literal;
    set(older, target);
  }
  bind(a, b);
  return true;
}

bool Solver::unify_open(TypeId open, TypeId type) {
  const std::uint32_t index = store[open].index;
  Variable variable = variables_[index];
  switch (store[type].kind) {
    case TypeKind::never:
      if (variable.literal == Literal::none) {
        variable.literal = Literal::never;
        set(index, variable);
      }
      return true;
    case TypeKind::unknown:
      // A literal is a number whatever else is not known.
      if (variable.literal != Literal::integer && variable.literal != Literal::floating) bind(open, type);
      return true;
    case TypeKind::poison:
      bind(open, type);
      return true;
    case TypeKind::variable: return unify_variables(open, type);
    default: break;
  }
  if (variable.literal == Literal::integer && !store.is_integer(type)) return false;
  if (variable.literal == Literal::floating && !store.is_float(type)) return false;
  if (occurs(open, type)) return false;
  bind(open, type);
  return true;
}

bool Solver::unify_args(const Type& a, const Type& b) {
  if (a.args.size() != b.args.size()) return false;
  for (std::size_t i = 0; i < a.args.size(); ++i)
    if (!unify(a.args[i], b.args[i])) return false;
  return true;
}

bool Solver::unify(TypeId a, TypeId b) {
  a = head(a);
  b = head(b);
  if (a == b) return true;
  const Type x = store[a];
  const Type y = store[b];
  if (x.kind == TypeKind::variable) return unify_open(a, b);
  if (y.kind == TypeKind::variable) return unify_open(b, a);
  auto absorbs = [](TypeKind kind) { return kind == TypeKind::never || kind == TypeKind::unknown || kind == TypeKind::poison; };
  if (absorbs(x.kind) || absorbs(y.kind)) return true;
  return x.kind == y.kind && x.def == y.def && x.index == y.index && unify_args(x, y);
}

void Solver::default_literals(std::size_t mark) {
  for (std::size_t i = mark; i < variables_.size(); ++i) {
    if (variables_[i].bound.valid()) continue;
    const TypeId open = store.variable(static_cast<std::uint32_t>(i));
    if (variables_[i].literal == Literal::integer) bind(open, store.int_);
    if (variables_[i].literal == Literal::floating) bind(open, store.float_);
  }
}

bool Solver::default_never(std::size_t mark) {
  bool bound = false;
  for (std::size_t i = mark; i < variables_.size(); ++i) {
    if (variables_[i].bound.valid() || variables_[i].literal != Literal::never) continue;
    bind(store.variable(static_cast<std::uint32_t>(i)), store.never);
    bound = true;
  }
  return bound;
}

Solver::Snapshot Solver::begin() {
  ++speculating_;
  return {trail_.size(), variables_.size(), bound_.size()};
}

void Solver::rollback(Snapshot snapshot) {
  while (trail_.size() > snapshot.trail) {
    variables_[trail_.back().first] = trail_.back().second;
    trail_.pop_back();
  }
  variables_.resize(snapshot.variables);
  bound_.resize(snapshot.bindings);
  --speculating_;
}

void Solver::commit() {
  if (--speculating_ == 0) trail_.clear();
}

bool Solver::try_unify(TypeId a, TypeId b) {
  const Snapshot snapshot = begin();
  if (unify(a, b)) {
    commit();
    return true;
  }
  rollback(snapshot);
  return false;
}

bool Solver::can_unify(TypeId a, TypeId b) {
  const Snapshot snapshot = begin();
  const bool fits = unify(a, b);
  rollback(snapshot);
  return fits;
}

}  // namespace ariac::types
