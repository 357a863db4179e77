// Sets. They keep the order of insertion, which programs should not rely upon.
//
//   aria::Set<aria::Int> primes = {2, 3, 5};   primes.insert(7);   primes.union_(odds).sort()
#pragma once

#include <initializer_list>
#include <optional>
#include <tuple>

#include <aria/std/array.hpp>
#include <aria/std/detail/ordered_table.hpp>

namespace aria {

namespace detail {
template <typename T>
struct KeyItself {
  static const T& of(const T& item) noexcept { return item; }
};
}  // namespace detail

template <typename T>
class Set : public detail::Sequence<Set<T>, T> {
  using Table = detail::OrderedTable<T, T, detail::KeyItself<T>>;

 public:
  using value_type = T;
  using iterator = typename Table::iterator;

  Set() noexcept = default;
  Set(std::initializer_list<T> elements) {
    for (const T& x : elements) {
      insert(x);
    }
  }

  Int len() const noexcept { return Int::raw(static_cast<std::int64_t>(table_.size())); }
  bool is_empty() const noexcept { return table_.size() == 0; }
  iterator begin() const noexcept { return table_.begin(); }
  iterator end() const noexcept { return table_.end(); }

  bool contains(const T& x) const { return table_.find(x) != Table::absent; }
  // Whether it was new.
  // Copies a value only to add it.
  template <typename Item = T>
  bool insert(Item&& x) {
    if constexpr (!std::is_same_v<std::remove_cvref_t<Item>, T>) {
      return insert(T(std::forward<Item>(x)));
    } else {
      return table_.find_or_add(std::forward<Item>(x), [](Item&& item) -> T { return std::forward<Item>(item); }).second;
    }
  }
  // Whether it was there.
  bool remove(const T& x) {
    const std::size_t at = table_.find(x);
    if (at == Table::absent) {
      return false;
    }
    table_.take(at);
    return true;
  }
  void clear() noexcept { table_.clear(); }
  template <typename F>
  void retain(F&& keep) {
    table_.retain([&keep](const T& x) { return keep(x); });
  }
  void extend(const Set& other) {
    for (const T& x : Set(other)) {
      insert(x);
    }
  }

  Set union_(const Set& o) const {
    Set all = *this;
    all.extend(o);
    return all;
  }
  Set intersection(const Set& o) const {
    return filter([&o](const T& x) { return o.contains(x); });
  }
  Set difference(const Set& o) const {
    return filter([&o](const T& x) { return !o.contains(x); });
  }
  Set symmetric_difference(const Set& o) const { return difference(o).union_(o.difference(*this)); }
  bool is_subset(const Set& o) const {
    return this->all([&o](const T& x) { return o.contains(x); });
  }
  bool is_superset(const Set& o) const { return o.is_subset(*this); }
  bool is_disjoint(const Set& o) const {
    return this->none([&o](const T& x) { return o.contains(x); });
  }

  std::optional<T> first() const { return is_empty() ? std::nullopt : std::optional<T>(*begin()); }
  template <typename F>
  Set filter(F&& keep) const {
    Set kept;
    for (const T& x : *this) {
      if (keep(x)) {
        kept.insert(x);
      }
    }
    return kept;
  }
  template <typename F>
  Set reject(F&& drop) const {
    return filter([&drop](const T& x) { return !drop(x); });
  }
  template <typename F>
  std::tuple<Set, Set> partition(F&& f) const {
    return {filter(f), reject(f)};
  }

  friend bool operator==(const Set& a, const Set& b) { return a.len() == b.len() && a.is_subset(b); }

 private:
  Table table_;
};

namespace detail {

template <typename T>
struct Shown<Set<T>> {
  static void inspect(std::string& out, const Set<T>& set) {
    if (set.is_empty()) {
      out += "Set{}";
    } else {
      show_sequence(out, '{', set, '}');
    }
  }
};

template <typename T>
struct Hasher<Set<T>> {
  static std::uint64_t of(const Set<T>& set) {
    std::uint64_t sum = 0;  // order does not count
    for (const T& x : set) {
      sum += hash_of(x);
    }
    return sum;
  }
};

}  // namespace detail
}  // namespace aria
