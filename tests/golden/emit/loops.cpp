// loops.aria.cpp
// Loops and ranges.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace loops {

// primes(limit: Int) -> [Int] !{}
static aria::Array<aria::Int> primes(aria::Int limit) {
  aria::Array<bool> sieve;
  for ([[maybe_unused]] aria::Int unused : aria::range(0, limit)) {
    sieve.push(true);
  }
  aria::Array<aria::Int> found;
  for (aria::Int n : aria::range(2, limit)) {
    if (!sieve[n]) {
      continue;
    }
    found.push(n);
    aria::Int m = n * n;
    while (m <= limit) {
      sieve[m] = false;
      m += n;
    }
  }
  return found;
}

// first_square_above(limit: Int) -> Int !{}
static aria::Int first_square_above(aria::Int limit) {
  aria::Int n = 0;
  while (true) {
    n += 1;
    if (n * n > limit) {
      return n * n;
    }
  }
}

// count_words(text: String) -> Map<String, Int> !{}
static aria::Map<aria::String, aria::Int> count_words(const aria::String& text) {
  aria::Map<aria::String, aria::Int> counts;
  for (const aria::String& word : text.split(" ")) {
    counts.place_or(word, 0) += 1;
  }
  return counts;
}

// main() !{Console}
void main() {
  aria::println(primes(20));
  aria::println(first_square_above(50));
  for (const auto& [word, count] : count_words("a b a")) {
    aria::println(aria::format("{}: {}", word, count));
  }
  for (aria::Int i : aria::range_exclusive(0, 3)) {
    aria::print(i);
  }
  while (!false) {
    break;
  }
  aria::Array<aria::Array<aria::Int>> grid;
  for (aria::Int y : aria::range(1, 3)) {
    if (y != 2) {
      aria::Array<aria::Int> items;
      for (aria::Int x : aria::range(1, 3)) {
        items.push(x * y);
      }
      grid.push(std::move(items));
    }
  }
  aria::println(grid);
}

}  // namespace loops

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, loops::main);
}
