// infer_effects: what may each instance do?
//
//   1 walk     each instance once: what its own nodes do, and which instances it calls with which closures
//   2 solve    the least fixed point over the calls, from the callees to the callers
//   3 check    written rows are promises (E5): the first culprit is reported with the way to it; lints under --strict
#pragma once

#include "diagnostics/sink.hpp"
#include "effects/effect_table.hpp"
#include "support/interner.hpp"

namespace ariac::effects {

// What is asked beyond the rules of the language.
struct Demands {
  bool lints = false;
  bool no_tasks = false;  // the program gets no runtime
};

EffectTable infer_effects(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                          diagnostics::Sink& sink, Demands demands = {});

}  // namespace ariac::effects
