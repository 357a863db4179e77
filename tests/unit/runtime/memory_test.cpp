// A burst of tasks costs memory while it lasts, and a little later no more.
#include <aria/concurrency.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "parked.hpp"

namespace {

std::size_t resident_megabytes() {
  std::size_t total = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

TEST(Memory, ReturnsToTheSystemAfterABurst) {
  if (rules::slowdown > 1) {
    GTEST_SKIP() << "a sanitizer keeps what is freed";
  }
  constexpr int parked = 40'000;
  constexpr int plain = 1'000'000;
  aria::block_on([] {});
  const std::size_t before = resident_megabytes();
  std::size_t peak = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      const aria::Channel<int> go;
      std::atomic<int> waiting = 0;
      for (int i = 0; i < parked; ++i) {
        s.spawn([&waiting, go] {
          ++waiting;
          go.recv_opt();
        });
      }
      while (waiting < parked) aria::yield_now();
      peak = resident_megabytes();
      go.close();
    });
    aria::scope([&](aria::Scope& s) {
      for (int i = 0; i < plain; ++i) s.spawn([] {});
      peak = std::max(peak, resident_megabytes());
    });
  });
  EXPECT_GT(peak, before + 100);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_LT(resident_megabytes(), before + 64) << "peak " << peak;
  // And everything works as before.
  int sum = 0;
  aria::block_on([&] {
    aria::scope([&](aria::Scope& s) {
      aria::Channel<int> ch;
      for (int i = 0; i < 1'000; ++i) s.spawn([ch, i] { ch.send(i); });
      for (int i = 0; i < 1'000; ++i) sum += ch.recv();
    });
  });
  EXPECT_EQ(sum, 999 * 1'000 / 2);
}

}  // namespace
