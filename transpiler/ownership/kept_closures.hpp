// Which parameters of function type escape: a function that stores, returns or spawns one, or hands it to such a one.
#pragma once

#include "diagnostics/sink.hpp"
#include "ownership/body_facts.hpp"
#include "ownership/use_table.hpp"
#include "support/interner.hpp"

namespace ariac::ownership {

// Fills kept_params of all instances, as far as parameters of function type are concerned.
void find_kept_closures(const resolve::Bindings& bindings, const types::TypeTable& types, const BodyFacts& facts, UseTable& table);

// Whether the callee keeps its argument `arg` (the receiver not counted), when that is a closure.
bool keeps_closure(const resolve::Bindings& bindings, const types::TypeTable& types, const UseTable& table, const types::CallPlan& plan, std::size_t arg);

// E2025: an impl keeps what its trait only lends.
void check_trait_promises(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const UseTable& table,
                          diagnostics::Sink& sink);

}  // namespace ariac::ownership
