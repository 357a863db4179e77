// generics.aria.hpp
#pragma once

#include <aria/prelude.hpp>

namespace generics {

template <typename T>
struct Stack {
  aria::Array<T> items{};

  void push(T item);
  std::optional<T> pop();
  bool is_empty() const;
};

template <typename A, typename B>
struct Pair {
  A first;
  B second;
};

template <typename A, typename B>
Pair<B, A> swapped(const Pair<A, B>& pair);
template <typename T>
std::optional<T> smallest(const aria::Array<T>& items);

// push(mut self, item: T) !{}
template <typename T>
void Stack<T>::push(T item) {
  items.push(std::move(item));
}

// pop(mut self) -> T? !{}
template <typename T>
std::optional<T> Stack<T>::pop() {
  return items.pop();
}

// empty?(self) -> Bool !{}
template <typename T>
bool Stack<T>::is_empty() const {
  return items.is_empty();
}

// swapped(pair: Pair<A, B>) -> Pair<B, A> !{}
template <typename A, typename B>
Pair<B, A> swapped(const Pair<A, B>& pair) {
  return Pair<B, A>{.first = pair.second, .second = pair.first};
}

// smallest(items: [T]) -> T? !{}
template <typename T>
std::optional<T> smallest(const aria::Array<T>& items) {
  auto found = items.first();
  if (!found) {
    return std::nullopt;
  }
  T best = std::move(*found);
  for (const T& item : items) {
    if (aria::cmp(item, best) < 0) {
      best = item;
    }
  }
  return best;
}

}  // namespace generics
// generics.aria.cpp
// Written type parameters become templates.
#include "generics.aria.hpp"

#include <aria/main.hpp>

namespace generics {

// main() !{Console}
void main() {
  Stack<aria::String> stack;
  stack.push("a");
  stack.push("b");
  while (auto found = stack.pop()) {
    aria::String top = std::move(*found);
    aria::println(top);
  }
  Pair<aria::String, aria::Int> pair =
      swapped(Pair<aria::Int, aria::String>{.first = 1, .second = "one"});
  aria::println(aria::format("{} {}", pair.first, pair.second));
  aria::println(smallest(aria::Array<aria::Int>{3, 1, 2}).value_or(0));
}

}  // namespace generics

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, generics::main);
}
