// The table of --timings.
#include "driver/timings.hpp"

#include <fmt/format.h>

namespace ariac::driver {
namespace {

double milliseconds(std::chrono::steady_clock::duration spent) { return std::chrono::duration<double, std::milli>(spent).count(); }

}  // namespace

void Timings::add(std::string_view name, Clock::duration spent) {
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
  Clock::duration sum{};
  for (const Entry& entry : entries_) {
    text += fmt::format("{:<12}{:>10.1f} ms\n", entry.name, milliseconds(entry.spent));
    sum += entry.spent;
  }
  return text + fmt::format("{:<12}{:>10.1f} ms\n", "total", milliseconds(sum));
}

}  // namespace ariac::driver
