// Types, traits and impls.
#include <algorithm>

#include "lower/module.hpp"

namespace ariac::lower {

cpp::Template ModuleLowering::template_of(const std::vector<DefId>& params) const {
  cpp::Template out{.present = true};
  for (const DefId param : params) out.params.push_back({names_.plain(param)});
  return out;
}

bool ModuleLowering::has_derived(const types::TypeInfo& info, DefId trait) const {
  return std::ranges::find(info.derives, trait) != info.derives.end();
}

std::vector<cpp::Decl> ModuleLowering::fields(const types::RecordInfo& record, const types::TypeInfo& info) {
  std::vector<cpp::Decl> out;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const types::FieldInfo& field = record.fields[i];
    cpp::Type type = lower_types_.value(field.type);
    if (std::ranges::find(info.boxed_fields, field.def) != info.boxed_fields.end()) type = cpp::type("aria::Box", {type});
    const std::string name = field.name.valid() ? cpp_identifier(names_.text(field.name)) : positional_part(i, record.fields.size());
    cpp::Variable made{.type = std::move(type), .name = name};
    if (field.fallback != nullptr) {
      static const types::Instance no_instance;
      const auto found = input_.types.instances_of.find(info.def);
      const types::Instance& instance = found != input_.types.instances_of.end() && !found->second.empty() ? input_.types[found->second.front()] : no_instance;
      BodyLowering body(input_, names_, module_, instance);
      made.init = body.initialiser(*field.fallback);
    } else if (lower_types_.is_small(field.type)) {
      made.style = cpp::InitStyle::Braces;
    }
    cpp::Remarks remarks;
    const resolve::Def& def = input_.bindings.def(field.def);
    if (def.field != nullptr && !def.field->doc.empty()) remarks.before.emplace_back(def.field->doc);
    out.push_back(cpp::decl(std::move(made), std::move(remarks)));
  }
  return out;
}

// `auto reflect() const { return aria::record("Item", aria::field("name", name)); }`
cpp::Decl ModuleLowering::reflection(const std::string& name, const types::RecordInfo& record, const ast::StructDecl*) {
  std::vector<cpp::Expr> args{cpp::string(name)};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const types::FieldInfo& field = record.fields[i];
    if (!field.name.valid()) {
      args.push_back(cpp::name(positional_part(i, record.fields.size())));
      continue;
    }
    const std::string member = cpp_identifier(names_.text(field.name));
    args.push_back(cpp::call("aria::field", {cpp::string(std::string(names_.text(field.name))), cpp::name(member)}));
  }
  return cpp::decl(cpp::Function{.result = cpp::type("auto"), .name = "reflect", .qualifiers = "const", .definition = cpp::Definition::Body, .body = {cpp::give_back(cpp::call("aria::record", std::move(args)))}});
}

void ModuleLowering::method_prototypes(DefId type, std::vector<cpp::Decl>& members) {
  for (const DefId function : functions_) {
    const Owner owner = owner_of(function);
    if (owner.place != Place::member || owner.type != type) continue;
    for (const types::InstanceId id : instances_of(function)) members.push_back(prototype(id, owner));
  }
}

cpp::Decl ModuleLowering::record(DefId id) {
  const resolve::Def& def = input_.bindings.def(id);
  const auto* decl = ast::as<ast::StructDecl>(def.decl);
  const auto found = input_.types.types.find(id);
  cpp::Record out{.name = names_.plain(id)};
  if (found != input_.types.types.end() && !found->second.variants.empty()) {
    const types::TypeInfo& info = found->second;
    if (!info.params.empty()) out.templated = template_of(info.params);
    out.members = fields(info.variants.front(), info);
    method_prototypes(id, out.members);
    const resolve::WellKnown& known = input_.types.store.well_known();
    const bool shown = has_derived(info, known.display) || has_derived(info, known.debug) || has_derived(info, known.eq) ||
                       has_derived(info, known.hash) || has_derived(info, known.ord);
    if (shown) out.members.push_back(reflection(std::string(names_.text(def.name)), info.variants.front(), decl));
  }
  cpp::Remarks remarks;
  if (decl != nullptr && !decl->head.doc.empty()) remarks.before.emplace_back(decl->head.doc);
  return cpp::decl(std::move(out), std::move(remarks));
}

cpp::Decl ModuleLowering::enumeration(DefId id) {
  const resolve::Def& def = input_.bindings.def(id);
  const auto* decl = ast::as<ast::EnumDecl>(def.decl);
  const auto found = input_.types.types.find(id);
  cpp::Record out{.name = names_.plain(id)};
  if (found != input_.types.types.end()) {
    const types::TypeInfo& info = found->second;
    if (!info.params.empty()) out.templated = template_of(info.params);
    std::vector<std::string> names{out.name};
    for (std::size_t i = 0; i < info.variants.size() && i < info.variant_defs.size(); ++i) {
      const std::string name = names_.plain(info.variant_defs[i]);
      cpp::Record variant{.name = name, .members = fields(info.variants[i], info)};
      variant.members.push_back(reflection(std::string(names_.text(input_.bindings.def(info.variant_defs[i]).name)), info.variants[i], nullptr));
      out.members.push_back(cpp::decl(std::move(variant)));
      names.push_back(name);
    }
    method_prototypes(id, out.members);
    out.members.push_back(cpp::decl(cpp::MacroCall{"ARIA_ENUM", std::move(names)}));
  }
  cpp::Remarks remarks;
  if (decl != nullptr && !decl->head.doc.empty()) remarks.before.emplace_back(decl->head.doc);
  return cpp::decl(std::move(out), std::move(remarks));
}

// `template <typename Self> struct Priced`: the primary template holds the default methods, impls specialise it.
cpp::Decl ModuleLowering::trait(DefId id) {
  const auto* decl = ast::as<ast::TraitDecl>(input_.bindings.def(id).decl);
  cpp::Record out{.templated = {.present = true, .params = {{"Self"}}}, .name = names_.plain(id), .defined = false};
  const auto found = input_.types.traits.find(id);
  if (found != input_.types.traits.end()) {
    for (const DefId param : found->second.params) out.templated.params.push_back({names_.plain(param)});
  }
  cpp::Remarks remarks;
  if (decl != nullptr && !decl->head.doc.empty()) remarks.before.emplace_back(decl->head.doc);
  remarks.before.push_back("trait " + std::string(names_.text(input_.bindings.def(id).name)));
  return cpp::decl(std::move(out), std::move(remarks));
}

cpp::Decl ModuleLowering::implementation(DefId id) {
  const types::ImplInfo& info = input_.types.impls.at(id);
  cpp::Record out{.templated = template_of(info.params), .name = names_.plain(info.trait), .specialised = {lower_types_.value(info.self_type)}};
  for (const TypeId arg : info.trait_args) out.specialised.push_back(lower_types_.value(arg));
  for (const auto& [name, type] : info.associated) {
    out.members.push_back(cpp::decl(cpp::TypeAlias{.templated = {}, .name = cpp_identifier(names_.text(name)), .type = lower_types_.value(type)}));
  }
  std::ranges::sort(out.members, {}, [](const cpp::Decl& d) { return cpp::as<cpp::TypeAlias>(d)->name; });
  for (const DefId method : info.methods) {
    const Owner owner = owner_of(method);
    for (const types::InstanceId instance : instances_of(method)) out.members.push_back(prototype(instance, owner));
  }
  // Default methods, for this type.
  const auto trait = input_.types.traits.find(info.trait);
  if (trait != input_.types.traits.end()) {
    for (const DefId method : trait->second.methods) {
      const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(method).decl);
      if (decl == nullptr || !decl->has_body) continue;
      for (const types::InstanceId instance : instances_of(method)) {
        if (input_.types[instance].self_type != info.self_type) continue;
        cpp::Decl made = definition(instance, {}, false);
        cpp::Function function = *cpp::as<cpp::Function>(made);
        function.specifiers = "static";
        out.members.push_back(cpp::decl(std::move(function), std::move(made.remarks)));
      }
    }
  }
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
