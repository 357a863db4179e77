// Parallel collections: every operation splits its items into pieces that run as tasks of a scope of its own and puts
// the results together in the order of the items.
//
//   aria::par(xs).map(score).filter(good).sum()
//   aria::par(xs, 1).each(send)                      every element is a task
//
// An operation runs when it is called and ends when its pieces have. The split depends on the length and on the chunk
// alone, so the result is the same for every number of workers, sums of floating point included. Blocks may suspend;
// each piece works on a copy of its block. The first error cancels the other pieces and is raised when all have ended,
// the others are suppressed in it. Thread-safe as a const Array is.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <aria/combinators.hpp>
#include <aria/scope.hpp>
#include <aria/std/array.hpp>
#include <aria/std/sequence.hpp>

namespace aria {

namespace detail {

// Some neighbours of an array.
template <typename T>
class Piece : public Sequence<Piece<T>, T> {
 public:
  Piece(const T* first, const T* stop) noexcept : first_(first), stop_(stop) {}
  const T* begin() const noexcept { return first_; }
  const T* end() const noexcept { return stop_; }
  Int len() const noexcept { return Int::raw(stop_ - first_); }

 private:
  const T* first_;
  const T* stop_;
};

// What body(0) to body(n - 1) give, each a task.
template <typename Body>
auto run_tasks(std::size_t n, const Body& body, Site site) {
  using Value = std::invoke_result_t<const Body&, std::size_t>;
  std::vector<std::optional<Value>> values(n);
  if (n == 1) {
    values[0].emplace(body(0));
  } else if (n > 1) {
    scope(
        [&](Scope& s) {
          std::vector<Task<Unit>> tasks;
          tasks.reserve(n);
          for (std::size_t i = 0; i < n; ++i) {
            tasks.push_back(s.spawn([&body, &value = values[i], i] { value.emplace(body(i)); }, {}, site));
          }
          await_all(tasks, site);  // raises where a piece was cancelled: past the scope every value is there
        },
        ScopeOptions{}, site);
  }
  std::vector<Value> results;
  results.reserve(n);
  for (std::optional<Value>& value : values) {
    results.push_back(*std::move(value));
  }
  return results;
}

// How many items make a piece.
inline std::size_t piece_size(std::size_t items, Int chunk) {
  constexpr std::size_t usual_pieces = 128;
  return chunk != 0 ? positive_count(chunk, "chunk size") : std::max<std::size_t>(1, (items + usual_pieces - 1) / usual_pieces);
}

// What work(piece, block) gives for each piece of the items; `block` is a copy for that piece.
template <typename T, typename Block, typename Work>
auto run_pieces(const Array<T>& items, std::size_t size, const Block& block, const Work& work, Site site) {
  return run_tasks(
      (items.size() + size - 1) / size,
      [&](std::size_t i) {
        Block own = block;
        const T* first = items.begin() + i * size;
        return work(Piece<T>(first, first + std::min(size, items.size() - i * size)), own);
      },
      site);
}

template <typename T>
Array<T> joined(std::vector<Array<T>>&& parts) {
  std::size_t size = 0;
  for (const Array<T>& part : parts) {
    size += part.size();
  }
  Array<T> all;
  all.reserve(static_cast<std::int64_t>(size));
  for (Array<T>& part : parts) {
    for (T& x : part) {
      all.push(std::move(x));
    }
  }
  return all;
}

// Of equal elements those of `left` come first.
template <typename T, typename Less>
Array<T> merged(Array<T>&& left, Array<T>&& right, const Less& less) {
  Array<T> all;
  all.reserve(left.len() + right.len());
  T* from_right = right.begin();
  for (T& x : left) {
    while (from_right != right.end() && less(*from_right, x)) {
      all.push(std::move(*from_right++));
    }
    all.push(std::move(x));
  }
  while (from_right != right.end()) {
    all.push(std::move(*from_right++));
  }
  return all;
}

// Sorted runs, merged in pairs until one is left.
template <typename T, typename Less>
Array<T> merge_runs(std::vector<Array<T>>&& runs, const Less& less, Site site) {
  while (runs.size() > 1) {
    runs = run_tasks(
        (runs.size() + 1) / 2,
        [&](std::size_t i) {
          Array<T>& left = runs[2 * i];
          return 2 * i + 1 < runs.size() ? merged(std::move(left), std::move(runs[2 * i + 1]), less) : std::move(left);
        },
        site);
  }
  return runs.empty() ? Array<T>() : std::move(runs.front());
}

struct NoBlock {};

}  // namespace detail

// xs.par: the elements of `Items`, an Array<T> or a reference to one that outlives this.
template <typename T, typename Items = Array<T>>
class Par {
 public:
  using value_type = T;

  Par(Items items, Int chunk) : items_(std::forward<Items>(items)), chunk_(chunk) {}
  // A variable owns its elements.
  operator Par<T>() const
    requires(!std::is_same_v<Items, Array<T>>)
  {
    return Par<T>(items_, chunk_);
  }

  template <typename F>
  auto map(F f, Site site = Site::here()) const {
    using U = detail::ResultOf<F, const T&>;
    return Par<U>(all_of(f, [](const auto& piece, F& block) { return piece.map(block); }, site), chunk_);
  }
  template <typename F>
  Par<T> filter(F keep, Site site = Site::here()) const {
    return Par<T>(all_of(keep, [](const auto& piece, F& block) { return piece.filter(block); }, site), chunk_);
  }
  template <typename F>
  auto filter_map(F f, Site site = Site::here()) const {
    using U = typename std::decay_t<std::invoke_result_t<F&, const T&>>::value_type;
    return Par<U>(all_of(f, [](const auto& piece, F& block) { return piece.filter_map(block); }, site), chunk_);
  }
  template <typename F>
  auto flat_map(F f, Site site = Site::here()) const {
    using U = typename std::decay_t<std::invoke_result_t<F&, const T&>>::value_type;
    return Par<U>(all_of(f, [](const auto& piece, F& block) { return piece.flat_map(block); }, site), chunk_);
  }
  template <typename F>
  void each(F body, Site site = Site::here()) const {
    pieces(body, [](const auto& piece, F& block) { piece.each(block); return Unit{}; }, site);
  }

  // `f` must be associative: pieces are reduced on their own, then in order, behind `start`.
  template <typename F>
  T reduce(T start, F f, Site site = Site::here()) const {
    for (T& part : pieces(f, [](const auto& piece, F& block) { return reduced(piece, block); }, site)) {
      start = f(std::move(start), std::move(part));
    }
    return start;
  }
  // Every piece is folded from `start`, which must be neutral for `combine`; `combine` joins them in order.
  template <typename A, typename F, typename Combine>
  A fold(A start, F f, Combine combine, Site site = Site::here()) const {
    std::optional<A> total;
    for (A& part : pieces(f, [&start](const auto& piece, F& block) { return piece.template fold<A>(start, block); }, site)) {
      total.emplace(total ? combine(*std::move(total), std::move(part)) : std::move(part));
    }
    return total ? *std::move(total) : start;
  }
  // Every intermediate value of reduce, without `start`; `f` is called twice for most elements.
  template <typename F>
  Array<T> scan(T start, F f, Site site = Site::here()) const {
    const std::vector<T> totals = pieces(f, [](const auto& piece, F& block) { return reduced(piece, block); }, site);
    std::vector<T> starts;
    for (const T& total : totals) {
      starts.push_back(start);
      start = f(std::move(start), total);
    }
    const T* first = items_.begin();
    const std::size_t size = piece_size();
    return all_of(
        f, [&](const auto& piece, F& block) { return piece.scan(starts[static_cast<std::size_t>(piece.begin() - first) / size], block); }, site);
  }
  T sum(Site site = Site::here()) const {
    T total = Default<T>::default_();
    for (T& part : pieces(detail::NoBlock(), [](const auto& piece, detail::NoBlock) { return piece.sum(); }, site)) {
      total = Add<T>::add(std::move(total), std::move(part));
    }
    return total;
  }

  template <typename F>
  bool any(F f, Site site = Site::here()) const {
    std::atomic<bool> found = false;  // only a hint to stop early; the answer is joined with the tasks
    pieces(
        f,
        [&found](const auto& piece, F& block) {
          if (piece.any([&](const T& x) { return found.load(std::memory_order_relaxed) || block(x); })) {
            found.store(true, std::memory_order_relaxed);
          }
          return Unit{};
        },
        site);
    return found.load(std::memory_order_relaxed);
  }
  template <typename F>
  bool all(F f, Site site = Site::here()) const {
    return !any([f](const T& x) mutable { return !f(x); }, site);
  }
  template <typename F>
  bool none(F f, Site site = Site::here()) const {
    return !any(std::move(f), site);
  }
  template <typename F>
  Int count(F f, Site site = Site::here()) const {
    Int total = 0;
    for (const Int part : pieces(f, [](const auto& piece, F& block) { return piece.count(block); }, site)) {
      total += part;
    }
    return total;
  }

  // The first among equals.
  std::optional<T> max(Site site = Site::here()) const {
    return found_in_pieces([](const auto& piece) { return piece.max(); }, site).max();
  }
  std::optional<T> min(Site site = Site::here()) const {
    return found_in_pieces([](const auto& piece) { return piece.min(); }, site).min();
  }
  // Ascending; stable.
  Array<T> sort(Site site = Site::here()) const {
    auto runs = pieces(detail::NoBlock(), [](const auto& piece, detail::NoBlock) { return piece.sort(); }, site);
    return detail::merge_runs(std::move(runs), [](const T& a, const T& b) { return detail::less(a, b); }, site);
  }

  Int len() const noexcept { return items_.len(); }
  Array<T> collect() const& { return items_; }
  Array<T> collect() && { return std::forward<Items>(items_); }

 private:
  std::size_t piece_size() const { return detail::piece_size(items_.size(), chunk_); }

  template <typename Block, typename Work>
  auto pieces(const Block& block, const Work& work, Site site) const {
    return detail::run_pieces(items_, piece_size(), block, work, site);
  }
  template <typename Block, typename Work>
  auto all_of(const Block& block, const Work& work, Site site) const {
    return detail::joined(pieces(block, work, site));
  }
  template <typename Find>
  Array<T> found_in_pieces(const Find& find, Site site) const {
    Array<T> found;
    for (std::optional<T>& best : pieces(detail::NoBlock(), [&find](const auto& piece, detail::NoBlock) { return find(piece); }, site)) {
      found.push(*std::move(best));  // no piece is empty
    }
    return found;
  }
  // No piece is empty.
  template <typename Block>
  static T reduced(const detail::Piece<T>& piece, Block& block) {
    return detail::Piece<T>(piece.begin() + 1, piece.end()).reduce(*piece.begin(), block);
  }

  Items items_;
  Int chunk_;
};

// `chunk` elements to a task; 0 chooses by the length.
template <typename T>
Par<T, const Array<T>&> par(const Array<T>& items, Int chunk = 0) {
  return {items, chunk};
}
template <typename T>
Par<T> par(Array<T>&& items, Int chunk = 0) {
  return {std::move(items), chunk};
}
template <typename T>
Par<T> par(const Range<T>& range, Int chunk = 0) {
  return {range.to_array(), chunk};
}

template <typename Items, typename F>
auto par_map(const Items& items, F f, Site site = Site::here()) {
  return par(items).map(std::move(f), site).collect();
}

}  // namespace aria
