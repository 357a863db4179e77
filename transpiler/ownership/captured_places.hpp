// Changes of captured values where the closure has a copy: `total.sum = 1`, `xs[0] = 1`, `xs.push(1)` in a task or a
// lambda value. (Assignments of whole variables need no types: see assignments.hpp.)
#pragma once

#include "diagnostics/sink.hpp"
#include "ownership/body_facts.hpp"
#include "ownership/use_table.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

void check_captured_places(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                           const support::Interner& interner, const BodyFacts& facts, const UseTable& table, const InstanceUses& uses,
                           diagnostics::Sink& sink);

}  // namespace ariac::ownership
