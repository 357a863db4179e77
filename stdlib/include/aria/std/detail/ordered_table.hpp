// The hash table behind Map and Set: entries in insertion order plus an open-addressing index into them.
//
// Invariants: a slot of the index is 0 (free) or holds the upper half of an entry's hash and its position + 1; probing is
// linear, removal shifts later slots back, so there are no tombstones in the index. A removed entry stays behind as an
// empty optional until entries are compacted: when they would grow and a quarter is empty, or the last one goes.
// Tables of up to 8 entries have no index and are searched in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <aria/std/compare.hpp>
#include <aria/std/detail/buffer.hpp>
#include <aria/std/hash.hpp>

namespace aria::detail {

template <typename Item, typename Key, typename KeyOf>
class OrderedTable {
  // Gives what a function makes where it is to stand.
  template <typename Make>
  struct Made {
    Make& make;
    operator Item() const { return make(); }
  };
  struct Entry {
    template <typename Make>
    Entry(std::uint64_t hash_of_key, Make make) : hash(hash_of_key), item(std::in_place, Made<Make>{make}) {}
    std::uint64_t hash;
    std::optional<Item> item;
  };
  static constexpr std::size_t searched_in_order = 8;

 public:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  class iterator {
   public:
    using value_type = Item;
    using reference = const Item&;
    using difference_type = std::ptrdiff_t;

    iterator() noexcept = default;
    iterator(const Entry* at, const Entry* end) noexcept : at_(at), end_(end) { skip_removed(); }
    const Item& operator*() const noexcept { return *at_->item; }
    const Item* operator->() const noexcept { return &*at_->item; }
    iterator& operator++() noexcept {
      ++at_;
      skip_removed();
      return *this;
    }
    iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }

   private:
    void skip_removed() noexcept {
      while (at_ != end_ && !at_->item) {
        ++at_;
      }
    }
    const Entry* at_ = nullptr;
    const Entry* end_ = nullptr;
  };

  iterator begin() const noexcept { return {entries_.begin(), entries_.end()}; }
  iterator end() const noexcept { return {entries_.end(), entries_.end()}; }
  std::size_t size() const noexcept { return live_; }
  Item& operator[](std::size_t at) noexcept { return *entries_[at].item; }
  const Item& operator[](std::size_t at) const noexcept { return *entries_[at].item; }
  const Item* last() const noexcept { return live_ == 0 ? nullptr : &*entries_[entries_.size() - 1].item; }

  void reserve(std::size_t n) {
    entries_.reserve(n);
    if (n > searched_in_order && 2 * n > index_.size()) {
      rebuild_index(n);
    }
  }
  void clear() noexcept {
    entries_.clear();
    index_.clear();
    live_ = 0;
  }

  // Where the entry of this key is, or `absent`.
  std::size_t find(const Key& key) const {
    if (index_.empty()) {
      return find_in_order(key);
    }
    return find_hashed(key, hash_of(key));
  }

  // Where the entry of this key is; if there is none, `make(key)` gives the item to add at the end.
  template <typename K, typename Make>
  std::pair<std::size_t, bool> find_or_add(K&& key, Make&& make) {
    std::uint64_t hash = 0;
    if (index_.empty()) {
      if (const std::size_t at = find_in_order(key); at != absent) {
        return {at, false};
      }
      hash = hash_of(key);
    } else {
      hash = hash_of(key);
      if (const std::size_t at = find_hashed(key, hash); at != absent) {
        return {at, false};
      }
    }
    if (entries_.size() == entries_.capacity() && entries_.size() - live_ > entries_.size() / 4) {
      compact();
    }
    const std::size_t at = entries_.size();
    entries_.emplace(hash, [&] { return make(std::forward<K>(key)); });
    ++live_;
    if (index_.empty() ? entries_.size() > searched_in_order : 2 * entries_.size() > index_.size()) {
      rebuild_index(entries_.size());
    } else if (!index_.empty()) {
      place(hash, at);
    }
    return {at, true};
  }

  // Removes the entry at a position that find gave.
  Item take(std::size_t at) {
    if (!index_.empty()) {
      unplace(at);
    }
    Item taken = *std::move(entries_[at].item);
    entries_[at].item.reset();
    --live_;
    while (!entries_.empty() && !entries_[entries_.size() - 1].item) {
      entries_.pop();
    }
    return taken;
  }

  template <typename Keep>
  void retain(Keep keep) {
    for (Entry& entry : entries_) {
      if (entry.item && !keep(std::as_const(*entry.item))) {
        entry.item.reset();
        --live_;
      }
    }
    compact();
  }

 private:
  std::size_t find_in_order(const Key& key) const {
    for (std::size_t at = 0; at < entries_.size(); ++at) {
      if (entries_[at].item && equal(KeyOf::of(*entries_[at].item), key)) {
        return at;
      }
    }
    return absent;
  }

  std::size_t find_hashed(const Key& key, std::uint64_t hash) const {
    const std::size_t mask = index_.size() - 1;
    for (std::size_t slot = hash & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
      if (same_hash(index_[slot], hash)) {
        const std::size_t at = position(index_[slot]);
        if (equal(KeyOf::of(*entries_[at].item), key)) {
          return at;
        }
      }
    }
    return absent;
  }

  static bool same_hash(std::uint64_t slot, std::uint64_t hash) noexcept { return (slot ^ hash) >> 32 == 0; }
  static std::size_t position(std::uint64_t slot) noexcept { return static_cast<std::uint32_t>(slot) - 1; }

  void place(std::uint64_t hash, std::size_t at) noexcept {
    const std::size_t mask = index_.size() - 1;
    std::size_t slot = hash & mask;
    while (index_[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    index_[slot] = hash >> 32 << 32 | (at + 1);
  }

  void unplace(std::size_t at) noexcept {
    const std::size_t mask = index_.size() - 1;
    std::size_t free = entries_[at].hash & mask;
    while (position(index_[free]) != at) {
      free = (free + 1) & mask;
    }
    for (std::size_t slot = (free + 1) & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
      const std::size_t home = entries_[position(index_[slot])].hash & mask;
      if (((slot - home) & mask) >= ((slot - free) & mask)) {  // may stand at `free`
        index_[free] = index_[slot];
        free = slot;
      }
    }
    index_[free] = 0;
  }

  void compact() {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < entries_.size(); ++at) {
      if (entries_[at].item) {
        if (kept != at) {
          entries_[kept] = std::move(entries_[at]);
        }
        ++kept;
      }
    }
    entries_.truncate(kept);
    if (!index_.empty()) {
      rebuild_index(kept);
    }
  }

  void rebuild_index(std::size_t for_entries) {
    if (for_entries >= UINT32_MAX) [[unlikely]] {
      fail_memory(for_entries);
    }
    std::size_t slots = 32;
    while (slots < 3 * for_entries) {
      slots *= 2;
    }
    index_.clear();
    index_.reserve(slots);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      index_.emplace(std::uint64_t{0});
    }
    for (std::size_t at = 0; at < entries_.size(); ++at) {
      if (entries_[at].item) {
        place(entries_[at].hash, at);
      }
    }
  }

  Buffer<Entry> entries_;
  Buffer<std::uint64_t> index_;
  std::size_t live_ = 0;
};

}  // namespace aria::detail
