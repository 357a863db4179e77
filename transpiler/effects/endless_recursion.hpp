// Functions that call themselves whatever happens: they never end.
#pragma once

#include "diagnostics/sink.hpp"
#include "effects/effect_table.hpp"

namespace ariac::effects {

void refuse_endless_recursion(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                              const EffectTable& table, diagnostics::Sink& sink);

}  // namespace ariac::effects
