// functions.aria.hpp
#pragma once

#include <aria/prelude.hpp>

namespace functions {

// How far a body falls in `seconds`, in metres.
double fall(double seconds, double gravity = 9.81);
aria::Int greatest_divisor(aria::Int a, aria::Int b);

}  // namespace functions
// functions.aria.cpp
// Functions: parameters, defaults, results, recursion.
#include "functions.aria.hpp"

#include <aria/main.hpp>

namespace functions {

inline const aria::Int Limit = 3;

// fall(seconds: Float, gravity: Float) -> Float !{}
double fall(double seconds, double gravity) {
  return 0.5 * gravity * aria::pow(seconds, 2.0);
}

// greatest_divisor(a: Int, b: Int) -> Int !{}
aria::Int greatest_divisor(aria::Int a, aria::Int b) {
  if (b == 0) {
    return a;
  }
  return greatest_divisor(b, a % b);
}

// The parameter that is changed belongs to the caller.
// push_twice(mut list: [String], word: String) !{}
static void push_twice(aria::Array<aria::String>& list, const aria::String& word) {
  list.push(word);
  list.push(word);
}

// report(distance: Float) !{Console}
static void report(double distance) {
  aria::println(aria::format("fell {:.2f} m", distance));
}

// main() !{Console}
void main() {
  aria::Array<aria::String> words = {"up"};
  push_twice(words, "down");
  aria::println(words);
  report(fall(2.0));
  report(fall(1.0, 1.62));
  aria::Int i = 0;
  while (i < Limit) {
    aria::println(greatest_divisor(84, 36 + i));
    i += 1;
  }
}

}  // namespace functions

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, functions::main);
}
