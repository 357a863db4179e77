// What rows may not hold: effects beyond a written promise (E5), and suspension where nothing may suspend (E6). The
// first culprit is reported, with the calls that lead from it to where the effect arises.
#pragma once

#include "diagnostics/sink.hpp"
#include "effects/collect.hpp"

namespace ariac::effects {

void check_rows(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink);

// For a program without the runtime: reports the first place that starts or waits for tasks.
void refuse_tasks(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                  const EffectTable& table, diagnostics::Sink& sink);

// Tasks that no `with` shows.
void lint_bare_spawns(const resolve::Bindings& bindings, const types::TypeTable& types, const EffectTable& table, diagnostics::Sink& sink);

}  // namespace ariac::effects
