// Defaults of parameters: whose they are, and what they need.
//
//   fn area(width: Int, height: Int = width)            names a parameter before it
//   trait Named … fn greet(self, word: String = "hi")    holds for each impl that writes none itself
#pragma once

#include <cstddef>

#include "ast/tree.hpp"
#include "resolve/bindings.hpp"
#include "types/type_table.hpp"

namespace ariac::types {

struct DefaultValue {
  DefId function;                        // whose declaration has it: the function, or the trait's method that it implements
  const ast::Expr* value = nullptr;      // null: there is none
};

// Of parameter `at`, counted with `self`.
DefaultValue default_of(const TypeTable& table, const resolve::Bindings& bindings, DefId function, std::size_t at);
// What a call leaves out: the value that is computed for argument `at`, and the instance of the function or type that it is typed in.
struct OmittedValue {
  DefId declarer{};
  InstanceId instance{};
  const ast::Expr* value = nullptr;
};
OmittedValue omitted_value(const TypeTable& table, const resolve::Bindings& bindings, const CallPlan& plan, std::size_t at);
// Whether a default names `self` or a parameter of its function.
bool names_parameter(const resolve::Bindings& bindings, const ast::FunctionDecl& function, const ast::Expr& value);
// The first parameter (with `self`) from which on no default names another: C++ can have those itself.
std::size_t first_plain_default(const resolve::Bindings& bindings, const ast::FunctionDecl& function);

}  // namespace ariac::types
