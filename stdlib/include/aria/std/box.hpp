// A value on the heap, copied deeply: what recursive types are made of.
//
//   struct Node { aria::Int value; aria::Box<Tree> left; };      Node{1, Tree{…}}      node.left->…
//
// T may be incomplete where Box<T> is named. A Box always holds a value unless it was moved from, and T is no enum with a
// variant without parts, or made by its default constructor, which exists so that a variable can be declared before it is
// assigned. Dropping a long chain does not
// recurse without bound: from a certain depth on, values are queued and dropped by the outermost drop. Copying does
// likewise: what lies deeper gets its place at once, and its value from the outermost copy. Comparing, hashing and
// showing go on upon further stacks.
//
// The leaves of a tree, the end of a list: variants without parts are all alike. Boxes of an enum's first such variant
// share one that is never written, so that half of a tree's nodes cost no allocation; a box that is about to be changed
// gets its own.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <variant>

#include <aria/std/compare.hpp>
#include <aria/std/detail/deep_stack.hpp>
#include <aria/std/hash.hpp>
#include <aria/std/text.hpp>

namespace aria {

namespace detail {

// How deep the drops of this thread are nested; a drop never suspends, so it cannot move to another one halfway.
inline constexpr int deepest_drop = 128;
extern constinit thread_local int drop_depth;
// Calls destroy(value) once the outermost drop is done with what it holds itself.
[[gnu::cold]] void drop_later(void* value, void (*destroy)(void*));
[[gnu::cold]] void drop_waiting() noexcept;
extern constinit thread_local bool drops_wait;

// Calls destroy(value), now or, deep inside other drops, later.
template <typename Destroy>
void drop_boxed(void* value, Destroy destroy) noexcept {
  if (drop_depth == deepest_drop) [[unlikely]] {
    drop_later(value, destroy);
    return;
  }
  ++drop_depth;
  destroy(value);
  if (drop_depth == 1 && drops_wait) [[unlikely]] {
    drop_waiting();
  }
  --drop_depth;
}

// The same for copies, which do not suspend either and run nobody's code.
inline constexpr int deepest_copy = 128;
extern constinit thread_local int copy_depth;
// Calls make(place, from) once the outermost copy has made what lies above.
[[gnu::cold]] void copy_later(void* place, const void* from, void (*make)(void*, const void*));
[[gnu::cold]] void copy_waiting();
extern constinit thread_local bool copies_wait;

// Without memory the program ends: a chain of which half is made could not be dropped.
template <typename T>
T* copy_boxed(const T& from) noexcept {
  if (copy_depth == deepest_copy) [[unlikely]] {
    void* place = std::allocator<T>().allocate(1);
    copy_later(place, &from, [](void* to, const void* value) { new (to) T(*static_cast<const T*>(value)); });
    return static_cast<T*>(place);
  }
  ++copy_depth;
  T* made = new T(from);
  if (copy_depth == 1 && copies_wait) [[unlikely]] {
    copy_waiting();
  }
  --copy_depth;
  return made;
}

// The place of the first variant without parts among those of an enum; the number of variants where there is none.
template <typename Variant>
struct FirstEmpty {
  static constexpr std::size_t index = 0;
  static constexpr std::size_t count = 0;
};
template <typename... Variants>
struct FirstEmpty<std::variant<Variants...>> {
  static constexpr std::size_t count = sizeof...(Variants);
  static constexpr std::size_t index = [] {
    std::size_t at = 0;
    static_cast<void>(((std::is_empty_v<Variants> || (++at, false)) || ...));
    return at;
  }();
};
template <typename T>
struct EmptyVariantOf : FirstEmpty<void> {};
template <typename T>
  requires requires { typename T::aria_enum; }
struct EmptyVariantOf<T> : FirstEmpty<decltype(T::value)> {};
template <typename T>
inline constexpr bool has_empty_variant = EmptyVariantOf<T>::index < EmptyVariantOf<T>::count && !requires(T& value) { value.on_drop; };

// True for a T that holds that variant, and for that variant itself.
template <typename T, typename U>
constexpr bool is_empty_variant([[maybe_unused]] const U& value) noexcept {
  if constexpr (std::is_same_v<U, T>) {
    return value.value.index() == EmptyVariantOf<T>::index;
  } else {
    return std::is_same_v<U, std::variant_alternative_t<EmptyVariantOf<T>::index, decltype(T::value)>>;
  }
}

// Never destroyed: a box may outlive every static object.
template <typename T>
union SharedEmpty {
  constexpr SharedEmpty() : value(std::variant_alternative_t<EmptyVariantOf<T>::index, decltype(T::value)>{}) {}
  ~SharedEmpty() {}
  T value;
};
template <typename T>
inline constinit SharedEmpty<T> shared_empty;

}  // namespace detail

template <typename T>
class Box {
 public:
  Box() noexcept = default;
  template <typename U>
    requires(!std::is_same_v<std::remove_cvref_t<U>, Box>)
  Box(U&& value) : value_(boxed(std::forward<U>(value))) {}
  Box(const Box& other) : value_(other.value_ == nullptr || is_shared(other.value_) ? other.value_ : detail::copy_boxed(*other.value_)) {}
  Box(Box&& other) noexcept : value_(std::exchange(other.value_, nothing())) {}
  Box& operator=(Box other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Box() {
    if (value_ != nullptr && !is_shared(value_)) {
      detail::drop_boxed(value_, [](void* value) { delete static_cast<T*>(value); });
    }
  }

  T& operator*() { return *own(); }
  const T& operator*() const noexcept { return *value_; }
  T* operator->() { return own(); }
  const T* operator->() const noexcept { return value_; }
  operator const T&() const noexcept { return *value_; }
  const T& get() const noexcept { return *value_; }
  void set(T value) { *own() = std::move(value); }

  friend bool operator==(const Box& a, const Box& b) {
    return detail::deeper([&] { return detail::equal(*a, *b); });
  }
  friend std::partial_ordering operator<=>(const Box& a, const Box& b) {
    return detail::deeper([&] { return detail::order(*a, *b); });
  }

 private:
  static bool is_shared([[maybe_unused]] const T* value) noexcept {
    if constexpr (detail::has_empty_variant<T>) {
      return value == &detail::shared_empty<T>.value;
    } else {
      return false;
    }
  }

  // What a box holds once it was moved from.
  static T* nothing() noexcept {
    if constexpr (detail::has_empty_variant<T>) {
      return &detail::shared_empty<T>.value;
    } else {
      return nullptr;
    }
  }

  template <typename U>
  static T* boxed(U&& value) {
    if constexpr (detail::has_empty_variant<T>) {
      if (detail::is_empty_variant<T>(value)) {
        return &detail::shared_empty<T>.value;
      }
    }
    return new T(std::forward<U>(value));
  }

  T* own() {
    if constexpr (!detail::has_empty_variant<T>) {
      return value_;
    } else if (is_shared(value_)) [[unlikely]] {
      value_ = new T(std::variant_alternative_t<detail::EmptyVariantOf<T>::index, decltype(T::value)>{});
    }
    return value_;
  }

  T* value_ = nullptr;
};

namespace detail {

template <typename T>
struct Shown<Box<T>> {
  static void inspect(std::string& out, const Box<T>& box) {
    deeper([&] { inspect_into(out, *box); });
  }
  static void display(std::string& out, const Box<T>& box) {
    deeper([&] { display_into(out, *box); });
  }
};
template <typename T>
struct Hasher<Box<T>> {
  static std::uint64_t of(const Box<T>& box) {
    return deeper([&] { return hash_of(*box); });
  }
};

}  // namespace detail
}  // namespace aria
