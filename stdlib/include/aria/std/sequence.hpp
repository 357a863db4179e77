// What everything that can be walked offers without changing: the methods Array, Range, Set and Iter share.
//
// A class derives from Sequence<Itself, Element> and has begin() and end(). Results that hold elements are Arrays.
// Bodies that need Array, Set or Map complete are only instantiated when called.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/std/compare.hpp>
#include <aria/std/text.hpp>
#include <aria/std/unit.hpp>

namespace aria {

template <typename T>
class Array;
template <typename T>
class Set;
template <typename K, typename V>
class Map;

namespace detail {

template <typename T>
concept Number = std::is_arithmetic_v<T> || requires { requires BuiltinInteger<typename T::Value>; };

template <typename Self, typename T>
class Sequence {
 public:
  template <typename Body>
  constexpr void each(Body&& body) const {
    for (const T& x : self()) {
      body(x);
    }
  }
  template <typename Body>
  constexpr void each_with_index(Body&& body) const {
    Int i = 0;
    for (const T& x : self()) {
      body(x, i);
      ++i;
    }
  }

  template <typename F>
  constexpr bool any(F&& f) const {
    for (const T& x : self()) {
      if (f(x)) {
        return true;
      }
    }
    return false;
  }
  template <typename F>
  constexpr bool all(F&& f) const {
    return !any([&f](const T& x) { return !f(x); });
  }
  template <typename F>
  constexpr bool none(F&& f) const {
    return !any(f);
  }
  template <typename F>
  constexpr Int count(F&& f) const {
    Int n = 0;
    for (const T& x : self()) {
      if (f(x)) {
        ++n;
      }
    }
    return n;
  }
  template <typename F>
  constexpr std::optional<T> find(F&& f) const {
    for (const T& x : self()) {
      if (f(x)) {
        return x;
      }
    }
    return std::nullopt;
  }
  template <typename F>
  constexpr std::optional<Int> position(F&& f) const {
    Int i = 0;
    for (const T& x : self()) {
      if (f(x)) {
        return i;
      }
      ++i;
    }
    return std::nullopt;
  }
  constexpr bool contains(const T& wanted) const {
    return any([&wanted](const T& x) { return equal(x, wanted); });
  }

  template <typename A, typename F>
  constexpr A fold(A start, F&& f) const {
    for (const T& x : self()) {
      start = result_of(f, std::move(start), x);
    }
    return start;
  }
  template <typename F>
  constexpr T reduce(T start, F&& f) const {
    return fold<T>(std::move(start), f);
  }
  // Zero when empty.
  constexpr T sum() const {
    return fold<T>(Default<T>::default_(), [](T&& total, const T& x) { return Add<T>::add(std::move(total), x); });
  }
  // One when empty; a type that is no number has no one, so its product starts with the first element.
  constexpr T product() const {
    const auto times = [](T&& total, const T& x) { return Mul<T>::mul(std::move(total), x); };
    if constexpr (Number<T>) {
      return fold<T>(T(1), times);
    } else {
      std::optional<T> total;
      for (const T& x : self()) {
        total.emplace(total ? times(*std::move(total), x) : x);
      }
      if (!total) {
        fail("product of no elements: only numbers have a one to start from");
      }
      return *std::move(total);
    }
  }
  template <typename F>
  constexpr auto sum_by(F&& f) const -> ResultOf<F, const T&> {
    using Sum = ResultOf<F, const T&>;
    return fold<Sum>(Default<Sum>::default_(), [&f](Sum&& total, const T& x) { return Add<Sum>::add(std::move(total), f(x)); });
  }

  template <typename F>
  auto map(F&& f) const -> Array<ResultOf<F, const T&>> {
    Array<ResultOf<F, const T&>> mapped;
    reserve_like(mapped);
    for (const T& x : self()) {
      mapped.push(result_of(f, x));
    }
    return mapped;
  }
  template <typename F>
  auto map_with_index(F&& f) const -> Array<ResultOf<F, const T&, Int>> {
    Array<ResultOf<F, const T&, Int>> mapped;
    each_with_index([&](const T& x, Int i) { mapped.push(result_of(f, x, i)); });
    return mapped;
  }
  template <typename F>
  Array<T> filter(F&& keep) const {
    Array<T> kept;
    for (const T& x : self()) {
      if (keep(x)) {
        kept.push(x);
      }
    }
    return kept;
  }
  template <typename F>
  Array<T> reject(F&& drop) const {
    return Sequence::filter([&drop](const T& x) { return !drop(x); });
  }
  template <typename F>
  auto filter_map(F&& f) const -> Array<typename ResultOf<F, const T&>::value_type> {
    Array<typename ResultOf<F, const T&>::value_type> kept;
    for (const T& x : self()) {
      if (auto mapped = f(x)) {
        kept.push(*std::move(mapped));
      }
    }
    return kept;
  }
  template <typename F>
  auto flat_map(F&& f) const -> ResultOf<F, const T&> {
    ResultOf<F, const T&> all;
    for (const T& x : self()) {
      all.append(f(x));
    }
    return all;
  }
  template <typename A, typename F>
  Array<A> scan(A start, F&& f) const {
    Array<A> steps;
    for (const T& x : self()) {
      start = result_of(f, std::move(start), x);
      steps.push(start);
    }
    return steps;
  }
  template <typename F>
  std::tuple<Array<T>, Array<T>> partition(F&& f) const {
    std::tuple<Array<T>, Array<T>> parts;
    for (const T& x : self()) {
      (f(x) ? std::get<0>(parts) : std::get<1>(parts)).push(x);
    }
    return parts;
  }
  template <typename F>
  Array<T> take_while(F&& f) const {
    Array<T> taken;
    for (const T& x : self()) {
      if (!f(x)) {
        break;
      }
      taken.push(x);
    }
    return taken;
  }
  template <typename F>
  Array<T> skip_while(F&& f) const {
    Array<T> kept;
    for (const T& x : self()) {
      if (!kept.is_empty() || !f(x)) {
        kept.push(x);
      }
    }
    return kept;
  }
  // Runs of neighbours for which f gives the same.
  template <typename F>
  Array<Array<T>> chunk_by(F&& f) const {
    Array<Array<T>> runs;
    std::optional<ResultOf<F, const T&>> previous;
    for (const T& x : self()) {
      auto key = result_of(f, x);
      if (!previous || !equal(*previous, key)) {
        runs.push(Array<T>());
      }
      runs.back().push(x);
      previous = std::move(key);
    }
    return runs;
  }
  Array<std::tuple<Int, T>> enumerated() const {
    Array<std::tuple<Int, T>> pairs;
    each_with_index([&pairs](const T& x, Int i) { pairs.push({i, x}); });
    return pairs;
  }
  template <typename U>
  Array<std::tuple<T, U>> zip(const Array<U>& ys) const {
    Array<std::tuple<T, U>> pairs;
    const U* y = ys.begin();
    for (const T& x : self()) {
      if (y == ys.end()) {
        break;
      }
      pairs.push({x, *y++});
    }
    return pairs;
  }
  Array<T> to_array() const {
    return Sequence::filter([](const T&) { return true; });
  }
  Set<T> to_set() const {
    Set<T> set;
    for (const T& x : self()) {
      set.insert(x);
    }
    return set;
  }
  template <typename F>
  auto group_by(F&& key) const -> Map<ResultOf<F, const T&>, Array<T>> {
    Map<ResultOf<F, const T&>, Array<T>> groups;
    for (const T& x : self()) {
      groups.place(result_of(key, x)).push(x);
    }
    return groups;
  }
  template <typename F>
  auto count_by(F&& key) const -> Map<ResultOf<F, const T&>, Int> {
    Map<ResultOf<F, const T&>, Int> counts;
    for (const T& x : self()) {
      ++counts.place(result_of(key, x));
    }
    return counts;
  }
  Map<T, Int> tally() const {
    return count_by([](const T& x) -> const T& { return x; });
  }
  template <typename F>
  Array<T> unique_by(F&& key) const {
    Set<ResultOf<F, const T&>> seen;
    return Sequence::filter([&](const T& x) { return seen.insert(result_of(key, x)); });
  }
  Array<T> unique() const {
    return unique_by([](const T& x) -> const T& { return x; });
  }

  // The first among equals.
  std::optional<T> max() const { return max_by(itself); }
  std::optional<T> min() const { return min_by(itself); }
  template <typename F>
  std::optional<T> max_by(F&& key) const {
    return best_by(key, [](const auto& a, const auto& b) { return less(b, a); });
  }
  template <typename F>
  std::optional<T> min_by(F&& key) const {
    return best_by(key, [](const auto& a, const auto& b) { return less(a, b); });
  }
  // Ascending; stable.
  Array<T> sort() const {
    Array<T> sorted = Sequence::to_array();
    sorted.sort_mut();
    return sorted;
  }
  // By a key (one parameter) or a comparator that returns Int (two).
  template <typename F>
  Array<T> sort_by(F&& f) const {
    Array<T> sorted = Sequence::to_array();
    sorted.sort_by_mut(f);
    return sorted;
  }

  String join(std::string_view separator = "") const {
    std::string joined;
    bool first = true;
    for (const T& x : self()) {
      if (!std::exchange(first, false)) {
        joined += separator;
      }
      display_into(joined, x);
    }
    return String::trusted(std::move(joined));
  }

 protected:
  ~Sequence() = default;

 private:
  static constexpr auto itself = [](const T& x) -> const T& { return x; };

  constexpr const Self& self() const noexcept { return static_cast<const Self&>(*this); }

  template <typename Target>
  void reserve_like(Target& target) const {
    if constexpr (requires(const Self& s) { s.len(); }) {
      target.reserve(self().len());
    }
  }

  template <typename F, typename Before>
  std::optional<T> best_by(F& key, Before before) const {
    std::optional<T> best;
    std::optional<ResultOf<F, const T&>> best_key;
    for (const T& x : self()) {
      if (auto candidate = ResultOf<F, const T&>(key(x)); !best || before(candidate, *best_key)) {
        best = x;
        best_key = std::move(candidate);
      }
    }
    return best;
  }
};

}  // namespace detail
}  // namespace aria
