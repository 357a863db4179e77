// The library traits as emitted code sees them.
//
// A program implements a trait for its type as a member function (`to_string() const`, `eq(other) const`, `next()`), or,
// where that name is taken or the type is not its own, as a specialisation:
//
//   template <> struct aria::Display<shop::Money> { static aria::String to_string(const shop::Money& self) { … } };
//
// The primary templates call the member or stand for built-in behaviour, so `aria::Display<T>::to_string(x)` works for
// every T; their tag `built_in` is how the library recognises a specialisation. aria::to_string, inspect (text.hpp), eq,
// cmp (compare.hpp) and hash (hash.hpp) find the right one: specialisation, built-in type, member, `reflect()`.
#pragma once

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

#include <aria/std/int.hpp>
#include <aria/std/string.hpp>

namespace aria {

namespace detail {
// Whether a trait was specialised for a type: Written<Display<Item>>.
template <typename Trait>
concept Written = !requires { typename Trait::built_in; };
}  // namespace detail

template <typename Self>
struct Display;
template <typename Self>
struct Debug;
template <typename Self>
struct Eq;
template <typename Self>
struct Ord;
template <typename Self>
struct Hash;

#define ARIA_OPERATOR_TRAIT(Trait, method, op)                 \
  template <typename Self, typename Other = Self>              \
  struct Trait {                                               \
    using built_in = void;                                     \
    static auto method(const Self& a, const Other& b) {        \
      if constexpr (requires { a.method(b); }) {               \
        return a.method(b);                                    \
      } else {                                                 \
        return a op b;                                         \
      }                                                        \
    }                                                          \
  };                                                           \
  template <typename Self, typename Other>                     \
  auto method(const Self& a, const Other& b) {                 \
    return Trait<Self, Other>::method(a, b);                   \
  }
ARIA_OPERATOR_TRAIT(Add, add, +)
ARIA_OPERATOR_TRAIT(Sub, sub, -)
ARIA_OPERATOR_TRAIT(Mul, mul, *)
ARIA_OPERATOR_TRAIT(Div, div, /)
#undef ARIA_OPERATOR_TRAIT

template <typename Self, typename Other = Self>
struct Rem {
  using built_in = void;
  static auto rem(const Self& a, const Other& b) {
    if constexpr (requires { a.rem(b); }) {
      return a.rem(b);
    } else {
      return a % b;
    }
  }
};
template <typename Self, typename Other>
  requires(!std::floating_point<Self>)
auto rem(const Self& a, const Other& b) {
  return Rem<Self, Other>::rem(a, b);
}

template <typename Self>
struct Neg {
  using built_in = void;
  static auto neg(const Self& a) {
    if constexpr (requires { a.neg(); }) {
      return a.neg();
    } else {
      return -a;
    }
  }
};
template <typename Self>
auto neg(const Self& a) {
  return Neg<Self>::neg(a);
}

template <typename Self, typename Key>
struct Index {
  using built_in = void;
  static decltype(auto) at(const Self& self, const Key& key) {
    if constexpr (requires { self.at(key); }) {
      return self.at(key);
    } else {
      return self[key];
    }
  }
};
template <typename Self, typename Key>
decltype(auto) at(const Self& self, const Key& key) {
  return Index<Self, Key>::at(self, key);
}

// `T.from(v)` is From<T, V>::from(v), `v.into` where a T is expected is aria::into<T>(v).
template <typename Self, typename T>
struct From {
  using built_in = void;
  static Self from(T v) {
    if constexpr (requires { Self::from(std::move(v)); }) {
      return Self::from(std::move(v));
    } else {
      return Self(std::move(v));
    }
  }
};
template <typename Self, typename T>
struct Into {
  using built_in = void;
  static T into(const Self& self) {
    if constexpr (requires { self.into(); }) {
      return self.into();
    } else {
      return From<T, Self>::from(self);
    }
  }
};
template <typename T, typename V>
T into(const V& v) {
  return Into<V, T>::into(v);
}

template <typename Self>
struct Default {
  using built_in = void;
  static Self default_() {
    if constexpr (requires { Self::default_(); }) {
      return Self::default_();
    } else {
      return Self();
    }
  }
};

template <typename Self>
struct Iterator {
  using built_in = void;
};
template <typename Self>
  requires requires(Self& x) { x.next(); }
struct Iterator<Self> {
  using built_in = void;
  using Item = typename std::remove_cvref_t<decltype(std::declval<Self&>().next())>::value_type;
  static std::optional<Item> next(Self& self) { return self.next(); }
};
template <typename Self>
struct Iterable {
  using built_in = void;
  static auto iter(const Self& self) { return self.iter(); }
};

namespace detail {
template <typename T>
concept Walkable = requires(const T& x) { x.begin(); };
template <typename Self>
auto walked_item(const Self& x) {
  if constexpr (Walkable<Self>) {
    return std::type_identity<std::remove_cvref_t<decltype(*x.begin())>>();
  } else {
    return std::type_identity<typename Iterator<std::remove_cvref_t<decltype(x.iter())>>::Item>();
  }
}
}  // namespace detail

template <typename Self>
  requires detail::Walkable<Self> || requires(const Self& x) { x.iter(); }
struct Iterable<Self> {
  using built_in = void;
  using Item = typename decltype(detail::walked_item(std::declval<const Self&>()))::type;
  static auto iter(const Self& self) { return self.iter(); }
};

namespace detail {
template <typename T>
concept IteratorType = requires { typename Iterator<T>::Item; };
}  // namespace detail

}  // namespace aria
