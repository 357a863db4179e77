// How expressions are printed.
#include "vocabulary.hpp"

namespace ariac::cpp {
namespace {

TEST(Expr, parentheses_only_where_precedence_needs_them) {
  expect_code(binary("+", v("a"), binary("*", v("b"), v("c"))), "a + b * c");
  expect_code(binary("*", binary("+", v("a"), v("b")), v("c")), "(a + b) * c");
  expect_code(binary("-", v("a"), binary("-", v("b"), v("c"))), "a - (b - c)");
  expect_code(binary("-", binary("-", v("a"), v("b")), v("c")), "a - b - c");
  expect_code(unary("-", binary("+", v("a"), v("b"))), "-(a + b)");
  expect_code(method(unary("-", v("a")), "abs"), "(-a).abs()");
  expect_code(unary("-", unary("-", v("a"))), "-(-a)");
  expect_code(unary("-", number("-1")), "-(-1)");
  expect_code(conditional(binary("<", v("a"), v("b")), v("a"), v("b")), "a < b ? a : b");
  expect_code(binary("+", conditional(v("c"), v("a"), v("b")), n(1)), "(c ? a : b) + 1");
}

TEST(Expr, parentheses_where_compilers_warn) {
  expect_code(binary("||", v("a"), binary("&&", v("b"), v("c"))), "a || (b && c)");
  expect_code(binary("<<", v("a"), binary("+", v("b"), n(1))), "a << (b + 1)");
  expect_code(binary("==", binary("<", v("a"), v("b")), v("c")), "(a < b) == c");
  expect_code(binary("|", v("a"), binary("&", v("b"), v("c"))), "a | (b & c)");
}

TEST(Expr, short_lambdas_stay_on_their_line) {
  const Expr cents = lambda_of(item_ref(), "item", returning(member(v("item"), "cents")));
  expect_code(method(v("items"), "sort_by", {cents}), "items.sort_by([](const Item& item) { return item.cents; })");
}

TEST(Expr, a_last_lambda_hangs_from_its_call) {
  const Expr two = lambda({.captures = {{.name = "&"}}}, {run(call("one")), run(call("two"))});
  expect_code(run(call("aria::scope", {v("limit"), two})), R"(
aria::scope(limit, [&] {
  one();
  two();
});
)");
}

TEST(Expr, a_lambda_before_other_arguments_breaks_the_list) {
  const Expr two = lambda({.captures = {{.name = "&"}}}, {run(call("one")), run(call("two"))});
  expect_code(run(call("ensure", {two, string("why")})), R"(
ensure(
    [&] {
      one();
      two();
    },
    "why");
)");
}

TEST(Expr, long_chains_break_before_each_call) {
  const Expr label = lambda_of(item_ref(), "item", returning(call("aria::format", {string("{:>8}: {}"), member(v("item"), "name"), call(scoped(type("Priced", {type("Item")}), "label"), {v("item")})})));
  const Expr by_cents = lambda_of(item_ref(), "item", returning(member(v("item"), "cents")));
  const Expr chain = method(method(method(v("items"), "sort_by", {by_cents}), "take", {v("n")}), "map", {label});
  expect_code(give_back(chain), R"(
return items.sort_by([](const Item& item) { return item.cents; })
    .take(n)
    .map([](const Item& item) {
      return aria::format("{:>8}: {}", item.name, Priced<Item>::label(item));
    });
)");
}

TEST(Expr, long_conditions_align_behind_the_operator) {
  const auto word = [](char c) { return v(std::string(40, c)); };
  expect_code(give_back(binary("+", binary("+", word('a'), word('b')), word('c'))),
              "return " + std::string(40, 'a') + " +\n       " + std::string(40, 'b') + " +\n       " + std::string(40, 'c') + ";");
}

TEST(Expr, designated_initialisers) {
  expect_code(braced(nested_type(type("OrderError"), "BadLine"), {{"number", v("number")}, {"text", v("line")}}),
              "OrderError::BadLine{.number = number, .text = line}");
}

TEST(Expr, texts_of_several_lines_are_one_literal_a_line) {
  expect_code(run(call("print", {string("first line of a longer text\nsecond line of a longer text\nthird\n")})), R"(
print("first line of a longer text\n"
      "second line of a longer text\n"
      "third\n");
)");
}

TEST(Expr, chains_of_a_thousand_operators_print) {
  Expr sum = v("a");
  for (int i = 0; i < 1'000; ++i) sum = binary("+", sum, v("a"));
  EXPECT_THAT(print(sum), testing::StartsWith("a +\na +\n"));
}

}  // namespace
}  // namespace ariac::cpp
