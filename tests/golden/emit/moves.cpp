// moves.aria.cpp
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace moves {

// Values move where nobody asks for them again: out of variables, out of what patterns bind, and through parameters.
struct List {
  struct Nil {
    auto reflect() const { return aria::record("Nil"); }
  };
  struct Cons {
    aria::Int first;
    aria::Box<List> second;

    auto reflect() const { return aria::record("Cons", first, second); }
  };

  List push(aria::Int x) &&;
  aria::Int len() &&;
  std::tuple<std::optional<aria::Int>, List> pop() &&;

  ARIA_ENUM(List, Nil, Cons)
};

struct Cell {
  aria::Int value{};
  aria::Box<std::optional<Cell>> next;
};

struct Item {
  struct Many {
    aria::Array<aria::Int> xs;

    auto reflect() const { return aria::record("Many", aria::field("xs", xs)); }
  };
  struct One {
    aria::Int x;

    auto reflect() const { return aria::record("One", aria::field("x", x)); }
  };

  ARIA_ENUM(Item, Many, One)
};

// push(self, x: Int) -> List !{}
List List::push(aria::Int x) && {
  return List::Cons{x, std::move(*this)};
}

// len(self) -> Int !{}
aria::Int List::len() && {
  aria::Int n = 0;
  List cur = std::move(*this);
  while (auto* cons = cur.as<List::Cons>()) {
    List rest = std::move(*cons->second);
    n += 1;
    cur = std::move(rest);
  }
  return n;
}

// pop(self) -> (Int?, List) !{}
std::tuple<std::optional<aria::Int>, List> List::pop() && {
  if (this->is<List::Nil>()) {
    return {std::nullopt, List::Nil{}};
  }
  auto* cons = this->as<List::Cons>();
  List& rest = *cons->second;
  return {std::optional<aria::Int>(cons->first), std::move(rest)};
}

// sum(cells: Cell?) -> Int !{}
static aria::Int sum(std::optional<Cell> cells) {
  aria::Int total = 0;
  std::optional<Cell> cur = std::move(cells);
  while (cur) {
    Cell cell = std::move(*cur);
    total += cell.value;
    cur = std::move(*cell.next);
  }
  return total;
}

// build(n: Int, list: List) -> List !{}
static List build(aria::Int n, List list) {
  if (n == 0) {
    return list;
  }
  return build(n - 1, std::move(list).push(n));
}

// items(stack: [[Int]]) -> Item !{}
static Item items(const aria::Array<aria::Array<aria::Int>>& stack) {
  if (stack.len() > 1) {
    return Item::Many{.xs = aria::Array<aria::Int>{stack.len()}};
  }
  return Item::One{.x = 1};
}

// flat(stack: [[Int]]) -> [Int] !{}
static aria::Array<aria::Int> flat(const aria::Array<aria::Array<aria::Int>>& stack) {
  auto item = items(stack);
  if (auto* many = item.as<Item::Many>()) {
    return std::move(many->xs);
  }
  const auto* one = item.as<Item::One>();
  return aria::Array<aria::Int>{one->x};
}

// main() !{Console}
void main() {
  List list = List::Nil{};
  list = std::move(list).push(1);
  std::tuple<List, List> both = {List(list).push(2), list};
  aria::println(std::move(std::get<1>(both)).len() + sum(Cell{.value = 1, .next = std::nullopt}));
  aria::println(
      flat(
          aria::Array<aria::Array<aria::Int>>{aria::Array<aria::Int>{1}, aria::Array<aria::Int>{2}}));
  aria::println(aria::range(1, 3).fold(build(2, List::Nil{}), [](List acc, aria::Int i) {
        return std::move(acc).push(i);
      }));
}

}  // namespace moves

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, moves::main);
}
