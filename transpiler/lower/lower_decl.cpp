// Functions and constants.
#include <algorithm>

#include "effects/signature_line.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

std::span<const types::InstanceId> ModuleLowering::instances_of(DefId function) const {
  const auto found = input_.types.instances_of.find(function);
  if (found == input_.types.instances_of.end()) return {};
  return found->second;
}

ModuleLowering::Owner ModuleLowering::owner_of(DefId function) const {
  const resolve::Def& def = input_.bindings.def(function);
  const resolve::Def& parent = input_.bindings.def(def.parent);
  Owner owner;
  const auto rigid = [&](TypeId type) {
    for (const TypeId arg : input_.types.store[type].args) {
      if (input_.types.store[arg].kind == types::TypeKind::param) owner.params.push_back(arg);
    }
  };
  if (parent.kind == DefKind::struct_ || parent.kind == DefKind::enum_) {
    owner.place = Place::member;
    owner.type = def.parent;
    const auto instances = instances_of(function);
    if (!instances.empty() && input_.types[instances.front()].self_type.valid()) {
      owner.scope = lower_types_.value(input_.types[instances.front()].self_type);
      rigid(input_.types[instances.front()].self_type);
    } else {
      owner.scope = cpp::type(names_.plain(def.parent));
    }
    return owner;
  }
  if (parent.kind != DefKind::impl) return owner;
  const auto impl = input_.types.impls.find(def.parent);
  if (impl == input_.types.impls.end()) return owner;
  const types::ImplInfo& info = impl->second;
  const types::Type& self = input_.types.store[info.self_type];
  const bool own_type = self.kind == types::TypeKind::named && !input_.bindings.def(self.def).is_library;
  rigid(info.self_type);
  if (info.trait.valid() && !(own_type && input_.bindings.def(info.trait).is_library)) {
    owner.place = Place::trait;
    owner.type = def.parent;
    std::vector<cpp::Type> args{lower_types_.value(info.self_type)};
    for (const TypeId arg : info.trait_args) args.push_back(lower_types_.value(arg));
    owner.scope = cpp::type(names_.seen_from(info.trait, module_), std::move(args));
  } else if (own_type) {
    owner.place = Place::member;
    owner.type = self.def;
    owner.scope = lower_types_.value(info.self_type);
  }
  return owner;
}

std::string ModuleLowering::signature_line(types::InstanceId id) const {
  return effects::signature_line(input_.effects, input_.types, input_.bindings, input_.interner, id);
}

cpp::Function ModuleLowering::head(types::InstanceId id, const Owner& owner, BodyLowering& body, bool defaults) {
  const types::Instance& instance = input_.types[id];
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
  cpp::Function out{.result = lower_types_.result(instance.result), .name = decl != nullptr ? names_.plain(instance.def) : "program"};
  if (decl == nullptr) return out;
  bool has_self = false;
  bool mut_self = false;
  for (std::size_t i = 0; i < decl->params.size() && i < instance.params.size(); ++i) {
    const ast::Param& param = decl->params[i];
    const LocalId local = input_.bindings.local_of(param.id);
    if (param.is_self && owner.place == Place::member) {
      has_self = true;
      mut_self = param.mut;
      body.self_is_this(local);
      continue;
    }
    const TypeId type = instance.params[i];
    const bool kept = input_.uses[id].keeps(i);
    cpp::Param made{param.mut ? lower_types_.mut_param(type) : kept ? lower_types_.value(type) : lower_types_.param(type), body.declare_param(local)};
    if (defaults && param.fallback != nullptr) made.default_value = body.value(*param.fallback, Context::known);
    out.params.push_back(std::move(made));
  }
  if (has_self && !mut_self) out.qualifiers = "const";
  for (const TypeId arg : instance.type_args) {
    const types::Type& shape = input_.types.store[arg];
    if (shape.kind != types::TypeKind::param) continue;
    const bool of_type = std::ranges::find(owner.params, arg) != owner.params.end();
    if (of_type || input_.bindings.def(shape.def).kind == DefKind::trait) continue;
    out.templated.present = true;
    out.templated.params.push_back({names_.plain(shape.def)});
  }
  return out;
}

cpp::Decl ModuleLowering::prototype(types::InstanceId id, const Owner& owner) {
  BodyLowering body(input_, names_, module_, input_.types[id], id);
  cpp::Function function = head(id, owner, body, true);
  const types::Instance& instance = input_.types[id];
  const bool is_static_member = owner.place == Place::trait || (owner.place == Place::member && function.qualifiers.empty() && [&] {
    const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
    return decl == nullptr || decl->params.empty() || !decl->params[0].is_self;
  }());
  const bool internal = owner.place == Place::free && !is_public(instance.def) && !instance.is_template && names_.text(input_.bindings.def(instance.def).name) != "main";
  if (is_static_member || internal) function.specifiers = "static";
  cpp::Remarks remarks;
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
  if (decl != nullptr && !decl->head.doc.empty() && owner.place != Place::free) remarks.before.emplace_back(decl->head.doc);
  return cpp::decl(std::move(function), std::move(remarks));
}

cpp::Decl ModuleLowering::definition(types::InstanceId id, const Owner& owner, bool prototyped) {
  const types::Instance& instance = input_.types[id];
  BodyLowering body(input_, names_, module_, instance, id);
  cpp::Function function = head(id, owner, body, !prototyped);
  function.definition = cpp::Definition::Body;
  if (owner.place != Place::free) function.scope = owner.scope;
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
  cpp::Remarks remarks;
  if (decl == nullptr) {
    const resolve::Module& self = input_.bindings.modules[module_.index()];
    function.body = body.function_body(self.tree->items, input_.types.store.unit);
    return cpp::decl(std::move(function), std::move(remarks));
  }
  if (!owner.params.empty()) {
    // A member of a template: `template <typename T> void Stack<T>::push(…)`.
    std::vector<cpp::TemplateParam> all;
    for (const TypeId param : owner.params) all.push_back({names_.plain(input_.types.store[param].def)});
    for (const cpp::TemplateParam& own : function.templated.params) all.push_back(own);
    function.templated = {.present = true, .params = std::move(all)};
  }
  const bool internal = owner.place == Place::free && !is_public(instance.def) && !instance.is_template && names_.text(decl->name.symbol) != "main";
  if (internal) function.specifiers = "static";
  if (!decl->head.doc.empty()) remarks.before.emplace_back(decl->head.doc);
  remarks.before.push_back(signature_line(id));
  const source::Position place = input_.sources.begin_of(decl->range);
  remarks.source = cpp::SourcePlace{input_.sources.file(decl->range.file).path(), static_cast<int>(place.line)};
  function.body = body.function_body(decl->body, instance.result);
  cpp::Block contracts = body.contracts(decl->contracts, instance.result, function.body);
  function.body = std::move(contracts);
  return cpp::decl(std::move(function), std::move(remarks));
}

cpp::Decl ModuleLowering::constant(DefId id) {
  const auto* decl = ast::as<ast::ConstDecl>(input_.bindings.def(id).decl);
  const auto instances = instances_of(id);
  const auto type = input_.types.constants.find(id);
  cpp::Variable out{.type = cpp::type("auto"), .name = names_.plain(id), .specifiers = "inline const"};
  if (type != input_.types.constants.end()) out.type = lower_types_.value(type->second);
  if (decl != nullptr && decl->value != nullptr && !instances.empty()) {
    BodyLowering body(input_, names_, module_, input_.types[instances.front()], instances.front());
    out.init = body.initialiser(*decl->value);
  }
  cpp::Remarks remarks;
  if (decl != nullptr && !decl->head.doc.empty()) remarks.before.emplace_back(decl->head.doc);
  return cpp::decl(std::move(out), std::move(remarks));
}

}  // namespace ariac::lower
