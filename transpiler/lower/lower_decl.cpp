// Functions and constants.
#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <unordered_set>

#include "effects/signature_line.hpp"
#include "effects/suspension.hpp"
#include "lower/callables.hpp"
#include "lower/implicit_templates.hpp"
#include "lower/impls.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

namespace {

// A method that generic functions call stands in the class template, whose parameters it calls as that does.
void rename_params_of_object(const Input& input, types::InstanceId id, std::span<const DefId> around, TypeLowering& types) {
  const std::vector<DefId> of_object = params_of_object(input, id);
  for (std::size_t i = 0; i < of_object.size() && i < around.size(); ++i) {
    if (of_object[i].valid() && of_object[i] != around[i]) types.rename(of_object[i], types.value_of_param(around[i]));
  }
}

}  // namespace

std::span<const types::InstanceId> ModuleLowering::instances_of(DefId function) const {
  const auto found = input_.types.instances_of.find(function);
  if (found == input_.types.instances_of.end()) return {};
  return found->second;
}

// The rigid parameters among what a type is given: `T` of `Stack<T>`.
static std::vector<DefId> rigid_params(const types::TypeStore& store, TypeId type) {
  std::vector<DefId> out;
  for (const TypeId arg : store[type].args) {
    if (store[arg].kind == types::TypeKind::param) out.push_back(store[arg].def);
  }
  return out;
}

ModuleLowering::Owner ModuleLowering::owner_of_type(DefId type) const {
  Owner owner{.place = Place::member, .type = type};
  const auto instances = instances_of(type);      // its defaults and invariants: of the type for all its arguments
  const TypeId self = instances.empty() ? TypeId() : input_.types[instances.front()].self_type;
  owner.scope = self.valid() ? lower_types_.object(self) : cpp::type(names_.plain(type));
  if (self.valid()) owner.params = rigid_params(input_.types.store, self);
  return owner;
}

ModuleLowering::Owner ModuleLowering::owner_of(DefId function) const {
  const resolve::Def& def = input_.bindings.def(function);
  const resolve::Def& parent = input_.bindings.def(def.parent);
  if (parent.kind == DefKind::struct_ || parent.kind == DefKind::enum_) return owner_of_type(def.parent);
  Owner owner;
  if (parent.kind != DefKind::impl) return owner;
  const auto impl = input_.types.impls.find(def.parent);
  if (impl == input_.types.impls.end()) return owner;
  const types::ImplInfo& info = impl->second;
  const types::Type& self = input_.types.store[info.self_type];
  const bool member = is_member_impl(input_, info);
  if (info.trait.valid() && (is_own_trait(info.trait) || !member)) {
    std::ranges::copy_if(info.params, std::back_inserter(owner.params), [&](DefId param) { return !input_.types.told_by_bound.contains(param); });
    owner.place = Place::trait;
    owner.type = def.parent;
    std::vector<cpp::Type> args{lower_types_.value(info.self_type)};
    for (const TypeId arg : info.trait_args) args.push_back(lower_types_.value(arg));
    owner.scope = cpp::type(names_.seen_from(info.trait, module_), std::move(args));
  } else if (member) {
    owner.params = rigid_params(input_.types.store, info.self_type);
    owner.place = Place::member;
    owner.type = self.def;
    owner.scope = lower_types_.object(info.self_type);
  }
  return owner;
}

// A class names its parameters once, whatever the impl calls them.
void ModuleLowering::rename_params(const Owner& owner, TypeLowering& types) const {
  if (owner.place != Place::member) return;
  const auto info = input_.types.types.find(owner.type);
  if (info == input_.types.types.end()) return;
  for (std::size_t i = 0; i < owner.params.size() && i < info->second.params.size(); ++i) {
    types.rename(owner.params[i], names_.plain(info->second.params[i]));
  }
}

bool ModuleLowering::is_static(DefId function) const {
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(function).decl);
  return decl == nullptr || decl->params.empty() || !decl->params[0].is_self;
}

std::string ModuleLowering::signature_line(types::InstanceId id) const {
  return effects::signature_line(input_.effects, input_.types, input_.bindings, input_.interner, id);
}

// Type parameters of the function alone; an untyped one has those of the generic function that calls it.
std::vector<DefId> ModuleLowering::own_params(types::InstanceId id, const Owner& owner) const { return params_of_template(input_, id, owner.params); }

// Whether a method that a trait provides has `Self::Key` in its signature. The impl, which says what that is, is not complete
// yet where C++ reads the signature: it is looked up when the method is called.
bool ModuleLowering::mentions_associated(types::InstanceId id) const {
  const types::Instance& instance = input_.types[id];
  if (input_.bindings.def(input_.bindings.def(instance.def).parent).kind != DefKind::trait || names_.is_untyped_default(instance.def)) return false;
  const std::function<bool(TypeId)> mentions = [&](TypeId type) {
    const types::Type& shape = input_.types.store[type];
    if (shape.kind != types::TypeKind::projection) return std::ranges::any_of(shape.args, mentions);
    const types::Type& self = input_.types.store[shape.args[0]];
    return mentions(shape.args[0]) || (self.kind == types::TypeKind::param && input_.bindings.def(self.def).kind == DefKind::trait);
  };
  return mentions(instance.result) || std::ranges::any_of(instance.params, mentions);
}

cpp::Function ModuleLowering::head(types::InstanceId id, const Owner& owner, BodyLowering& body, bool defaults) {
  const types::Instance& instance = input_.types[id];
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
  rename_params(owner, body.lower_types);
  rename_params_of_object(input_, id, owner.params, body.lower_types);
  cpp::Function out{.name = decl != nullptr ? names_.plain(id) : "program"};
  if (decl == nullptr) {
    out.result = body.lower_types.result(instance.result);
    return out;
  }
  out.never_returns = instance.result == input_.types.store.never;
  if (effects::takes_scope(input_.effects, id)) {
    const std::string scope = body.declare_scope();            // its trait may ask for one that it does not use
    out.params.push_back({cpp::const_ref_to(cpp::type("aria::Scope")), effects::needs_scope(input_.effects, id) ? scope : ""});
  }
  // C++ lets no parameter hide another: neither one of the class, as that calls it, nor one of its own list.
  const std::vector<DefId> own = own_params(id, owner);
  for (std::size_t k = 0; k < own.size(); ++k) {
    const std::string written = lower_types_.value_of_param(own[k]);
    std::string name = written;
    const auto is_name = [&](const auto& other) { return other.name == name; };
    const auto is_called_so = [&](DefId other) { return body.lower_types.value_of_param(other) == name; };
    const auto taken = [&] {
      const bool before = std::ranges::any_of(owner.params, is_called_so) || std::ranges::any_of(out.templated.params, is_name);
      return before || (name != written && (names_.is_type_name(name) || std::ranges::any_of(std::span(own).subspan(k + 1), is_called_so)));
    };
    for (int i = 2; taken(); ++i) name = written + std::to_string(i);
    if (name != written) body.lower_types.rename(own[k], name);
    out.templated.present = true;
    out.templated.params.push_back({name});
  }
  out.result = body.lower_types.result(instance.result);       // of the parameters as they are called here
  if (mentions_associated(id)) {
    body.lower_types.look_up_associated_in("Impl");
    out.result = body.lower_types.result(instance.result);
    out.templated.present = true;
    out.templated.params.push_back({.name = "Impl", .fallback = defaults ? cpp::type("Self") : cpp::Type()});
  }
  const bool is_self_first = !decl->params.empty() && decl->params[0].is_self;
  if (is_self_first && owner.place == Place::member) {
    body.self_is_this(input_.bindings.local_of(decl->params[0].id));
    if (input_.uses[id].takes_over(0)) out.qualifiers = "&&";
    else if (!decl->params[0].mut && !input_.uses[id].keeps(0)) out.qualifiers = "const";
  }
  body.reads(*decl);
  std::unordered_set<std::string> known_params;
  // The methods of a trait stand before the functions that a default may call; their callers fill in all of them.
  const bool by_callers = owner.place == Place::provided || owner.place == Place::trait;
  const std::size_t plain_from = by_callers ? decl->params.size() : first_in_prototype(input_, id, *decl);
  for (std::size_t i = is_self_first && owner.place == Place::member ? 1 : 0; i < decl->params.size() && i < instance.params.size(); ++i) {
    const ast::Param& param = decl->params[i];
    const TypeId type = instance.params[i];
    const std::string name = body.declare_param(input_.bindings.local_of(param.id));
    cpp::Param made{body.lower_types.param(type), name};
    if (!input_.types.store[type].has_params) known_params.insert(name);
    if (param.mut) {
      made.type = body.lower_types.mut_param(type);
    } else if (owner.place != Place::trait && takes_any_callable(input_, id, i)) {
      made.type = cpp::const_ref_to(callable_param(type, std::string(names_.text(param.name.symbol)), owner, body, out.templated));
    } else if (input_.uses[id].keeps(i)) {
      made.type = body.lower_types.value(type);
    }
    if (defaults && param.fallback != nullptr && knows_default(instance, param)) {
      // Made in any case: who leaves it out needs what it mentions.
      cpp::Expr value = body.initialiser(*param.fallback);
      if (i >= plain_from) made.default_value = std::move(value);
    }
    // What follows a default has one.
    const bool after_default = std::ranges::any_of(out.params, [](const cpp::Param& before) { return before.default_value != nullptr; });
    if (param.rest && after_default) made.default_value = cpp::braced({});
    out.params.push_back(std::move(made));
  }
  if (instance.is_template || out.templated.present || !owner.params.empty()) body.is_in_template(std::move(known_params));
  return out;
}

// `template <std::invocable<const Item&> Keep> … (const Keep& keep)`: what does not escape is taken as it is.
cpp::Type ModuleLowering::callable_param(TypeId type, const std::string& param, const Owner& owner, const BodyLowering& body,
                                          cpp::Template& templated) const {
  std::string name;
  bool upper = true;
  for (const char c : cpp_identifier(param)) {
    if (c != '_') name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '_';
  }
  const auto taken = [&] {
    return names_.is_type_name(name) || std::ranges::any_of(templated.params, [&](const cpp::TemplateParam& p) { return p.name == name; }) ||
           std::ranges::any_of(owner.params, [&](DefId outer) { return body.lower_types.value_of_param(outer) == name; });
  };
  while (taken()) name += "Fn";
  std::vector<cpp::Type> args;
  const types::Type& shape = input_.types.store[type];
  for (std::size_t i = 0; i + 1 < shape.args.size(); ++i) {
    args.push_back((shape.index >> i & 1) != 0 ? body.lower_types.mut_param(shape.args[i]) : body.lower_types.param(shape.args[i]));
  }
  templated.present = true;
  templated.params.push_back({.name = name, .constraint = cpp::type("std::invocable", std::move(args))});
  return cpp::type(name);
}

// The documentation stands where others read it: in the class, in the header; else at the definition.
bool ModuleLowering::documents_prototype(DefId id, const Owner& owner, const cpp::Function& function) const {
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(id).decl);
  if (decl == nullptr || decl->head.doc.empty()) return false;
  return owner.place != Place::free || (is_public(id) && !function.templated.present);
}

cpp::Decl ModuleLowering::prototype(types::InstanceId id, const Owner& owner) {
  const types::Instance& instance = input_.types[id];
  BodyLowering body(input_, names_, module_, instance, id);
  cpp::Function function = head(id, owner, body, true);
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(instance.def).decl);
  const bool static_member = owner.place == Place::trait || owner.place == Place::provided || (owner.place == Place::member && is_static(instance.def));
  const bool internal = owner.place == Place::free && !function.templated.present && names_.text(decl->name.symbol) != "main" && !is_public(instance.def);
  if (static_member || internal) function.specifiers = "static";
  cpp::Remarks remarks;
  if (decl != nullptr && documents_prototype(instance.def, owner, function)) Comments::add_lines(remarks.before, decl->head.doc);
  return cpp::decl(std::move(function), std::move(remarks));
}

// `aria::scope([&] { … });` at the end: C++ cannot see that it does not return. Nor that a parameter without a value
// never comes.
static bool seems_to_return(const cpp::Block& body) {
  if (body.empty()) return true;
  const auto* last = cpp::as<cpp::ExprStmt>(body.back());
  const auto* call = last != nullptr ? cpp::as<cpp::Call>(last->expr) : nullptr;
  return call != nullptr && std::ranges::any_of(call->args, [](const cpp::Expr& e) { return cpp::as<cpp::Lambda>(e) != nullptr; });
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
    const resolve::Module& self = input_.bindings.modules[file_.index()];
    function.body = body.function_body(self.tree->items, input_.types.store.unit);
    return cpp::decl(std::move(function), std::move(remarks));
  }
  if (!owner.params.empty()) {
    // A member of a template: `template <typename T> void Stack<T>::push(…)`.
    function.outer.present = true;
    for (const DefId param : owner.params) function.outer.params.push_back({body.lower_types.value_of_param(param)});
    function.scope = renamed_scope(owner, body.lower_types);
  }
  const bool internal = owner.place == Place::free && !function.templated.present && names_.text(decl->name.symbol) != "main" && !is_public(instance.def);
  if (internal) function.specifiers = "static";
  remarks = remarks_of(*decl, prototyped && documents_prototype(instance.def, owner, function) ? "" : decl->head.doc);
  remarks.before.push_back(signature_line(id));
  const source::Position place = input_.sources.begin_of(decl->range);
  remarks.source = cpp::SourcePlace{input_.sources.file(decl->range.file).path(), static_cast<int>(place.line)};
  function.body = body.whole_function(*decl, owner.place == Place::member ? owner.type : DefId());
  if (function.never_returns && seems_to_return(function.body)) function.body.push_back(cpp::run(cpp::call("__builtin_unreachable")));
  return cpp::decl(std::move(function), std::move(remarks));
}

// The scope as the class itself is called, where the impl calls its parameters otherwise.
cpp::Type ModuleLowering::renamed_scope(const Owner& owner, const TypeLowering& types) const {
  if (owner.place != Place::member) return owner.scope;
  std::vector<cpp::Type> args;
  for (const DefId param : owner.params) args.push_back(cpp::type(types.value_of_param(param)));
  return cpp::type(names_.seen_from(owner.type, module_), std::move(args));
}

}  // namespace ariac::lower
