// Leaves out the names that nothing mentions, so that the C++ compilers have nothing to warn of.
//
//   parameter, caught error     loses its name
//   variable that names a place goes away: `const auto& code = error.code;`
//   other variable              is marked [[maybe_unused]]
//   condition `const T* p = e`  is `e`
//   capture by value            goes away, unless computing it does something
//
// A name counts as mentioned where any code of its scope spells it, so a hidden variable may stay.
#pragma once

#include "cpp/decl.hpp"

namespace ariac::cpp {

void leave_out_unused_names(File& file);
Function without_unused_names(Function function);

}  // namespace ariac::cpp
