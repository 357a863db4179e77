// stable_sort without std::stable_sort, which in libstdc++ 12 calls a deprecated function that clang warns about.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace ariac::support {

// Sorts by what `projection` gives; equal elements keep their order.
template <typename T, typename Less = std::ranges::less, typename Projection = std::identity>
void stable_sort(std::vector<T>& elements, Less less = {}, Projection projection = {}) {
  std::vector<std::pair<T, std::size_t>> numbered;
  numbered.reserve(elements.size());
  for (T& element : elements) numbered.emplace_back(std::move(element), numbered.size());
  std::sort(numbered.begin(), numbered.end(), [&](const auto& a, const auto& b) {
    if (std::invoke(less, std::invoke(projection, a.first), std::invoke(projection, b.first))) return true;
    return a.second < b.second && !std::invoke(less, std::invoke(projection, b.first), std::invoke(projection, a.first));
  });
  for (std::size_t i = 0; i < elements.size(); ++i) elements[i] = std::move(numbered[i].first);
}

}  // namespace ariac::support
