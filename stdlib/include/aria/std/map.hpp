// Maps that keep the order of insertion.
//
//   aria::Map<aria::String, aria::Int> stock = {{"pear", 3}};
//   stock["pear"] += 2;   stock.insert("fig", 1);   for (const auto& [name, n] : stock) …
//
// m[k] panics when k is absent; an assignment `m[k] = v` in Aria is insert. Walking gives (K, V) tuples.
#pragma once

#include <initializer_list>
#include <optional>
#include <tuple>
#include <utility>

#include <aria/std/array.hpp>
#include <aria/std/detail/ordered_table.hpp>
#include <aria/std/drop.hpp>

namespace aria {

namespace detail {
template <typename K, typename V>
struct KeyOfPair {
  static const K& of(const std::tuple<K, V>& entry) noexcept { return std::get<0>(entry); }
};
}  // namespace detail

template <typename K, typename V>
class Map {
  using Table = detail::OrderedTable<std::tuple<K, V>, K, detail::KeyOfPair<K, V>>;

 public:
  using key_type = K;
  using mapped_type = V;
  using value_type = std::tuple<K, V>;
  using iterator = typename Table::iterator;

  Map() noexcept = default;
  Map(std::initializer_list<std::pair<K, V>> entries) {
    for (const auto& [key, value] : entries) {
      insert(key, value);
    }
  }

  Int len() const noexcept { return Int::raw(static_cast<std::int64_t>(table_.size())); }
  bool is_empty() const noexcept { return table_.size() == 0; }
  iterator begin() const noexcept { return table_.begin(); }
  iterator end() const noexcept { return table_.end(); }

  const V& operator[](const K& key) const { return std::get<1>(table_[position(key)]); }
  V& operator[](const K& key) { return std::get<1>(table_[position(key)]); }
  // The place of a key, made with a default value where it was absent.
  template <typename Key>
  V& place(Key&& key) {
    const auto [at, added] = table_.find_or_add(K(std::forward<Key>(key)), [](K&& k) { return value_type(std::move(k), V()); });
    return std::get<1>(table_[at]);
  }

  // The same, made with `fallback`.
  V& place_or(const K& key, V fallback) {
    const auto [at, added] = table_.find_or_add(key, [&fallback](const K& k) { return value_type(k, std::move(fallback)); });
    return std::get<1>(table_[at]);
  }

  bool contains(const K& key) const { return table_.find(key) != Table::absent; }
  std::optional<V> get(const K& key) const {
    const V* found = find_value(key);
    return found != nullptr ? std::optional<V>(*found) : std::nullopt;
  }
  // Without a copy; null where there is none.
  const V* find_value(const K& key) const {
    const std::size_t at = table_.find(key);
    return at == Table::absent ? nullptr : &std::get<1>(table_[at]);
  }
  V get_or(const K& key, V fallback) const {
    const V* found = find_value(key);
    return found != nullptr ? *found : std::move(fallback);
  }
  template <typename Make>
  V& get_or_insert(K key, Make&& make) {
    if (!contains(key)) {
      insert(key, make());
    }
    return (*this)[key];
  }
  // Copies a key only to add it.
  template <typename Key = K>
  void insert(Key&& key, V value) {
    if constexpr (!std::is_same_v<std::remove_cvref_t<Key>, K>) {
      return insert(K(std::forward<Key>(key)), std::move(value));
    } else {
      add(std::forward<Key>(key), std::move(value));
    }
  }
  std::optional<V> remove(const K& key) {
    const std::size_t at = table_.find(key);
    return at == Table::absent ? std::nullopt : std::optional<V>(std::get<1>(table_.take(at)));
  }
  template <typename F>
  void update(K key, F&& f) {
    V value = f(get(key));
    insert(std::move(key), std::move(value));
  }
  void clear() noexcept { table_.clear(); }
  template <typename F>
  void retain(F&& keep) {
    table_.retain([&keep](const value_type& entry) { return keep(std::get<0>(entry), std::get<1>(entry)); });
  }
  void extend(const Map& other) {
    for (const auto& [key, value] : Map(other)) {
      insert(key, value);
    }
  }
  void reserve(Int capacity) { table_.reserve(detail::checked_count(capacity)); }

  Array<K> keys() const {
    return map([](const K& key, const V&) { return key; });
  }
  Array<V> values() const {
    return map([](const K&, const V& value) { return value; });
  }
  Array<value_type> entries() const { return Array<value_type>(begin(), end()); }
  std::optional<value_type> first() const { return is_empty() ? std::nullopt : std::optional<value_type>(*begin()); }
  std::optional<value_type> last() const { return is_empty() ? std::nullopt : std::optional<value_type>(*table_.last()); }

  template <typename Body>
  void each(Body&& body) const {
    for (const auto& [key, value] : *this) {
      body(key, value);
    }
  }
  template <typename F>
  auto map(F&& f) const -> Array<detail::ResultOf<F, const K&, const V&>> {
    Array<detail::ResultOf<F, const K&, const V&>> mapped;
    mapped.reserve(len());
    each([&](const K& key, const V& value) { mapped.push(detail::result_of(f, key, value)); });
    return mapped;
  }
  template <typename F>
  auto flat_map(F&& f) const {
    return map(f).flatten();
  }
  template <typename F>
  Map filter(F&& keep) const {
    Map kept;
    each([&](const K& key, const V& value) {
      if (keep(key, value)) {
        kept.insert(key, value);
      }
    });
    return kept;
  }
  template <typename F>
  Map reject(F&& drop) const {
    return filter([&](const K& key, const V& value) { return !drop(key, value); });
  }
  template <typename F>
  auto map_values(F&& f) const -> Map<K, detail::ResultOf<F, const V&>> {
    Map<K, detail::ResultOf<F, const V&>> mapped;
    each([&](const K& key, const V& value) { mapped.insert(key, detail::result_of(f, value)); });
    return mapped;
  }
  template <typename F>
  auto map_keys(F&& f) const -> Map<detail::ResultOf<F, const K&>, V> {
    Map<detail::ResultOf<F, const K&>, V> mapped;
    each([&](const K& key, const V& value) { mapped.insert(f(key), value); });
    return mapped;
  }
  template <typename A, typename F>
  A fold(A start, F&& f) const {
    each([&](const K& key, const V& value) { start = f(std::move(start), key, value); });
    return start;
  }
  template <typename F>
  std::optional<value_type> find(F&& f) const {
    for (const value_type& entry : *this) {
      if (std::apply(f, entry)) {
        return entry;
      }
    }
    return std::nullopt;
  }
  template <typename F>
  bool any(F&& f) const {
    return find(f).has_value();
  }
  template <typename F>
  bool all(F&& f) const {
    return !any([&f](const K& key, const V& value) { return !f(key, value); });
  }
  template <typename F>
  Int count(F&& f) const {
    return fold<Int>(0, [&f](Int n, const K& key, const V& value) { return f(key, value) ? n + 1 : n; });
  }
  template <typename F>
  std::optional<value_type> max_by(F&& f) const {
    return entries().max_by([&f](const value_type& entry) { return std::apply(f, entry); });
  }
  template <typename F>
  std::optional<value_type> min_by(F&& f) const {
    return entries().min_by([&f](const value_type& entry) { return std::apply(f, entry); });
  }
  template <typename F>
  Array<value_type> sort_by(F&& f) const {
    return entries().sort_by([&f](const value_type& entry) { return std::apply(f, entry); });
  }
  Array<value_type> sort() const {
    return sort_by([](const K& key, const V&) { return key; });
  }
  Map merge(const Map& other) const {
    Map merged = *this;
    merged.extend(other);
    return merged;
  }
  Map<V, K> invert() const {
    Map<V, K> inverted;
    each([&](const K& key, const V& value) { inverted.insert(value, key); });
    return inverted;
  }
  std::optional<K> key_of(const V& wanted) const {
    const auto entry = find([&wanted](const K&, const V& value) { return detail::equal(value, wanted); });
    return entry ? std::optional<K>(std::get<0>(*entry)) : std::nullopt;
  }

  // The same entries, in whatever order.
  friend bool operator==(const Map& a, const Map& b) {
    return a.len() == b.len() && a.all([&b](const K& key, const V& value) {
      const V* other = b.find_value(key);
      return other != nullptr && detail::equal(value, *other);
    });
  }

 private:
  template <typename Key>
  void add(Key&& key, V&& value) {
    const auto [at, added] =
        table_.find_or_add(std::forward<Key>(key), [&value](Key&& k) { return value_type(std::forward<Key>(k), std::move(value)); });
    if (!added) {
      reassign(std::get<1>(table_[at]), std::move(value));
    }
  }
  std::size_t position(const K& key) const {
    const std::size_t at = table_.find(key);
    if (at == Table::absent) [[unlikely]] {
      fail_absent(key);
    }
    return at;
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void fail_absent(const K& key) {
    std::string text;
    if constexpr (detail::Showable<K>) {
      detail::inspect_into(text, key);
    }
    detail::fail_key(text);
  }

  Table table_;
};

template <typename T>
auto Array<T>::to_map() const {
  Map<std::tuple_element_t<0, T>, std::tuple_element_t<1, T>> map;
  for (const auto& [key, value] : *this) {
    map.insert(key, value);
  }
  return map;
}

namespace detail {

template <typename K, typename V>
struct Shown<Map<K, V>> {
  static void inspect(std::string& out, const Map<K, V>& map) {
    out += '{';
    const char* separator = "";
    for (const auto& [key, value] : map) {
      out += separator;
      inspect_into(out, key);
      out += " => ";
      inspect_into(out, value);
      separator = ", ";
    }
    out += '}';
  }
};

template <typename K, typename V>
struct Hasher<Map<K, V>> {
  static std::uint64_t of(const Map<K, V>& map) {
    std::uint64_t sum = 0;  // order does not count
    for (const auto& entry : map) {
      sum += hash_of(entry);
    }
    return sum;
  }
};

}  // namespace detail
}  // namespace aria
