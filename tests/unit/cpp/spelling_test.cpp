// Identifiers, literals and comments that are safe in C++.
#include "cpp/spelling.hpp"

#include <gtest/gtest.h>

#include <cctype>

namespace ariac::cpp {
namespace {

using namespace std::string_literals;

TEST(Spelling, names_stay_unless_cpp_owns_them) {
  EXPECT_EQ(spell_identifier("total"), "total");
  EXPECT_EQ(spell_identifier("new"), "new_");
  EXPECT_EQ(spell_identifier("major"), "major_");
  EXPECT_EQ(spell_identifier("a__b"), "a_b");
  EXPECT_EQ(spell_identifier("_Big"), "n_Big");
  EXPECT_EQ(spell_identifier("größe"), "gr_u00F6_u00DFe");
}

TEST(Spelling, strings_keep_what_can_be_read) {
  EXPECT_EQ(spell_string("a\tb\n"), "\"a\\tb\\n\"");
  EXPECT_EQ(spell_string("say \"hi\" \\ grün"), "\"say \\\"hi\\\" \\\\ grün\"");
}

TEST(Spelling, octal_escapes_never_swallow_what_follows) {
  EXPECT_EQ(spell_string("\0001"s), "\"\\0001\"");
  EXPECT_EQ(spell_string("\xff"
                         "f"),
            "\"\\377f\"");
}

TEST(Spelling, text_that_hides_itself_is_escaped) {
  EXPECT_EQ(spell_string("\u202E"), "\"\\342\\200\\256\"");
  EXPECT_EQ(spell_comment("a\u202Eb"), "a<U+202E>b");
}

TEST(Spelling, comments_cannot_continue_on_the_next_line) {
  EXPECT_EQ(spell_comment("path C:\\"), "path C:\\.");
  EXPECT_EQ(spell_comment("two\nlines"), "twolines");
}

TEST(Spelling, paths_cannot_leave_their_directive) {
  EXPECT_EQ(spell_line_directive(3, "a\"\n#include <x>"), "#line 3 \"a\\\"\\n#include <x>\"");
}

TEST(Spelling, every_byte_string_becomes_one_closed_literal) {
  for (int lead = 0; lead < 256; ++lead) {
    for (int next = 0; next < 256; next += 3) {
      const std::string bytes{static_cast<char>(lead), static_cast<char>(next), 'x'};
      const std::string literal = spell_string(bytes);
      for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
        if (literal[i] == '\\') {
          ++i;
          continue;
        }
        EXPECT_NE(literal[i], '"') << literal;
        EXPECT_NE(literal[i], '\n');
      }
      const std::string identifier = spell_identifier(bytes);
      for (const char c : identifier) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
      EXPECT_EQ(spell_comment(bytes).find('\n'), std::string::npos);
    }
  }
}

TEST(Spelling, characters_are_scalars) {
  EXPECT_EQ(spell_char(U'A'), "U'A'");
  EXPECT_EQ(spell_char(U'\''), "U'\\''");
  EXPECT_EQ(spell_char(U'é'), "U'é'");
  EXPECT_EQ(spell_char(0x202E), "U'\\x202E'");
}

}  // namespace
}  // namespace ariac::cpp
