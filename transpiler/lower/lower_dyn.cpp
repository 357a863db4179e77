// Values of any type that has a trait (see aria/std/dyn.hpp):
//
//   template <> struct Filter<aria::Interface>                        what is called
//   template <typename T> struct Filter<aria::Boxed<T>>               how a T answers
//   template <> struct Filter<aria::Dyn<Filter>>                      so that `dyn Filter` has Filter itself
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
void ModuleLowering::collect_dispatched(DefId trait, std::vector<DefId>& out) const {
  const auto info = input_.types.traits.find(trait);
  if (info == input_.types.traits.end()) return;
  for (const TypeId super : info->second.supertraits) collect_dispatched(input_.types.store[super].def, out);
  for (const DefId method : info->second.methods) {
    const auto signature = input_.types.signatures.find(method);
    if (signature == input_.types.signatures.end() || input_.uses.trait_keeps(method, 0)) continue;
    const bool answers = types::why_not_dispatched(input_.types, input_.bindings, input_.interner, method, signature->second).empty() && dispatched_result(method).valid();
    if (answers && std::ranges::find(out, method) == out.end()) out.push_back(method);
  }
}

namespace {

// A name for the scope that no parameter has.
std::string scope_beside(const ast::FunctionDecl& decl, const Names& names) {
  std::string name = "tasks";
  while (std::ranges::any_of(decl.params, [&](const ast::Param& param) { return names.text(param.name.symbol) == name; })) name += "_";
  return name;
}

}  // namespace

cpp::Function ModuleLowering::dispatched(DefId method) const {
  const types::Signature& signature = input_.types.signatures.at(method);
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(method).decl);
  cpp::Function out{.result = lower_types_.result(dispatched_result(method)), .name = names_.plain(method)};
  if (input_.effects.scoped_methods.contains(method)) out.params.push_back({cpp::const_ref_to(cpp::type("aria::Scope")), scope_beside(*decl, names_)});
  for (std::size_t i = 1; i < signature.params.size() && i < decl->params.size(); ++i) {
    const ast::Param& param = decl->params[i];
    const TypeId type = signature.params[i];
    const bool kept = !param.mut && input_.uses.trait_keeps(method, i);
    out.params.push_back({param.mut ? lower_types_.mut_param(type) : kept ? lower_types_.value(type) : lower_types_.param(type), cpp_identifier(names_.text(param.name.symbol))});
  }
  if (!signature.mut_self) out.qualifiers = "const";
  return out;
}

std::vector<cpp::Decl> ModuleLowering::dispatch(DefId id) {
  const types::TraitInfo& info = input_.types.traits.at(id);
  const std::string name = names_.plain(id);
  std::vector<DefId> methods;
  collect_dispatched(id, methods);
  std::vector<cpp::Type> args;
  cpp::Template params{.present = true};
  for (const DefId param : info.params) {
    args.push_back(cpp::type(names_.plain(param)));
    params.params.push_back({names_.plain(param)});
  }
  const auto with = [&](cpp::Type first) {
    std::vector<cpp::Type> all{std::move(first)};
    all.insert(all.end(), args.begin(), args.end());
    return all;
  };
  const auto call_args = [this](const cpp::Function& function, DefId method) {
    std::vector<cpp::Expr> out;
    const std::size_t before = input_.effects.scoped_methods.contains(method) ? 1 : 0;      // the scope
    for (std::size_t i = 0; i < function.params.size(); ++i) {
      const cpp::Expr param = cpp::name(function.params[i].name);
      out.push_back(i >= before && input_.uses.trait_keeps(method, i - before + 1) ? cpp::moved(param) : param);
    }
    return out;
  };
  const auto give = [&](DefId method, cpp::Expr call) -> cpp::Block {
    return {lower_types_.is_void(dispatched_result(method)) ? cpp::run(std::move(call)) : cpp::give_back(std::move(call))};
  };
  cpp::Record interface{.templated = params, .name = name, .specialised = with(cpp::type("aria::Interface")), .bases = {"aria::Interface"}};
  // Any name of the program may stand in the signatures.
  std::string held = "T";
  while (std::ranges::any_of(input_.bindings.defs, [&](const resolve::Def& def) { return !def.is_library && def.name.valid() && names_.text(def.name) == held; })) held += "_";
  cpp::Template boxed_params = params;
  boxed_params.params.insert(boxed_params.params.begin(), {held});
  const cpp::Type base = cpp::type("aria::BoxedAs", [&] {
    std::vector<cpp::Type> all{cpp::type(held), cpp::type(name)};
    all.insert(all.end(), args.begin(), args.end());
    return all;
  }());
  cpp::Record boxed{.templated = boxed_params, .name = name, .specialised = with(cpp::type("aria::Boxed", {cpp::type(held)})), .is_final = true, .bases = {cpp::print(base)}};
  boxed.members.push_back(cpp::decl(cpp::UsingDecl{cpp::print(base) + "::BoxedAs"}));
  std::vector<cpp::Type> dyn_args{cpp::type(name)};
  dyn_args.insert(dyn_args.end(), args.begin(), args.end());
  const cpp::Type value = cpp::type("aria::Dyn", dyn_args);
  cpp::Record itself{.templated = params, .name = name, .specialised = with(value)};
  const bool hidden = std::ranges::any_of(methods, [&](DefId method) { return names_.plain(method) == "value"; });
  const cpp::Expr own_value = hidden ? cpp::name(cpp::print(base) + "::value") : cpp::arrow(cpp::name("this"), "value");
  for (const DefId method : methods) {
    const resolve::Def& def = input_.bindings.def(method);
    cpp::Function function = dispatched(method);
    cpp::Function pure = function;
    pure.specifiers = "virtual";
    pure.definition = cpp::Definition::Pure;
    interface.members.push_back(cpp::decl(std::move(pure)));
    cpp::Function answer = function;
    answer.qualifiers = function.qualifiers.empty() ? "override" : "const override";
    answer.definition = cpp::Definition::Body;
    std::vector<cpp::Expr> inner = call_args(function, method);
    const std::ptrdiff_t self_at = input_.effects.scoped_methods.contains(method) ? 1 : 0;   // behind the scope
    inner.insert(inner.begin() + self_at, own_value);
    std::vector<cpp::Type> of{cpp::type(held)};
    if (def.parent == id) of.insert(of.end(), args.begin(), args.end());
    const cpp::Expr target = def.is_library ? cpp::name("aria::" + names_.plain(method)) : cpp::scoped(cpp::type(names_.seen_from(def.parent, module_), std::move(of)), names_.plain(method));
    answer.body = give(method, cpp::call(target, std::move(inner)));
    boxed.members.push_back(cpp::decl(std::move(answer)));
    if (def.parent != id) continue;
    cpp::Function forward = function;
    forward.specifiers = "static";
    forward.qualifiers.clear();
    forward.definition = cpp::Definition::Body;
    forward.params.insert(forward.params.begin() + self_at, {function.qualifiers.empty() ? cpp::ref_to(value) : cpp::const_ref_to(value), "self"});
    forward.body = give(method, cpp::call(cpp::arrow(cpp::name("self"), names_.plain(method)), call_args(function, method)));
    itself.members.push_back(cpp::decl(std::move(forward)));
  }
  cpp::Remarks remarks;
  remarks.before.push_back("dyn " + std::string(names_.text(input_.bindings.def(id).name)) + ": its methods, how a value of any type answers them, and the trait for the value itself");
  return {cpp::decl(std::move(interface), std::move(remarks)), cpp::decl(std::move(boxed)), cpp::decl(std::move(itself))};
}

}  // namespace ariac::lower
