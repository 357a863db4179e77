// Which of several impls of one trait is meant: by the arguments and what is expected (`Conv<Int>`, `Conv<String>`), or,
// where none is for a literal's own type, by what the literals can become (`[1].tag` with an `impl Tag for [UInt8]`).
#include <algorithm>

#include "ast/match.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {

constexpr int kDeepestBound = 4;       // bounds of impls that are followed for what a literal becomes
constexpr std::size_t kNamed = 3;      // in a message

// "`A`, `B` and `C`"
std::string listed(std::span<const std::string> names) {
  const std::size_t shown = std::min(names.size(), kNamed);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + ("`" + names[i] + "`");
  return shown < names.size() ? text + " …" : text;
}

}  // namespace

// --- By arguments and result --------------------------------------------------------------------------------------

// The function asked for, as this impl or bound has it.
FoundMember BodyInference::member_of_match(const FoundMember& asked, DefId trait, const ImplMatch& match) {
  const Symbol name = bindings.def(asked.def).name;
  FoundMember out = asked;
  out.def = match.impl.valid() ? program.method_in(match.impl, name) : DefId();
  out.callee = CalleeKind::function;
  out.outer_args = match.type_args;
  if (!out.def.valid()) {
    for (DefId member : bindings.members(trait))
      if (bindings.def(member).kind == DefKind::function && bindings.def(member).name == name) out.def = member;
    out.callee = CalleeKind::trait_method;
    out.outer_args = {asked.self_type};
    out.outer_args.insert(out.outer_args.end(), match.trait_args.begin(), match.trait_args.end());
  }
  for (TypeId& arg : out.outer_args)
    if (!arg.valid()) arg = fresh(bindings.def(out.def).name_range);
  return out;
}

// Does it take these arguments and give this result (invalid: any)?
bool BodyInference::takes(const FoundMember& candidate, std::span<const TypeId> given, TypeId result) {
  const Signature sig = program.signature(candidate.def);
  std::vector<TypeId> args = candidate.outer_args;
  while (args.size() < sig.type_params.size()) args.push_back(fresh(bindings.def(candidate.def).name_range));
  const auto fits = [&](TypeId declared, TypeId type) { return program.solver.can_unify(program.normalise(store.substitute(declared, sig.type_params, args)), type); };
  const std::size_t self = sig.has_self ? 1 : 0;
  for (std::size_t k = 0; k < given.size() && k + self < sig.params.size(); ++k)
    if (sig.params[k + self].valid() && !fits(sig.params[k + self], given[k])) return false;
  return !result.valid() || !sig.result.valid() || fits(sig.result, result);
}

TypeId BodyInference::result_with(const FoundMember& candidate) {
  const Signature sig = program.signature(candidate.def);
  if (!sig.result.valid()) return {};
  std::vector<TypeId> args = candidate.outer_args;
  while (args.size() < sig.type_params.size()) args.push_back(store.poison);
  return zonk(store.substitute(sig.result, sig.type_params, args));
}

// The type of an argument before the function that takes it is known. Calls nested in it ask ahead in turn: what they have
// learned is kept until the outermost one has its answer, or the work would double with each of them.
TypeId BodyInference::looked_ahead(const ast::Expr& argument) {
  if (looking_ahead_ == 0) types_ahead_.clear();
  const auto known = types_ahead_.find(&argument);
  if (known != types_ahead_.end() && !store[zonk(known->second)].has_variables) return known->second;
  ++looking_ahead_;
  const TypeId type = synth(argument);
  --looking_ahead_;
  types_ahead_[&argument] = type;
  return type;
}

FoundMember BodyInference::choose_impl(FoundMember found, const ast::Call* call, const Expectation& expected) {
  if (found.kind != FoundMember::Kind::method || found.callee == CalleeKind::dyn_method) return found;
  const DefId around = bindings.def(found.def).parent;
  const DefKind kind = bindings.def(around).kind;
  if (kind != DefKind::impl && kind != DefKind::trait) return found;
  const DefId trait = kind == DefKind::trait ? around : program.impl_info(around).trait;
  if (!trait.valid() || program.trait_info(trait).params.empty()) return found;
  const std::vector<ImplMatch> all = program.find_impls(trait, found.self_type);
  if (all.size() < 2) return found;
  std::vector<TypeId> given;       // of the arguments in front of the first block
  if (call != nullptr)
    for (const ast::Argument& argument : call->arguments) {
      if (argument.name || argument.spread || argument.value->kind == ast::NodeKind::Lambda) break;
      given.push_back(looked_ahead(*argument.value));
    }
  // What takes a literal as it is by default comes before what it could become.
  std::vector<TypeId> by_default;
  for (const TypeId type : given) by_default.push_back(program.solver.defaulted(type));
  const TypeId wanted = expected.any() ? TypeId() : head(expected.type);
  const TypeId inside = wanted.valid() && store.is_option(wanted) ? head(store.option_inner(wanted)) : TypeId();
  std::vector<FoundMember> fitting;
  std::vector<const ImplMatch*> of;
  for (const TypeId result : {wanted, inside})
    for (const std::vector<TypeId>* taken : {&by_default, &given}) {
      if (!fitting.empty() || (result == inside && !inside.valid() && wanted.valid())) continue;
      for (const ImplMatch& match : all) {
        FoundMember candidate = member_of_match(found, trait, match);
        if (!takes(candidate, *taken, result)) continue;
        fitting.push_back(std::move(candidate));
        of.push_back(&match);
      }
    }
  if (fitting.empty()) return found;
  const bool told = call != nullptr && (!call->arguments.empty() || call->block != nullptr);
  const TypeId first = result_with(fitting.front());
  if (told || std::ranges::all_of(fitting, [&](const FoundMember& each) { return result_with(each) == first; })) return fitting.front();
  std::vector<std::string> names;
  for (const ImplMatch* match : of) names.push_back(print(store.dyn(trait, match->trait_args)).substr(std::string_view("dyn ").size()));
  found.kind = FoundMember::Kind::ambiguous;
  found.between = "`" + print(found.self_type) + "` has " + listed(names);
  found.way_out = "say by a type which one is meant: `x: " + print(first) + " = …`";
  return found;
}

// `Cents.from(x)`: the same for a function without `self`; nothing is found where it is no trait's.
FoundMember BodyInference::choose_static_impl(const Denoted& denoted, DefId function, const ast::Call* call, const Expectation& expected) {
  FoundMember found;
  if (!denoted.self_type.valid() || (denoted.callee != CalleeKind::function && denoted.callee != CalleeKind::trait_method)) return found;
  found.kind = FoundMember::Kind::method;
  found.def = function;
  found.self_type = head(denoted.self_type);
  found.callee = denoted.callee;
  found.outer_args = denoted.outer_args;
  return choose_impl(std::move(found), call, expected);
}

// --- By what literals can become ----------------------------------------------------------------------------------

bool BodyInference::only_literals_open(TypeId type) {
  const TypeId open = program.solver.first_open(type);
  return open.valid() && !program.solver.has_open(program.solver.defaulted(zonk(type)));
}

// Binds the literals in `type` to what the impl is for; after a refusal the caller takes back what was bound.
bool BodyInference::becomes(const ImplInfo& impl, TypeId type, int depth) {
  std::vector<TypeId> args;
  for (std::size_t i = 0; i < impl.params.size(); ++i) args.push_back(fresh(bindings.def(impl.def).name_range));
  if (!program.solver.unify(store.substitute(impl.self_type, impl.params, args), type)) return false;
  return std::ranges::all_of(program.assumptions(impl.def), [&](const Assumption& bound) {
    const TypeId subject = zonk(program.normalise(store.substitute(bound.subject, impl.params, args)));
    return program.implements(subject, bound.trait) || (depth > 0 && take_only_instance(bound.trait, subject, depth - 1));
  });
}

void BodyInference::add_instances(DefId trait, TypeId type, int depth, std::vector<LiteralInstance>& out) {
  if (!only_literals_open(type)) return;
  for (const auto& [id, impl] : program.table.impls) {
    if (impl.trait != trait) continue;
    const Solver::Snapshot snapshot = program.solver.begin();
    const bool can = becomes(impl, type, depth);
    std::string name = can ? print(type) : std::string();
    program.solver.rollback(snapshot);
    if (can && std::ranges::find(out, name, &LiteralInstance::type) == out.end()) out.push_back({id, std::move(name)});
  }
}

// Where exactly one type has the trait, the literals take it.
bool BodyInference::take_only_instance(DefId trait, TypeId type, int depth) {
  std::vector<LiteralInstance> all;
  add_instances(trait, type, depth, all);
  return all.size() == 1 && becomes(program.table.impls.at(all.front().impl), type, depth);
}

FoundMember BodyInference::find_for_literals(TypeId receiver, Symbol name) {
  std::vector<LiteralInstance> all;
  for (DefId member : program.trait_methods(name))
    if (bindings.def(member).kind == DefKind::function && program.signature(member).has_self)
      add_instances(bindings.def(member).parent, receiver, kDeepestBound, all);
  if (all.empty()) return {};
  if (all.size() == 1)
    return becomes(program.table.impls.at(all.front().impl), receiver, kDeepestBound) ? find_trait_method(head(receiver), name) : FoundMember{};
  std::vector<std::string> names;
  for (const LiteralInstance& each : all) names.push_back(each.type);
  std::ranges::sort(names);
  FoundMember found;
  found.kind = FoundMember::Kind::ambiguous;
  found.between = listed(names) + " have it, and the literal can be any of them";
  found.way_out = "give the value its type first: `x: " + names.front() + " = …`";
  return found;
}

// What a function's bound asks of a literal, `show([1])` with `T: Tag`, before it gets its default.
void BodyInference::settle_by_bounds() {
  for (std::size_t i = 0; i < obligations_.size(); ++i) {
    const TypeId type = zonk(obligations_[i].type);
    const DefId trait = obligations_[i].trait;
    if (only_literals_open(type) && !program.implements(type, trait)) take_only_instance(trait, type, kDeepestBound);
  }
}

// `1.tag`: a bare literal is its default where that has the member.
TypeId BodyInference::known_receiver(TypeId type, Symbol member) {
  if (is_open(type)) retry_goals();
  const TypeId open = head(type);
  if (is_open(open) && only_literals_open(open) && find_member(program.solver.defaulted(open), member).kind == FoundMember::Kind::none) find_for_literals(open, member);
  return known(type);
}

}  // namespace ariac::types
