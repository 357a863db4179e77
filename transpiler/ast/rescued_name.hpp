// The name that a rescue clause gives the whole error: of `=> e`, `e: FileError`, `e @ Timeout(_)`, and of `e` alone.
#pragma once

#include "ast/control.hpp"
#include "ast/match.hpp"
#include "ast/pattern.hpp"

namespace ariac::ast {

// The node that declares it; invalid where the error has no name.
inline NodeId rescued_name(const RescueClause& clause) {
  if (clause.binding) return clause.id;
  const Pattern* pattern = clause.pattern;
  if (const auto* typed = as<TypedPattern>(pattern)) pattern = typed->inner;
  const auto* name = as<BindingPattern>(pattern);
  return name != nullptr ? name->id : NodeId();
}

}  // namespace ariac::ast
