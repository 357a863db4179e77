// What is a place: something that stands in a variable, or in an object that a handle points to, and can be changed
// there. Assignments, `mut` arguments and the receivers of `mut self` methods all ask here.
#pragma once

#include <cstdint>
#include <functional>

#include "types/body_inference.hpp"

namespace ariac::types {

// Why an expression is no place.
enum class NoPlace : std::uint8_t {
  none,           // it is one
  value,          // computed: `n + 1`, `f(x)`
  called,         // `xs.len`: a call without parentheses
  slice,          // `xs[0..<2]`: a copy of a part
  text,           // `s[0]`, `s[0..<2]` of a String
  byte,           // `b[0]` of Bytes
  computed_item,  // `v[0]` where a method `at` computes it
  read_together   // what an `Arc` shows
};

struct PlaceFault {
  NoPlace why = NoPlace::none;
  const ast::Expr* at = nullptr;                  // the step that is to blame: the outermost
};

// The types of the steps are known (see when_place_known).
PlaceFault place_fault(BodyInference& in, const ast::Expr& e);

// Runs it as soon as the types that decide are known: now, if they are.
void when_place_known(BodyInference& in, const ast::Expr& e, std::function<void()> then);

// The error for what cannot be assigned, and the warning for a plain `let`.
void check_assigned(BodyInference& in, const ast::Expr& target);

}  // namespace ariac::types
