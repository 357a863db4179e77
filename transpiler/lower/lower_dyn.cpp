// Values of any type that has a trait (see aria/std/dyn.hpp):
//
//   template <> struct Filter<aria::Interface>                        what is called
//   template <typename T> struct Filter<aria::Boxed<T>>               how a T answers
//   template <> struct Filter<aria::Dyn<Filter>>                      so that `dyn Filter` has Filter itself
//   template <> struct Named<aria::Dyn<Filter>>                       and every trait that Filter builds on
#include <algorithm>

#include "cpp/print.hpp"
#include "lower/module.hpp"
#include "types/dispatch.hpp"

namespace ariac::lower {

// As it is written, or as the trait's own body gives it.
TypeId ModuleLowering::dispatched_result(DefId method) const {
  const TypeId written = input_.types.signatures.at(method).result;
  if (written.valid()) return written;
  for (const types::InstanceId instance : instances_of(method)) return input_.types[instance].result;
  return {};
}

// Its own methods and those of the traits it builds on, as far as a value of unknown type can answer them.
std::vector<ModuleLowering::Dispatched> ModuleLowering::dispatched_methods(DefId trait) const {
  std::vector<Dispatched> out;
  const auto add = [&](DefId declarer, const std::vector<cpp::Type>& args) {
    const types::TraitInfo& info = input_.types.traits.at(declarer);
    TypeLowering as_declared = lower_types_;
    for (std::size_t i = 0; i < args.size() && i < info.params.size(); ++i) as_declared.rename(info.params[i], cpp::print(args[i]));
    for (const DefId method : info.methods) {
      const auto signature = input_.types.signatures.find(method);
      if (signature == input_.types.signatures.end() || input_.uses.trait_keeps(method, 0)) continue;
      const bool answers = types::why_not_dispatched(input_.types, input_.bindings, input_.interner, method, signature->second).empty() && dispatched_result(method).valid();
      if (answers) out.push_back({.method = method, .name = names_.plain(method), .types = as_declared, .args = args});
    }
  };
  for (const TypeId super : input_.types.traits.at(trait).supertraits) add(input_.types.store[super].def, trait_args(super));
  add(trait, params_of(trait));
  // Two traits may call different methods the same.
  const std::vector<Dispatched> as_written = out;
  for (Dispatched& each : out) {
    const DefId declarer = input_.bindings.def(each.method).parent;
    if (declarer != trait && std::ranges::count(as_written, each.name, &Dispatched::name) > 1) each.name = names_.plain(declarer) + "_" + each.name;
  }
  return out;
}

std::vector<cpp::Type> ModuleLowering::trait_args(TypeId dyn) const {
  std::vector<cpp::Type> out;
  for (const TypeId arg : input_.types.store[dyn].args) out.push_back(lower_types_.value(arg));
  return out;
}

std::vector<cpp::Type> ModuleLowering::params_of(DefId trait) const {
  std::vector<cpp::Type> out;
  for (const DefId param : input_.types.traits.at(trait).params) out.push_back(cpp::type(names_.plain(param)));
  return out;
}

namespace {

// A name for the scope that no parameter has.
std::string scope_beside(const ast::FunctionDecl& decl, const Names& names) {
  std::string name = "tasks";
  while (std::ranges::any_of(decl.params, [&](const ast::Param& param) { return names.text(param.name.symbol) == name; })) name += "_";
  return name;
}

std::vector<cpp::Type> behind(cpp::Type first, const std::vector<cpp::Type>& args) {
  std::vector<cpp::Type> all{std::move(first)};
  all.insert(all.end(), args.begin(), args.end());
  return all;
}

}  // namespace

cpp::Function ModuleLowering::dispatched(const Dispatched& what) const {
  const types::Signature& signature = input_.types.signatures.at(what.method);
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(what.method).decl);
  cpp::Function out{.result = what.types.result(dispatched_result(what.method)), .name = what.name};
  if (input_.effects.scoped_methods.contains(what.method)) out.params.push_back({cpp::const_ref_to(cpp::type("aria::Scope")), scope_beside(*decl, names_)});
  for (std::size_t i = 1; i < signature.params.size() && i < decl->params.size(); ++i) {
    const ast::Param& param = decl->params[i];
    const TypeId type = signature.params[i];
    const bool kept = !param.mut && input_.uses.trait_keeps(what.method, i);
    out.params.push_back({param.mut ? what.types.mut_param(type) : kept ? what.types.value(type) : what.types.param(type), cpp_identifier(names_.text(param.name.symbol))});
  }
  if (!signature.mut_self) out.qualifiers = "const";
  return out;
}

// The parameters, handed on.
std::vector<cpp::Expr> ModuleLowering::handed_on(const Dispatched& what, const cpp::Function& function) const {
  std::vector<cpp::Expr> out;
  const std::size_t before = self_at(what);
  for (std::size_t i = 0; i < function.params.size(); ++i) {
    const cpp::Expr param = cpp::name(function.params[i].name);
    out.push_back(i >= before && input_.uses.trait_keeps(what.method, i - before + 1) ? cpp::moved(param) : param);
  }
  return out;
}

// Behind the scope, if it takes one.
std::size_t ModuleLowering::self_at(const Dispatched& what) const { return input_.effects.scoped_methods.contains(what.method) ? 1 : 0; }

cpp::Block ModuleLowering::answer(const Dispatched& what, cpp::Expr call) const {
  return {lower_types_.is_void(dispatched_result(what.method)) ? cpp::run(std::move(call)) : cpp::give_back(std::move(call))};
}

std::vector<cpp::Decl> ModuleLowering::dispatch(DefId id) {
  const std::string name = names_.plain(id);
  const std::vector<Dispatched> methods = dispatched_methods(id);
  const std::vector<cpp::Type> args = params_of(id);
  const cpp::Template params = template_of(input_.types.traits.at(id).params);
  cpp::Record interface{.templated = params, .name = name, .specialised = behind(cpp::type("aria::Interface"), args), .bases = {"aria::Interface"}};
  // Any name of the program may stand in the signatures.
  std::string held = "T";
  while (std::ranges::any_of(input_.bindings.defs, [&](const resolve::Def& def) { return !def.is_library && def.name.valid() && names_.text(def.name) == held; })) held += "_";
  cpp::Template boxed_params = params;
  boxed_params.params.insert(boxed_params.params.begin(), {held});
  const std::string base = cpp::print(cpp::type("aria::BoxedAs", behind(cpp::type(held), behind(cpp::type(name), args))));
  cpp::Record boxed{.templated = boxed_params, .name = name, .specialised = behind(cpp::type("aria::Boxed", {cpp::type(held)}), args), .is_final = true, .bases = {base}};
  boxed.members.push_back(cpp::decl(cpp::UsingDecl{base + "::BoxedAs"}));
  const bool hidden = std::ranges::find(methods, "value", &Dispatched::name) != methods.end();
  const cpp::Expr own_value = hidden ? cpp::name(base + "::value") : cpp::arrow(cpp::name("this"), "value");
  for (const Dispatched& each : methods) {
    const resolve::Def& def = input_.bindings.def(each.method);
    const cpp::Function function = dispatched(each);
    cpp::Function pure = function;
    pure.specifiers = "virtual";
    pure.definition = cpp::Definition::Pure;
    interface.members.push_back(cpp::decl(std::move(pure)));
    cpp::Function made = function;
    made.qualifiers = function.qualifiers.empty() ? "override" : "const override";
    made.definition = cpp::Definition::Body;
    std::vector<cpp::Expr> inner = handed_on(each, function);
    inner.insert(inner.begin() + static_cast<std::ptrdiff_t>(self_at(each)), own_value);
    const std::string plain = names_.plain(each.method);
    const cpp::Expr target = def.is_library ? cpp::name("aria::" + plain) : cpp::scoped(cpp::type(names_.seen_from(def.parent, module_), behind(cpp::type(held), each.args)), plain);
    made.body = answer(each, cpp::call(target, std::move(inner)));
    boxed.members.push_back(cpp::decl(std::move(made)));
  }
  cpp::Remarks remarks;
  remarks.before.push_back("dyn " + std::string(names_.text(input_.bindings.def(id).name)) + ": its methods, how a value of any type answers them, and the trait for the value itself");
  return {cpp::decl(std::move(interface), std::move(remarks)), cpp::decl(std::move(boxed)), dispatch_as(id, id, args)};
}

cpp::Decl ModuleLowering::dispatch_as(DefId id, DefId declarer, const std::vector<cpp::Type>& args) {
  const cpp::Type value = cpp::type("aria::Dyn", behind(cpp::type(names_.seen_from(id, module_)), params_of(id)));
  cpp::Record out{.templated = template_of(input_.types.traits.at(id).params), .name = names_.seen_from(declarer, module_), .specialised = behind(value, args)};
  for (const Dispatched& each : dispatched_methods(id)) {
    if (input_.bindings.def(each.method).parent != declarer) continue;
    const cpp::Function function = dispatched(each);
    cpp::Function forward = function;
    forward.name = names_.plain(each.method);
    forward.specifiers = "static";
    forward.qualifiers.clear();
    forward.definition = cpp::Definition::Body;
    forward.params.insert(forward.params.begin() + static_cast<std::ptrdiff_t>(self_at(each)), {function.qualifiers.empty() ? cpp::ref_to(value) : cpp::const_ref_to(value), "self"});
    forward.body = answer(each, cpp::call(cpp::arrow(cpp::name("self"), each.name), handed_on(each, function)));
    out.members.push_back(cpp::decl(std::move(forward)));
  }
  return cpp::decl(std::move(out));
}

}  // namespace ariac::lower
