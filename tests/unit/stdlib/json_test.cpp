// std::json: values, their parts, what becomes JSON. The texts that are JSON and those that are not: json_texts_test.cpp.
#include <aria/std/json.hpp>

#include <cmath>
#include <limits>

#include "expect_panic.hpp"

namespace aria {
namespace {

struct Product {
  String name;
  Int cents;
  std::optional<String> note;
  auto reflect() const { return record("Product", field("name", name), field("cents", cents), field("note", note)); }
};

struct Figure {
  struct Circle {
    double radius;
    auto reflect() const { return record("Circle", field("radius", radius)); }
  };
  struct Rect {
    double first;
    double second;
    auto reflect() const { return record("Rect", first, second); }
  };
  struct Dot {
    Int value;
    auto reflect() const { return record("Dot", value); }
  };
  struct Empty {
    auto reflect() const { return record("Empty"); }
  };
  ARIA_ENUM(Figure, Circle, Rect, Dot, Empty)
};

// A text of its own in JSON.
struct Price {
  Int cents;
  Json to_json() const { return Json::String{cents.to_string() + String(" ct")}; }
  auto reflect() const { return record("Price", field("cents", cents)); }
};

Json parsed(const char* text) { return Json::parse(text).unwrap(); }

TEST(Json, FindsParts) {
  const Json doc = parsed(R"({"a": [1, 2.5, "x", true, null], "b/c": {"~": {}}})");
  EXPECT_EQ(doc["a"][0].as_int(), std::optional<Int>(1));
  EXPECT_EQ(doc["a"][0].as_float(), std::optional(1.0));
  EXPECT_EQ(doc["a"][1].as_float(), std::optional(2.5));
  EXPECT_EQ(doc["a"][1].as_int(), std::nullopt);
  EXPECT_EQ(doc["a"][2].as_string(), std::optional<String>("x"));
  EXPECT_EQ(doc["a"][3].as_bool(), std::optional(true));
  EXPECT_TRUE(doc["a"][4].is_null());
  EXPECT_EQ(doc["a"].len(), 5);
  EXPECT_EQ(doc.len(), 2);
  EXPECT_EQ(doc["a"][0].len(), 0);
  EXPECT_TRUE(doc.contains("a"));
  EXPECT_FALSE(doc.contains("c"));
  EXPECT_EQ(doc.get("c"), std::nullopt);
  EXPECT_EQ(doc.get(0), std::nullopt);
  EXPECT_EQ(doc["a"].get(5), std::nullopt);
  EXPECT_EQ(doc["a"].get(-1), std::nullopt);
  EXPECT_EQ(doc["a"].get(2), std::optional(Json(Json::String{"x"})));
  EXPECT_EQ(doc.pointer("")->kind(), "object");
  EXPECT_EQ(doc.pointer("/a/1")->kind(), "float");
  EXPECT_EQ(doc.pointer("/b~1c/~0")->kind(), "object");
  for (const char* path : {"a", "/a/9", "/a/01", "/a/-1", "/a/x", "/a/", "/a/0/x", "/b~2c", "/~"}) {
    EXPECT_EQ(doc.pointer(path), std::nullopt) << path;
  }
  EXPECT_EQ(doc.pointer("/a/18446744073709551616"), std::nullopt);
}

TEST(Json, PanicsOnWhatIsNotThere) {
  const Json doc = parsed(R"({"a": [1]})");
  EXPECT_PANIC(doc["b"], "\"b\"");
  EXPECT_PANIC(doc["a"][1], "index 1 is out of bounds");
  EXPECT_PANIC(doc["a"]["x"], "JSON of kind array is no object");
  EXPECT_PANIC(doc[0], "JSON of kind object is no array");
  EXPECT_PANIC(doc.elements(), "is no array");
  EXPECT_PANIC(Json().entries(), "JSON of kind null is no object");
}

TEST(Json, Changes) {
  Json doc;
  doc.insert("name", "Ann");
  doc.insert("tags", Array<String>{"a"});
  doc.insert("name", "Bob");
  EXPECT_EQ(doc.compact(), R"({"name":"Bob","tags":["a"]})");
  EXPECT_EQ(doc.remove("tags"), std::optional(parsed(R"(["a"])")));
  EXPECT_EQ(doc.remove("tags"), std::nullopt);
  Json list;
  list.push(1);
  list.push(doc);
  EXPECT_EQ(list.compact(), R"([1,{"name":"Bob"}])");
  EXPECT_EQ(list.remove("x"), std::nullopt);
  EXPECT_PANIC(list.insert("a", 1), "is no object");
  EXPECT_PANIC(doc.push(1), "is no array");
}

TEST(Json, ComparesDeeply) {
  EXPECT_EQ(parsed(R"({"a":[1],"b":2})"), parsed(R"({"b":2,"a":[1]})"));
  EXPECT_NE(parsed("[1,2]"), parsed("[2,1]"));
  EXPECT_NE(parsed("1"), parsed("1.0"));
  EXPECT_NE(parsed("null"), parsed("false"));
}

TEST(Json, IsMadeOfBuiltInValues) {
  EXPECT_EQ(Json::encode(true), "true");
  EXPECT_EQ(Json::encode(Int8(-3)), "-3");
  EXPECT_EQ(Json::encode(UInt64(9223372036854775807u)), "9223372036854775807");
  EXPECT_PANIC(Json::encode(UInt64(9223372036854775808u)), "overflow");
  EXPECT_EQ(Json::encode(0.1), "0.1");
  EXPECT_EQ(Json::encode(0.1F), "0.1");
  EXPECT_EQ(Json::encode(1e300), "1e300");
  EXPECT_EQ(Json::encode(Char(U'é')), "\"é\"");
  EXPECT_EQ(Json::encode("a\"\n"), R"("a\"\n")");
  EXPECT_EQ(Json::encode(Unit()), "null");
  EXPECT_EQ(Json::encode(std::optional<Int>(1)), "1");
  EXPECT_EQ(Json::encode(std::optional<Int>()), "null");
  EXPECT_EQ(Json::encode(Array<Int>{1, 2}), "[1,2]");
  EXPECT_EQ(Json::encode(Set<Int>{1, 2}), "[1,2]");
  EXPECT_EQ(Json::encode(Map<String, Int>{{"a", 1}}), R"({"a":1})");
  EXPECT_EQ(Json::encode(std::tuple(Int(1), String("x"))), R"([1,"x"])");
  EXPECT_EQ(Json::encode(Box<Int>(4)), "4");
}

TEST(Json, IsMadeOfStructsAndVariants) {
  EXPECT_EQ(Json::encode(Product{"fig", 30, std::nullopt}), R"({"name":"fig","cents":30,"note":null})");
  EXPECT_EQ(Json::encode(Figure(Figure::Circle{1})), R"({"Circle":{"radius":1.0}})");
  EXPECT_EQ(Json::encode(Figure(Figure::Rect{1, 2})), R"({"Rect":[1.0,2.0]})");
  EXPECT_EQ(Json::encode(Figure(Figure::Dot{7})), R"({"Dot":7})");
  EXPECT_EQ(Json::encode(Figure(Figure::Empty{})), "\"Empty\"");
  EXPECT_EQ(Json::encode(Array<Price>{Price{5}}), R"(["5 ct"])");
  EXPECT_EQ(to_json(Price{5}), Json(Json::String{"5 ct"}));
}

// What is said of a text that does not fit T.
template <typename T>
String refusal(const char* text) {
  return Json::decode<T>(text).unwrap_err().message();
}

TEST(Json, IsReadAsBuiltInTypes) {
  EXPECT_EQ(Json::decode<Int>("-7").unwrap(), -7);
  EXPECT_EQ(Json::decode<UInt64>("9223372036854775807").unwrap(), 9223372036854775807u);
  EXPECT_EQ(Json::decode<double>("3").unwrap(), 3.0);
  EXPECT_EQ(Json::decode<float>("0.1").unwrap(), 0.1F);
  EXPECT_EQ(Json::decode<Char>("\"é\"").unwrap(), Char(U'é'));
  EXPECT_EQ(Json::decode<std::optional<Int>>("null").unwrap(), std::nullopt);
  EXPECT_EQ((Json::decode<std::tuple<Int, bool>>("[1, true]").unwrap()), std::tuple(Int(1), true));
  EXPECT_EQ((Json::decode<Map<String, Array<Int>>>(R"({"a": [1]})").unwrap()["a"]), Array<Int>{1});
  EXPECT_EQ(Json::decode<Set<Int>>("[1, 2, 1]").unwrap().len(), 2);
  EXPECT_EQ(*Json::decode<Box<Int>>("4").unwrap(), 4);
  EXPECT_EQ(Json::decode<Json>("[{}]").unwrap(), parsed("[{}]"));
}

TEST(Json, RefusesWhatDoesNotFit) {
  EXPECT_EQ(refusal<Int>("1.0"), "$: expected Int, found 1.0");
  EXPECT_EQ(refusal<Int8>("128"), "$: expected Int8, found 128");
  EXPECT_EQ(refusal<UInt32>("-1"), "$: expected UInt32, found -1");
  EXPECT_EQ(refusal<UInt64>("18446744073709551615"), "$: expected UInt64, found 1.8446744073709552e19");
  EXPECT_EQ(refusal<double>("\"1\""), "$: expected Float, found \"1\"");
  EXPECT_EQ(refusal<bool>("0"), "$: expected Bool, found 0");
  EXPECT_EQ(refusal<Char>("\"ab\""), "$: expected a string of one character, found \"ab\"");
  EXPECT_EQ(refusal<Unit>("0"), "$: expected null, found 0");
  EXPECT_EQ(refusal<Array<Array<Int>>>("[[], [1, null]]"), "$[1][1]: expected Int, found null");
  EXPECT_EQ((refusal<Map<String, Int>>(R"({"a": 1, "b c": {}})")), "$[\"b c\"]: expected Int, found {}");
  EXPECT_EQ((refusal<std::tuple<Int, Int>>("[1]")), "$: expected an array of 2, found [1]");
  EXPECT_EQ(refusal<Int>("[1"), "line 1, column 3: the text ends too early");
}

TEST(Json, HasTexts) {
  const Json doc = parsed(R"({"a":[1,{}],"b":[],"c":{"d":"x"}})");
  EXPECT_EQ(doc.pretty(), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": [],\n  \"c\": {\n    \"d\": \"x\"\n  }\n}");
  EXPECT_EQ(aria::to_string(doc), doc.compact());
  EXPECT_EQ(aria::inspect(Array<Json>{doc["b"], doc["c"]}), R"([[], {"d":"x"}])");
  EXPECT_EQ(Json::encode(String("\x01\x1f\x7f\b\f\r\t\\/")), "\"\\u0001\\u001f\x7f\\b\\f\\r\\t\\\\/\"");
}

TEST(Json, HasNoTextForWhatIsNoNumber) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_PANIC(Json::encode(infinity), "JSON has no number for inf");
  EXPECT_PANIC(Json::from(std::nan("")).pretty(), "JSON has no number for NaN");
  EXPECT_EQ(aria::inspect(Json::from(-infinity)), "-inf");
}

// Deeper than any text may be: made by a program, not read.
TEST(Json, BearsDeepValues) {
  Json deep;
  for (int level = 0; level < 100'000; ++level) {
    Array<Json> around;
    around.push(std::move(deep));
    deep = Json::Array{std::move(around)};
  }
  const Json copy = deep;
  EXPECT_EQ(copy, deep);
  EXPECT_EQ(copy.compact().byte_len(), 200'004);
  EXPECT_TRUE(Json::parse(copy.compact()).is_err());
}

}  // namespace
}  // namespace aria
