// raise_and_rescue.aria.cpp
// `raise`, `rescue`, `ensure`, `defer`, retries.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace raise_and_rescue {

struct ParseError {
  aria::Int line{};

  auto reflect() const { return aria::record("ParseError", aria::field("line", line)); }
};

// parse(text: String) -> Int !{Raise<ParseError>}
static aria::Int parse(const aria::String& text) {
  if (text.is_empty()) {
    aria::raise(ParseError{.line = 1});
  }
  return text.len();
}

// parse_or_zero(text: String) -> Int !{Console}
static aria::Int parse_or_zero(const aria::String& text) {
  try {
    return parse(text);
  } catch (const aria::Raised<ParseError>& raised) {
    const ParseError& error = raised.value();
    aria::println(aria::format("line {}", error.line));
    return 0;
  }
}

// parse_all(texts: [String]) -> Int !{Console}
static aria::Int parse_all(const aria::Array<aria::String>& texts) {
  aria::Int total = 0;
  aria::Defer cleanup([&] { aria::println(aria::format("parsed {}", total)); });
  for (const aria::String& text : texts) {
    {
      aria::Defer cleanup_2([&] { aria::println(aria::format("done with {}", text)); });
      try {
        total += parse(text);
      } catch (const aria::Raised<ParseError>&) {
        continue;
      }
    }
  }
  return total;
}

// main() !{Console}
void main() {
  aria::println(parse_or_zero("four"));
  aria::println(parse_or_zero(""));
  aria::println(parse_all(aria::Array<aria::String>{"a", "", "bc"}));
}

}  // namespace raise_and_rescue

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, raise_and_rescue::main);
}
