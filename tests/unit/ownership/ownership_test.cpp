// Assignments, moves and last uses in small programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ast/walk.hpp"
#include "ownership/own.hpp"
#include "resolved_program.hpp"

namespace ariac::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> problems_of(const std::string& text) {
  Resolved program(text);
  ownership::check_bodies(*program.bindings, program.interner, program.sink);
  return program.problems();
}

// The lines on which a variable may move.
std::vector<std::size_t> moves_of(const std::string& text, const std::string& variable) {
  Resolved program(text);
  const ownership::BodyFacts facts = ownership::check_bodies(*program.bindings, program.interner, program.sink);
  std::vector<std::size_t> lines;
  for (const ast::Stmt* stmt : program.trees.front()->items.statements)
    ast::walk(*stmt, [&](const ast::Node& node) {
      const auto* name = ast::as<ast::NameExpr>(&node);
      if (name != nullptr && program.interner.text(name->name.symbol) == variable && facts.last_uses.count(name->id) != 0)
        lines.push_back(program.sources.begin_of(name->range).line);
      return true;
    });
  return lines;
}

TEST(Assignment, ReadsThatMayComeFirst) {
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  if n > 3\n    x = 1\n  end\n  x\nend\n"), ElementsAre("main:5 E1013"));
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  if n > 3\n    x = 1\n  else\n    return 2\n  end\n  x\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  if n > 3\n    x = 1\n  else\n    panic(\"no\")\n  end\n  x\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  while n > 3\n    x = 1\n  end\n  x\nend\n"), ElementsAre("main:5 E1013"));
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  loop\n    x = 1\n    break\n  end\n  x\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn f(n: Int) -> Int\n  begin\n    x = 1\n  rescue\n    println(n)\n  end\n  x\nend\n"), ElementsAre("main:7 E1013"));
}

TEST(Moves, LaterUses) {
  EXPECT_THAT(problems_of("fn g(n: Int) = n\nfn f -> Int\n  let a = 1\n  g(move a)\n  a\nend\n"), ElementsAre("main:5 E2020"));
  EXPECT_THAT(problems_of("fn g(n: Int) = n\nfn f -> Int\n  let mut a = 1\n  g(move a)\n  a = 2\n  a\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn g(n: Int) = n\nfn f\n  let a = 1\n  for i in 1..2\n    g(move a)\n  end\nend\n"), ElementsAre("main:5 E2020"));
  EXPECT_THAT(problems_of("fn g(n: Int) = n\nfn f\n  for i in 1..2\n    part = i\n    g(move part)\n  end\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn g(n: Int) = n\nfn f(n: Int) -> Int\n  let a = 1\n  if n > 1 then g(move a) else 0\nend\n"), IsEmpty());
}

TEST(Captures, WhoMayWriteThem) {
  EXPECT_THAT(problems_of("fn f(xs: [Int])\n  let mut n = 0\n  xs.each { |x| n += x }\nend\n"), IsEmpty());
  EXPECT_THAT(problems_of("fn f -> Fn() -> Int\n  let mut n = 0\n  g = || {\n    n += 1\n    n\n  }\n  g\nend\n"), ElementsAre("main:4 E2021"));
  EXPECT_THAT(problems_of("fn f(xs: [Int])\n  let mut n = 0\n  spawn do\n    xs.each { |x| n += x }\n  end\nend\n"), ElementsAre("main:4 E6002"));
  EXPECT_THAT(problems_of("fn f\n  spawn do\n    n = 0\n    n += 1\n  end\nend\n"), IsEmpty());
}

TEST(LastUses, MoveOnceNothingReadsAfterwards) {
  EXPECT_THAT(moves_of("fn f -> [Int]\n  a = [1]\n  println(a)\n  a\nend\n", "a"), ElementsAre(4u));
  EXPECT_THAT(moves_of("fn f(n: Int)\n  a = [1]\n  for i in 1..n\n    println(a)\n  end\nend\n", "a"), IsEmpty());
  EXPECT_THAT(moves_of("fn f(n: Int) -> [Int]\n  a = [1]\n  if n > 1\n    return a\n  end\n  a\nend\n", "a"), ElementsAre(4u, 6u));
  EXPECT_THAT(moves_of("fn g(a, b) = a\nfn f(n: Int)\n  x = [1]\n  g(x, x)\nend\n", "x"), IsEmpty());
  EXPECT_THAT(moves_of("fn f\n  x = [1]\n  defer println(x)\n  println(x)\nend\n", "x"), IsEmpty());
  EXPECT_THAT(moves_of("fn f(a: [Int]) -> [Int]\n  a\nend\n", "a"), ElementsAre(2u));   // whether it moves there depends on its type
}

}  // namespace
}  // namespace ariac::tests
