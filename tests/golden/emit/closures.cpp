// closures.aria.cpp
// Closures and blocks: lambdas, `std::function` where they escape, their own type where they are only called, plain loops where C++ has them.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace closures {

// apply_twice(f: Fn(Int) -> Int !{e}, x: Int) -> Int !{e}
template <std::invocable<aria::Int> F>
aria::Int apply_twice(const F& f, aria::Int x) {
  return f(f(x));
}

// each_pair(items: [Int], block: Fn(Int, Int) -> Unit !{e}) !{e}
template <std::invocable<aria::Int, aria::Int> Block>
void each_pair(const aria::Array<aria::Int>& items, const Block& block) {
  for (aria::Int i : aria::range_exclusive(1, items.len())) {
    block(items[i - 1], items[i]);
  }
}

// adder(n: Int) -> Fn(Int) -> Int !{}
static std::function<aria::Int(aria::Int)> adder(aria::Int n) {
  return [n](aria::Int x) { return x + n; };
}

// find_even(items: [Int]) -> Int? !{}
static std::optional<aria::Int> find_even(const aria::Array<aria::Int>& items) {
  for (aria::Int item : items) {
    if (item.is_even()) {
      return item;
    }
  }
  return std::nullopt;
}

// main() !{Console}
void main() {
  std::function<aria::Int(aria::Int)> add_two = adder(2);
  aria::println(apply_twice(add_two, 10));
  aria::println(apply_twice([](aria::Int x) { return x * x; }, 3));
  aria::Int total = 0;
  each_pair(aria::Array<aria::Int>{1, 4, 9}, [&](aria::Int a, aria::Int b) { total += b - a; });
  aria::println(total);
  aria::Array<aria::String> names = {"ann", "bob"};
  aria::println(names.map([](const aria::String& it) { return it.to_upper(); }).join(", "));
  aria::println(
      aria::range(1, 5)
          .filter([](aria::Int n) { return n.is_odd(); })
          .map([](aria::Int n) { return n * n; })
          .sum());
  for (aria::Int i : aria::range_exclusive(aria::Int(0), aria::Int(3))) {
    aria::println(i);
  }
  aria::println(find_even(aria::Array<aria::Int>{1, 3, 4}));
  auto scaled = [total](aria::Int n) { return n * total; };
  aria::println(scaled(aria::Int(2)) + scaled(aria::Int(3)));
}

}  // namespace closures

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, closures::main);
}
