// Mistakes: the code and the line of each, in our own words, and no other message.
#include <gmock/gmock.h>

#include <sstream>

#include "parsing.hpp"

namespace ariac::parse {
namespace {

struct Case {
  const char* source;
  const char* expected;      // `line:code` of each message
};

std::string found(const Parsed& parsed) {
  std::ostringstream out;
  for (const auto* diagnostic : parsed.sink.listing().shown) out << parsed.sources.begin_of(diagnostic->range).line << ':' << diagnostic->code << ' ';
  return out.str();
}

class Mistakes : public ::testing::TestWithParam<Case> {};

TEST_P(Mistakes, HaveOneMessageEach) {
  const Parsed parsed(GetParam().source);
  EXPECT_EQ(found(parsed), GetParam().expected) << GetParam().source << parsed.messages();
  EXPECT_TRUE(parsed.tree->has_errors);
}

INSTANTIATE_TEST_SUITE_P(Syntax, Mistakes, ::testing::Values(
    Case{"println x\n", "1:E3015 "},
    Case{"for i in 1...10\n  f(i)\nend\n", "1:E3018 "},
    Case{"t = (1,)\n", "1:E3017 "},
    Case{"a = b = c\n", "1:E3016 "},
    Case{"if x = 3\n  f()\nend\n", "1:E3019 "},
    Case{"x = n * * 2\n", "1:E3011 "},
    Case{"x = \"abc\n", "1:E3030 "},
    Case{"x = <<~A\n  abc\n", "1:E3031 "},
    Case{"x = \"\\q\"\n", "1:E3032 "},
    Case{"x = '\\u{D800}'\n", "1:E3032 "},
    Case{"x = 18446744073709551616\n", "1:E3033 "},
    Case{"x = 1u7\n", "1:E3035 "},
    Case{"x = 1.0f16\n", "1:E3035 "},
    Case{"f() = 3\n", "1:E3050 "},
    Case{"1 = x\n", "1:E3050 "},
    Case{"(a, b) += c\n", "1:E3051 "},
    Case{"x = y is 1 + 2\n", "1:E3052 "},
    Case{"x = f()::g\n", "1:E3053 "},
    Case{"class Foo\n  x: Int\nend\n", "1:E3071 "},
    Case{"data P(x: Int, Int)\n", "1:E3072 "},
    Case{"impl P\n  x = 1\nend\n", "2:E3070 "},
    Case{"fn f(x, self)\n  x\nend\n", "1:E3074 "},
    Case{"fn f(...xs: Int, y: Int)\n  y\nend\n", "1:E3075 "},
    Case{"end\n", "1:E3013 "},
    Case{"x = \"one\n  if and two (\n  end\")\ny = \"three\n", "1:E3030 4:E3030 "},
    Case{"fn main\n  f(1)\n  g(2))\nend\n", "3:E3010 "},
    Case{"twice(n: Int)\n  n * 2\nend\n", "1:E3021 "},
    Case{"fn f\n  if a\n    b\n  }\nend\n", "4:E3010 "},
    Case{"fn f\n  g(1,\n  h(2)\nend\n\nfn i\n  x = = 1\nend\n", "2:E3014 7:E3016 "},
    Case{"fn f\n  if a\n    b\nend\n\nfn g\n  1\nend\n", "2:E3012 "},
    Case{"fn f\n  y = [1, 2\n  y\nend\n\nfn g\n  1\nend\n", "2:E3014 "},
    Case{"fn f(x: Int = )\n  x\nend\nfn g\n  println x\n  a = b = c\nend\n", "1:E3011 5:E3015 6:E3016 "}));

TEST(Syntax, TheStatementsAroundAMistakeAreKept) {
  const Parsed parsed("fn f\n  a = 1\n  println x\n  b = 2\nend\n");
  EXPECT_THAT(parsed.dump(), ::testing::AllOf(::testing::HasSubstr("NameExpr name=a"), ::testing::HasSubstr("ErrorStmt"), ::testing::HasSubstr("NameExpr name=b")));
}

TEST(Syntax, InvalidBytesAreReportedOnce) {
  const Parsed parsed("fn main\n  x = \"\xff\xfe\"\nend\n");
  EXPECT_EQ(found(parsed), "2:E3001 ");
}

TEST(Syntax, MarksAndLineEndsOfOtherSystems) {
  const Parsed parsed("\xEF\xBB\xBF" "x = 1\r\ny = \"ä#{x}\"\r\n");
  EXPECT_EQ(parsed.messages(), "");
  EXPECT_EQ(parsed.tree->items.statements.size(), 2u);
  EXPECT_EQ(parsed.sources.text(parsed.tree->items.statements[1]->range), "y = \"ä#{x}\"");
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Limits, NestingBeyond256IsAnError) {
  for (const char* opener : {"(", "[", "- ", "if a then b else ", "|a| ", "return "})
    EXPECT_EQ(found(Parsed("x = " + repeated(opener, 3000) + "1\n")), "1:E3002 ") << opener;
  EXPECT_EQ(found(Parsed("x = a" + repeated(" ?? a", 300) + "\n")), "1:E3002 ");
  EXPECT_EQ(found(Parsed("x: Int" + repeated("?", 600) + " = 1\n")), "1:E3002 ");
  EXPECT_EQ(found(Parsed("x = a" + repeated("::b", 300) + "\n")), "1:E3002 ");
}

TEST(Limits, ListsAreNotNesting) {
  EXPECT_EQ(Parsed("x = [" + repeated("a ?? |b| A::C, ", 500) + "1]\n").messages(), "");
}

TEST(Limits, ChainsBeyond10000AreAnError) {
  EXPECT_EQ(Parsed("x = a" + repeated(".b()", 9000) + "\n").messages(), "");
  EXPECT_EQ(found(Parsed("x = a" + repeated(" + a", 11000) + "\n")), "1:E3003 ");
  EXPECT_EQ(found(Parsed("x = a" + repeated("[0]", 11000) + "\n")), "1:E3003 ");
}

}  // namespace
}  // namespace ariac::parse
