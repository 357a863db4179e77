// Structs, classes and enums.
#include <algorithm>

#include "effects/suspension.hpp"
#include "lower/constants.hpp"
#include "lower/impls.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

cpp::Template ModuleLowering::template_of(const std::vector<DefId>& params) const {
  cpp::Template out{.present = true};
  for (const DefId param : params)
    if (!input_.types.told_by_bound.contains(param)) out.params.push_back({names_.plain(param)});
  return out;
}

bool ModuleLowering::has_derived(const types::TypeInfo& info, DefId trait) const {
  return std::ranges::find(info.derives, trait) != info.derives.end();
}

std::vector<cpp::Decl> ModuleLowering::fields(const types::RecordInfo& record, const types::TypeInfo& info) {
  std::vector<cpp::Decl> out;
  lower_types_.stand_in(info);
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const types::FieldInfo& field = record.fields[i];
    cpp::Type type = lower_types_.value(field.type);
    if (std::ranges::find(info.boxed_fields, field.def) != info.boxed_fields.end()) type = cpp::type("aria::Box", {type});
    const std::string name = field.name.valid() ? names_.field(field.name) : positional_part(i, record.fields.size());
    cpp::Variable made{.type = std::move(type), .name = name};
    const auto instances = instances_of(info.def);
    const types::InstanceId id = instances.empty() ? types::InstanceId() : instances.front();
    // What spawns is computed by whoever constructs the object.
    if (field.fallback != nullptr && !effects::needs_scope(input_.effects, id, field.fallback->id)) {
      made.init = field_default(info, field, made.type);
      if (!made.init) made.style = cpp::InitStyle::Braces;
    } else if (lower_types_.is_small(field.type) && info.variant_defs.empty()) {
      made.style = cpp::InitStyle::Braces;
    }
    const ast::FieldDecl* written = input_.bindings.def(field.def).field;
    out.push_back(cpp::decl(std::move(made), written != nullptr ? part_remarks(written->range, written->doc) : cpp::Remarks()));
    if (written != nullptr && i + 1 == record.fields.size()) remarks_below(written->range, out);
  }
  return out;
}

// `auto reflect() const { return aria::record("Item", aria::field("name", name)); }`
cpp::Decl ModuleLowering::reflection(const std::string& name, const types::RecordInfo& record) {
  std::vector<cpp::Expr> args{cpp::string(name)};
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const types::FieldInfo& field = record.fields[i];
    if (!field.name.valid()) {
      args.push_back(cpp::name(positional_part(i, record.fields.size())));
      continue;
    }
    const std::string member = names_.field(field.name);
    args.push_back(cpp::call("aria::field", {cpp::string(std::string(names_.text(field.name))), cpp::name(member)}));
  }
  return cpp::decl(cpp::Function{.result = cpp::type("auto"), .name = "reflect", .qualifiers = "const", .definition = cpp::Definition::Body, .body = {cpp::give_back(cpp::call("aria::record", std::move(args)))}});
}

// The last member, which is destroyed first: calls drop() unless the value was moved away.
cpp::Decl ModuleLowering::drop_guard(const cpp::Record& record) const {
  return cpp::decl(cpp::Variable{.type = cpp::type("aria::OnDrop", {cpp::type(record.name)}), .name = "on_drop", .style = cpp::InitStyle::Braces, .args = {cpp::unary("*", cpp::name("this"))}});
}

cpp::Decl ModuleLowering::forward(DefId id) const {
  const auto info = input_.types.types.find(id);
  cpp::Record out{.name = names_.plain(id), .defined = false};
  if (info != input_.types.types.end() && !info->second.params.empty()) out.templated = template_of(info->second.params);
  return cpp::decl(std::move(out));
}

// `void check_invariants() const`: what holds after construction and after each method that changes the value.
void ModuleLowering::invariants(DefId type, std::vector<cpp::Decl>& members) {
  const auto* decl = ast::as<ast::StructDecl>(input_.bindings.def(type).decl);
  const auto instances = instances_of(type);
  if (decl == nullptr || decl->invariants.empty() || instances.empty()) return;
  BodyLowering body(input_, names_, module_, input_.types[instances.front()], instances.front());
  body.self_is_this(input_.bindings.local_of(decl->id));
  cpp::Function check{.result = cpp::type("void"), .name = "check_invariants", .qualifiers = "const", .definition = cpp::Definition::Body};
  check.body = body.invariant_checks(decl->invariants);
  members.push_back(cpp::decl(std::move(check)));
}

// Constants of inherent impls: plain values stand here; others are only declared, since they may be of this very type.
void ModuleLowering::member_constants(DefId type, std::vector<cpp::Decl>& members) {
  for (const DefId impl : input_.bindings.impls) {
    const auto info = input_.types.impls.find(impl);
    if (info == input_.types.impls.end() || info->second.trait.valid() || !is_member_impl(input_, info->second)) continue;
    if (input_.types.store[info->second.self_type].def != type) continue;
    for (const DefId member : input_.bindings.members(impl)) {
      if (input_.bindings.def(member).kind != DefKind::constant) continue;
      cpp::Decl made = constant(member);
      if (made_on_use(input_, member)) {
        members.push_back(std::move(made));
        continue;
      }
      cpp::Variable declared = *cpp::as<cpp::Variable>(made);
      declared.name = names_.plain(member);
      declared.specifiers = "inline static const";
      if (!stands_in_class(member)) {
        declared.specifiers = "static";
        declared.type = cpp::const_of(declared.type);
        declared.init = nullptr;
      }
      members.push_back(cpp::decl(std::move(declared), std::move(made.remarks)));
    }
  }
}

void ModuleLowering::method_prototypes(DefId type, std::vector<cpp::Decl>& members) {
  for (const DefId function : functions_) {
    Owner owner;
    {
      std::set<DefId> others;   // asking whose a function is mentions nothing here
      const Names::Recording recording(names_, others);
      owner = owner_of(function);
    }
    if (owner.place != Place::member || owner.type != type) continue;
    for (const types::InstanceId id : instances_of(function)) {
      if (!input_.types[id].check_only) members.push_back(prototype(id, owner));
    }
  }
}

// Derives Eq beside an Ord written by hand: what Ord takes for the same may still differ.
void ModuleLowering::mark_equal_by_parts(DefId type, const types::TypeInfo& info, std::vector<cpp::Decl>& members) const {
  const resolve::WellKnown& known = input_.types.store.well_known();
  const bool own_order = std::ranges::any_of(input_.bindings.impls, [&](DefId impl) {
    const auto found = input_.types.impls.find(impl);
    return found != input_.types.impls.end() && found->second.trait == known.ord && input_.types.store[found->second.self_type].def == type;
  });
  if (!own_order || !has_derived(info, known.eq)) return;
  members.push_back(cpp::decl(cpp::Variable{.type = cpp::type("bool"), .name = "is_equal_by_parts", .init = cpp::name("true"), .specifiers = "static constexpr"}));
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
    default_prototypes(id, out.members);
    member_constants(id, out.members);
    method_prototypes(id, out.members);
    invariants(id, out.members);
    if (info.has_drop) out.members.push_back(drop_guard(out));
    const resolve::WellKnown& known = input_.types.store.well_known();
    const bool shown = shown_.reflected.contains(id) || has_derived(info, known.display) || has_derived(info, known.debug) || has_derived(info, known.eq) ||
                       has_derived(info, known.hash) || has_derived(info, known.ord);
    if (shown) out.members.push_back(reflection(std::string(names_.text(def.name)), info.variants.front()));
    mark_equal_by_parts(id, info, out.members);
    mark_copied(info, out.members);
    if (shown_.made.contains(id)) out.members.push_back(record_maker(out.name, info));
  }
  cpp::Remarks remarks = decl != nullptr ? remarks_of(decl->range, decl->head.doc) : cpp::Remarks();
  if (const ast::Comment* behind = decl != nullptr ? comments_.behind(decl->range) : nullptr) remarks.behind = Comments::line(*behind);
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
      variant.members.push_back(reflection(std::string(names_.text(input_.bindings.def(info.variant_defs[i]).name)), info.variants[i]));
      const bool written = decl != nullptr && i < decl->variants.size();
      out.members.push_back(cpp::decl(std::move(variant), written ? part_remarks(decl->variants[i].range, decl->variants[i].doc) : cpp::Remarks()));
      if (written && i + 1 == info.variants.size()) remarks_below(decl->variants[i].range, out.members);
      names.push_back(name);
    }
    default_prototypes(id, out.members);
    member_constants(id, out.members);
    method_prototypes(id, out.members);
    if (shown_.made.contains(id)) out.members.push_back(enumeration_maker(out.name, info));
    mark_equal_by_parts(id, info, out.members);
    mark_copied(info, out.members);
    out.members.push_back(cpp::decl(cpp::MacroCall{"ARIA_ENUM", std::move(names)}));
    if (info.has_drop) out.members.push_back(drop_guard(out));
  }
  cpp::Remarks remarks = decl != nullptr ? remarks_of(decl->range, decl->head.doc) : cpp::Remarks();
  if (const ast::Comment* behind = decl != nullptr ? comments_.behind(decl->range) : nullptr) remarks.behind = Comments::line(*behind);
  return cpp::decl(std::move(out), std::move(remarks));
}

}  // namespace ariac::lower
