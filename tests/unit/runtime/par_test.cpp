// Parallel collections: order, errors, cancellation, and that every piece has its own block.
#include <aria/concurrency.hpp>
#include <aria/defer.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <memory>

#include "parked.hpp"

namespace {

using namespace aria::literals;
using rules::Boom;
using rules::boom_of;

aria::Array<aria::Int> numbers(int n) { return aria::range_exclusive(aria::Int(0), aria::Int(n)).to_array(); }

TEST(Par, KeepsTheOrderForEveryLengthAndChunk) {
  aria::block_on([] {
    for (const int n : {0, 1, 2, 127, 128, 129, 1000}) {
      const aria::Array<aria::Int> xs = numbers(n);
      const auto twice = [](aria::Int x) { return x * 2; };
      const auto even = [](aria::Int x) { return x % 2 == 0; };
      const auto add = [](aria::Int a, aria::Int b) { return a + b; };
      for (const int chunk : {0, 1, 3, 5000}) {
        EXPECT_EQ(aria::par(xs, chunk).map(twice).collect(), xs.map(twice));
        EXPECT_EQ(aria::par(xs, chunk).filter(even).collect(), xs.filter(even));
        EXPECT_EQ(aria::par(xs, chunk).scan(7, add), xs.scan(aria::Int(7), add));
        EXPECT_EQ(aria::par(xs, chunk).reduce(7, add), xs.reduce(7, add));
        EXPECT_EQ(aria::par(xs, chunk).sum(), xs.sum());
        EXPECT_EQ(aria::par(xs, chunk).min(), xs.min());
        EXPECT_EQ(aria::par(xs, chunk).count(even), xs.count(even));
      }
    }
  });
}

TEST(Par, SortsStably) {
  struct Card {
    aria::Int suit;
    aria::Int number;
    std::partial_ordering operator<=>(const Card& other) const { return suit <=> other.suit; }
    bool operator==(const Card& other) const { return suit == other.suit; }
  };
  aria::block_on([] {
    aria::Array<Card> cards;
    for (int i = 0; i < 3000; ++i) cards.push({(i * 7919) % 13, i});
    const aria::Array<Card> sorted = aria::par(cards).sort();
    const aria::Array<Card> expected = cards.sort();
    ASSERT_EQ(sorted.size(), cards.size());
    for (aria::Int i = 0; i < sorted.len(); ++i) ASSERT_EQ(sorted[i].number, expected[i].number);
  });
}

TEST(Par, FoldsStringsInOrder) {
  aria::block_on([] {
    const auto text = aria::par(numbers(500)).fold(
        aria::String(""), [](const aria::String& all, aria::Int x) { return aria::format("{}{},", all, x); },
        [](const aria::String& a, const aria::String& b) { return a + b; });
    EXPECT_EQ(text, numbers(500).map([](aria::Int x) { return aria::format("{},", x); }).join());
  });
}

// The first error cancels the pieces that wait, and all have ended when it arrives.
TEST(Par, OneErrorEndsAllPieces) {
  aria::block_on([] {
    std::atomic<int> running = 0;
    const auto work = [&](aria::Int x) {
      running.fetch_add(1);
      const aria::Defer leave([&] { running.fetch_sub(1); });
      if (x == 3) aria::raise(Boom{3});
      aria::sleep(1_h);
      return x;
    };
    EXPECT_EQ(boom_of([&] { aria::par(numbers(50), 1).each(work); }), 3);
    EXPECT_EQ(running.load(), 0);
  });
}

TEST(Par, ADeadlineReachesEveryPiece) {
  aria::block_on([] {
    const auto late = aria::timeout(5_ms, [](aria::Scope&) {
      return aria::par(numbers(20)).map([](aria::Int x) {
        aria::sleep(1_h);
        return x;
      }).sum();
    });
    EXPECT_FALSE(late.has_value());
  });
}

// A block that changes what it holds changes its piece's copy.
TEST(Par, EveryPieceHasItsOwnBlock) {
  aria::block_on([] {
    const auto counted = aria::par(numbers(30), 10).map([n = 0](aria::Int) mutable { return aria::Int(++n); }).collect();
    EXPECT_EQ(counted, aria::range(1, 10).to_array().repeat(3));
  });
}

TEST(Par, MovesWhatCannotBeCopied) {
  aria::block_on([] {
    const auto boxes = aria::par(numbers(300)).map([](aria::Int x) { return std::make_shared<int>(static_cast<int>(x)); }).collect();
    for (aria::Int i = 0; i < 300; ++i) {
      EXPECT_EQ(*boxes[i], static_cast<int>(i));
      EXPECT_EQ(boxes[i].use_count(), 1);
    }
  });
}

TEST(Par, StopsEarlyWhenAnElementIsFound) {
  aria::block_on([] {
    std::atomic<int> seen = 0;
    const bool found = aria::par(numbers(100'000), 50'000).any([&](aria::Int x) {
      seen.fetch_add(1, std::memory_order_relaxed);
      return x == 10;
    });
    EXPECT_TRUE(found);
    EXPECT_LT(seen.load(), 100'000);
  });
}

}  // namespace
