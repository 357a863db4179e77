// Edit distance in which swapping two neighbours counts once.
#include "cli/did_you_mean.hpp"

#include <algorithm>

namespace ariac::cli {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view mistyped, const std::vector<std::string>& candidates) {
  std::optional<std::string> nearest;
  std::size_t allowed = std::max<std::size_t>(1, mistyped.size() / 3);
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(mistyped, candidate);
    if (distance <= allowed && (!nearest || distance < allowed)) {
      nearest = candidate;
      allowed = distance;
    }
  }
  return nearest;
}

}  // namespace ariac::cli
