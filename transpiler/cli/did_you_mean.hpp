// The nearest of a list of words to one that was mistyped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::cli {

// Nothing when no candidate is near enough to be meant.
std::optional<std::string> nearest_word(std::string_view mistyped, const std::vector<std::string>& candidates);

}  // namespace ariac::cli
