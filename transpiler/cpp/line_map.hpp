// Which line of the user's source a line of the printed file stems from; debuggers and `aria emit` use it.
#pragma once

#include <map>
#include <optional>

#include "cpp/stmt.hpp"

namespace ariac::cpp {

class LineMap {
 public:
  void add(int printed_line, SourcePlace place) { places_.insert_or_assign(printed_line, std::move(place)); }

  // The place of the nearest statement at or above the line.
  std::optional<SourcePlace> at(int printed_line) const {
    auto after = places_.upper_bound(printed_line);
    if (after == places_.begin()) return std::nullopt;
    return std::prev(after)->second;
  }

  const std::map<int, SourcePlace>& places() const { return places_; }

 private:
  std::map<int, SourcePlace> places_;
};

}  // namespace ariac::cpp
