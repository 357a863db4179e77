// Traits and impls.
//
//   template <typename Self> struct Priced;                          what a trait is
//   template <typename Self> struct PricedDefaults { static … };     the methods and constants it provides itself
//   template <> struct Priced<Item> : PricedDefaults<Item> { … };    an impl
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

std::optional<cpp::Decl> ModuleLowering::trait_defaults(DefId id) {
  const auto found = input_.types.traits.find(id);
  if (found == input_.types.traits.end()) return std::nullopt;
  cpp::Record out{.templated = {.present = true, .params = {{"Self"}}}, .name = names_.plain(id) + "Defaults"};
  for (const DefId param : found->second.params) out.templated.params.push_back({names_.plain(param)});
  for (const DefId constant_id : found->second.constants) {
    const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(constant_id).decl);
    if (decl != nullptr && decl->value != nullptr) out.members.push_back(constant(constant_id));
  }
  for (const DefId method : found->second.methods) {
    for (const types::InstanceId instance : instances_of(method)) {
      if (!input_.types[instance].is_template || input_.types[instance].check_only) continue;
      cpp::Decl made = definition(instance, {}, false);
      cpp::Function function = *cpp::as<cpp::Function>(made);
      function.specifiers = "static";
      out.members.push_back(cpp::decl(std::move(function), std::move(made.remarks)));
    }
  }
  if (out.members.empty()) return std::nullopt;
  return cpp::decl(std::move(out));
}

cpp::Decl ModuleLowering::implementation(DefId id) {
  const types::ImplInfo& info = input_.types.impls.at(id);
  const std::string trait_name = names_.seen_from(info.trait, module_);
  cpp::Record out{.templated = template_of(info.params), .name = trait_name, .specialised = {lower_types_.value(info.self_type)}};
  for (const TypeId arg : info.trait_args) out.specialised.push_back(lower_types_.value(arg));
  const auto trait = input_.types.traits.find(info.trait);
  if (trait != input_.types.traits.end() && is_own_trait(info.trait) && trait_defaults(info.trait)) {
    out.bases.push_back(cpp::print(cpp::type(trait_name + "Defaults", out.specialised)));
  }
  for (const auto& [name, type] : info.associated) {
    out.members.push_back(cpp::decl(cpp::TypeAlias{.templated = {}, .name = cpp_identifier(names_.text(name)), .type = lower_types_.value(type)}));
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
  if (trait == input_.types.traits.end()) return cpp::decl(std::move(out));
  // Untyped default methods, for this type.
  for (const DefId method : trait->second.methods) {
    for (const types::InstanceId instance : instances_of(method)) {
      const types::Instance& made_for = input_.types[instance];
      if (made_for.is_template || made_for.check_only || made_for.self_type != info.self_type) continue;
      cpp::Decl made = definition(instance, {}, false);
      cpp::Function function = *cpp::as<cpp::Function>(made);
      function.specifiers = "static";
      out.members.push_back(cpp::decl(std::move(function), std::move(made.remarks)));
    }
  }
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
