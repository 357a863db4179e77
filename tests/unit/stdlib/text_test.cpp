// Text of every kind of value, format specs, strings.
#include <aria/prelude.hpp>

#include "expect_panic.hpp"

namespace aria {
namespace {

struct Item {
  String name;
  Int cents;
  auto reflect() const { return record("Item", field("name", name), field("cents", cents)); }
};

struct Shape {
  struct Circle {
    double radius;
    auto reflect() const { return record("Circle", field("radius", radius)); }
  };
  struct Rect {
    double first;
    double second;
    auto reflect() const { return record("Rect", first, second); }
  };
  struct Empty {
    auto reflect() const { return record("Empty"); }
  };
  ARIA_ENUM(Shape, Circle, Rect, Empty)
};

struct Money {
  Int cents;
  auto reflect() const { return record("Money", field("cents", cents)); }
  String to_string() const { return format("${}.{:02d}", cents / 100, cents % 100); }
};

TEST(Text, FloatsAreShortestAndReadBack) {
  EXPECT_EQ(to_string(100.0), "100.0");
  EXPECT_EQ(to_string(0.1), "0.1");
  EXPECT_EQ(to_string(-0.75), "-0.75");
  EXPECT_EQ(to_string(1500.0), "1500.0");
  EXPECT_EQ(to_string(123456.789), "123456.789");
  EXPECT_EQ(to_string(1e16), "1e16");
  EXPECT_EQ(to_string(1.5e-7), "1.5e-7");
  EXPECT_EQ(to_string(0.1f), "0.1");
  EXPECT_EQ(to_string(-1.0 / 0.0), "-inf");
}

TEST(Text, ElementsAreInspected) {
  EXPECT_EQ(to_string(Array<String>{"a", "b \"c\""}), R"(["a", "b \"c\""])");
  EXPECT_EQ(to_string(Map<String, Int>{{"k", 1}}), R"({"k" => 1})");
  EXPECT_EQ(to_string(Map<String, Int>()), "{}");
  EXPECT_EQ(to_string(Set<Int>{1, 2}), "{1, 2}");
  EXPECT_EQ(to_string(Set<Int>()), "Set{}");
  EXPECT_EQ(to_string(std::tuple(Int(1), String("a"), Char('c'))), R"((1, "a", 'c'))");
  EXPECT_EQ(to_string(Array<std::optional<Int>>{1, None}), "[Some(1), None]");
  EXPECT_EQ(to_string(Result<Int, String>(Err("x"))), R"(Err("x"))");
  EXPECT_EQ(to_string(Unit()), "()");
}

TEST(Text, UserTypesShowTheirFields) {
  EXPECT_EQ(to_string(Item{"a", 3}), R"(Item(name: "a", cents: 3))");
  EXPECT_EQ(to_string(Array<Shape>{Shape::Circle{1.0}, Shape::Rect{1.0, 2.0}, Shape::Empty{}}), "[Circle(radius: 1.0), Rect(1.0, 2.0), Empty]");
}

TEST(Text, HandWrittenDisplayLeavesInspectAlone) {
  EXPECT_EQ(to_string(Money{250}), "$2.50");
  EXPECT_EQ(to_string(Array<Money>{Money{250}}), "[Money(cents: 250)]");
  EXPECT_EQ(Display<Money>::to_string(Money{5}), "$0.05");
}

TEST(Text, EnumsCompareByVariantThenParts) {
  const Shape circle = Shape::Circle{1.0};
  EXPECT_TRUE(circle == Shape(Shape::Circle{1.0}));
  EXPECT_FALSE(circle == Shape(Shape::Circle{2.0}));
  EXPECT_LT(cmp(circle, Shape(Shape::Rect{0.0, 0.0})), 0);
  EXPECT_EQ(hash(circle), hash(Shape(Shape::Circle{1.0})));
  ASSERT_NE(circle.as<Shape::Circle>(), nullptr);
  EXPECT_EQ(circle.as<Shape::Rect>(), nullptr);
}

TEST(Format, FollowsTheSpecs) {
  EXPECT_EQ(format("{:<5}|{:>5}|{:^6}|{:*^5}", "ab", "ab", "ab", "é"), "ab   |   ab|  ab  |**é**");
  EXPECT_EQ(format("{:03d} {:08d} {:x} {:X} {:b} {:o} {:#x}", 7, -42, 255, 255, 5, 8, 255), "007 -0000042 ff FF 101 10 0xff");
  EXPECT_EQ(format("{:.0f} {:.1f} {:8.3f} {:+.1f}", 3.14159, -1.26, 1.25, 2.0), "3 -1.3    1.250 +2.0");
  EXPECT_EQ(format("{:.2f}", 3), "3.00");
  EXPECT_EQ(format("{:.2}", "héllo"), "hé");
  EXPECT_EQ(format("{{{}}}", 1), "{1}");
  EXPECT_EQ(format("{:>4}", true), "true");
  EXPECT_PANIC(format("{", 1), "malformed");
  EXPECT_PANIC(format("{:99999999999}", 1), "too large");
}

TEST(String, CountsAndIndexesScalars) {
  const String s = "héllo";
  EXPECT_EQ(s.len(), 5);
  EXPECT_EQ(s.byte_len(), 6);
  EXPECT_EQ(s[1], Char(U'é'));
  EXPECT_EQ(s[range_exclusive(1, 3)], "él");
  EXPECT_EQ(s[range_from(3)], "lo");
  EXPECT_EQ(s[range_to(1)], "hé");
  EXPECT_PANIC(s[5], "out of bounds");
  EXPECT_PANIC(s[-1], "out of bounds");
  EXPECT_PANIC(s[range(2, 5)], "out of bounds");
  EXPECT_EQ(String("\xFFok").chars()[0], Char(U'\uFFFD'));
}

TEST(String, TheCountFollowsChanges) {
  String s = "é";
  EXPECT_EQ(s.len(), 1);
  s += "日x";
  EXPECT_EQ(s.len(), 3);
  s.push(Char(U'🙂'));
  EXPECT_EQ(s.len(), 4);
  const String moved = std::move(s);
  EXPECT_EQ(moved.len(), 4);
  EXPECT_EQ((moved + "!").len(), 5);
}

TEST(String, AppendsLiterals) {
  String s = "a";
  s += "bc";
  EXPECT_EQ(s.len(), 3);
  s += "";
  s += "é\xFF";  // what is no UTF-8 is repaired here too
  EXPECT_EQ(s, "abcé\uFFFD");
  EXPECT_EQ(s.len(), 5);
}

TEST(String, TakesApart) {
  EXPECT_EQ(String("a,b,,c").split(","), (Array<String>{"a", "b", "", "c"}));
  EXPECT_EQ(String("").split(","), (Array<String>{""}));
  EXPECT_EQ(String("aaa").split("aa"), (Array<String>{"", "a"}));
  EXPECT_EQ(String("é, b, c").split(", "), (Array<String>{"é", "b", "c"}));
  EXPECT_EQ(String("é, b").split(", ")[0].len(), 1);
  EXPECT_EQ(String("a-b").split_n("-", 1), (Array<String>{"a-b"}));
  EXPECT_EQ(String("a-b-c").split_n("-", 2), (Array<String>{"a", "b-c"}));
  EXPECT_EQ(String("one\r\ntwo\n\nend").lines(), (Array<String>{"one", "two", "", "end"}));
  EXPECT_EQ(String("  a  b ").words(), (Array<String>{"a", "b"}));
  EXPECT_EQ(String("k=v=w").split_once("="), (std::optional(std::tuple(String("k"), String("v=w")))));
  EXPECT_EQ(String("naïve").split(""), (Array<String>{"n", "a", "ï", "v", "e"}));
}

TEST(String, ReadsNumbers) {
  EXPECT_EQ(String("-12").to_int(), (Result<Int>(-12)));
  EXPECT_EQ(String("+7").to_int().unwrap(), 7);
  for (const char* text : {"", "12a", " 1", "+-1", "9223372036854775808", "-"}) {
    EXPECT_TRUE(String(text).to_int().is_err()) << text;
  }
  EXPECT_EQ(String("3.25").to_float().unwrap(), 3.25);
  EXPECT_TRUE(String("3.25x").to_float().is_err());
  EXPECT_EQ(String("ff").to_int_base(16).unwrap(), 255);
}

TEST(String, ChangesCaseAndTrims) {
  EXPECT_EQ(String("straße É").to_upper(), "STRASSE É");
  EXPECT_EQ(String("ÄÖ x").to_lower(), "äö x");
  EXPECT_EQ(String(" \t a b\n\u3000").trim(), "a b");
  EXPECT_EQ(String("αβγ").replace("β", "beta"), "αbetaγ");
  EXPECT_EQ(String("αβγ").index_of("γ"), std::optional<Int>(2));
  EXPECT_EQ(String("→").repeat(3), "→→→");
  EXPECT_PANIC(String("x").repeat(-1), "negative");
  EXPECT_EQ(String("stressed").reverse(), "desserts");
  EXPECT_EQ(String("7").pad_start(3, '0'), "007");
  EXPECT_LT(String("Zoo"), String("apple"));
}

}  // namespace
}  // namespace aria
