// Three tables and a comparison.
#include "parse/foreign_words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "AriaLexer.h"

namespace ariac::parse {

namespace {

using L = AriaLexer;
using Row = std::pair<std::string_view, ForeignWord>;

const std::array kStatements{
    Row{"def", {L::FN, "fn"}},           Row{"func", {L::FN, "fn"}},           Row{"function", {L::FN, "fn"}},
    Row{"fun", {L::FN, "fn"}},           Row{"sub", {L::FN, "fn"}},            Row{"proc", {L::FN, "fn"}},
    Row{"elif", {L::ELSIF, "elsif"}},    Row{"elseif", {L::ELSIF, "elsif"}},   Row{"var", {L::LET, "let mut"}},
    Row{"val", {L::LET, "let"}},         Row{"auto", {L::LET, "let"}},         Row{"final", {L::LET, "let"}},
    Row{"local", {L::LET, "let"}},       Row{"my", {L::LET, "let"}},           Row{"switch", {L::MATCH, "match"}},
    Row{"case", {L::MATCH, "match"}},    Row{"when", {L::MATCH, "match"}},     Row{"interface", {L::TRAIT, "trait"}},
    Row{"protocol", {L::TRAIT, "trait"}}, Row{"record", {L::STRUCT, "struct"}}, Row{"object", {L::STRUCT, "struct"}},
    Row{"namespace", {L::MODULE, "module"}}, Row{"package", {L::MODULE, "module"}}, Row{"include", {L::IMPORT, "import"}},
    Row{"require", {L::IMPORT, "import"}}, Row{"using", {L::IMPORT, "import"}}, Row{"typedef", {L::TYPE, "type"}},
    Row{"typealias", {L::TYPE, "type"}}, Row{"foreach", {L::FOR, "for"}},      Row{"whilst", {L::WHILE, "while"}},      Row{"throw", {L::RAISE, "raise"}},
    Row{"catch", {L::RESCUE, "rescue"}}, Row{"except", {L::RESCUE, "rescue"}}, Row{"extension", {L::IMPL, "impl"}}, Row{"extend", {L::IMPL, "impl"}},
    Row{"go", {L::SPAWN, "spawn"}},      Row{"union", {L::ENUM, "enum"}},      Row{"error", {L::DATA, "data"}}, Row{"exception", {L::DATA, "data"}},
};

const std::array kAlone{
    Row{"try", {L::BEGIN, "begin"}},     Row{"finally", {L::ENSURE, "ensure"}}, Row{"catch", {L::RESCUE, "rescue"}},
    Row{"except", {L::RESCUE, "rescue"}}, Row{"forever", {L::LOOP, "loop"}},    Row{"repeat", {L::LOOP, "loop"}},
    Row{"otherwise", {L::ELSE, "else"}}, Row{"endif", {L::END, "end"}},         Row{"fi", {L::END, "end"}},
    Row{"done", {L::END, "end"}},        Row{"endfor", {L::END, "end"}},        Row{"endwhile", {L::END, "end"}},
};

constexpr std::string_view kPrivate = "what is not marked `pub` is private: leave it out";
constexpr std::string_view kNoModifier = "there is no such mark: leave it out";
const std::array kModifiers{
    Row{"public", {L::PUB, "pub"}},      Row{"private", {0, kPrivate}},        Row{"protected", {0, kPrivate}},
    Row{"internal", {0, kPrivate}},      Row{"static", {0, "a function without `self` belongs to the type: leave it out"}},
    Row{"override", {0, kNoModifier}},   Row{"abstract", {0, kNoModifier}},    Row{"virtual", {0, kNoModifier}},
    Row{"final", {0, kNoModifier}},      Row{"open", {0, kNoModifier}},        Row{"sealed", {0, kNoModifier}},
    Row{"suspend", {0, "whether a function suspends is inferred: leave it out"}},
};

std::optional<ForeignWord> find(std::span<const Row> rows, std::string_view text) {
  const auto row = std::ranges::find(rows, text, &Row::first);
  return row == rows.end() ? std::nullopt : std::optional(row->second);
}

}  // namespace

std::optional<ForeignWord> foreign_statement_word(std::string_view text) { return find(kStatements, text); }

std::optional<ForeignWord> foreign_lone_word(std::string_view text) { return find(kAlone, text); }

std::optional<ForeignWord> foreign_modifier(std::string_view text) { return find(kModifiers, text); }

std::string_view foreign_call(std::string_view text) {
  constexpr std::array kPrinting{"puts", "echo", "printf", "p", "say", "writeln", "cout"};
  if (std::ranges::find(kPrinting, text) != kPrinting.end()) return "here it is `println(…)`";
  if (text == "from") return "here it is `import module::name`";
  if (text == "del" || text == "delete") return "an entry is removed by `map.remove(key)`";
  if (text == "lambda") return "a lambda is written `|x| …`";
  if (is_slip_of(text, "spawn")) return "did you mean `spawn`? it takes a call as it is";
  if (text == "yield") return "a block is a parameter, called by its name: `f(…)`";
  return "";
}

bool is_slip_of(std::string_view written, std::string_view word) {
  if (written.size() < 2 || word.size() < 2 || written == word) return false;
  const auto [a, b] = std::ranges::mismatch(written, word);
  const std::string_view left(a, written.end()), right(b, word.end());
  const auto without = [](std::string_view text, std::size_t count) { return text.substr(std::min(count, text.size())); };
  if (left.size() == right.size() + 1) return without(left, 1) == right;
  if (left.size() + 1 == right.size()) return left == without(right, 1);
  if (left.size() != right.size()) return false;
  const bool swapped = left.size() > 1 && left[0] == right[1] && left[1] == right[0] && without(left, 2) == without(right, 2);
  return swapped || (written.size() > 2 && without(left, 1) == without(right, 1));
}

}  // namespace ariac::parse
