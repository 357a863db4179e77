// A part of a shared object that a call changes in place stays under the object's lock for as long as the call takes, and that of an
// `Rc` stays where it is: such a call may neither suspend (E6012) nor write that part on another way (E6013).
#pragma once

#include "diagnostics/sink.hpp"
#include "effects/collect.hpp"

namespace ariac::effects {

void check_lent_parts(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                      const EffectTable& table, const ProgramUnknowns& program, diagnostics::Sink& sink);

}  // namespace ariac::effects
