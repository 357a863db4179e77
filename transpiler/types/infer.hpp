// infer: what is the type of each node in each instance?
#pragma once

#include <memory>

#include "diagnostics/sink.hpp"
#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

// Checks every declaration and, starting from the program's statements, `main`, tests, constants and all functions with
// complete signatures, every instance that is called. Errors go to the sink; the table is complete for everything
// without errors.
std::unique_ptr<TypeTable> infer(const resolve::Bindings& bindings, support::Interner& interner, diagnostics::Sink& sink);

}  // namespace ariac::types
