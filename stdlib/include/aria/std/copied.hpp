// Whether a value can be copied, also where C++ only finds out when it compiles the copy: in a container of values with Drop.
//
// A type of the program that holds such a container says so itself; a generic one asks its arguments:
//
//   struct Pool { aria::Array<Guard> guards; static constexpr bool is_copied = false; };
//   template <typename T> struct Stack { aria::Array<T> items; static constexpr bool is_copied = aria::is_copied<T>; };
#pragma once

#include <optional>
#include <tuple>
#include <type_traits>

namespace aria {

template <typename T>
class Array;
template <typename T>
class Set;
template <typename T>
class Box;
template <typename K, typename V>
class Map;
template <typename T, typename E>
class Result;

namespace detail {

template <typename T>
struct IsCopied : std::is_copy_constructible<T> {};
template <typename T>
  requires std::is_same_v<decltype(T::is_copied), const bool>
struct IsCopied<T> : std::bool_constant<T::is_copied> {};
template <typename T>
struct IsCopied<Array<T>> : IsCopied<T> {};
template <typename T>
struct IsCopied<Set<T>> : IsCopied<T> {};
template <typename T>
struct IsCopied<Box<T>> : IsCopied<T> {};
template <typename T>
struct IsCopied<std::optional<T>> : IsCopied<T> {};
template <typename K, typename V>
struct IsCopied<Map<K, V>> : std::conjunction<IsCopied<K>, IsCopied<V>> {};
template <typename T, typename E>
struct IsCopied<Result<T, E>> : std::conjunction<IsCopied<T>, IsCopied<E>> {};
template <typename... T>
struct IsCopied<std::tuple<T...>> : std::conjunction<IsCopied<T>...> {};

}  // namespace detail

template <typename T>
inline constexpr bool is_copied = detail::IsCopied<T>::value;

}  // namespace aria
