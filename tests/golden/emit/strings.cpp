// strings.aria.cpp
// Strings: literals, interpolation, format specs, several lines.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace strings {

// row(name: String, price: Float, count: Int) -> String !{}
static aria::String row(const aria::String& name, double price, aria::Int count) {
  return aria::format("{:<10}|{:>8.2f}|{:04d}", name, price, count);
}

// main() !{Console}
void main() {
  aria::String name = "Aria";
  aria::println(aria::format("Hello, {}!", name));
  aria::println("braces {} and \"quotes\", 100%");
  aria::println(
      aria::format("{} has {} letters, {}", name.to_upper(), name.len(),
                   name.is_empty() ? aria::String("none") : aria::String("some")));
  aria::println(row("tea", 2.5, 3));
  aria::String text = aria::format("first line\n  second {}\n", name);
  aria::print(text);
  aria::String path = aria::String("dir") + "/" + name;
  path += ".txt";
  aria::println(path);
}

}  // namespace strings

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, strings::main);
}
