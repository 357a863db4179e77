// The names that C++ gives to functions, as a trace of Aria lines says them.
#pragma once

#include <string>
#include <string_view>

namespace aria::detail {

// `void shop::each<shop::main()::{lambda(aria::Integer<long>)#1}>(…)` is `each`, `shop::Cart::add(…)` is `Cart.add`, what
// stands in a lambda is `a block in main`. Takes what a demangler writes, and the short names of a line table
// (`each<…>`, `operator()`). Empty for functions of the library that run no block of the program.
std::string function_name(std::string_view demangled);

}  // namespace aria::detail
