// Defaults of fields.
//
//   size: Int = 4                      aria::Int size = 4;
//   name: String = Later().name        aria::String name = default_name();
//                                      static aria::String default_name();      its body stands behind all types
//
// C++ reads a member's default at the end of its class: a type, a trait or an impl that stands further down is unknown there.
#include <algorithm>

#include "ast/walk.hpp"
#include "effects/suspension.hpp"
#include "lower/file_mentions.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

namespace {

// What a function that gives the value back does: `[] { …; return x; }()` is that already.
cpp::Block giving_back(const cpp::Expr& value) {
  const auto* call = cpp::as<cpp::Call>(value);
  const auto* made_here = call != nullptr && call->args.empty() ? cpp::as<cpp::Lambda>(call->callee) : nullptr;
  if (made_here != nullptr && made_here->body != nullptr) return *made_here->body;
  return {cpp::give_back(value)};
}

}  // namespace

// Whether a value of the type is only there behind the types: a `dyn`, or of a type that stands further down.
bool ModuleLowering::is_behind(TypeId type) const {
  const types::Type& shape = input_.types.store[type];
  if (shape.kind == types::TypeKind::function) return false;
  if (shape.kind == types::TypeKind::dyn && is_own_trait(shape.def)) return true;
  if (shape.kind == types::TypeKind::named && is_behind(shape.def)) return true;
  return std::ranges::any_of(shape.args, [&](TypeId part) { return is_behind(part); });
}

bool ModuleLowering::is_behind(DefId def) const {
  const resolve::Def& what = input_.bindings.def(def);
  if (what.is_library || what.is_extern || complete_.contains(def)) return false;
  const ModuleId other = names_.file_of(what.module);
  if (other != file_) {
    const auto [known, is_new] = mentions_back_.try_emplace(other, false);
    if (is_new) known->second = file_mentions(input_, names_, other, file_);
    return known->second;
  }
  return what.kind == DefKind::trait || what.kind == DefKind::impl || what.kind == DefKind::struct_ || what.kind == DefKind::enum_;
}

// The default of a field of a class that is being made: the value itself, or a call of the function that computes it.
cpp::Expr ModuleLowering::field_default(const types::TypeInfo& info, const types::FieldInfo& field, const cpp::Type& type) {
  static const types::Instance no_instance;
  const auto instances = instances_of(info.def);
  const types::InstanceId id = instances.empty() ? types::InstanceId() : instances.front();
  const types::Instance& instance = id.valid() ? input_.types[id] : no_instance;
  std::set<DefId> mentions;
  cpp::Expr made;
  {
    const Names::Recording recording(names_, mentions);
    BodyLowering body(input_, names_, module_, instance, id);
    made = initial_value(type, body.initialiser(*field.fallback), true);
  }
  bool behind = std::ranges::any_of(mentions, [&](DefId def) { return is_behind(def); });
  ast::walk(*field.fallback, [&](const ast::Node& node) {
    if (ast::is_literal(*field.fallback)) return false;
    const TypeId* found = instance.types.find(node.id);
    behind = behind || (found != nullptr && found->valid() && is_behind(*found));
    return !behind;
  });
  const bool converts = instance.coercions.find(field.fallback->id) != nullptr && is_behind(field.type);
  if (!made || (!behind && !converts)) {
    names_.note(mentions);
    return made;
  }
  late_defaults_.push_back({info.def, &field, default_function(info, field)});
  return cpp::call(late_defaults_.back().function);
}

// `default_size`; of a variant `default_circle_size`.
std::string ModuleLowering::default_function(const types::TypeInfo& info, const types::FieldInfo& field) const {
  const DefId around = input_.bindings.def(field.def).parent;
  const std::string variant = around != info.def && around.valid() ? snake_case(names_.text(input_.bindings.def(around).name)) + "_" : "";
  std::string out = "default_" + variant + names_.field(field.name);
  const auto is_taken = [&](const resolve::Def& def) { return def.name.valid() && !def.is_library && names_.spelled(def.name) == out; };
  while (std::ranges::any_of(input_.bindings.defs, is_taken)) out += "_";
  return out;
}

void ModuleLowering::default_prototypes(DefId type, std::vector<cpp::Decl>& members) {
  for (const LateDefault& late : late_defaults_) {
    if (late.type != type) continue;
    members.push_back(cpp::decl(cpp::Function{.specifiers = "static", .result = lower_types_.value(late.field->type), .name = late.function}));
  }
}

cpp::Decl ModuleLowering::default_body(const LateDefault& late) {
  const types::InstanceId id = instances_of(late.type).front();
  const Owner owner = owner_of_type(late.type);
  BodyLowering body(input_, names_, module_, input_.types[id], id);
  rename_params(owner, body.lower_types);
  cpp::Function out{.result = body.lower_types.value(late.field->type), .name = late.function, .definition = cpp::Definition::Body};
  out.outer.present = !owner.params.empty();
  for (const DefId param : owner.params) out.outer.params.push_back({body.lower_types.value_of_param(param)});
  out.scope = renamed_scope(owner, body.lower_types);
  out.body = giving_back(body.initialiser(*late.field->fallback));
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
