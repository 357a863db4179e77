// Goals: what cannot be decided yet waits for a variable, and is tried again in source order when one is bound.
#include <utility>

#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

bool BodyInference::absorbs(TypeId type) const {
  const TypeKind kind = store[head(type)].kind;
  return kind == TypeKind::never || kind == TypeKind::unknown || kind == TypeKind::poison;
}

void BodyInference::when_known(TypeId type, source::SourceRange range, std::function<void(TypeId)> then, std::function<void()> assume) {
  const TypeId found = head(type);
  if (!is_open(found)) return then(found);
  waiting_.add(next_goal_, found);
  goals_.emplace(next_goal_++, Goal{found, range, std::move(then), std::move(assume), functions, loops});
}

TypeId BodyInference::known(TypeId type) {
  TypeId found = head(type);
  if (!is_open(found)) return found;
  retry_goals();
  found = head(found);
  if (!is_open(found)) return found;
  settle(found);
  return head(found);
}

void BodyInference::settle(TypeId type) {
  for (;;) {
    const TypeId found = head(type);
    const Type parts = store[found];
    if (!parts.has_variables) return;
    if (parts.kind != TypeKind::variable) {
      for (TypeId arg : parts.args) settle(arg);
      return;
    }
    const Literal literal = program.solver.literal(found);
    if (literal == Literal::integer) program.solver.bind(found, store.int_);
    if (literal == Literal::floating) program.solver.bind(found, store.float_);
    return;
  }
}

void BodyInference::retry_goals() {
  if (goals_.empty() || tried_at_ == program.solver.bindings()) return;
  run_goals();
}

bool BodyInference::run_goals() {
  if (retrying_ || program.solver.speculates()) return false;
  retrying_ = true;
  bool progress = false;
  while (const std::optional<std::size_t> next = waiting_.take()) {
    auto taken = goals_.extract(*next);
    Goal& goal = taken.mapped();
    std::swap(functions, goal.functions);
    std::swap(loops, goal.loops);
    goal.then(head(goal.waits_for));
    std::swap(functions, goal.functions);
    std::swap(loops, goal.loops);
    progress = true;
  }
  tried_at_ = program.solver.bindings();
  retrying_ = false;
  return progress;
}

bool BodyInference::assume_one() {
  for (auto next = goals_.lower_bound(assumed_); next != goals_.end(); next = goals_.lower_bound(assumed_)) {
    assumed_ = next->first + 1;
    const TypeId waits_for = next->second.waits_for;
    if (!next->second.assume || !is_open(waits_for)) continue;
    std::exchange(next->second.assume, {})();
    if (!is_open(waits_for)) return true;
  }
  return false;
}

void BodyInference::report_goals() {
  // What an untyped function makes of parameters that nobody gives yet may stay open.
  if (goals_.empty() || instance().has_errors || instance().check_only) return;
  const Goal* first = &goals_.begin()->second;
  for (const auto& [age, goal] : goals_)
    if (goal.range.file == first->range.file && goal.range.begin < first->range.begin) first = &goal;
  error(first->range, diag::TypeNeeded{}).primary("what this is cannot be told from the code around it");
}

void BodyInference::require(TypeId type, DefId trait, std::span<const TypeId> args, source::SourceRange range, std::string why,
                            source::SourceRange declared) {
  if (!trait.valid()) return;
  obligations_.push_back({type, trait, std::vector<TypeId>(args.begin(), args.end()), range, std::move(why), declared});
}

void BodyInference::check_obligations() {
  std::vector<Obligation> all = std::move(obligations_);
  obligations_.clear();
  // The bounds on a type's parameters stand at its impls: its own invariants and defaults hold for those.
  const bool in_type = bindings.def(instance().def).kind == resolve::DefKind::struct_;
  for (Obligation& bound : all) {
    const TypeId type = zonk(bound.type);
    if (store[type].has_variables || absorbs(type) || (in_type && store[type].has_params)) continue;
    for (TypeId& arg : bound.trait_args) arg = program.normalise(zonk(arg));
    const auto found = program.find_impl(bound.trait, program.normalise(type), bound.trait_args);
    const bool hollow = store[type].kind == TypeKind::dyn && found && !found->impl.valid() && !program.dispatched(bound.trait);
    if (found && !hollow) continue;
    if (bound.of_impl && !first_report_of(program.normalise(type), bound.trait)) {
      instance().has_errors = true;
      continue;
    }
    const std::string trait(program.text(bindings.def(bound.trait).name));
    auto report = error(bound.range, diag::BoundNotMet{.type = print(type), .trait = trait});
    report.primary(bound.why);
    if (bound.declared.valid()) report.label(bound.declared, "the bound stands here");
    const resolve::WellKnown& known = store.well_known();
    const bool derivable = bound.trait == known.eq || bound.trait == known.ord || bound.trait == known.hash || bound.trait == known.debug;
    const TypeId culprit = part_without(*this, bound.trait, program.normalise(type));
    if (const std::string advice = advice_on_holder(*this, culprit); !advice.empty()) report.help(advice);
    else if (const std::string of_part = advice_on_parts(*this, bound.trait, culprit); !of_part.empty()) report.help(of_part);
    else if (store[culprit].kind == TypeKind::param) report.help("bound it: `" + print(culprit) + ": " + trait + "`");
    else if (derivable && store[culprit].kind == TypeKind::named) report.help("add `derive(" + trait + ")` to `" + print(culprit) + "`");
  }
}

TypeId BodyInference::without_projections(TypeId type, source::SourceRange range) {
  type = program.normalise(type);
  const Type parts = store[type];
  if (!parts.has_params || !parts.has_variables) return type;
  if (parts.kind == TypeKind::projection) {
    const TypeId subject = head(parts.args[0]);
    if (!is_open(subject)) return type;
    const TypeId result = fresh(range);
    const DefId name = parts.def;
    projected_.emplace(result.index(), Projected{.value = range, .wanted = {}});
    when_known(subject, range, [this, subject, result, name, range](TypeId) {
      const TypeId found = without_projections(store.projection(zonk(subject), name), range);
      if (program.solver.try_unify(result, found)) return;
      Projected& given = projected_.at(result.index());
      const bool argument = given.wanted.type.valid();       // else what the call gives was put to another use
      given.wanted.type = argument ? found : result;
      report_mismatch(given.value, argument ? result : found, given.wanted);
    });
    return head(result);
  }
  std::vector<TypeId> args;
  for (TypeId arg : parts.args) args.push_back(without_projections(arg, range));
  return store.with_args(type, args);
}

TypeId BodyInference::projected_in(TypeId type) const {
  type = head(type);
  const Type& parts = store[type];
  if (!parts.has_variables) return {};
  if (parts.kind == TypeKind::variable) return projected_.contains(type.index()) ? type : TypeId();
  for (TypeId arg : parts.args)
    if (const TypeId found = projected_in(arg); found.valid()) return found;
  return {};
}

TypeId BodyInference::fresh_literal(bool is_float, source::SourceRange origin) {
  return program.solver.fresh(origin, is_float ? Literal::floating : Literal::integer);
}

}  // namespace ariac::types
