// Whether a value can be copied, also where C++ only finds out when it compiles the copy: in a container of values with Drop.
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

template <typename T>
inline constexpr bool is_copied = IsCopied<T>::value;

}  // namespace detail

}  // namespace aria
