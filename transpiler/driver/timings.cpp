// The table of --timings.
#include "driver/timings.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

namespace ariac::driver {
namespace {

std::chrono::nanoseconds duration_of(const timeval& time) { return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec); }

std::chrono::nanoseconds cpu_of(int who) {
  rusage usage{};
  getrusage(who, &usage);
  return duration_of(usage.ru_utime) + duration_of(usage.ru_stime);
}

std::string row(std::string_view name, const Timings::Spent& spent) {
  const auto milliseconds = [](std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); };
  return fmt::format("{:<12}{:>10.1f} ms{:>10.1f} ms cpu\n", name, milliseconds(spent.time), milliseconds(spent.cpu));
}

}  // namespace

Timings::Spent Timings::now() { return {std::chrono::steady_clock::now().time_since_epoch(), cpu_of(RUSAGE_SELF) + cpu_of(RUSAGE_CHILDREN)}; }

void Timings::add(std::string_view name, Spent spent) {
  for (Entry& entry : entries_) {
    if (entry.name == name) {
      entry.spent += spent;
      return;
    }
  }
  entries_.push_back({std::string(name), spent});
}

std::string Timings::table() const {
  std::string text;
  Spent sum;
  for (const Entry& entry : entries_) {
    text += row(entry.name, entry.spent);
    sum += entry.spent;
  }
  return text + row("total", sum);
}

}  // namespace ariac::driver
