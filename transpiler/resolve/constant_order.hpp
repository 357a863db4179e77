// The order in which module constants are built: each after those it depends on, itself or through functions.
#pragma once

#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"

namespace ariac::resolve {

// Fills Bindings::constants_in_order from Bindings::mentions; a cycle is reported at its first constant.
void order_constants(Bindings& out, const support::Interner& interner, diagnostics::Sink& sink);

}  // namespace ariac::resolve
