// Which parameters escape when a closure is given for them: of a function that stores, returns or spawns one, calls it in a block
// that runs as tasks, or hands it to such a one.
#pragma once

#include "diagnostics/sink.hpp"
#include "ownership/body_facts.hpp"
#include "ownership/use_table.hpp"
#include "support/interner.hpp"

namespace ariac::ownership {

// Fills escaping_params of all instances, what function values keep, and kept_params as far as parameters of function type are
// concerned.
void find_kept_closures(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts, UseTable& table);

// Whether the callee keeps its argument `arg` (the receiver not counted), when that is a closure.
bool keeps_closure(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const types::CallPlan& plan, std::size_t arg);
// Likewise of a function, by parameter (the receiver counted).
bool keeps_in_param(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const types::CallPlan& plan, std::size_t param);

// E2025: an impl keeps what its trait only lends.
void check_trait_promises(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const UseTable& table,
                          diagnostics::Sink& sink);

}  // namespace ariac::ownership
