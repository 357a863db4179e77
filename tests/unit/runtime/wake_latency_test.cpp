// How late a task comes that sleeps again and again while another keeps a worker busy. Prints the figures; the limits here are
// loose, for tests run on machines that do other things too.
#include <aria/concurrency.hpp>
#include <aria/poll.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <vector>

#include "parked.hpp"

namespace {

using namespace aria::literals;

std::int64_t now() { return aria::Instant::now().as_nanoseconds(); }

// Three ways to keep a worker busy until `over`.
void in_a_call(const std::atomic<bool>& over) {
  while (!over) usleep(1000);
}
void without_polls(const std::atomic<bool>& over) {
  while (!over) {
  }
}
void with_polls(const std::atomic<bool>& over) {
  while (!over) aria::poll();
}

struct Late {
  std::int64_t p50;
  std::int64_t p99;
};

Late late_beside(const char* name, int workers, void (*busy)(const std::atomic<bool>&)) {
  constexpr std::size_t naps = 1000 / rules::slowdown;
  std::vector<std::int64_t> late;
  aria::with_runtime(
      [&] {
        std::atomic<bool> over = false;
        aria::scope([&](aria::Scope& s) {
          s.spawn([&] {
            for (std::size_t i = 0; i < naps; ++i) {
              const std::int64_t due = now() + 1'000'000;
              aria::sleep(1_ms);
              late.push_back(now() - due);
            }
            over = true;
          });
          s.spawn([&] { busy(over); });
        });
      },
      {.workers = workers});
  std::sort(late.begin(), late.end());
  const Late result{late[naps / 2], late[naps * 99 / 100]};
  std::printf("%-14s on %d: p50 %6.0f µs, p99 %6.0f µs, worst %6.0f µs\n", name, workers, static_cast<double>(result.p50) / 1e3,
              static_cast<double>(result.p99) / 1e3, static_cast<double>(late.back()) / 1e3);
  return result;
}

// Loose for machines that do other things: without the watcher's attention the median alone is several times the bound.
void expect_soon(const Late& late) {
  EXPECT_LT(late.p50, 5'000'000);
  EXPECT_LT(late.p99, 50'000'000);
}

TEST(WakeLatency, BesideACallThatBlocks) {
  for (const int workers : {1, 2}) expect_soon(late_beside("blocks", workers, &in_a_call));
}
TEST(WakeLatency, BesideAComputationWithoutPolls) {
  for (const int workers : {1, 2}) expect_soon(late_beside("without polls", workers, &without_polls));
}
TEST(WakeLatency, BesideALoopThatPolls) {
  for (const int workers : {1, 2}) expect_soon(late_beside("with polls", workers, &with_polls));
}

}  // namespace
