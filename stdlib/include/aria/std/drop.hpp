// Types with Drop.
//
//   struct Guard {
//     aria::String name;
//     void drop();
//     aria::OnDrop<Guard> on_drop{*this};
//   };
//
// The last member of such a type. It is destroyed first, and then calls drop() of the value it stands in, unless that
// was moved away: a move takes the duty along. It cannot be copied, hence nor can the value. It knows its owner by the
// distance between them, which stays the same when both move.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace aria {

template <typename T>
class OnDrop {
 public:
  explicit OnDrop(T& owner) noexcept : distance_(reinterpret_cast<char*>(this) - reinterpret_cast<char*>(&owner)) {}
  OnDrop(OnDrop&& other) noexcept : distance_(other.distance_), armed_(std::exchange(other.armed_, false)) {}
  OnDrop& operator=(OnDrop&& other) noexcept {
    armed_ = std::exchange(other.armed_, false);
    return *this;
  }
  ~OnDrop() {
    if (armed_) {
      reinterpret_cast<T*>(reinterpret_cast<char*>(this) - distance_)->drop();
    }
  }

 private:
  std::ptrdiff_t distance_;
  bool armed_ = true;
};

// Assignment of a value that may have to be dropped: the old one goes first.
template <typename T>
void reassign(T& place, std::type_identity_t<T> value) {
  std::destroy_at(&place);
  std::construct_at(&place, std::move(value));
}

// The value ends here, before its variable does.
template <typename T>
void drop(T& value) {
  [[maybe_unused]] const T ended = std::move(value);
}

// What a closure has taken over. Closures are copied, the value is not: it is dropped with the last of them.
template <typename T>
class Held {
 public:
  explicit Held(T value) : value_(std::make_shared<const T>(std::move(value))) {}
  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return value_.get(); }

 private:
  std::shared_ptr<const T> value_;
};

template <typename T>
Held<std::decay_t<T>> hold(T&& value) {
  return Held<std::decay_t<T>>(std::forward<T>(value));
}

}  // namespace aria
