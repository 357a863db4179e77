// Words for definitions in messages.
#pragma once

#include <string_view>

#include "resolve/symbol.hpp"

namespace ariac::resolve {

// `a function`, `an enum` …
std::string_view describe(const Def& def);

bool is_type(DefKind kind);     // may stand where a type is written (traits do: `dyn`)

}  // namespace ariac::resolve
