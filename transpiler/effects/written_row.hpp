// Rows as written: `!{IO, Raise<E> | e}` as a set.
#pragma once

#include "effects/effect_set.hpp"

namespace ariac::effects {

// No variable stands in it: `!{}`, `!{IO}`, but not `!{e}` or `!{IO | e}`.
bool is_closed(const ast::EffectRow& row, const resolve::Bindings& bindings);

EffectSet written_row(const ast::EffectRow& row, const resolve::Bindings& bindings, const support::Interner& interner);

}  // namespace ariac::effects
