// std::regex.
#include <aria/std/regex.hpp>

#include "expect_panic.hpp"

namespace aria {
namespace {

TEST(Regex, FindsGroupsAndPositionsInScalars) {
  const Regex pair("(?P<key>\\w+)=(\\d+)?");
  const std::optional<Match> match = pair.find("é k=12");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->text(), "k=12");
  EXPECT_EQ(match->start(), 2);
  EXPECT_EQ(match->stop(), 6);
  EXPECT_EQ(match->named("key"), std::optional<String>("k"));
  EXPECT_EQ(pair.find("x=")->group(2), std::nullopt);
  EXPECT_EQ(match->group(9), std::nullopt);
}

TEST(Regex, ScansReplacesSplits) {
  const Regex number("[0-9]+");
  EXPECT_EQ(number.scan("a1b22"), (Array<String>{"1", "22"}));
  EXPECT_EQ(number.replace("a1b22", "<\\0>"), "a<1>b<22>");
  EXPECT_EQ(number.split("a1b22c"), (Array<String>{"a", "b", "c"}));
  EXPECT_EQ(Regex("x*").scan("äx"), (Array<String>{"", "x", ""}));
  EXPECT_TRUE(number.full_match("42"));
  EXPECT_FALSE(number.full_match("42a"));
}

TEST(Regex, RefusesMalformedPatterns) {
  EXPECT_TRUE(Regex::compile("(").is_err());
  EXPECT_PANIC(Regex("("), "malformed pattern");
}

}  // namespace
}  // namespace aria
