// What is known of an error whose type is not written down: members that every rescued one has, and patterns that ask for a type.
#pragma once

#include "types/body_inference.hpp"

namespace ariac::types {

// `e.cause`, `e.suppressed`. Nothing is found unless `object` is the variable of a `rescue … => e`.
FoundMember find_on_rescued(BodyInference& in, const ast::Expr& object, Symbol name);

// The type of the errors that a pattern selects; invalid: every error.
TypeId selected_error(BodyInference& in, const ast::Pattern& pattern);

// The type of what patterns are tried on. The error of a `rescue => e` may be of any type: patterns say of which.
TypeId synth_matched(BodyInference& in, const ast::Expr& subject);

// `rescue FileError`, without parts: nothing but the type is asked for.
bool names_a_type(BodyInference& in, const ast::ConstructorPattern& pattern);

}  // namespace ariac::types
