// Values that can only be moved, instance by instance: no use after a move, no move out of what is lent.
#pragma once

#include "diagnostics/sink.hpp"
#include "ownership/owning_places.hpp"

namespace ariac::ownership {

void report_stuck(const std::vector<StuckValue>& stuck, const types::TypeTable& types, const resolve::Bindings& bindings, const support::Interner& interner,
                  diagnostics::Sink& sink);

// Follows the flow of one instance with the moves that `uses` has found.
void check_moves(const types::Instance& instance, const resolve::Bindings& bindings, const support::Interner& interner, const InstanceUses& uses,
                 diagnostics::Sink& sink);

}  // namespace ariac::ownership
