// Rows as written: `!{IO, Raise<E> | e}` as a set.
#pragma once

#include "effects/effect_set.hpp"

namespace ariac::effects {

EffectSet written_row(const ast::EffectRow& row, const resolve::Bindings& bindings, const support::Interner& interner);

}  // namespace ariac::effects
