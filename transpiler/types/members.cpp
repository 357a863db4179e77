// Members of values: field, method, extension, trait method, in this order; then through Box, Arc and Rc. What `name?`
// and `?.` mean is decided here.
#include <algorithm>
#include <array>

#include "ast/match.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/familiar_names.hpp"
#include "resolve/near_name.hpp"
#include "types/advice.hpp"
#include "types/rescued_error.hpp"

namespace ariac::types {

using resolve::DefKind;

bool BodyInference::visible(DefId def) const {
  const resolve::Def& here = bindings.def(program.table.instances[id.index()].def);
  return bindings.visible_from(def, here.module);
}

// --- Finding ------------------------------------------------------------------------------------------------------

FoundMember BodyInference::choose_inherent(std::span<const DefId> candidates, TypeId receiver) {
  FoundMember unmet;
  for (DefId candidate : candidates) {
    const DefId around = bindings.def(candidate).parent;
    const std::span<const DefId> params = bindings.type_params(around);
    std::vector<TypeId> args;
    for (std::size_t i = 0; i < params.size(); ++i) args.push_back(fresh(bindings.def(candidate).name_range));
    const TypeId self = store.substitute(program.self_type_of(around), params, args);
    if (!program.solver.try_unify(self, receiver)) continue;
    FoundMember found;
    found.kind = FoundMember::Kind::method;
    found.def = candidate;
    found.self_type = receiver;
    found.outer_args = args;
    bool holds = true;
    for (const Assumption& bound : program.assumptions(around)) {
      const TypeId subject = zonk(store.substitute(bound.subject, params, args));
      if (!store[subject].has_variables) holds = holds && program.implements(program.normalise(subject), bound.trait);
    }
    if (holds) return found;
    if (unmet.kind == FoundMember::Kind::none) unmet = found;
  }
  return unmet;
}

FoundMember BodyInference::find_extension(TypeId receiver, Symbol name) {
  FoundMember out;
  auto all = bindings.extensions.find(name);
  if (all == bindings.extensions.end()) return out;
  for (DefId candidate : all->second) {
    if (!visible(candidate)) continue;
    const Signature& sig = program.signature(candidate);
    if (sig.params.empty() || !sig.params[0].valid()) continue;
    std::vector<TypeId> args;
    for (std::size_t i = 0; i < sig.type_params.size(); ++i) args.push_back(fresh(bindings.def(candidate).name_range));
    const TypeId self = store.substitute(sig.params[0], sig.type_params, args);
    const bool to_dyn = store[self].kind == TypeKind::dyn && program.implements(receiver, store[self].def);
    if (!to_dyn && !program.solver.can_unify(self, receiver)) continue;
    out.kind = FoundMember::Kind::method;
    out.def = candidate;
    out.self_type = receiver;
    return out;
  }
  return out;
}

// A method of the program's own traits comes before one of the library's; two of them are ambiguous.
FoundMember BodyInference::find_trait_method(TypeId receiver, Symbol name) {
  FoundMember chosen;
  DefId chosen_trait;
  for (DefId member : program.trait_methods(name)) {
    if (bindings.def(member).kind != DefKind::function || !program.signature(member).has_self) continue;
    const DefId trait = bindings.def(member).parent;
    if (chosen.kind != FoundMember::Kind::none && bindings.def(trait).is_library) continue;
    const auto found = program.find_impl(trait, receiver);
    if (!found) continue;
    if (chosen.kind == FoundMember::Kind::method && !bindings.def(chosen_trait).is_library) {
      chosen.kind = FoundMember::Kind::ambiguous;
      chosen.other = member;
      return chosen;
    }
    chosen = method_of_trait(receiver, member, *found);
    chosen_trait = trait;
  }
  return chosen.kind == FoundMember::Kind::none ? find_for_literals(receiver, name) : chosen;
}

// What is open in the type, literals, becomes what the impl is for.
void BodyInference::adopt_impl(TypeId type, const ImplMatch& match) {
  if (!match.impl.valid() || !program.solver.has_open(type)) return;
  const ImplInfo& impl = program.impl_info(match.impl);
  std::vector<TypeId> args = match.type_args;
  for (TypeId& arg : args)
    if (!arg.valid()) arg = fresh(bindings.def(impl.def).name_range);
  program.solver.try_unify(store.substitute(impl.self_type, impl.params, args), type);
}

FoundMember BodyInference::method_of_trait(TypeId receiver, DefId member, const ImplMatch& match) {
  FoundMember out;
  out.kind = FoundMember::Kind::method;
  out.self_type = receiver;
  adopt_impl(receiver, match);
  const DefId own = match.impl.valid() ? program.method_in(match.impl, bindings.def(member).name) : DefId();
  if (own.valid()) {
    out.def = own;
    out.outer_args = match.type_args;
    for (TypeId& arg : out.outer_args)
      if (!arg.valid()) arg = fresh(bindings.def(own).name_range);
    return out;
  }
  out.def = member;
  out.callee = store[receiver].kind == TypeKind::dyn ? CalleeKind::dyn_method : CalleeKind::trait_method;
  out.outer_args = {receiver};
  out.outer_args.insert(out.outer_args.end(), match.trait_args.begin(), match.trait_args.end());
  return out;
}

// `x.into` where the expected type has a `From` of x's type.
std::optional<TypeId> BodyInference::convert_into(const ast::Expr& at, const ast::Member& member, TypeId receiver, const Expectation& expected) {
  if (program.text(member.name.symbol) != "into" || expected.any() || is_open(expected.type)) return {};
  const std::array<const ast::Expr*, 1> operands{member.object};
  if (instance().types.find(member.object->id) == nullptr) record(*member.object, receiver);
  CallPlan plan;
  const auto result = call_protocol(store.well_known().from, "from", nullptr, head(expected.type), operands, at.range, plan);
  if (!result) return {};
  plan.implicit_receiver = false;
  instance().selections[member.id].kind = MemberKind::called;
  instance().calls[at.id] = std::move(plan);
  return result;
}

FoundMember BodyInference::find_on_rigid(TypeId receiver, Symbol name) {
  FoundMember out = find_extension(receiver, name);
  return out.kind != FoundMember::Kind::none ? out : find_trait_method(receiver, name);
}

FoundMember BodyInference::find_member_at(TypeId receiver, Symbol name) {
  FoundMember out;
  out.self_type = receiver;
  const Type parts = store[receiver];
  if (parts.kind == TypeKind::param || parts.kind == TypeKind::projection) return find_on_rigid(receiver, name);
  if (parts.kind == TypeKind::named && bindings.def(parts.def).kind == DefKind::struct_) {
    const TypeInfo& info = program.type_info(parts.def);
    const auto& fields = info.variants.front().fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name != name) continue;
      out.kind = FoundMember::Kind::field;
      out.def = fields[i].def;
      out.index = static_cast<std::uint32_t>(i);
      out.type = program.normalise(store.substitute(fields[i].type, info.params, parts.args));
      return out;
    }
  }
  if (const auto candidates = program.inherent_methods(receiver, name); !candidates.empty()) {
    std::vector<DefId> methods;
    for (DefId candidate : candidates)
      if (bindings.def(candidate).kind == DefKind::function && program.signature(candidate).has_self) methods.push_back(candidate);
    const FoundMember found = choose_inherent(methods, receiver);
    if (found.kind != FoundMember::Kind::none) return found;
  }
  if (const FoundMember found = find_extension(receiver, name); found.kind != FoundMember::Kind::none) return found;
  return find_trait_method(receiver, name);
}

FoundMember BodyInference::find_member(TypeId receiver, Symbol name) {
  const resolve::WellKnown& known = store.well_known();
  receiver = head(receiver);
  for (std::uint8_t dereferences = 0; dereferences < 8; ++dereferences) {
    if (is_open(receiver) || absorbs(receiver)) return {};
    FoundMember found = find_member_at(receiver, name);
    if (found.kind != FoundMember::Kind::none) {
      found.dereferences = dereferences;
      return found;
    }
    const Type parts = store[receiver];
    const bool transparent = parts.kind == TypeKind::named && parts.args.size() == 1 && (parts.def == known.box || parts.def == known.rc || parts.def == known.arc);
    if (!transparent) return {};
    receiver = head(parts.args[0]);
  }
  return {};
}

// --- Using --------------------------------------------------------------------------------------------------------

TypeId BodyInference::safe_result(TypeId result) {
  result = head(result);
  return store.is_option(result) || absorbs(result) ? result : store.option(result);
}

TypeId BodyInference::infer_object(const ast::Member& member, bool& safe) {
  safe = member.safe;
  const auto* inner = ast::as<ast::Member>(member.object);
  if (!member.safe || inner == nullptr || inner->tuple_field || denote(*inner).kind != Denoted::Kind::value) return synth(*member.object);
  bool inner_safe = false;
  const TypeId object = known(infer_object(*inner, inner_safe));
  TypeId type;
  const Symbol predicate = program.symbol(std::string(program.text(inner->name.symbol)) + "?");
  const TypeId holder = inner_safe && store.is_option(object) ? head(store.option_inner(object)) : object;
  const FoundMember found = is_open(holder) ? FoundMember{} : find_member(holder, predicate);
  if (found.kind == FoundMember::Kind::method) {
    safe = false;
    FunctionCall what;
    what.at = inner;
    what.function = choose_overload(found.def, nullptr);
    what.kind = found.callee;
    what.self_type = found.self_type;
    what.outer_args = found.outer_args;
    what.receiver = inner->object;
    what.dereferences = found.dereferences;
    what.safe = inner_safe;
    what.name_range = inner->name.range;
    instance().selections[inner->id].kind = MemberKind::called;
    type = call_function(std::move(what), {});
  } else {
    type = member_of(*inner, object, inner_safe, {});
  }
  record(*inner, type);
  return type;
}

// `r?.m` on a Result is `(r?).m`: a Result has no `nil` to go around.
TypeId BodyInference::try_object(const ast::Member& member, TypeId object) {
  const TypeId value = infer_try_value(*member.object, object, member.range);
  record(*member.object, value);
  return value;
}

TypeId BodyInference::infer_member(const ast::Member& member, const Expectation& expected) {
  const Denoted denoted = denote(member);
  if (denoted.kind != Denoted::Kind::value) return use_denoted(member, denoted, member.name, expected);
  bool safe = false;
  const TypeId object = infer_object(member, safe);
  return member_of(member, object, safe, expected);
}

TypeId BodyInference::use_field(const ast::Member& member, const FoundMember& found, bool safe) {
  Selection& selection = instance().selections[member.id];
  selection.kind = found.kind == FoundMember::Kind::tuple_field ? MemberKind::tuple_field : MemberKind::field;
  selection.def = found.def;
  selection.index = found.index;
  selection.dereferences = found.dereferences;
  selection.safe = safe;
  if (found.def.valid() && !visible(found.def))
    error(member.name.range, diag::PrivateMember{.name = program.text(member.name.symbol), .type = print(found.self_type)})
        .label(bindings.def(found.def).name_range, "declared here, without `pub`");
  return safe ? safe_result(found.type) : found.type;
}

TypeId BodyInference::member_of(const ast::Member& member, TypeId object, bool safe, const Expectation& expected) {
  object = known_receiver(object, member.name.symbol);
  if (is_open(object)) {
    const TypeId result = fresh(member.range);
    const ast::Member* node = &member;
    when_known(object, member.object->range, [this, node, safe, result](TypeId type) {
      const TypeId found = member_of(*node, type, safe, {});
      if (!unify(result, found)) report_mismatch(node->range, found, {.type = result, .because = {}, .reason = {}});
    });
    return result;
  }
  if (absorbs(object)) return store.poison;
  if (safe && store.is_result(object)) {
    object = known(try_object(member, object));
    safe = false;
    if (absorbs(object)) return store.poison;
  }
  TypeId receiver = object;
  if (safe) {
    if (!store.is_option(object)) {
      error(member.range, diag::TypeMismatch{.expected = "an optional value", .found = print(object)})
          .primary("`?.` is for a value that may be `nil`, this is `" + print(object) + "`");
      return store.poison;
    }
    receiver = known(store.option_inner(object));
    if (absorbs(receiver)) return store.poison;
  }
  if (member.tuple_field) {
    const Type parts = store[receiver];
    std::size_t index = 0;
    for (char digit : program.text(member.name.symbol)) index = index * 10 + static_cast<std::size_t>(digit - '0');
    if (parts.kind != TypeKind::tuple || index >= parts.args.size()) {
      auto report = error(member.name.range, diag::NoMember{.type = print(receiver), .name = program.text(member.name.symbol)});
      if (parts.kind == TypeKind::tuple) report.primary("its parts are `0` to `" + std::to_string(parts.args.size() - 1) + "`");
      return store.poison;
    }
    FoundMember found;
    found.kind = FoundMember::Kind::tuple_field;
    found.index = static_cast<std::uint32_t>(index);
    found.type = parts.args[index];
    return use_field(member, found, safe);
  }
  FoundMember found = find_member(receiver, member.name.symbol);
  bool tries = false;
  if (found.kind == FoundMember::Kind::none && program.text(member.name.symbol).ends_with('?')) {
    const std::string_view name = program.text(member.name.symbol);
    found = find_member(receiver, program.symbol(name.substr(0, name.size() - 1)));
    tries = found.kind != FoundMember::Kind::none;
  }
  if (found.kind == FoundMember::Kind::ambiguous) return report_ambiguous(member.name, found);
  if (found.kind == FoundMember::Kind::none) found = find_on_rescued(*this, *member.object, member.name.symbol);
  if (found.kind == FoundMember::Kind::none) {
    if (const auto converted = convert_into(member, member, receiver, expected)) return *converted;
    report_no_member(member.name, receiver);
    return store.poison;
  }
  TypeId result;
  if (found.kind == FoundMember::Kind::field) {
    result = use_field(member, found, safe);
  } else {
    found = choose_impl(std::move(found), nullptr, tries ? Expectation{} : expected);
    if (found.kind == FoundMember::Kind::ambiguous) return report_ambiguous(member.name, found);
    FunctionCall what;
    what.at = &member;
    what.function = choose_overload(found.def, nullptr);
    what.kind = found.callee;
    what.self_type = found.self_type;
    what.outer_args = found.outer_args;
    what.receiver = member.object;
    what.dereferences = found.dereferences;
    what.safe = safe;
    what.name_range = member.name.range;
    instance().selections[member.id].kind = MemberKind::called;
    result = call_function(std::move(what), tries ? Expectation{} : expected);
  }
  if (!tries) return result;
  instance().selections[member.id].tries = true;
  return infer_try_value(member, result, member.range);
}

TypeId BodyInference::report_ambiguous(const ast::Name& name, const FoundMember& found) {
  if (!found.between.empty()) {
    error(name.range, diag::AmbiguousName{.name = program.text(name.symbol)}).primary(found.between).help(found.way_out);
    return store.poison;
  }
  error(name.range, diag::AmbiguousName{.name = program.text(name.symbol)})
      .label(bindings.def(found.def).name_range, "it may be this one")
      .label(bindings.def(found.other).name_range, "or this one")
      .help("rename one of them: both traits are implemented for `" + print(found.self_type) + "`");
  return store.poison;
}

// A trait that declares a method of this name: what a type parameter may lack as a bound.
std::string BodyInference::trait_with(Symbol name) const {
  std::string found;
  for (const auto& [trait, info] : program.table.traits)
    for (DefId member : bindings.members(trait))
      if (const std::string_view text = program.text(bindings.def(trait).name); bindings.def(member).name == name && (found.empty() || text < found)) found = text;
  return found;
}

// `await f(x)` of an `async fn` that gives no task: the call has its value already.
bool BodyInference::comes_from_async(const ast::Expr& call) const {
  if (const auto* attempt = ast::as<ast::Try>(&call)) return comes_from_async(*attempt->operand);
  const CallPlan* plan = program.table.instances[id.index()].calls.find(call.id);
  const auto* function = plan != nullptr && plan->def.valid() ? ast::as<ast::FunctionDecl>(bindings.def(plan->def).decl) : nullptr;
  return function != nullptr && function->is_async;
}

TypeId BodyInference::await_at_once(const ast::Call& await, const ast::Expr& value, TypeId type) {
  CallPlan plan;
  plan.kind = CalleeKind::intrinsic;
  plan.args = {ArgSource{.value = &value}};
  plan.param_types = {type};
  plan.result = type;
  instance().calls[await.id] = std::move(plan);
  return type;
}

void BodyInference::report_no_member(const ast::Name& name, TypeId receiver) {
  const Type type = store[head(receiver)];
  for (const auto& [impl, info] : program.table.impls) {
    if (type.kind != TypeKind::named || store[info.self_type].kind != type.kind || store[info.self_type].def != type.def) continue;
    for (DefId method : info.methods) {
      const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(method).decl);
      if (bindings.def(method).name != name.symbol || decl == nullptr || (!decl->params.empty() && decl->params.front().is_self)) continue;
      error(name.range, diag::StaticOnValue{.name = program.text(name.symbol), .type = program.text(bindings.def(type.def).name)})
          .primary("it has no `self`")
          .label(bindings.def(method).name_range, "declared here");
      return;
    }
  }
  if (program.text(name.symbol) == "await") {
    error(name.range, diag::NothingToAwait{.type = print(receiver)}).help("a call runs to its end by itself; `spawn` makes it a task");
    return;
  }
  auto report = error(name.range, diag::NoMember{.type = print(receiver), .name = program.text(name.symbol)});
  report.primary("there is no such field or method");
  const Type parts = store[head(receiver)];
  std::vector<std::string_view> names;
  if (parts.kind == TypeKind::named && bindings.def(parts.def).kind == DefKind::struct_)
    for (const FieldInfo& field : program.type_info(parts.def).variants.front().fields) names.push_back(program.text(field.name));
  for (const auto& [impl, info] : program.table.impls)
    if (store[info.self_type].kind == parts.kind && store[info.self_type].def == parts.def)
      for (DefId method : info.methods) names.push_back(program.text(bindings.def(method).name));
  std::ranges::sort(names);
  // Traits give members that no impl lists.
  const std::string_view written = program.text(name.symbol);
  const auto of_traits = resolve::names_meant_by(written);
  const auto meant = std::ranges::find_if(of_traits, [&](std::string_view each) { return find_member(head(receiver), program.symbol(each)).kind != FoundMember::Kind::none; });
  const std::string_view advice = resolve::familiar_member_advice(written);
  if (meant != of_traits.end()) {
    report.suggest(name.range, std::string(*meant), "did you mean `" + std::string(*meant) + "`?");
  } else if (const auto near = advice.empty() ? resolve::near_name(written, names) : std::nullopt) {
    report.suggest(name.range, *near, "did you mean `" + *near + "`?");
  } else if (const std::string trait = parts.kind == TypeKind::param ? trait_with(name.symbol) : ""; !trait.empty()) {
    report.help("`" + trait + "` has it: write the bound, `" + print(receiver) + ": " + trait + "`");
  } else if (store.is_option(head(receiver)) && find_member(store.option_inner(head(receiver)), name.symbol).kind != FoundMember::Kind::none) {
    report.help("the value inside has it: use `?.`, or `??` with a default");
  } else if (parts.kind == TypeKind::named && parts.def == store.well_known().task && !parts.args.empty() &&
             find_member(parts.args[0], name.symbol).kind != FoundMember::Kind::none) {
    report.help("a `Task` is not its value yet: add `.await` before");
  } else if (store.is_integer(head(receiver)) && find_member(store.named(store.well_known().range, std::array{head(receiver)}), name.symbol).kind != FoundMember::Kind::none) {
    report.help("a range has it: before a dot it stands in parentheses, `(1..n)." + std::string(written) + "`");
  } else if (const std::string holder = advice_on_holder(*this, head(receiver)); !holder.empty()) {
    report.help(holder);
  } else if (!advice.empty()) {
    report.help(std::string(advice));
  }
}

}  // namespace ariac::types
