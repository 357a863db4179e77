// Which function-typed parameters take any callable, as a template parameter, instead of a std::function.
#pragma once

#include "lower/lower.hpp"

namespace ariac::lower {

// Those that the body only calls and hands on, of functions that do not call themselves: each instance of a recursive
// one could make another.
bool takes_any_callable(const Input& input, types::InstanceId function, std::size_t param);

// Whether another instance of an untyped function takes the same but for what its callables give: C++ then tells the
// two by the type of a std::function.
bool differs_by_callables(const Input& input, types::InstanceId function);

}  // namespace ariac::lower
