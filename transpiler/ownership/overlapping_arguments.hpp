// `swap(x, x)`, `fill(xs, xs[0])`, `x.take(x)`: a place that a call changes and that another argument of it names, too.
// What is computed from the place (`fill(xs, xs.len)`) is a value of its own, and so are elements at indices of which
// nothing is known.
#pragma once

#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

void check_overlapping_arguments(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                                 const support::Interner& interner, diagnostics::Sink& sink);

}  // namespace ariac::ownership
