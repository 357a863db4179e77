// Which operators are calls in C++, and which C++ has itself: `xs + ys`, `time += aria::ms(5)`.
#pragma once

#include "lower/lower.hpp"

namespace ariac::lower {

// What the program wrote, and what a type parameter has, is called; types of the library have the operators themselves.
bool is_called_operator(const Input& input, const types::CallPlan* plan);

}  // namespace ariac::lower
