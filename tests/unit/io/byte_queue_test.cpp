// The bytes of a stream that were not read yet.
#include "io/byte_queue.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using aria::detail::ByteQueue;

void put(ByteQueue& queue, std::string_view bytes) {
  queue.make_room(bytes.size());
  ASSERT_GE(queue.room(), bytes.size());
  std::copy(bytes.begin(), bytes.end(), queue.tail());
  queue.extend(bytes.size());
}

TEST(ByteQueue, FindsLinesThatComeInPieces) {
  ByteQueue queue;
  EXPECT_FALSE(queue.find_line_end());
  put(queue, "ab");
  EXPECT_FALSE(queue.find_line_end());
  put(queue, "c\nd\n");
  EXPECT_EQ(queue.find_line_end(), 3u);
  EXPECT_EQ(queue.find_line_end(), 3u);
  queue.drop(4);
  EXPECT_EQ(queue.find_line_end(), 1u);
  queue.drop(2);
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.find_line_end());
}

TEST(ByteQueue, KeepsOrderHoweverItIsFilledAndEmptied) {
  std::mt19937 random(7);
  ByteQueue queue;
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    if (random() % 2 == 0) {
      std::string bytes(random() % 300, static_cast<char>(i));
      put(queue, bytes);
      expected += bytes;
    } else {
      const std::size_t count = expected.empty() ? 0 : random() % (expected.size() + 1);
      queue.drop(count);
      expected.erase(0, count);
    }
    ASSERT_EQ(queue.view(), expected);
  }
}

}  // namespace
