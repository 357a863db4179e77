// Which declaration the names of small programs mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resolve/near_name.hpp"
#include "resolved_program.hpp"

namespace ariac::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void expect_clean(const std::string& program) { EXPECT_THAT(Resolved(program).problems(), IsEmpty()) << program; }

void expect_problem(const std::string& program, const std::string& problem) {
  EXPECT_THAT(Resolved(program).problems(), ElementsAre(problem)) << program;
}

TEST(Names, UnknownOnesAreReportedWithTheNearest) {
  Resolved program("fn main\n  total = 1\n  println(totl)\nend\n");
  EXPECT_THAT(program.problems(), ElementsAre("main:3 E1001"));
  EXPECT_THAT(program.first_text(), HasSubstr("did you mean `total`?"));
}

TEST(Names, ShortNamesAreNotSuggestedForEachOther) {
  EXPECT_EQ(resolve::near_name("x", {"y", "z"}), std::nullopt);
  EXPECT_EQ(resolve::near_name("cirle", {"circle", "square"}), "circle");
  EXPECT_EQ(resolve::near_name("aera", {"area", "solids"}), "area");
}

TEST(Scopes, BareDeclarationsBelongToTheFunction) {
  expect_clean("fn f(n: Int) -> Int\n  if n > 1\n    x = 1\n  else\n    x = 2\n  end\n  x\nend\n");
}

TEST(Scopes, LetBelongsToItsBody) {
  expect_problem("fn f(n: Int) -> Int\n  if n > 1\n    let x = 1\n  end\n  x\nend\n", "main:5 E1001");
}

TEST(Scopes, BlocksHaveDeclarationsOfTheirOwn) {
  expect_problem("fn f(xs: [Int]) -> Int\n  xs.each do |y|\n    inner = y\n  end\n  inner\nend\n", "main:5 E1001");
}

TEST(Scopes, NestedFunctionsSeeNoLocals) {
  expect_problem("fn f(n: Int) -> Int\n  fn g -> Int\n    n\n  end\n  g()\nend\n", "main:3 E1001");
}

TEST(Scopes, ItBelongsToTheInnermostBlockWithoutParameters) {
  expect_clean("fn f(xs: [Int])\n  xs.each { println(it) }\n  xs.each { xs.each { |y| println(it + y) } }\nend\n");
  expect_problem("fn f(xs: [Int])\n  println(it)\nend\n", "main:2 E1001");
}

TEST(Captures, NestedClosuresCaptureThrough) {
  Resolved program("fn f(k: Int) -> Fn() -> Fn() -> Int\n  || (|| k)\nend\n");
  EXPECT_THAT(program.problems(), IsEmpty());
  ASSERT_EQ(program.bindings->captures.size(), 2u);
  for (const auto& [closure, captured] : program.bindings->captures) EXPECT_EQ(captured.size(), 1u);
}

TEST(Types, UndeclaredSingleCapitalsAreTypeParameters) {
  expect_clean("fn first(xs: [T]) -> T? = nil\n");
  expect_problem("struct Pair\n  a: T\nend\n", "main:2 E1002");
  expect_problem("fn f(x: Strng) = x\n", "main:1 E1002");
}

TEST(Definitions, DuplicatesAreReportedAtTheSecond) {
  expect_problem("fn area(w: Int) = w\nfn area(h: Int) = h\n", "main:2 E1006");
  expect_problem("struct P\n  x: Int\n  x: Int\nend\n", "main:3 E1006");
  expect_problem("fn f(a: Int, a: Int) = a\n", "main:1 E1006");
}

TEST(Definitions, ExtensionFunctionsShareNames) {
  expect_clean("fn label(self: Int) -> Int = 1\nfn label(self: String) -> Int = 2\n");
}

TEST(Definitions, UsersNamesHideTheLibrarys) {
  Resolved program("fn panic(n: Int) -> Int = n\nfn main\n  panic(1)\nend\n");
  EXPECT_THAT(program.problems(), IsEmpty());
}

TEST(Jumps, OutsideOfLoops) {
  expect_problem("fn f(n: Int)\n  break if n > 1\nend\n", "main:2 E3701");
  expect_clean("fn f(xs: [Int])\n  xs.each { |x| break if x > 1 }\n  loop\n    break\n  end\nend\n");
  expect_problem("fn f\n  loop\n    t = spawn do\n      break\n    end\n  end\nend\n", "main:4 E3702");
}

TEST(Contracts, ResultAndOldOnlyInEnsures) {
  expect_clean("fn f(n: Int) -> Int\n  ensures result > old(n)\n  n + 1\nend\n");
  expect_problem("fn f(n: Int) -> Int\n  requires result > 1\n  n\nend\n", "main:2 E1001");
}

TEST(Modules, AllFormsOfImport) {
  Resolved program(std::vector<File>{{"main",
                     "import geo::area\nimport geo::area as a\nimport geo::area::{square, circle as round}\nimport text::*\n"
                     "import \"./lib/tools\" as tools\n"
                     "fn main\n  area::square(1)\n  a.circle(1)\n  square(1)\n  round(1)\n  shout(1)\n  tools::mend(1)\n  geo::area::square(2)\nend\n"},
                    {"geo::area", "pub fn square(n) = n\npub fn circle(n) = n\n"},
                    {"text", "pub use inner::whisper\npub fn shout(s) = s\n"},
                    {"inner", "pub fn whisper(s) = s\n"},
                    {"lib::tools", "import \"../inner\" as i\npub fn mend(n) = i::whisper(n)\n"}});
  EXPECT_THAT(program.problems(), IsEmpty());
}

TEST(Modules, PrivateNames) {
  Resolved program(std::vector<File>{{"main", "import vault\nimport vault::hidden\nfn main = vault::secret()\n"},
                    {"vault", "fn secret() -> Int = 1\nfn hidden() -> Int = 2\n"}});
  EXPECT_THAT(program.problems(), ElementsAre("main:2 E1005", "main:3 E1005"));
}

TEST(Modules, NearNamesOfModulesAndTheirItems) {
  Resolved program(std::vector<File>{{"main", "import geometry::aera\nimport geometry::area::{square, cirle}\nfn main = square(1)\n"},
                    {"geometry::area", "pub fn square(n: Int) -> Int = n\npub fn circle(n: Int) -> Int = n\n"}});
  EXPECT_THAT(program.problems(), ElementsAre("main:1 E1003", "main:2 E1004"));
  EXPECT_THAT(program.first_text(), HasSubstr("did you mean `area`?"));
}

TEST(Modules, ImportsStayInThePackage) {
  Resolved program(std::vector<File>{{"main", "import \"../../etc/passwd\" as p\n"}});
  EXPECT_THAT(program.problems(), ElementsAre("main:1 E1009"));
}

TEST(Modules, CyclesOfConstants) {
  Resolved program(std::vector<File>{{"main", "import left\nfn main = left::WIDTH\n"},
                    {"left", "import right\npub const WIDTH: Int = right::HEIGHT + 1\n"},
                    {"right", "import left\npub const HEIGHT: Int = left::WIDTH * 2\n"}});
  EXPECT_THAT(program.problems(), ElementsAre("left:2 E1008"));
  EXPECT_THAT(program.first_text(), HasSubstr("right::HEIGHT"));
}

TEST(Modules, ConstantsAreOrderedByDependence) {
  Resolved program("const A: Int = f()\nfn f -> Int = B\nconst B: Int = 1\n");
  EXPECT_THAT(program.problems(), IsEmpty());
  std::vector<std::string> order;
  for (resolve::DefId id : program.bindings->constants_in_order)
    order.emplace_back(program.interner.text(program.bindings->def(id).name));
  EXPECT_THAT(order, ElementsAre("B", "A"));
}

TEST(Modules, ReexportsThatLeadBack) {
  Resolved program(std::vector<File>{{"main", "import a::x\n"}, {"a", "pub use b::x\n"}, {"b", "pub use a::x\n"}});
  EXPECT_FALSE(program.problems().empty());
}

TEST(Select, AnArrowArmSendsWhenItsLeftSideIsAVariable) {
  Resolved program("fn f(ch: Channel<Int>, out: Channel<Int>)\n  select\n    p <- ch => println(p)\n    out <- 1 => println(1)\n  end\nend\n");
  EXPECT_THAT(program.problems(), IsEmpty());
  EXPECT_EQ(program.bindings->ambiguous_sends.size(), 1u);
}

TEST(Patterns, AlternativesBindTheSameNames) {
  expect_problem("enum E\n  A(Int)\n  B(Int)\nend\nfn f(e: E) -> Int\n  match e\n    A(x) | B(_) => 1\n  end\nend\n", "main:7 E1017");
  expect_clean("enum E\n  A(Int)\n  B(Int)\nend\nfn f(e: E) -> Int\n  match e\n    A(x) | B(x) => x\n  end\nend\n");
}

TEST(SyntaxErrors, SilenceTheirDeclaration) {
  Resolved program("fn f(n: Int) -> Int\n  x = n * * 2\n  x + y\nend\nfn g -> Int = zz\n");
  std::size_t of_f = 0;
  for (const std::string& problem : program.problems()) of_f += problem.find("E1") != std::string::npos ? 1 : 0;
  EXPECT_EQ(of_f, 1u);
}

TEST(Effects, UnknownNamesInRows) {
  expect_clean("fn f(g: Fn() -> Int !{e}) -> Int !{IO, Raise<String> | e} = g()\n");
  expect_problem("fn f -> Int !{Consle} = 1\n", "main:1 E1015");
}

}  // namespace
}  // namespace ariac::tests
