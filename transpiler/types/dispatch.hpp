// Which methods a `dyn Trait` has: those that a value of unknown type can answer.
#pragma once

#include <string>

#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

// Why a trait's method cannot be called through `dyn Trait`; empty: it can.
std::string why_not_dispatched(const TypeTable& table, const resolve::Bindings& bindings, const support::Interner& interner, DefId method,
                               const Signature& signature);

}  // namespace ariac::types
