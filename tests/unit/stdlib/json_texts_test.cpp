// std::json: which texts are JSON (RFC 8259), what they become, and what is said of the others.
#include <aria/std/json.hpp>

#include <string>

#include <gtest/gtest.h>

namespace aria {
namespace {

struct Accepted {
  const char* text;
  const char* written;  // by compact()
};

constexpr Accepted accepted[] = {
    {"null", "null"},
    {"true", "true"},
    {"false", "false"},
    {" \t\n\r null \t\n\r ", "null"},
    {"[]", "[]"},
    {"{}", "{}"},
    {"[ ]", "[]"},
    {"{ }", "{}"},
    {"\"\"", "\"\""},
    {"[1,2]", "[1,2]"},
    {"[ 1 , 2 ]", "[1,2]"},
    {"[[],[[]]]", "[[],[[]]]"},
    {"{\"a\":1}", "{\"a\":1}"},
    {"{ \"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"b\":[]}"},
    {"{\"\":0}", "{\"\":0}"},
    {"{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"},
    {"0", "0"},
    {"-0", "0"},
    {"1", "1"},
    {"-1", "-1"},
    {"10", "10"},
    {"123456789", "123456789"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "9.223372036854776e18"},
    {"-9223372036854775809", "-9.223372036854776e18"},
    {"18446744073709551615", "1.8446744073709552e19"},
    {"18446744073709551616", "1.8446744073709552e19"},
    {"100000000000000000000", "1e20"},
    {"0.0", "0.0"},
    {"-0.0", "-0.0"},
    {"1.0", "1.0"},
    {"1.5", "1.5"},
    {"-1.5", "-1.5"},
    {"0.1", "0.1"},
    {"3.141592653589793", "3.141592653589793"},
    {"1e0", "1.0"},
    {"1E2", "100.0"},
    {"1e+2", "100.0"},
    {"1e-2", "0.01"},
    {"-1.5E-3", "-0.0015"},
    {"0e5", "0.0"},
    {"1e-400", "0.0"},
    {"-1e-400", "-0.0"},
    {"1.7976931348623157e308", "1.7976931348623157e308"},
    {"5e-324", "5e-324"},
    {"2.2250738585072014e-308", "2.2250738585072014e-308"},
    {"0.30000000000000004", "0.30000000000000004"},
    {"123456789012345678", "123456789012345678"},
    {"1234567890.123456789", "1234567890.1234567"},
    {"9007199254740993", "9007199254740993"},
    {"9007199254740993.0", "9007199254740992.0"},
    {"1e22", "1e22"},
    {"1.0000000000000002", "1.0000000000000002"},
    {"0.000001", "1e-6"},
    {"2.5e10", "25000000000.0"},
    {"0.1000000000000000055511151231257827021181583404541015625", "0.1"},
    {"6.02214076e23", "6.02214076e23"},
    {"-2147483649", "-2147483649"},
    {"1e16", "1e16"},
    {"[0.1,-7,9007199254740993, 12345678901234567890 ]", "[0.1,-7,9007199254740993,1.2345678901234567e19]"},
    {"\"abc\"", "\"abc\""},
    {"\"\\\"\"", "\"\\\"\""},
    {"\"\\\\\"", "\"\\\\\""},
    {"\"\\/\"", "\"/\""},
    {"\"\\b\\f\\n\\r\\t\"", "\"\\b\\f\\n\\r\\t\""},
    {"\"\\u0041\"", "\"A\""},
    {"\"\\u00e9\"", "\"é\""},
    {"\"\\u00E9\"", "\"é\""},
    {"\"\\u20AC\"", "\"€\""},
    {"\"\\ud83d\\ude00\"", "\"😀\""},
    {"\"\\uD83D\\uDE00\"", "\"😀\""},
    {"\"\\u0000\"", "\"\\u0000\""},
    {"\"\\u001f\"", "\"\\u001f\""},
    {"\"\\u007f\"", "\"\177\""},
    {"\"é€😀\"", "\"é€😀\""},
    {"\"\\udbff\\udfff\"", "\"\xf4\x8f\xbf\xbf\""},
    {"\"\\uffff\"", "\"\xef\xbf\xbf\""},
    {"\"a\\u0062c\"", "\"abc\""},
    {"\"\\u0022\"", "\"\\\"\""},
    {"\"\\u005c\"", "\"\\\\\""},
    {"\"\xe2\x80\xa8\"", "\"\xe2\x80\xa8\""},
    {"\"x\\ny\\tz\"", "\"x\\ny\\tz\""},
    {"\"a/b\"", "\"a/b\""},
    {"{\"a\":1,\"a\":2}", "{\"a\":2}"},
    {"{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}"},
    {"{\"a\":1,\"\\u0061\":2}", "{\"a\":2}"},
    {"{\"k1\":1,\"k2\":2,\"k3\":3,\"k4\":4,\"k5\":5,\"k6\":6,\"k7\":7,\"k8\":8,\"k9\":9,\"k10\":10}", "{\"k1\":1,\"k2\":2,\"k3\":3,\"k4\":4,\"k5\":5,\"k6\":6,\"k7\":7,\"k8\":8,\"k9\":9,\"k10\":10}"},
};

struct Rejected {
  const char* text;
  const char* message;  // a part of it
};

constexpr Rejected rejected[] = {
    {"", "line 1, column 1: the text ends too early"},
    {"   ", "the text ends too early"},
    {"nul", "the text ends too early"},
    {"nulL", "unexpected `nulL`"},
    {"Null", "line 1, column 1: unexpected `Null`"},
    {"tru", "the text ends too early"},
    {"truE", "unexpected `truE`"},
    {"fals", "the text ends too early"},
    {"True", "unexpected `True`"},
    {"nan", "unexpected `an`"},
    {"NaN", "unexpected `NaN`"},
    {"Infinity", "unexpected `Infinity`"},
    {"-Infinity", "unexpected `Infinity`"},
    {"undefined", "unexpected `undefined`"},
    {"01", "line 1, column 2: unexpected `1` behind the value"},
    {"-", "the text ends too early"},
    {"-01", "behind the value"},
    {"+1", "unexpected `+`"},
    {"1.", "the text ends too early"},
    {"1. ", "unexpected ` `"},
    {".5", "unexpected `.`"},
    {"1.e5", "unexpected `e5`"},
    {"1e", "the text ends too early"},
    {"1e+", "the text ends too early"},
    {"1ex", "unexpected `x`"},
    {"0x10", "unexpected `x10` behind the value"},
    {"1_000", "unexpected `_` behind the value"},
    {"1,2", "unexpected `,` behind the value"},
    {"--1", "unexpected `-`"},
    {"1e400", "the number is too large"},
    {"-1e400", "the number is too large"},
    {"1e99999999999", "the number is too large"},
    {"[1e999]", "the number is too large"},
    {"[", "the text ends too early"},
    {"]", "unexpected `]`"},
    {"[1", "the text ends too early"},
    {"[1,", "the text ends too early"},
    {"[1,]", "line 1, column 4: unexpected `]` behind a comma"},
    {"[1, ]", "unexpected `]` behind a comma"},
    {"[,1]", "unexpected `,`"},
    {"[1,,2]", "unexpected `,`"},
    {"[1 2]", "line 1, column 4: unexpected `2`"},
    {"[1]]", "unexpected `]` behind the value"},
    {"[}", "unexpected `}`"},
    {"{", "the text ends too early"},
    {"{}}", "unexpected `}` behind the value"},
    {"{\"a\"", "the text ends too early"},
    {"{\"a\":", "the text ends too early"},
    {"{\"a\":1", "the text ends too early"},
    {"{\"a\":1,", "the text ends too early"},
    {"{\"a\":1,}", "line 1, column 8: unexpected `}` behind a comma"},
    {"{a:1}", "unexpected `a`"},
    {"{'a':1}", "unexpected `'`"},
    {"{1:1}", "unexpected `1`"},
    {"{\"a\" 1}", "unexpected `1`"},
    {"{\"a\"=1}", "unexpected `=`"},
    {"{\"a\":1 \"b\":2}", "unexpected `\"`"},
    {"{\"a\"::1}", "unexpected `:`"},
    {"{null:1}", "unexpected `null`"},
    {"{,}", "unexpected `,`"},
    {"\"", "the text ends too early"},
    {"\"abc", "the text ends too early"},
    {"'abc'", "unexpected `'`"},
    {"\"a\nb\"", "line 1, column 3: unexpected U+000A"},
    {"\"\t\"", "unexpected U+0009"},
    {"\"\001\"", "unexpected U+0001"},
    {"\"\\x41\"", "unknown escape `\\x`"},
    {"\"\\a\"", "line 1, column 3: unknown escape `\\a`"},
    {"\"\\u12\"", "four hexadecimal digits"},
    {"\"\\u12g4\"", "four hexadecimal digits"},
    {"\"\\u\"", "four hexadecimal digits"},
    {"\"\\U0041\"", "unknown escape `\\U`"},
    {"\"\\", "the text ends too early"},
    {"\"\\ud800\"", "half of a surrogate pair"},
    {"\"\\udc00\"", "half of a surrogate pair"},
    {"\"\\ud83d\\ud83d\"", "half of a surrogate pair"},
    {"\"\\ud83dx\"", "half of a surrogate pair"},
    {"\"\\ud83d\\n\"", "half of a surrogate pair"},
    {"\"\\ude00\\ud83d\"", "half of a surrogate pair"},
    {"\xef\xbb\xbf""1", "line 1, column 1: unexpected U+FEFF"},
    {"1 // one", "unexpected `/` behind the value"},
    {"[1, /* x */ 2]", "unexpected `/`"},
    {"# x", "unexpected `#`"},
    {"null null", "line 1, column 6: unexpected `null` behind the value"},
    {"{} []", "unexpected `[` behind the value"},
    {"\xc2\xa0""1", "unexpected `\xc2\xa0`"},
    {"\0131", "unexpected U+000B"},
    {"{\n  \"é\": 1,\n  \"b\": x\n}", "line 3, column 8: unexpected `x`"},
    {"[\"ééé\", ?]", "line 1, column 9: unexpected `?`"},
};

TEST(JsonTexts, AreRead) {
  for (const Accepted& each : accepted) {
    const Result<Json, JsonError> json = Json::parse(each.text);
    ASSERT_TRUE(json.is_ok()) << each.text << ": " << json.unwrap_err().message().str();
    EXPECT_EQ(json.unwrap().compact(), each.written) << each.text;
  }
}

// What is written is read as the same value, in either layout.
TEST(JsonTexts, AreReadAgain) {
  for (const Accepted& each : accepted) {
    const Json json = Json::parse(each.text).unwrap();
    EXPECT_EQ(Json::parse(json.compact()).unwrap(), json) << each.text;
    EXPECT_EQ(Json::parse(json.pretty()).unwrap(), json) << each.text;
  }
}

TEST(JsonTexts, AreRefused) {
  for (const Rejected& each : rejected) {
    const Result<Json, JsonError> json = Json::parse(each.text);
    ASSERT_TRUE(json.is_err()) << each.text;
    const JsonError error = json.unwrap_err();
    EXPECT_TRUE(error.message().contains(each.message)) << each.text << ": " << error.message().str();
    EXPECT_TRUE(error.line() && error.column()) << each.text;
  }
}

// No part of a text from its beginning is one, as long as it is an array.
TEST(JsonTexts, AreRefusedInParts) {
  const std::string whole = R"(["a\u00e9\ud83d\ude00", -1.5e+10, {"k": [true, false, null]}, "x\n"])";
  ASSERT_TRUE(Json::parse(String(whole)).is_ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(Json::parse(String(whole.substr(0, size))).is_err()) << size;
  }
}

TEST(JsonTexts, HaveLongStrings) {
  const std::string text = "\"" + std::string(10'000, 'x') + "\\n" + std::string(10'000, 'y') + "\"";
  EXPECT_EQ(Json::parse(String(text)).unwrap().compact(), String(text));
}

TEST(JsonTexts, AreNestedSoDeep) {
  const auto nested = [](std::size_t levels) { return String(std::string(levels, '[') + std::string(levels, ']')); };
  EXPECT_EQ(Json::parse(nested(512)).unwrap().compact(), nested(512));
  EXPECT_TRUE(Json::parse(nested(513)).unwrap_err().message().contains("line 1, column 513: nested deeper than 512 levels"));
  EXPECT_TRUE(Json::parse(String(std::string(1'000'000, '['))).is_err());
  std::string objects;
  for (int level = 0; level < 1000; ++level) {
    objects += "{\"a\":";
  }
  EXPECT_TRUE(Json::parse(String(objects)).unwrap_err().message().contains("nested deeper"));
}

}  // namespace
}  // namespace aria
