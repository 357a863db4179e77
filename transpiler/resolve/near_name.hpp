// Suggestions for a name that was not found: the nearest of the names that could stand there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::resolve {

// The number of insertions, deletions, replacements and swaps of neighbours between two names, in bytes. Anything
// above `limit` is reported as `limit + 1`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The candidate that `name` was probably meant to be; names that differ in more than a third of their length are not
// suggested, except for what other languages call it. Of several at the same distance the one that begins alike, then
// the first in alphabetical order.
std::optional<std::string> near_name(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace ariac::resolve
