// Arrays, maps, sets, ranges, options, results, iterators, boxes.
#include <algorithm>
#include <deque>
#include <random>
#include <string>

#include <aria/prelude.hpp>

#include "expect_panic.hpp"

namespace aria {
namespace {

using Ints = Array<Int>;

TEST(Array, IndexesWithChecks) {
  Ints xs = {1, 2, 3};
  xs[0] += 10;
  EXPECT_EQ(xs[0], 11);
  EXPECT_PANIC(xs[3], "index 3 is out of bounds for length 3");
  EXPECT_PANIC(xs[-1], "out of bounds");
  EXPECT_EQ(xs[range_exclusive(1, 3)], (Ints{2, 3}));
  EXPECT_EQ(xs[range(3, 1)], Ints());
  EXPECT_PANIC(xs[range(1, 3)], "out of bounds");
}

TEST(Array, CopiesAreIndependent) {
  Array<Ints> rows = {{1}, {2}};
  Array<Ints> copy = rows;
  copy[0].push(9);
  EXPECT_EQ(rows[0].len(), 1);
  rows[1].push(rows[1][0]);
  EXPECT_EQ(rows[1], (Ints{2, 2}));
}

TEST(Array, GrowsAndShrinks) {
  Ints xs;
  for (Int i = 0; i < 100; ++i) {
    xs.push(i);
  }
  xs.push(xs[0]);
  EXPECT_EQ(xs.pop(), std::optional<Int>(0));
  xs.insert(0, -1);
  EXPECT_EQ(xs.remove_at(0), -1);
  EXPECT_EQ(xs.shift(), std::optional<Int>(0));
  xs.retain([](Int x) { return x % 50 == 0; });
  EXPECT_EQ(xs, (Ints{50}));
  EXPECT_PANIC(xs.insert(5, 1), "out of bounds");
  EXPECT_EQ(Ints().pop(), std::nullopt);
  xs.append(xs);
  EXPECT_EQ(xs, (Ints{50, 50}));
}

// What is taken from the front leaves room that is used again, whatever else happens to the array.
template <typename Make>
void behaves_as_deque(Make make) {
  using T = decltype(make(0));
  std::mt19937 random(7);
  Array<T> xs;
  std::deque<T> model;
  for (int step = 0; step < 20'000; ++step) {
    const int size = static_cast<int>(model.size());
    switch (random() % (size > 40 ? 12 : 9)) {
      case 0: case 1: case 2: case 3:
        xs.push(make(step));
        model.push_back(make(step));
        break;
      case 4:
        xs.unshift(make(step));
        model.push_front(make(step));
        break;
      case 5:
        if (size != 0) {
          xs.push(xs[size / 2]);
          model.push_back(T(model[model.size() / 2]));
        }
        break;
      case 6:
        if (size != 0) {
          const int at = static_cast<int>(random() % model.size());
          EXPECT_EQ(xs.remove_at(at), model[static_cast<std::size_t>(at)]);
          model.erase(model.begin() + at);
        }
        break;
      case 7: {
        Array<T> copy = xs;
        copy.append(Array<T>{make(-1)});
        std::swap(xs, copy);
        copy = xs;
        xs = std::move(copy);
        model.push_back(make(-1));
        break;
      }
      default:
        EXPECT_EQ(xs.shift().has_value(), size != 0);
        if (size != 0) {
          model.pop_front();
        }
    }
    ASSERT_TRUE(std::equal(xs.begin(), xs.end(), model.begin(), model.end())) << "at step " << step;
  }
}

TEST(Array, IsAQueue) {
  behaves_as_deque([](int n) { return Int(n); });
  behaves_as_deque([](int n) { return String("a text that lies on the heap, number " + std::to_string(n)); });
}

TEST(Array, QueueOfAFewKeepsItsStorage) {
  detail::Buffer<String> queue;
  for (int i = 0; i < 100'000; ++i) {
    queue.emplace("text");
    if (queue.size() > 4) {
      queue.pop_front();
    }
  }
  EXPECT_LE(queue.capacity(), 64u);
}

TEST(Array, SortsStablyByKeyOrComparator) {
  Array<std::tuple<Int, String>> xs;
  for (Int i = 0; i < 200; ++i) {
    xs.push({i * 7919 % 10, to_string(i)});
  }
  const auto sorted = xs.sort_by([](const auto& x) { return std::get<0>(x); });
  for (Int i = 1; i < sorted.len(); ++i) {
    const auto& [a, text_a] = sorted[i - 1];
    const auto& [b, text_b] = sorted[i];
    EXPECT_TRUE(a < b || (a == b && text_a.to_int().unwrap() < text_b.to_int().unwrap()));
  }
  EXPECT_EQ((Ints{1, 3, 2}.sort_by([](Int a, Int b) { return cmp(b, a); })), (Ints{3, 2, 1}));
  EXPECT_EQ((Array<String>{"zeta", "émile", "alpha"}.sort()), (Array<String>{"alpha", "zeta", "émile"}));
}

TEST(Array, GroupsAndWindows) {
  const Ints xs = {1, 2, 3, 4, 5};
  EXPECT_EQ(xs.chunk(2), (Array<Ints>{{1, 2}, {3, 4}, {5}}));
  EXPECT_EQ(xs.window(4), (Array<Ints>{{1, 2, 3, 4}, {2, 3, 4, 5}}));
  EXPECT_PANIC(xs.chunk(0), "must be positive");
  EXPECT_EQ(to_string(xs.group_by([](Int x) { return x % 2; })), "{1 => [1, 3, 5], 0 => [2, 4]}");
  EXPECT_EQ(xs.take(99).len(), 5);
  EXPECT_EQ(xs.skip(99).len(), 0);
  EXPECT_EQ(xs.max_by([](Int x) { return x % 3; }), std::optional<Int>(2));
  EXPECT_EQ(xs.sum(), 15);
  EXPECT_EQ(to_string(xs.zip(Array<String>{"a", "b"})), R"([(1, "a"), (2, "b")])");
  EXPECT_EQ((Ints{1, 1, 2, 1}.dedup()), (Ints{1, 2, 1}));
  EXPECT_EQ((Ints{1, 1, 2, 1}.unique()), (Ints{1, 2}));
  EXPECT_EQ(xs.rotate(2), (Ints{3, 4, 5, 1, 2}));
}

TEST(Map, KeepsInsertionOrderThroughRemovals) {
  Map<String, Int> stock = {{"pear", 3}, {"apple", 7}};
  stock.insert("fig", 1);
  stock["pear"] += 2;
  EXPECT_EQ(stock.remove("apple"), std::optional<Int>(7));
  EXPECT_EQ(stock.remove("apple"), std::nullopt);
  stock.insert("apple", 1);
  EXPECT_EQ(stock.keys(), (Array<String>{"pear", "fig", "apple"}));
  EXPECT_EQ(stock.get("plum"), std::nullopt);
  EXPECT_PANIC(stock["plum"], "no such key: \"plum\"");
}

TEST(Map, AgreesWithASimpleModelUnderManyChanges) {
  Map<Int, Int> map;
  Array<std::tuple<Int, Int>> model;
  Random random(42);
  for (Int step = 0; step < 20000; ++step) {
    const Int key = random.int_(range_exclusive(0, 300));
    const auto same = [key](const std::tuple<Int, Int>& entry) { return std::get<0>(entry) == key; };
    const std::optional<Int> at = model.position(same);
    if (random.bool_()) {
      map.insert(key, step);
      if (at) {
        std::get<1>(model[*at]) = step;
      } else {
        model.push({key, step});
      }
    } else {
      EXPECT_EQ(map.remove(key).has_value(), at.has_value());
      if (at) {
        model.remove_at(*at);
      }
    }
  }
  EXPECT_EQ(map.entries(), model);
}

TEST(Set, DoesAlgebra) {
  const Set<Int> primes = {7, 2, 3, 2, 5};
  const Set<Int> odds = {1, 3, 5, 7, 9};
  EXPECT_EQ(primes.len(), 4);
  EXPECT_EQ(primes.union_(odds).sort(), (Ints{1, 2, 3, 5, 7, 9}));
  EXPECT_EQ(primes.intersection(odds), (Set<Int>{3, 5, 7}));
  EXPECT_EQ(odds.difference(primes).sort(), (Ints{1, 9}));
  EXPECT_TRUE((Set<Int>{3, 5}).is_subset(primes));
}

TEST(Range, WalksAndContains) {
  EXPECT_EQ(range(1, 4).map([](Int i) { return i * i; }), (Ints{1, 4, 9, 16}));
  EXPECT_TRUE(range(4, 1).is_empty());
  EXPECT_EQ(range_exclusive(0, 5).len(), 5);
  EXPECT_EQ(range('a', 'e').join(""), "abcde");
  EXPECT_EQ(range(Char(U'\uD7FF'), Char(U'\uE000')).len(), 2);
  EXPECT_EQ(range(Int8(126), Int8(127)).len(), 2);
  EXPECT_TRUE(range(1, 3).contains(3));
  EXPECT_FALSE(range_exclusive(1, 3).contains(3));
  EXPECT_EQ(range(0, 10).step(4).to_array(), (Ints{0, 4, 8}));
}

TEST(Option, MethodsAreFreeFunctions) {
  const std::optional<Int> three = 3;
  EXPECT_EQ(aria::map(three, [](Int x) { return x + 1; }), std::optional<Int>(4));
  EXPECT_EQ(aria::unwrap_or(std::optional<Int>(), 7), 7);
  EXPECT_PANIC(aria::unwrap(std::optional<Int>()), "unwrap on None");
  EXPECT_EQ(aria::ok_or(std::optional<Int>(), String("none")), (Result<Int, String>(Err("none"))));
}

TEST(Result, ConvertsAndUnwraps) {
  const Result<Int, String> bad = Err("x");
  EXPECT_PANIC(bad.unwrap(), "unwrap on Err(\"x\")");
  EXPECT_EQ(bad.map_err([](const String& e) { return e.len(); }), (Result<Int, Int>(Err(Int(1)))));
  EXPECT_EQ((Result<Int, String>(3).and_then([](Int x) { return Result<Int, String>(x + 1); }).unwrap()), 4);
  EXPECT_EQ(bad.unwrap_or(9), 9);
  const Result<String, String> same = Ok("v");
  EXPECT_EQ(same.unwrap(), "v");
}

struct Fibonacci {
  Int a = 0;
  Int b = 1;
  std::optional<Int> next() {
    const Int value = a;
    a = std::exchange(b, a + b);
    return value;
  }
};

TEST(Iter, WalksUserIteratorsLazily) {
  EXPECT_EQ(iter(Fibonacci()).take(8).join(" "), "0 1 1 2 3 5 8 13");
  const Iter<Int> even = iter(Fibonacci()).filter([](Int x) { return x % 2 == 0; });
  EXPECT_EQ(even.take(3).collect(), (Ints{0, 2, 8}));
  EXPECT_EQ(even.take(3).collect(), (Ints{0, 2, 8}));
  EXPECT_EQ(iter(Ints{1, 2, 3}).zip(iter(Fibonacci())).map([](const auto& p) { return std::get<0>(p) * std::get<1>(p); }).sum(), 0 + 2 + 3);
  EXPECT_EQ(iter(Ints{1, 2}).chain(Ints{3}).enumerate().last(), (std::optional(std::tuple<Int, Int>(2, 3))));
  EXPECT_EQ(iter(Fibonacci()).find([](Int x) { return x > 50; }), std::optional<Int>(55));
  EXPECT_EQ(iter(Ints{1, 2, 3}).flat_map([](Int x) { return Ints::filled(x, x); }).to_array(), (Ints{1, 2, 2, 3, 3, 3}));
}

struct Chain {
  struct Nil {
    auto reflect() const { return record("Nil"); }
  };
  struct Cons {
    Int head;
    Box<Chain> tail;
    auto reflect() const { return record("Cons", field("head", head), field("tail", tail)); }
  };
  ARIA_ENUM(Chain, Nil, Cons)
};

TEST(Box, LongChainsDropWithoutRecursion) {
  Chain chain = Chain::Nil{};
  for (Int i = 0; i < 1'000'000; ++i) {
    chain = Chain::Cons{i, std::move(chain)};
  }
  chain = Chain::Cons{1, Chain(Chain::Nil{})};
  Chain copy = chain;
  copy.as<Chain::Cons>()->head = 2;
  EXPECT_EQ(to_string(chain), "Cons(head: 1, tail: Nil)");
  EXPECT_FALSE(copy == chain);
}

// Written as the variant or as the enum; a box that changes gets a value of its own.
TEST(Box, TheFirstEmptyVariantIsShared) {
  const Box<Chain> one = Chain::Nil{};
  Box<Chain> other = Chain(Chain::Nil{});
  EXPECT_EQ(&*one, &std::as_const(other).get());
  *other = Chain::Cons{1, Chain::Nil{}};
  EXPECT_EQ(to_string(*one), "Nil");
  EXPECT_EQ(to_string(std::as_const(other).get()), "Cons(head: 1, tail: Nil)");
}

TEST(Contracts, PanicWithTheirMessage) {
  EXPECT_PANIC(require(false, "no negative prices"), "no negative prices");
  EXPECT_PANIC(assert_eq(Int(1), 2), "1 is not 2");
  EXPECT_EQ(ensure(Int(3), [](Int result) { return result > 0; }, "positive"), 3);
}

}  // namespace
}  // namespace aria
