// looked_into.aria.cpp
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace looked_into {

// What a statement only looks into is dropped when the statement is done.
struct Guard {
  aria::String name;

  void drop();
  aria::OnDrop<Guard> on_drop{*this};
};

// drop(mut self) !{Console}
void Guard::drop() {
  aria::println(aria::format("drop {}", name));
}

// open(name: String) -> Guard? !{}
static std::optional<Guard> open(const aria::String& name) {
  return Guard{.name = name};
}

// length(guard: Guard) -> Int !{}
static aria::Int length(const Guard& guard) {
  return guard.name.len();
}

// both(name: String) -> Int? !{Console}
static std::optional<aria::Int> both(const aria::String& name) {
  auto found = open(name);
  if (!found) {
    return std::nullopt;
  }
  aria::Int n = length(std::move(*found));
  aria::drop(found);
  auto found_2 = open("kept");
  if (!found_2) {
    return std::nullopt;
  }
  Guard kept = std::move(*found_2);
  aria::println(n);
  return n + length(kept);
}

// main() !{Console}
void main() {
  aria::println(both("a"));
}

}  // namespace looked_into

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, looked_into::main);
}
