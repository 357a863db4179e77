// Edit distance with swaps (Damerau), cut off at a limit.
#include "resolve/near_name.hpp"

#include "resolve/familiar_names.hpp"

#include <algorithm>
#include <cctype>

namespace ariac::resolve {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if ((a.size() > b.size() ? a.size() - b.size() : b.size() - a.size()) > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t k = 0; k <= b.size(); ++k) previous[k] = k;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t replaced = previous[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      current[k] = std::min({replaced, previous[k] + 1, current[k - 1] + 1});
      const bool swapped = i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1];
      if (swapped) current[k] = std::min(current[k], before[k - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min(previous[b.size()], limit + 1);
}

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::size_t common_start(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
}

}  // namespace

std::optional<std::string> near_name(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (auto familiar = familiar_name(name, candidates)) return familiar;
  const std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
  const std::string wanted = lower(name);
  std::optional<std::string> best;
  std::size_t best_distance = limit + 1;
  for (std::string_view candidate : candidates) {
    if (candidate == name || candidate.empty()) continue;
    if (candidate.size() > name.size() + limit || name.size() > candidate.size() + limit) continue;
    const std::size_t distance = edit_distance(wanted, lower(candidate), limit);
    // A name of one or two letters is near to every other short name.
    if (distance > limit || distance >= std::max(name.size(), candidate.size())) continue;
    const auto rank = [&](std::string_view text) { return std::pair(-static_cast<std::ptrdiff_t>(common_start(wanted, lower(text))), text); };
    if (distance < best_distance || (distance == best_distance && rank(candidate) < rank(*best))) {
      best = std::string(candidate);
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace ariac::resolve
