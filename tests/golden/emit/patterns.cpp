// patterns.aria.cpp
// Patterns: tuples, arrays, alternatives, guards, `if let`, `while let`.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace patterns {

// classify(point: (Int, Int)) -> String !{}
static aria::String classify(std::tuple<aria::Int, aria::Int> point) {
  if (std::get<0>(point) == 0 && std::get<1>(point) == 0) {
    return "origin";
  }
  if (std::get<1>(point) == 0) {
    const aria::Int x = std::get<0>(point);
    return aria::format("x axis at {}", x);
  }
  if (std::get<0>(point) == 0) {
    const aria::Int y = std::get<1>(point);
    return aria::format("y axis at {}", y);
  }
  if (std::get<0>(point) == std::get<1>(point)) {
    return "diagonal";
  }
  return "plane";
}

// command(words: [String]) -> String !{}
static aria::String command(const aria::Array<aria::String>& words) {
  if (words.len() == 0) {
    return "nothing";
  }
  if (words.len() == 1 && words[0] == "quit") {
    return "bye";
  }
  if (words.len() >= 1 && words[0] == "add") {
    aria::Array<aria::String> rest = words.skip(1);
    return aria::format("add {}", rest.len());
  }
  const aria::String& first = words[0];
  return aria::format("unknown {}", first);
}

// first_word(line: String?) -> String !{}
static aria::String first_word(const std::optional<aria::String>& line) {
  if (line) {
    const aria::String& text = *line;
    return text.split(" ").first().value_or("");
  }
  return "none";
}

// main() !{Console}
void main() {
  aria::println(classify({2, 0}));
  aria::println(command(aria::Array<aria::String>{"add", "x", "y"}));
  aria::println(first_word("hello world"));
  aria::Array<aria::Int> queue = {1, 2, 3};
  while (const auto found = queue.pop()) {
    const aria::Int n = *found;
    if (n == 2) {
      continue;
    }
    aria::println(n);
  }
  auto parts = std::tuple{aria::Array<aria::Int>{4, 1, 3}.min().value_or(0), aria::Int(9)};
  aria::Int low = std::get<0>(parts);
  aria::Int high = std::get<1>(parts);
  aria::println(aria::format("{} to {}", low, high));
}

}  // namespace patterns

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, patterns::main);
}
