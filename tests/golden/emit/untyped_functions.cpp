// untyped_functions.aria.cpp
// Functions without types: one C++ overload for each way they are used.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace untyped_functions {

static aria::Int largest(const aria::Array<aria::Int>& items);
static aria::String largest(const aria::Array<aria::String>& items);
static aria::Int twice(aria::Int x);
static aria::String twice(const aria::String& x);
static double twice(double x);

// largest(items: [Int]) -> Int !{}
static aria::Int largest(const aria::Array<aria::Int>& items) {
  aria::Int best = items[0];
  for (aria::Int item : items) {
    if (item > best) {
      best = item;
    }
  }
  return best;
}

// largest(items: [String]) -> String !{}
static aria::String largest(const aria::Array<aria::String>& items) {
  aria::String best = items[0];
  for (const aria::String& item : items) {
    if (item > best) {
      best = item;
    }
  }
  return best;
}

// twice(x: Int) -> Int !{}
static aria::Int twice(aria::Int x) {
  return x + x;
}

// twice(x: String) -> String !{}
static aria::String twice(const aria::String& x) {
  return x + x;
}

// twice(x: Float) -> Float !{}
static double twice(double x) {
  return x + x;
}

// main() !{Console}
void main() {
  aria::println(largest(aria::Array<aria::Int>{3, 9, 4}));
  aria::println(largest(aria::Array<aria::String>{"pear", "apple"}));
  aria::println(twice(aria::Int(21)));
  aria::println(twice(aria::String("ab")));
  aria::println(twice(1.5));
}

}  // namespace untyped_functions

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, untyped_functions::main);
}
