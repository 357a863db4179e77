// Functions that run where nobody may wait: in a method of a `@shared` class, under its object's lock, and in whoever cancels.
#pragma once

#include "diagnostics/sink.hpp"
#include "effects/collect.hpp"

namespace ariac::effects {

// Refuses those that may suspend (E6011), where they are given: also where functions in between hand them on.
void check_callbacks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                     const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink);

}  // namespace ariac::effects
