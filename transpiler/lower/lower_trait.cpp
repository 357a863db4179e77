// Traits and impls.
//
//   template <typename Self> struct Priced;                          what a trait is
//   template <typename Self> struct PricedDefaults { static … };     the methods and constants it provides itself
//   template <> struct Priced<Item> : PricedDefaults<Item> { … };    an impl
//
// What a provided method mentions beside traits is declared behind the classes: its body stands behind that, too.
#include <algorithm>

#include "cpp/print.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

cpp::Decl ModuleLowering::trait(DefId id) {
  const auto* decl = ast::as<ast::TraitDecl>(input_.bindings.def(id).decl);
  cpp::Record out{.templated = {.present = true, .params = {{"Self"}}}, .name = names_.plain(id), .defined = false};
  const auto found = input_.types.traits.find(id);
  if (found != input_.types.traits.end()) {
    for (const DefId param : found->second.params) out.templated.params.push_back({names_.plain(param)});
  }
  // Callers compute the defaults of its methods: what those mention they need, too.
  for (const DefId method : input_.bindings.members(id)) {
    const auto* function = ast::as<ast::FunctionDecl>(input_.bindings.def(method).decl);
    if (function == nullptr) continue;
    for (const types::InstanceId instance : instances_of(method)) {
      BodyLowering body(input_, names_, module_, input_.types[instance], instance);
      for (const ast::Param& param : function->params) {
        if (param.fallback != nullptr) body.initialiser(*param.fallback);
      }
    }
  }
  cpp::Remarks remarks = decl != nullptr ? remarks_of(decl->range, decl->head.doc) : cpp::Remarks();
  remarks.before.push_back("trait " + std::string(names_.text(input_.bindings.def(id).name)));
  return cpp::decl(std::move(out), std::move(remarks));
}

std::vector<types::InstanceId> ModuleLowering::provided(DefId trait) const {
  std::vector<types::InstanceId> out;
  const auto found = input_.types.traits.find(trait);
  if (found == input_.types.traits.end()) return out;
  for (const DefId method : found->second.methods) {
    if (names_.is_untyped_default(method)) continue;
    for (const types::InstanceId id : instances_of(method)) {
      if (input_.types[id].is_template && !input_.types[id].check_only) out.push_back(id);
    }
  }
  return out;
}

bool ModuleLowering::has_defaults(DefId trait) const {
  const auto found = input_.types.traits.find(trait);
  if (found == input_.types.traits.end() || !is_own_trait(trait)) return false;
  const auto has_value = [&](DefId id) {
    const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(id).decl);
    return decl != nullptr && decl->value != nullptr;
  };
  return std::ranges::any_of(found->second.constants, has_value) || !provided(trait).empty();
}

cpp::Decl ModuleLowering::provided_method(types::InstanceId id, const Owner& owner, Bodies& behind) {
  std::set<DefId> mentions;
  cpp::Decl made = [&] {
    const Names::Recording recording(names_, mentions);
    return definition(id, {}, false);
  }();
  if (!std::ranges::all_of(mentions, [&](DefId mention) { return input_.bindings.def(mention).kind == DefKind::trait; })) {
    behind.emplace_back(id, owner);
    return prototype(id, owner);
  }
  names_.note(mentions);
  cpp::Function function = *cpp::as<cpp::Function>(made);
  function.specifiers = "static";
  return cpp::decl(std::move(function), std::move(made.remarks));
}

// `PricedDefaults<Self>`, where what a trait provides itself stands.
ModuleLowering::Owner ModuleLowering::defaults_of(DefId trait) const {
  const types::TraitInfo& info = input_.types.traits.at(trait);
  std::vector<cpp::Type> args{cpp::type("Self")};
  for (const DefId param : info.params) args.push_back(cpp::type(names_.plain(param)));
  Owner owner{.place = Place::provided, .type = trait, .scope = cpp::type(names_.defaults_of(trait, names_.plain(trait)), std::move(args)), .params = {trait}};
  owner.params.insert(owner.params.end(), info.params.begin(), info.params.end());
  return owner;
}

cpp::Decl ModuleLowering::trait_defaults(DefId id, Bodies& behind) {
  const types::TraitInfo& info = input_.types.traits.at(id);
  cpp::Record out{.templated = {.present = true, .params = {{"Self"}}}, .name = names_.defaults_of(id, names_.plain(id))};
  for (const DefId param : info.params) out.templated.params.push_back({names_.plain(param)});
  for (const DefId constant_id : info.constants) {
    const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(constant_id).decl);
    if (decl != nullptr && decl->value != nullptr) out.members.push_back(constant(constant_id));
  }
  const Owner owner = defaults_of(id);
  for (const types::InstanceId method : provided(id)) out.members.push_back(provided_method(method, owner, behind));
  return cpp::decl(std::move(out));
}

cpp::Decl ModuleLowering::implementation(DefId id) {
  const types::ImplInfo& info = input_.types.impls.at(id);
  const std::string trait_name = names_.seen_from(info.trait, module_);
  cpp::Record out{.templated = template_of(info.params), .name = trait_name, .specialised = {lower_types_.value(info.self_type)}};
  for (const TypeId arg : info.trait_args) out.specialised.push_back(lower_types_.value(arg));
  if (has_defaults(info.trait)) {
    out.bases.push_back(cpp::print(cpp::type(names_.defaults_of(info.trait, trait_name), out.specialised)));
  }
  for (const auto& [name, type] : info.associated) {
    out.members.push_back(cpp::decl(cpp::TypeAlias{.templated = {}, .name = names_.associated(info.trait, name), .type = lower_types_.value(type)}));
  }
  std::ranges::sort(out.members, {}, [](const cpp::Decl& d) { return cpp::as<cpp::TypeAlias>(d)->name; });
  for (const DefId member : input_.bindings.members(id)) {
    if (input_.bindings.def(member).kind == DefKind::constant) out.members.push_back(constant(member));
  }
  for (const DefId method : info.methods) {
    const Owner owner = owner_of(method);
    for (const types::InstanceId instance : instances_of(method)) {
      if (!input_.types[instance].check_only) out.members.push_back(prototype(instance, owner));
    }
  }
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
