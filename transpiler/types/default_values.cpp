#include "types/default_values.hpp"

#include <algorithm>

#include "ast/match.hpp"
#include "ast/walk.hpp"

namespace ariac::types {

DefaultValue default_of(const TypeTable& table, const resolve::Bindings& bindings, DefId function, std::size_t at) {
  const auto written = [&](DefId id) -> const ast::Expr* {
    const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(id).decl);
    return decl != nullptr && at < decl->params.size() ? decl->params[at].fallback : nullptr;
  };
  if (const ast::Expr* own = written(function)) return {function, own};
  const auto impl = table.impls.find(bindings.def(function).parent);
  if (impl == table.impls.end() || !impl->second.trait.valid()) return {};
  for (const DefId member : bindings.members(impl->second.trait)) {
    const resolve::Def& def = bindings.def(member);
    if (def.kind != resolve::DefKind::function || def.name != bindings.def(function).name || def.is_extern) continue;
    if (const ast::Expr* declared = written(member)) return {member, declared};
  }
  return {};
}

OmittedValue omitted_value(const TypeTable& table, const resolve::Bindings& bindings, const CallPlan& plan, std::size_t at) {
  if (!plan.def.valid()) return {};
  OmittedValue out{.declarer = plan.def, .instance = plan.defaults.valid() ? plan.defaults : plan.instance};
  if (const auto* decl = ast::as<ast::FunctionDecl>(bindings.def(plan.def).decl)) {
    const DefaultValue given = default_of(table, bindings, plan.def, at + (!decl->params.empty() && decl->params[0].is_self ? 1 : 0));
    out.declarer = given.function;
    out.value = given.value;
    if (given.function != plan.def) out.instance = {};
  } else {
    const bool is_variant = plan.kind == CalleeKind::variant;
    if (is_variant) out.declarer = bindings.def(plan.def).parent;
    const auto info = table.types.find(out.declarer);
    const std::size_t variant = is_variant ? bindings.def(plan.def).index : 0;
    if (info == table.types.end() || variant >= info->second.variants.size() || at >= info->second.variants[variant].fields.size()) return {};
    out.value = info->second.variants[variant].fields[at].fallback;
  }
  const auto instances = table.instances_of.find(out.declarer);
  if (!out.instance.valid() && instances != table.instances_of.end() && !instances->second.empty()) out.instance = instances->second.front();
  return out;
}

bool names_parameter(const resolve::Bindings& bindings, const ast::FunctionDecl& function, const ast::Expr& value) {
  bool found = false;
  ast::walk(value, [&](const ast::Node& node) {
    if (node.kind == ast::NodeKind::NameExpr)
      if (const resolve::Entity& entity = bindings.entity(node.id); entity.local.valid())
        found = found || std::ranges::any_of(function.params, [&](const ast::Param& param) { return bindings.local_of(param.id) == entity.local; });
    return !found;
  });
  return found;
}

std::size_t first_plain_default(const resolve::Bindings& bindings, const ast::FunctionDecl& function) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < function.params.size(); ++i)
    if (function.params[i].fallback != nullptr && names_parameter(bindings, function, *function.params[i].fallback)) first = i + 1;
  return first;
}

}  // namespace ariac::types
