// Signatures: the written interface of a function. Made when first asked for; an impl's method takes what it leaves
// unwritten from the trait's.
#include "ast/match.hpp"
#include "types/impl_index.hpp"

namespace ariac::types {

using resolve::DefKind;

const Signature& ProgramInference::signature(DefId function) {
  if (auto found = table.signatures.find(function); found != table.signatures.end()) return found->second;
  Signature made = make_signature(function);
  return table.signatures[function] = std::move(made);
}

Signature ProgramInference::make_signature(DefId id) {
  const resolve::Def& def = bindings.def(id);
  const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
  Signature result;
  if (decl == nullptr) return result;
  const resolve::Def& around = bindings.def(def.parent);
  const TypeId self = self_type_of(def.parent);
  if (around.kind == DefKind::trait) result.type_params.push_back(def.parent);
  // A function within a body leaves the parameters around it as they are.
  if (self.valid() && around.kind != DefKind::function)
    for (DefId param : bindings.type_params(def.parent)) result.type_params.push_back(param);
  bool implicit = false;
  for (DefId param : bindings.type_params(id)) {
    result.type_params.push_back(param);
    implicit |= bindings.def(param).is_implicit;
  }
  for (const ast::Param& param : decl->params) {
    TypeId type;
    if (param.type != nullptr) type = type_of(*param.type, self);
    else if (param.is_self) type = self;
    if (param.rest && type.valid()) type = store.array(type);
    if (param.is_self) {
      result.has_self = true;
      result.mut_self = param.mut;
    }
    result.params.push_back(type);
  }
  if (decl->result != nullptr) result.result = type_of(*decl->result, self);
  take_from_trait(id, result);
  for (TypeId param : result.params) result.untyped |= !param.valid();
  // The captures of implicit generics stand only for the types of a call.
  result.untyped |= implicit;
  if (!result.result.valid() && !decl->has_body) result.result = store.unit;
  if (!result.result.valid() && text(def.name) == "main" && around.kind == DefKind::module) result.result = store.unit;
  assumptions(id);
  return result;
}

void ProgramInference::take_from_trait(DefId id, Signature& own) {
  const resolve::Def& def = bindings.def(id);
  auto impl = table.impls.find(def.parent);
  if (impl == table.impls.end() || !impl->second.trait.valid()) return;
  const ImplInfo& info = impl->second;
  DefId declared;
  for (DefId member : bindings.members(info.trait))
    if (bindings.def(member).kind == DefKind::function && bindings.def(member).name == def.name) declared = member;
  if (!declared.valid()) return;
  const Signature wanted = signature(declared);
  std::vector<TypeId> with{info.self_type};
  with.insert(with.end(), info.trait_args.begin(), info.trait_args.end());
  for (DefId param : bindings.type_params(id)) with.push_back(store.param(param));
  auto replaced = [&](TypeId type) {
    if (!type.valid()) return type;
    const TypeId found = normalise(store.substitute(type, wanted.type_params, with));
    return found;
  };
  for (std::size_t i = 0; i < own.params.size() && i < wanted.params.size(); ++i)
    if (!own.params[i].valid()) own.params[i] = replaced(wanted.params[i]);
  if (own.result.valid() || info.trait == store.well_known().iterable) return;
  const TypeId result = replaced(wanted.result);
  // A projection that this very method decides (`Output`) is inferred from its body.
  if (result.valid() && !(store[result].kind == TypeKind::projection && store[result].args[0] == info.self_type)) own.result = result;
}

TypeId ProgramInference::constant_type(DefId constant) {
  if (auto found = table.constants.find(constant); found != table.constants.end()) return found->second;
  const resolve::Def& def = bindings.def(constant);
  const auto* decl = ast::as<ast::ConstDecl>(def.decl);
  if (decl == nullptr) return store.poison;
  if (decl->type != nullptr) return table.constants[constant] = type_of(*decl->type, self_type_of(def.parent));
  table.constants[constant] = store.poison;      // while its value is inferred: a constant that needs itself
  const InstanceId made = instance(constant, self_type_of(def.parent), {}, {}, def.name_range, {});
  if (!made.valid()) return store.poison;
  infer_instance(made);
  return table.constants[constant] = table.instances[made.index()].result;
}

std::string ProgramInference::describe(DefId id) const {
  const resolve::Def& def = bindings.def(id);
  const std::string name = "`" + std::string(text(def.name)) + "`";
  switch (def.kind) {
    case DefKind::function: {
      const DefKind around = bindings.def(def.parent).kind;
      const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
      const bool method = decl != nullptr && !decl->params.empty() && decl->params.front().is_self;
      if (around == DefKind::effect) return "operation " + name;
      return (method ? "method " : "function ") + name;
    }
    case DefKind::variant: return "variant " + name;
    case DefKind::struct_: return "type " + name;
    case DefKind::constant: return "constant " + name;
    default: return name;
  }
}

}  // namespace ariac::types
