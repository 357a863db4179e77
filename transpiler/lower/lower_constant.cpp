// Constants.
//
//   const MAX = 10                       inline const aria::Int MAX = 10;
//   of a type, as plain as that          inline static const aria::Int MAX = 10;
//   of a trait or a generic type         static aria::Int MAX();     made when it is first asked for
//
// C++ sets up the members of templates in no order: what is more than a literal, and a text is, would see others, or be
// seen by others, before they are there.
#include <algorithm>

#include "ast/walk.hpp"
#include "lower/constants.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

static bool is_plain_literal(const ast::Expr& e) {
  switch (e.kind) {
    case ast::NodeKind::IntLiteral:
    case ast::NodeKind::FloatLiteral:
    case ast::NodeKind::BoolLiteral:
    case ast::NodeKind::CharLiteral: return true;
    case ast::NodeKind::StringLiteral: return static_cast<const ast::StringLiteral&>(e).parts.size() <= 1;
    case ast::NodeKind::Unary: return is_plain_literal(*static_cast<const ast::Unary&>(e).operand);
    default: return false;
  }
}

namespace {

// Whether the value asks for anything of the program but other types.
bool mentions_program(const Input& input, const types::Instance& instance, const ast::Expr& value) {
  bool found = false;
  const auto is_own = [&](DefId def) { return def.valid() && !input.bindings.def(def).is_library; };
  ast::walk(value, [&](const ast::Node& node) {
    const types::CallPlan* plan = instance.calls.find(node.id);
    const types::Selection* selection = instance.selections.find(node.id);
    found = found || (plan != nullptr && is_own(plan->def)) || (selection != nullptr && selection->kind == types::MemberKind::constant && is_own(selection->def));
    return !found;
  });
  return found;
}

// C++ may set it up after somebody asks for it.
bool may_be_late(const Input& input, DefId constant) {
  const auto* decl = ast::as<ast::ConstDecl>(input.bindings.def(constant).decl);
  const auto instances = input.types.instances_of.find(constant);
  if (decl == nullptr || decl->value == nullptr) return false;
  const bool is_text = decl->value->kind == ast::NodeKind::StringLiteral;
  if (is_plain_literal(*decl->value) && !is_text) return false;
  if (instances == input.types.instances_of.end() || instances->second.empty()) return false;
  const auto impl = input.types.impls.find(input.bindings.def(constant).parent);
  if (impl == input.types.impls.end()) return true;
  if (!impl->second.trait.valid()) return input.types.store[impl->second.self_type].has_params;
  return !impl->second.params.empty() || mentions_program(input, input.types[instances->second.front()], *decl->value);
}

}  // namespace

bool made_on_use(const Input& input, DefId constant) {
  const resolve::Def& def = input.bindings.def(constant);
  const auto impl = input.types.impls.find(def.parent);
  const bool of_impl = impl != input.types.impls.end();
  const DefId trait = of_impl ? impl->second.trait : input.bindings.def(def.parent).kind == DefKind::trait ? def.parent : DefId();
  if (!trait.valid()) return of_impl && may_be_late(input, constant);
  // One form for a trait and all its impls.
  const auto is_late_in = [&](DefId owner) {
    return std::ranges::any_of(input.bindings.members(owner), [&](DefId member) {
      const resolve::Def& other = input.bindings.def(member);
      return other.kind == DefKind::constant && other.name == def.name && may_be_late(input, member);
    });
  };
  return is_late_in(trait) || std::ranges::any_of(input.types.impls, [&](const auto& each) { return each.second.trait == trait && is_late_in(each.first); });
}

// A constant of a type whose value is a literal, or of a generic type, has its value inside the type.
bool ModuleLowering::stands_in_class(DefId constant) const {
  const Owner owner = owner_of(constant);
  if (owner.place != Place::member) return owner.place == Place::trait;
  const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(constant).decl);
  return !owner.params.empty() || (decl != nullptr && decl->value != nullptr && is_plain_literal(*decl->value));
}

cpp::Decl ModuleLowering::constant(DefId id) {
  const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(id).decl);
  const auto instances = instances_of(id);
  const auto type = input_.types.constants.find(id);
  const Owner owner = owner_of(id);
  const bool in_template = owner.place == Place::trait || input_.bindings.def(input_.bindings.def(id).parent).kind == DefKind::trait;
  if (made_on_use(input_, id)) return constant_prototype(id);
  cpp::Variable out{.type = cpp::type("auto"), .name = names_.plain(id), .specifiers = in_template ? "inline static const" : "inline const"};
  if (owner.place == Place::member) out.name = names_.seen_from(owner.type, module_) + "::" + out.name;
  if (type != input_.types.constants.end()) out.type = lower_types_.value(type->second);
  if (decl != nullptr && decl->value != nullptr && !instances.empty()) {
    BodyLowering body(input_, names_, module_, input_.types[instances.front()], instances.front());
    out.init = initial_value(out.type, body.initialiser(*decl->value), lower_types_.has_default(input_.types.constants.at(id)));
  }
  return cpp::decl(std::move(out), constant_remarks(*decl));
}

cpp::Remarks ModuleLowering::constant_remarks(const ast::ConstDecl& decl) const {
  cpp::Remarks remarks = remarks_of(decl.range, decl.head.doc);
  if (const ast::Comment* behind = comments_.behind(decl.range)) remarks.behind = Comments::line(*behind);
  return remarks;
}

cpp::Function ModuleLowering::constant_head(DefId id, const TypeLowering& types) const {
  const auto type = input_.types.constants.find(id);
  return {.result = type != input_.types.constants.end() ? types.param(type->second) : cpp::type("auto"), .name = names_.plain(id)};
}

cpp::Decl ModuleLowering::constant_prototype(DefId id) {
  cpp::Function out = constant_head(id, lower_types_);
  out.specifiers = "static";
  return cpp::decl(std::move(out), constant_remarks(*ast::as<ast::ConstDecl>(input_.bindings.def(id).decl)));
}

// What a constant of a trait provides belongs to `TraitDefaults<Self>`.
cpp::Decl ModuleLowering::constant_definition(DefId id, const Owner& owner) {
  const types::InstanceId instance = instances_of(id).front();
  BodyLowering body(input_, names_, module_, input_.types[instance], instance);
  rename_params(owner, body.lower_types);
  cpp::Function out = constant_head(id, body.lower_types);
  out.definition = cpp::Definition::Body;
  out.outer.present = !owner.params.empty();
  for (const DefId param : owner.params) out.outer.params.push_back({body.lower_types.value_of_param(param)});
  out.scope = owner.params.empty() ? owner.scope : renamed_scope(owner, body.lower_types);
  const cpp::Type type = body.lower_types.value(input_.types.constants.at(id));
  const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(id).decl);
  if (is_plain_literal(*decl->value) && body.lower_types.is_small(input_.types.constants.at(id))) {
    out.body.push_back(cpp::give_back(body.initialiser(*decl->value)));
    return cpp::decl(std::move(out));
  }
  out.body.push_back(cpp::stmt(cpp::Variable{.type = type, .name = "value", .init = body.initialiser(*decl->value), .specifiers = "static const"}));
  out.body.push_back(cpp::give_back(cpp::name("value")));
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
