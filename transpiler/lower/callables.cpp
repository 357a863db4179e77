// How a body uses its parameter decides: called and handed on, in a function that does not call itself.
#include "lower/callables.hpp"

#include <algorithm>
#include <unordered_set>

#include "ast/walk.hpp"

namespace ariac::lower {

namespace {

using resolve::LocalId;
using types::InstanceId;

bool is_recursive(const Input& input, InstanceId function) {
  std::unordered_set<InstanceId> seen;
  std::vector<InstanceId> open(input.types[function].callees.begin(), input.types[function].callees.end());
  while (!open.empty()) {
    const InstanceId next = open.back();
    open.pop_back();
    if (next == function) return true;
    if (!seen.insert(next).second) continue;
    for (const InstanceId callee : input.types[next].callees) open.push_back(callee);
  }
  return false;
}

bool is_mention(const Input& input, const ast::Node& node, LocalId local) {
  if (node.kind != ast::NodeKind::NameExpr) return false;
  const resolve::Entity& entity = input.bindings.entity(node.id);
  return entity.kind == resolve::Entity::Kind::local && entity.local == local;
}

// Whether each mention below the node is a callee or an argument.
bool only_called(const Input& input, const ast::Node& node, LocalId local) {
  bool good = true;
  const auto visit = [&](const auto& self, const ast::Node& inner) -> void {
    if (is_mention(input, inner, local)) good = false;
    if (const auto* call = ast::as<ast::Call>(&inner)) {
      if (!is_mention(input, *call->callee, local)) self(self, *call->callee);
      for (const ast::Argument& argument : call->arguments) {
        if (!is_mention(input, *argument.value, local)) self(self, *argument.value);
      }
      if (call->block != nullptr) self(self, *call->block);
      return;
    }
    ast::for_each_child(inner, [&](const ast::Node& child) { self(self, child); });
  };
  visit(visit, node);
  return good;
}

}  // namespace

bool differs_by_callables(const Input& input, InstanceId function) {
  const types::Instance& instance = input.types[function];
  const auto all = input.types.instances_of.find(instance.def);
  if (all == input.types.instances_of.end()) return false;
  const auto is_function = [&](types::TypeId type) { return type.valid() && input.types.store[type].kind == types::TypeKind::function; };
  return std::ranges::any_of(all->second, [&](InstanceId id) {
    const types::Instance& other = input.types[id];
    if (id == function || other.check_only || other.params.size() != instance.params.size()) return false;
    for (std::size_t i = 0; i < instance.params.size(); ++i) {
      const bool functions = is_function(instance.params[i]) && is_function(other.params[i]);
      if (!functions && instance.params[i] != other.params[i]) return false;
    }
    return true;
  });
}

bool takes_any_callable(const Input& input, InstanceId function, std::size_t param) {
  const types::Instance& instance = input.types[function];
  const auto* decl = ast::as<ast::FunctionDecl>(input.bindings.def(instance.def).decl);
  if (decl == nullptr || param >= decl->params.size() || param >= instance.params.size()) return false;
  const ast::Param& written = decl->params[param];
  if (input.types.store[instance.params[param]].kind != types::TypeKind::function) return false;
  if (written.mut || written.fallback != nullptr || written.rest || written.escaping || input.uses[function].keeps(param)) return false;
  const LocalId local = input.bindings.local_of(written.id);
  for (const ast::Stmt* stmt : decl->body.statements) {
    if (!only_called(input, *stmt, local)) return false;
  }
  return !is_recursive(input, function) && !differs_by_callables(input, function);
}

}  // namespace ariac::lower
