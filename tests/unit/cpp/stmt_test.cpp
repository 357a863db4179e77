// How statements are printed.
#include "vocabulary.hpp"

namespace ariac::cpp {
namespace {

TEST(Stmt, else_if_chains_are_flat) {
  If last{.condition = condition(v("b")), .then = {run(call("g"))}, .otherwise = {run(call("h"))}};
  expect_code(stmt(If{.condition = condition(v("a")), .then = {run(call("f"))}, .otherwise = {stmt(last)}}), R"(
if (a) {
  f();
} else if (b) {
  g();
} else {
  h();
}
)");
}

TEST(Stmt, conditions_may_declare) {
  Condition c{.declared = Variable{.type = pointer_to(const_of(type("auto"))), .name = "p", .init = method(v("x"), "as")}};
  expect_code(stmt(If{.condition = c, .then = {run(call("f"))}}), R"(
if (const auto* p = x.as()) {
  f();
}
)");
}

TEST(Stmt, conditions_may_have_an_initialiser) {
  Condition c{.init = declare(const_of(type("auto")), "words", call("split")), .expr = binary("==", method(v("words"), "len"), n(2))};
  expect_code(stmt(If{.condition = c, .then = {stmt(Break{})}}), R"(
if (const auto words = split(); words.len() == 2) {
  break;
}
)");
}

TEST(Stmt, comments_stay_with_their_statement) {
  Stmt loop = stmt(RangeFor{.type = const_ref_to(type("auto")), .names = {"number", "line"}, .range = v("lines"), .body = {stmt(Continue{}, {.before = {"nothing here"}, .behind = "next"})}});
  loop.remarks.behind = "cents, never floats";
  expect_code(loop, R"(
for (const auto& [number, line] : lines) {  // cents, never floats
  // nothing here
  continue;  // next
}
)");
}

TEST(Stmt, switches_break_or_return_by_their_own) {
  expect_code(stmt(Switch{v("x"), {{{n(1), n(2)}, {run(call("f")), stmt(Break{})}}, {{}, {declare(type("int"), "y", n(1)), give_back(v("y"))}}}}), R"(
switch (x) {
  case 1:
  case 2:
    f();
    break;
  default: {
    int y = 1;
    return y;
  }
}
)");
}

TEST(Stmt, handlers_follow_their_body) {
  expect_code(stmt(Try{{run(call("f"))}, {{const_ref_to(type("Raised")), "raised", {stmt(Break{})}}}}), R"(
try {
  f();
} catch (const Raised& raised) {
  break;
}
)");
}

TEST(Stmt, long_initialisers_move_below) {
  expect_code(declare(const_of(type("auto")), "result", call(std::string(70, 'f'), {v("argument"), v("second")})),
              "const auto result =\n    " + std::string(70, 'f') + "(argument, second);");
}

}  // namespace
}  // namespace ariac::cpp
