// Timers fire in the order of their exact deadlines, whichever of them are added and removed meanwhile.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "time/timer_queue.hpp"

namespace {

using aria::detail::TimerNode;
using aria::detail::TimerQueue;
using aria::detail::TimerWheel;

constexpr std::int64_t tick = std::int64_t{1} << TimerWheel::tick_bits;

struct Timer : TimerNode {
  Timer() : TimerNode(&note) {}
  static void note(TimerNode& node) { fired->push_back(static_cast<Timer*>(&node)); }
  static inline std::vector<Timer*>* fired = nullptr;
};

class TimerOrder : public testing::Test {
 protected:
  TimerOrder() {
    Timer::fired = &fired_;
    queue_->use_virtual_time(0);
  }
  ~TimerOrder() override { queue_->use_real_time(); }

  std::unique_ptr<TimerQueue> queue_ = std::make_unique<TimerQueue>();
  std::vector<Timer*> fired_;
};

TEST_F(TimerOrder, NearAndFarTogether) {
  std::vector<std::int64_t> deadlines = {0, 1, tick - 1, tick, tick + 1, 255 * tick, 256 * tick, 257 * tick + 5, 65'536 * tick, 65'537 * tick - 1,
                                         (tick << 24) + 3, (tick << 32) + 1, INT64_MAX - 1};
  std::vector<Timer> timers(deadlines.size());
  for (std::size_t i = timers.size(); i-- > 0;) {
    queue_->add(timers[i], deadlines[i]);
  }
  while (queue_->advance_to_next()) {
  }
  ASSERT_EQ(fired_.size(), timers.size());
  for (std::size_t i = 0; i < timers.size(); ++i) {
    EXPECT_EQ(fired_[i], &timers[i]) << i;
  }
  EXPECT_EQ(queue_->pending(), 0u);
}

TEST_F(TimerOrder, EqualDeadlinesInTheOrderOfAdding) {
  std::vector<Timer> timers(50);
  for (Timer& timer : timers) {
    queue_->add(timer, 700 * tick + 9);
  }
  queue_->advance_to(700 * tick + 8);
  EXPECT_TRUE(fired_.empty());
  queue_->advance_to(700 * tick + 9);
  ASSERT_EQ(fired_.size(), timers.size());
  for (std::size_t i = 0; i < timers.size(); ++i) {
    EXPECT_EQ(fired_[i], &timers[i]) << i;
  }
}

// Against a sorted map: random additions and removals at random distances, while time goes on in random steps.
TEST_F(TimerOrder, AsASortedMap) {
  std::mt19937_64 random(20261122);
  const auto any = [&](std::int64_t limit) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit)); };
  std::vector<Timer> timers(400);
  std::vector<Timer*> idle;
  for (Timer& timer : timers) {
    idle.push_back(&timer);
  }
  std::map<std::pair<std::int64_t, std::uint64_t>, Timer*> expected;
  std::map<Timer*, std::pair<std::int64_t, std::uint64_t>> queued;
  std::uint64_t order = 0;
  std::int64_t now = 0;
  for (int step = 0; step < 60'000; ++step) {
    const std::int64_t choice = any(8);
    if (choice < 4 && !idle.empty()) {
      const std::int64_t deadline = now + any(std::int64_t{1} << any(42));
      Timer* timer = idle.back();
      idle.pop_back();
      queue_->add(*timer, deadline);
      expected[{deadline, order}] = timer;
      queued[timer] = {deadline, order++};
    } else if (choice < 6 && !queued.empty()) {
      const auto it = std::next(queued.begin(), any(static_cast<std::int64_t>(queued.size())));
      ASSERT_TRUE(queue_->remove(*it->first));
      idle.push_back(it->first);
      expected.erase(it->second);
      queued.erase(it);
    } else {
      now += any(std::int64_t{1} << any(38));
      fired_.clear();
      queue_->advance_to(now);
      for (Timer* timer : fired_) {
        ASSERT_FALSE(expected.empty());
        ASSERT_EQ(timer, expected.begin()->second);
        expected.erase(expected.begin());
        queued.erase(timer);
        idle.push_back(timer);
      }
      ASSERT_TRUE(expected.empty() || expected.begin()->first.first > now);
    }
    ASSERT_EQ(queue_->pending(), expected.size());
  }
}

}  // namespace
