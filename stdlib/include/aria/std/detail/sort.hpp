// Stable sorting: insertion sort for short runs, else merge sort with room for half of the elements.
//
// Runs that are in order already are not merged, so sorted input takes linear time. Written here because std::stable_sort
// draws deprecated functions of libstdc++ into every program.
#pragma once

#include <cstddef>
#include <utility>

#include <aria/std/detail/buffer.hpp>

namespace aria::detail {

template <typename T, typename Less>
void insertion_sort(T* first, T* last, Less& less) {
  for (T* at = first + 1; at < last; ++at) {
    if (!less(*at, *(at - 1))) {
      continue;
    }
    T moving = std::move(*at);
    T* gap = at;
    do {
      *gap = std::move(*(gap - 1));
      --gap;
    } while (gap != first && less(moving, *(gap - 1)));
    *gap = std::move(moving);
  }
}

template <typename T, typename Less>
void merge_sort(T* first, T* last, Buffer<T>& left, Less& less) {
  constexpr std::ptrdiff_t short_run = 12;
  if (last - first <= short_run) {
    insertion_sort(first, last, less);
    return;
  }
  T* const middle = first + (last - first) / 2;
  merge_sort(first, middle, left, less);
  merge_sort(middle, last, left, less);
  if (!less(*middle, *(middle - 1))) {
    return;
  }
  left.clear();
  for (T* at = first; at != middle; ++at) {
    left.emplace(std::move(*at));
  }
  T* from_left = left.begin();
  T* from_right = middle;
  T* out = first;
  while (from_left != left.end() && from_right != last) {
    *out++ = less(*from_right, *from_left) ? std::move(*from_right++) : std::move(*from_left++);
  }
  while (from_left != left.end()) {
    *out++ = std::move(*from_left++);
  }
}

template <typename T, typename Less>
void stable_sort(T* first, T* last, Less less) {
  Buffer<T> left;
  merge_sort(first, last, left, less);
}

}  // namespace aria::detail
