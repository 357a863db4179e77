// operators.aria.cpp
// Operators of own types, comparison chains, integer and float arithmetic.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace operators {

struct Money {
  aria::Int cents{};

  Money add(const Money& other) const;
  aria::Int cmp(const Money& other) const;

  auto reflect() const { return aria::record("Money", aria::field("cents", cents)); }

  static constexpr bool is_equal_by_parts = true;
};

// add(self, other: Money) -> Money !{}
Money Money::add(const Money& other) const {
  return Money{.cents = cents + other.cents};
}

// cmp(self, other: Money) -> Int !{}
aria::Int Money::cmp(const Money& other) const {
  return aria::cmp(cents, other.cents);
}

// mean(values: [Int]) -> Float !{}
static double mean(const aria::Array<aria::Int>& values) {
  return values.sum().to_float() / values.len().to_float();
}

// main() !{Console}
void main() {
  Money price = Money{.cents = 250}.add(Money{.cents = 49});
  aria::println(price.cents);
  aria::println(aria::cmp(price, Money{.cents = 100}) > 0);
  aria::Int n = 17;
  aria::println(n / 5 * 5 + n % 5 == n);
  aria::println((0 < n && n <= 20) || n == 100);
  aria::println(0 < n && n <= 20);
  aria::println(-(n - 20).abs());
  aria::println((n & 11) | (aria::Int(1) << 4));
  aria::println(n.pow(2) - (n - 1).pow(2));
  aria::println(mean(aria::Array<aria::Int>{1, 2, 4}));
  aria::println(!(n == 17));
}

}  // namespace operators

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, operators::main);
}
