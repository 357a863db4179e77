// Which names stay when nothing mentions them.
#include "cpp/unused_names.hpp"
#include "vocabulary.hpp"

namespace ariac::cpp {
namespace {

Function function_with(std::vector<Param> params, Block body) {
  return without_unused_names({.result = type("void"), .name = "f", .params = std::move(params), .definition = Definition::Body, .body = std::move(body)});
}

void expect_body(Block body, std::string_view expected) {
  Block out = function_with({}, std::move(body)).body;
  expect_code(stmt(Compound{std::move(out)}), expected);
}

TEST(UnusedNames, a_parameter_loses_its_name) {
  const Function f = function_with({{type("int"), "used"}, {type("int"), "unused"}}, {give_back(v("used"))});
  EXPECT_EQ(f.params[0].name, "used");
  EXPECT_EQ(f.params[1].name, "");
}

TEST(UnusedNames, the_name_of_another_lambda_s_parameter_is_no_mention) {
  const Expr one = lambda_of(type("int"), "x", returning(n(1)));
  const Expr two = lambda_of(type("int"), "x", returning(v("x")));
  expect_body({run(call("g", {one, two}))}, R"(
{
  g([](int) { return 1; }, [](int x) { return x; });
}
)");
}

TEST(UnusedNames, a_variable_that_names_a_place_goes_away) {
  expect_body({declare(item_ref(), "error", unary("*", v("caught"))), declare(item_ref(), "code", member(v("error"), "code")), run(call("g"))}, R"(
{
  g();
}
)");
}

TEST(UnusedNames, a_variable_that_is_computed_is_marked) {
  expect_body({declare(type("auto"), "x", call("g"))}, R"(
{
  [[maybe_unused]] auto x = g();
}
)");
}

TEST(UnusedNames, an_inner_scope_s_variable_is_not_the_outer_one) {
  const Stmt inner = stmt(Compound{{declare(type("auto"), "x", call("g")), run(call("h", {v("x")}))}});
  expect_body({declare(type("auto"), "x", v("y")), inner}, R"(
{
  {
    auto x = g();
    h(x);
  }
}
)");
}

TEST(UnusedNames, what_a_loop_or_a_handler_does_not_mention) {
  const Stmt loop = stmt(RangeFor{.type = item_ref(), .names = {"x"}, .range = v("xs"), .body = {run(call("g"))}});
  const Stmt guarded = stmt(Try{{loop}, {{item_ref(), "raised", {run(call("h"))}}}});
  expect_body({guarded}, R"(
{
  try {
    for ([[maybe_unused]] const Item& x : xs) {
      g();
    }
  } catch (const Item&) {
    h();
  }
}
)");
}

TEST(UnusedNames, a_condition_asks_without_a_name) {
  Condition c{.declared = Variable{.type = type("auto"), .name = "p", .init = method(v("x"), "as")}};
  expect_body({stmt(If{.condition = c, .then = {run(call("g"))}})}, R"(
{
  if (x.as()) {
    g();
  }
}
)");
}

TEST(UnusedNames, captures_that_do_something_stay) {
  const Expr task = lambda({.captures = {{.name = "a"}, {.name = "b"}, {.name = "c", .init = call("open")}}}, {run(call("g", {v("a")}))});
  expect_body({run(call("spawn", {task}))}, R"(
{
  spawn([a, c = open()] { g(a); });
}
)");
}

}  // namespace
}  // namespace ariac::cpp
