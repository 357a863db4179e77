// Growable arrays, Aria's [T].
//
//   aria::Array<aria::Int> xs = {3, 1, 2};
//   xs.push(4);   xs[0] += 1;   xs.sort().take(2).map([](aria::Int x) { return x * x; })   // [1, 4]
//
// Value semantics; indexing is checked; elements are places. Methods named like Aria's `mut` ones change the array, all
// others return new values. The
// methods that change nothing and ask for nothing but walking are those of detail::Sequence.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/std/compare.hpp>
#include <aria/std/detail/buffer.hpp>
#include <aria/std/detail/sort.hpp>
#include <aria/std/hash.hpp>
#include <aria/std/range.hpp>
#include <aria/std/sequence.hpp>
#include <aria/std/text.hpp>

namespace aria {

template <typename K, typename V>
class Map;
template <typename T>
class Set;
template <typename Source>
class Enumerated;
template <typename Left, typename Right>
class Zipped;

template <typename T>
class Array : public detail::Sequence<Array<T>, T> {
 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  Array() noexcept = default;
  Array(std::initializer_list<T> elements) { elements_.append(elements.begin(), elements.end()); }
  // From any C++ container or view.
  template <typename Iterator>
  Array(Iterator first, Iterator last)
    requires(!std::is_convertible_v<Iterator, T>)
  {
    for (; first != last; ++first) {
      elements_.emplace(*first);
    }
  }
  // For elements that cannot be copied: Array<File>::of(std::move(a), std::move(b)).
  template <typename... Elements>
  static Array of(Elements&&... elements) {
    Array made;
    made.elements_.reserve(sizeof...(Elements));
    (made.elements_.emplace(std::forward<Elements>(elements)), ...);
    return made;
  }
  static Array filled(Int n, const T& value) {
    Array made;
    made.resize(n, value);
    return made;
  }
  template <typename F>
  static Array build(Int n, F&& f) {
    Array made;
    made.reserve(n);
    n.times([&](Int i) { made.elements_.emplace(f(i)); });
    return made;
  }

  [[gnu::always_inline]] Int len() const noexcept { return Int::raw(static_cast<std::int64_t>(elements_.size())); }
  [[gnu::always_inline]] bool is_empty() const noexcept { return elements_.empty(); }

  [[gnu::always_inline]] T& operator[](Int i) { return elements_[checked(i)]; }
  [[gnu::always_inline]] const T& operator[](Int i) const { return elements_[checked(i)]; }
  Array operator[](const Range<Int>& range) const {
    const auto [first, stop] = detail::slice_bounds(range, len());
    return part(first, stop);
  }
  Array operator[](RangeFrom range) const { return (*this)[range_exclusive(range.first, len())]; }
  Array operator[](RangeTo range) const { return (*this)[range_exclusive(0, range.stop)]; }

  [[gnu::always_inline]] T* begin() noexcept { return elements_.begin(); }
  [[gnu::always_inline]] T* end() noexcept { return elements_.end(); }
  [[gnu::always_inline]] const T* begin() const noexcept { return elements_.begin(); }
  [[gnu::always_inline]] const T* end() const noexcept { return elements_.end(); }
  T* data() noexcept { return elements_.begin(); }
  const T* data() const noexcept { return elements_.begin(); }
  [[gnu::always_inline]] std::size_t size() const noexcept { return elements_.size(); }

  // The elements by name: const auto& [name, cents] = words.as_array<2>();
  template <std::size_t N>
  auto as_array() const -> const T (&)[N] {
    if (size() != N) [[unlikely]] {
      detail::fail_index(static_cast<std::int64_t>(N), len().value());
    }
    return reinterpret_cast<const T(&)[N]>(*data());
  }

  T& back() noexcept { return *(end() - 1); }
  std::optional<T> first() const { return get(0); }
  std::optional<T> last() const { return get(len() - 1); }
  std::optional<T> get(Int i) const {
    return static_cast<std::uint64_t>(i.value()) < size() ? std::optional<T>(elements_[static_cast<std::size_t>(i.value())]) : std::nullopt;
  }
  void swap(Int i, Int j) { std::swap((*this)[i], (*this)[j]); }

  // Constructs an element at the end.
  template <typename... Parts>
  T& emplace(Parts&&... parts) {
    return elements_.emplace(std::forward<Parts>(parts)...);
  }
  void push(const T& x) { elements_.emplace(x); }
  void push(T&& x) { elements_.emplace(std::move(x)); }
  std::optional<T> pop() {
    if (is_empty()) {
      return std::nullopt;
    }
    std::optional<T> last(std::move(*(end() - 1)));
    elements_.pop();
    return last;
  }
  std::optional<T> shift() { return is_empty() ? std::nullopt : std::optional<T>(remove_at(0)); }
  void unshift(T x) { elements_.insert(0, std::move(x)); }
  void insert(Int index, T x) {
    if (static_cast<std::uint64_t>(index.value()) > size()) [[unlikely]] {
      detail::fail_index(index.value(), len().value());
    }
    elements_.insert(static_cast<std::size_t>(index.value()), std::move(x));
  }
  T remove_at(Int index) {
    const std::size_t at = checked(index);
    T removed = std::move(elements_[at]);
    elements_.erase(at);
    return removed;
  }
  T swap_remove(Int index) {
    T& place = (*this)[index];
    T removed = std::move(place);
    if (&place != end() - 1) {
      place = std::move(*(end() - 1));
    }
    elements_.pop();
    return removed;
  }
  bool remove(const T& x) {
    const std::optional<Int> at = index_of(x);
    if (at) {
      elements_.erase(static_cast<std::size_t>(at->value()));
    }
    return at.has_value();
  }
  void append(const Array& other) { elements_.append(other.begin(), other.end()); }
  void append(Array&& other) {
    if constexpr (std::is_trivially_copyable_v<T>) {
      elements_.append(other.begin(), other.end());
    } else {
      for (T& x : other) {
        elements_.emplace(std::move(x));
      }
    }
  }
  void truncate(Int n) { elements_.truncate(detail::count_within(n, size())); }
  void resize(Int n, const T& fill) {
    const std::size_t wanted = detail::checked_count(n);
    if (wanted < size()) {
      elements_.truncate(wanted);
      return;
    }
    const T kept = fill;  // may be one of our own
    elements_.reserve(wanted);
    while (elements_.size() < wanted) {
      elements_.emplace(kept);
    }
  }
  void reserve(Int capacity) { elements_.reserve(detail::checked_count(capacity)); }
  void clear() noexcept { elements_.clear(); }
  void fill(const T& value) {
    const T kept = value;
    std::fill(begin(), end(), kept);
  }
  template <typename F>
  void retain(F&& keep) {
    T* kept = begin();
    for (T& x : *this) {
      if (!keep(std::as_const(x))) {
        continue;
      }
      if (kept != &x) {
        reassign(*kept, std::move(x));
      }
      ++kept;
    }
    elements_.truncate(static_cast<std::size_t>(kept - begin()));
  }

  template <typename F>
  std::optional<T> find_last(F&& f) const {
    for (const T* p = end(); p != begin();) {
      if (f(*--p)) {
        return *p;
      }
    }
    return std::nullopt;
  }
  std::optional<Int> index_of(const T& x) const { return index_or_none(find_equal(x)); }
  std::optional<Int> last_index_of(const T& x) const {
    for (const T* p = end(); p != begin();) {
      if (detail::equal(*--p, x)) {
        return Int::raw(p - begin());
      }
    }
    return std::nullopt;
  }
  Int count_of(const T& x) const {
    return this->count([&x](const T& element) { return detail::equal(element, x); });
  }
  bool starts_with(const Array& part) const { return part.size() <= size() && equal_parts(begin(), part); }
  bool ends_with(const Array& part) const { return part.size() <= size() && equal_parts(end() - part.size(), part); }

  template <typename Body>
  void reverse_each(Body&& body) const {
    for (const T* p = end(); p != begin();) {
      body(*--p);
    }
  }

  template <typename F>
  void map_mut(F&& f) {
    for (T& x : *this) {
      x = f(std::as_const(x));
    }
  }
  Array take(Int n) const { return part(0, detail::count_within(n, size())); }
  Array skip(Int n) const { return part(detail::count_within(n, size()), size()); }
  Array take_last(Int n) const { return part(size() - detail::count_within(n, size()), size()); }
  Array skip_last(Int n) const { return part(0, size() - detail::count_within(n, size())); }
  Array reverse() const {
    Array reversed;
    reversed.reserve(len());
    this->reverse_each([&](const T& x) { reversed.push(x); });
    return reversed;
  }
  void reverse_mut() { std::reverse(begin(), end()); }
  // The first n elements move to the end (the last ones to the front when n is negative).
  Array rotate(Int n) const {
    if (is_empty()) {
      return Array();
    }
    const std::size_t shift = static_cast<std::size_t>(n.mod(len()).value());
    Array rotated = part(shift, size());
    rotated.elements_.append(begin(), begin() + shift);
    return rotated;
  }
  Array<Array> chunk(Int size) const {
    Array<Array> groups;
    const std::size_t step = detail::positive_count(size, "chunk size");
    for (std::size_t first = 0; first < this->size(); first += step) {
      groups.push(part(first, std::min(first + step, this->size())));
    }
    return groups;
  }
  Array<Array> window(Int size) const {
    Array<Array> groups;
    const std::size_t width = detail::positive_count(size, "window size");
    for (std::size_t first = 0; first + width <= this->size(); ++first) {
      groups.push(part(first, first + width));
    }
    return groups;
  }
  Array concat(const Array& other) const& {
    Array joined;
    joined.elements_.reserve(size() + other.size());
    joined.append(*this);
    joined.append(other);
    return joined;
  }
  friend Array operator+(const Array& a, const Array& b) { return a.concat(b); }
  friend Array operator+(const Array& a, Array&& b) {
    Array joined;
    joined.elements_.reserve(a.size() + b.size());
    joined.append(a);
    joined.append(std::move(b));
    return joined;
  }
  friend Array operator+(Array&& a, const Array& b) { return std::move(a += b); }
  friend Array operator+(Array&& a, Array&& b) { return std::move(a += std::move(b)); }
  Array& operator+=(const Array& other) {
    append(other);
    return *this;
  }
  Array& operator+=(Array&& other) {
    append(std::move(other));
    return *this;
  }
  Array repeat(Int n) const {
    Array repeated;
    repeated.reserve(len() * n);
    n.times([&](Int) { repeated.append(*this); });
    return repeated;
  }
  std::tuple<Array, Array> split_at(Int index) const { return {take(index), skip(index)}; }
  // A view for the head of a `for`: refers to this array, or holds it when it is a temporary.
  Enumerated<const Array&> enumerate() const&;
  Enumerated<Array> enumerate() &&;
  auto iter() const;

  // Ascending; stable.
  Array sort() const {
    Array sorted = *this;
    sorted.sort_mut();
    return sorted;
  }
  void sort_mut() {
    if constexpr (detail::Number<T>) {  // equal ones are the same
      std::sort(begin(), end(), [](const T& a, const T& b) { return detail::less(a, b); });
    } else {
      detail::stable_sort(begin(), end(), [](const T& a, const T& b) { return detail::less(a, b); });
    }
  }
  Array sort_descending() const {
    Array sorted = *this;
    detail::stable_sort(sorted.begin(), sorted.end(), [](const T& a, const T& b) { return detail::less(b, a); });
    return sorted;
  }
  // By a key (one parameter) or a comparator that returns Int (two); each key is computed once.
  template <typename F>
  void sort_by_mut(F&& f);
  bool is_sorted() const {
    return std::is_sorted(begin(), end(), [](const T& a, const T& b) { return detail::less(a, b); });
  }
  std::optional<Int> binary_search(const T& x) const {
    const Int at = lower_bound(x);
    return at < len() && detail::equal((*this)[at], x) ? std::optional<Int>(at) : std::nullopt;
  }
  Int lower_bound(const T& x) const {
    return Int::raw(std::lower_bound(begin(), end(), x, [](const T& a, const T& b) { return detail::less(a, b); }) - begin());
  }
  Array dedup() const {
    Array kept;
    for (const T& x : *this) {
      if (kept.is_empty() || !detail::equal(*(kept.end() - 1), x)) {
        kept.push(x);
      }
    }
    return kept;
  }

  auto to_map() const;  // of pairs
  auto unzip() const;  // of pairs
  auto compact() const;  // of options
  auto collect() const;  // of results
  auto flatten() const;  // of arrays
  auto transpose() const;

  friend bool operator==(const Array& a, const Array& b) { return a.size() == b.size() && a.equal_parts(a.begin(), b); }
  friend std::partial_ordering operator<=>(const Array& a, const Array& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
      if (const std::partial_ordering order = detail::order(a.elements_[i], b.elements_[i]); order != 0) {
        return order;
      }
    }
    return a.size() <=> b.size();
  }

 private:
  [[gnu::always_inline]] std::size_t checked(Int i) const {
    if (static_cast<std::uint64_t>(i.value()) >= size()) [[unlikely]] {
      detail::fail_index(i.value(), static_cast<std::int64_t>(size()));
    }
    return static_cast<std::size_t>(i.value());
  }
  Array part(std::size_t first, std::size_t stop) const {
    Array copy;
    copy.elements_.append(begin() + first, begin() + stop);
    return copy;
  }
  const T* find_equal(const T& x) const {
    return std::find_if(begin(), end(), [&x](const T& element) { return detail::equal(element, x); });
  }
  std::optional<T> at_or_none(const T* p) const { return p == end() ? std::nullopt : std::optional<T>(*p); }
  std::optional<Int> index_or_none(const T* p) const { return p == end() ? std::nullopt : std::optional<Int>(Int::raw(p - begin())); }
  static bool equal_parts(const T* ours, const Array& part) {
    return std::equal(part.begin(), part.end(), ours, [](const T& theirs, const T& own) { return detail::equal(own, theirs); });
  }

  detail::Buffer<T> elements_;
};

template <detail::BuiltinInteger I>
Array(std::initializer_list<I>) -> Array<Int>;
Array(std::initializer_list<const char*>) -> Array<String>;

namespace detail {

template <typename T>
struct Shown<Array<T>> {
  static void inspect(std::string& out, const Array<T>& xs) { show_sequence(out, '[', xs, ']'); }
};

template <typename T>
struct Hasher<Array<T>> {
  static std::uint64_t of(const Array<T>& xs) {
    std::uint64_t seed = xs.size();
    for (const T& x : xs) {
      seed = combine(seed, hash_of(x));
    }
    return seed;
  }
};

}  // namespace detail

template <typename T>
template <typename F>
void Array<T>::sort_by_mut(F&& f) {
  if constexpr (std::is_invocable_v<F&, const T&, const T&>) {
    detail::stable_sort(begin(), end(), [&f](const T& a, const T& b) { return f(a, b) < 0; });
  } else {
    using Key = detail::ResultOf<F, const T&>;
    Array<std::pair<Key, T*>> keyed;
    keyed.reserve(len());
    for (T& x : *this) {
      keyed.push(std::pair<Key, T*>(f(std::as_const(x)), &x));
    }
    detail::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return detail::less(a.first, b.first); });
    Array sorted;
    sorted.reserve(len());
    for (const auto& [key, place] : keyed) {
      sorted.push(std::move(*place));
    }
    *this = std::move(sorted);
  }
}

template <typename T>
auto Array<T>::flatten() const {
  T all;
  for (const T& xs : *this) {
    all.append(xs);
  }
  return all;
}

template <typename T>
auto Array<T>::transpose() const {
  Array<T> columns;
  const Int width = is_empty() ? Int(0) : elements_[0].len();
  width.times([&](Int column) {
    T cells;
    for (const T& row : *this) {
      cells.push(row[column]);
    }
    columns.push(std::move(cells));
  });
  return columns;
}

template <typename T>
auto Array<T>::unzip() const {
  std::tuple<Array<std::tuple_element_t<0, T>>, Array<std::tuple_element_t<1, T>>> parts;
  for (const T& pair : *this) {
    std::get<0>(parts).push(std::get<0>(pair));
    std::get<1>(parts).push(std::get<1>(pair));
  }
  return parts;
}

template <typename T>
auto Array<T>::compact() const {
  Array<std::decay_t<decltype(*std::declval<const T&>())>> present;
  for (const T& x : *this) {
    if (x) {
      present.push(*x);
    }
  }
  return present;
}

template <typename T>
Array<T> to_array(std::optional<T> o) {
  Array<T> xs;
  if (o) {
    xs.push(*std::move(o));
  }
  return xs;
}

}  // namespace aria
