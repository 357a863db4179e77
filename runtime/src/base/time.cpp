// The monotonic clock and its seam.
#include <aria/time.hpp>

#include <time.h>

#include <atomic>
#include <cstdio>

namespace aria {

namespace {

std::int64_t system_nanoseconds() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::atomic<detail::ClockSource> clock_source{&system_nanoseconds};

}  // namespace

Instant Instant::now() noexcept { return Instant(clock_source.load(std::memory_order_relaxed)()); }

std::string Duration::text() const {
  struct Unit {
    std::int64_t size;
    const char* name;
  };
  constexpr Unit units[] = {{3'600'000'000'000, "h"}, {60'000'000'000, "min"}, {1'000'000'000, "s"}, {1'000'000, "ms"}, {1'000, "us"}};
  const std::int64_t size = nanoseconds_ < 0 ? -nanoseconds_ : nanoseconds_;
  for (const Unit& unit : units) {
    if (size >= unit.size) {
      char digits[40];
      std::snprintf(digits, sizeof digits, "%.6g", static_cast<double>(nanoseconds_) / static_cast<double>(unit.size));
      return std::string(digits) + unit.name;
    }
  }
  return std::to_string(nanoseconds_) + "ns";
}

namespace detail {
void set_clock_source(ClockSource source) noexcept {
  clock_source.store(source != nullptr ? source : &system_nanoseconds, std::memory_order_relaxed);
}
}  // namespace detail

}  // namespace aria
