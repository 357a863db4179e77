// Which effects are inferred for the functions of small programs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "effects/infer_effects.hpp"
#include "effects/signature_line.hpp"
#include "inference.hpp"

namespace ariac::effects {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Program {
 public:
  explicit Program(const std::string& text) : types_(text) {
    table_ = infer_effects(types_.bindings(), types_.table(), types_.interner(), types_.sink());
  }

  std::string messages() const { return types_.full_messages(); }
  // The rows of the function, one for each of its instances: "{Console}".
  std::string row(const std::string& function) const {
    std::istringstream lines(print_functions(table_, types_.table(), types_.bindings(), types_.interner()));
    std::string found;
    for (std::string line; std::getline(lines, line);)
      if (line.rfind(function + "(", 0) == 0) found += (found.empty() ? "" : " ") + line.substr(line.rfind('!') + 1);
    return found;
  }

 private:
  types::Inferred types_;
  EffectTable table_;
};

void expect_effects(const std::string& text, const std::string& function, const std::string& row) {
  const Program program(text);
  EXPECT_THAT(program.messages(), IsEmpty());
  EXPECT_EQ(program.row(function), row) << text;
}

TEST(Effects, OfCalls) {
  expect_effects("fn f(n: Int) -> Int = n + 1\n", "f", "{}");
  expect_effects("fn g(n: Int) = println(n)\nfn f(n: Int)\n  if n > 3\n    g(n)\n  end\nend\n", "f", "{Console}");
  expect_effects("fn f(n: Int)\n  sleep(n.ms)\nend\n", "f", "{Async}");
  expect_effects("fn f(n) = println(n)\nfn main\n  f(1)\n  f(\"a\")\nend\n", "f", "{Console} {Console}");
}

TEST(Effects, OfRecursion) {
  expect_effects("fn f(n: Int) -> Int = if n > 0 then f(n - 1) else 0\n", "f", "{}");
  const std::string both =
      "fn even(n: Int) -> Bool\n  return true if n == 0\n  odd(n - 1)\nend\n"
      "fn odd(n: Int) -> Bool\n  println(n)\n  return false if n == 0\n  even(n - 1)\nend\n";
  expect_effects(both, "even", "{Console}");
  expect_effects(both, "odd", "{Console}");
}

TEST(Effects, OfFunctionParameters) {
  const std::string apply = "fn apply(f: Fn(Int) -> Int) -> Int = f(1)\n";
  expect_effects(apply, "apply", "{e}");
  expect_effects(apply + "fn twice(f: Fn(Int) -> Int) -> Int = apply(f) + apply(f)\n", "twice", "{e}");
  expect_effects(apply + "fn g -> Int = apply { |x| x + 1 }\n", "g", "{}");
  expect_effects(apply + "fn g -> Int = apply { |x| println(x); x }\n", "g", "{Console}");
  expect_effects(apply + "fn loud(n: Int) -> Int\n  println(n)\n  n\nend\nfn g -> Int = apply(&loud)\n", "g", "{Console}");
  expect_effects("fn pass(f: Fn(Int) -> Int) -> Int = 3\nfn g -> Int = pass { |x| println(x); x }\n", "g", "{}");
  expect_effects("fn down(n: Int, f: Fn(Int) -> Unit)\n  f(n)\n  down(n - 1, f) if n > 0\nend\n", "down", "{e}");
  expect_effects("fn f(a: Fn() -> Int, b: Fn() -> Int) -> Int = a() + b()\n", "f", "{e1, e2}");
  expect_effects("fn f(xs: [Int])\n  xs.each { |x| sleep(x.ms) }\nend\n", "f", "{Async}");
}

TEST(Effects, OfKeptFunctions) {
  const std::string button = "struct Button\n  press: Fn() -> Unit\nend\n";
  expect_effects(button + "fn push(b: Button) = (b.press)()\nfn make -> Button = Button(press: || println(1))\n", "push", "{Console}");
  expect_effects(button + "fn push(b: Button) = (b.press)()\nfn make -> Button = Button(press: || println(1))\n", "make", "{}");
  expect_effects(button + "fn push(b: Button) = (b.press)()\nfn make(f: Fn() -> Unit) -> Button = Button(press: f)\n"
                 "fn main\n  push(make(|| println(1)))\nend\n", "push", "{Console}");
  expect_effects("fn run(fs: [Fn(Int) -> Int]) -> Int\n  let mut sum = 0\n  for f in fs\n    sum += f(1)\n  end\n  sum\nend\n"
                 "fn main\n  run([|x| { sleep(1.ms); x }])\nend\n", "run", "{Async}");
  expect_effects("fn compose(f: Fn(Int) -> Int, g: Fn(Int) -> Int) -> Fn(Int) -> Int = |x| g(f(x))\n"
                 "fn main\n  let h = compose(|x| x + 1, |x| { println(x); x })\n  h(3)\nend\n", "main", "{Console}");
}

TEST(Effects, OfErrors) {
  const std::string fails = "enum Bad\n  Odd(Int)\n  Even\nend\nfn half(n: Int) -> Int\n  raise Bad::Odd(n) if n % 2 == 1\n  n\nend\n";
  expect_effects(fails, "half", "{Raise<Bad>}");
  expect_effects(fails + "fn f -> Int\n  begin\n    half(3)\n  rescue\n    0\n  end\nend\n", "f", "{}");
  expect_effects(fails + "fn f -> Int\n  begin\n    half(3)\n  rescue Bad => e\n    0\n  end\nend\n", "f", "{}");
  expect_effects(fails + "fn f -> Int\n  begin\n    half(3)\n  rescue Bad::Odd(n)\n    n\n  end\nend\n", "f", "{Raise<Bad>}");
  expect_effects(fails + "fn f -> Int\n  begin\n    half(3)\n  rescue Bad::Odd(n)\n    n\n  rescue Bad::Even\n    0\n  end\nend\n", "f", "{}");
  expect_effects(fails + "fn f -> Result<Int, Bad>\n  raise Bad::Even\nend\n", "f", "{}");
}

TEST(Effects, OfTasks) {
  expect_effects("fn f(n: Int) -> Int\n  t = spawn { n + 1 }\n  t.await\nend\n", "f", "{Async, Spawn}");
  const std::string fails = "fn fails -> Int\n  raise \"no\"\nend\n";
  expect_effects(fails + "fn f -> Int\n  t = spawn fails()\n  begin\n    t.await\n  rescue\n    0\n  end\nend\n", "f", "{Async, Spawn}");
  expect_effects(fails + "fn f -> Int\n  t = spawn fails()\n  t.await\nend\n", "f", "{Async, Spawn, Raise<String>}");
  expect_effects(fails + "fn f -> Int\n  spawn fails()\n  1\nend\n", "f", "{Async, Spawn, Raise<String>}");
  expect_effects(fails + "fn f\n  spawn fails()\nend\n", "f", "{Spawn, Raise<String>}");      // given back: the caller waits
  expect_effects("fn f(ch: Channel<Int>) -> [Task<Int>]\n  [1].map { |n| spawn { n + (<-ch) } }\nend\n", "f", "{Spawn}");
  expect_effects("fn g(n: Int) -> Int = n\nfn f(ch: Channel<Int>) -> Task<Int> = spawn g(<-ch)\n", "f", "{Async, Spawn}");
  expect_effects("fn f(ch: Channel<Int>)\n  for v in ch\n    ch <- v\n  end\nend\n", "f", "{Async}");
}

TEST(Promises, AreChecked) {
  const std::string note = "fn note(n: Int)\n  println(n)\nend\n";
  const Program broken(note + "fn f(n: Int) -> Int !{}\n  note(n)\n  n\nend\n");
  EXPECT_THAT(broken.messages(), AllOf(HasSubstr("E5001"), HasSubstr("Console"), HasSubstr("promise is made here"), HasSubstr("`note` does it here")));
  EXPECT_THAT(Program(note + "fn f(n: Int) -> Int !{IO}\n  note(n)\n  n\nend\n").messages(), IsEmpty());
  EXPECT_THAT(Program("trait Area\n  fn area(self) -> Int !{}\nend\nstruct A\n  n: Int\nend\n"
                      "impl Area for A\n  fn area(self) -> Int\n    println(1)\n    1\n  end\nend\n").messages(), HasSubstr("E5001"));
}

TEST(Promises, OfFunctionTypes) {
  const std::string quiet = "fn quiet(f: Fn(Int) -> Int !{}) -> Int !{} = f(1)\n";
  EXPECT_THAT(Program(quiet + "fn main\n  println(quiet { |x| x + 1 })\nend\n").messages(), IsEmpty());
  EXPECT_THAT(Program(quiet + "fn main\n  println(quiet { |x| println(x); x })\nend\n").messages(), HasSubstr("E5002"));
  EXPECT_THAT(Program("struct S\n  f: Fn() -> Int !{}\nend\nfn main\n  s = S(f: || { println(1); 1 })\nend\n").messages(), HasSubstr("E5002"));
}

}  // namespace
}  // namespace ariac::effects
