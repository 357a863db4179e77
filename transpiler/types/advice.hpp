// Advice that several errors share: what to do about a value that is not yet the one that is needed.
#pragma once

#include <string>
#include <string_view>

#include "types/body_inference.hpp"

namespace ariac::types {

// How to reach the value inside of a type that holds it: a task, an optional value, a result, what tasks share; empty where
// the type holds none.
std::string advice_on_holder(const BodyInference& in, TypeId type);

// Which part keeps a type of the program from a trait that all types of such parts have (`@structural`); empty: no part does.
std::string advice_on_parts(BodyInference& in, DefId trait, TypeId type);

// `fn f<T: Shape>(x: T)`: how a function takes every type that has a trait.
std::string function_bounded_by(std::string_view trait);

// The part of a type that keeps the whole from implementing the trait, which the library implements, or the type derives, for
// types whose parts do: `[Option<Point>]` has `==` once `Point` has it. The type itself where it is nobody else's fault.
TypeId part_without(BodyInference& in, DefId trait, TypeId type);

}  // namespace ariac::types
