// Hand-written counterpart of word_count.aria: same algorithm, same containers and checks.
#include <aria/prelude.hpp>

namespace {
aria::String text(aria::Int lines) {
  const aria::Array<aria::String> words = {"river", "stone", "lamp", "green", "walk", "under", "seven", "cloud", "paper", "north"};
  aria::String out;
  aria::Int seed = 42;
  for (aria::Int i = 0; i < lines; ++i) {
    for (int j = 0; j < 12; ++j) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      out += words[seed / 65536 % 10];
      out += aria::to_string(seed / 8 % 50);
      out += " ";
    }
    out += "\n";
  }
  return out;
}
}  // namespace

int main(int argc, char** argv) {
  const aria::Int n = argc > 1 ? std::atol(argv[1]) : 40000;
  aria::Map<aria::String, aria::Int> counts;
  for (const aria::String& line : text(n).lines()) {
    for (const aria::String& word : line.split(" ")) {
      if (word.is_empty()) continue;
      counts.place(word) += 1;
    }
  }
  aria::Int total = 0, most = 0;
  aria::String top;
  for (const auto& [word, count] : counts) {
    total += count;
    if (count > most) {
      most = count;
      top = word;
    }
  }
  aria::println(aria::format("{} {} {} {}", counts.len(), total, top, most));
}
