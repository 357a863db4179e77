// Methods of Option as free functions: an Option is a std::optional.
//
//   aria::map(xs.first(), [](aria::Int x) { return x * 2; })   aria::unwrap(o)   aria::or_else(o, [] { … })
#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/std/detail/fail.hpp>
#include <aria/std/unit.hpp>

namespace aria {

template <typename T>
class Array;
template <typename T, typename E>
class Result;

inline constexpr std::nullopt_t None = std::nullopt;

template <typename T>
std::optional<std::decay_t<T>> Some(T&& value) {
  return std::optional<std::decay_t<T>>(std::forward<T>(value));
}

template <typename T>
bool is_some(const std::optional<T>& o) noexcept {
  return o.has_value();
}
template <typename T>
bool is_none(const std::optional<T>& o) noexcept {
  return !o.has_value();
}

template <typename T>
const T& unwrap(const std::optional<T>& o) {
  if (!o) [[unlikely]] {
    detail::fail_unwrap("None");
  }
  return *o;
}
template <typename T>
T unwrap(std::optional<T>&& o) {
  if (!o) [[unlikely]] {
    detail::fail_unwrap("None");
  }
  return *std::move(o);
}
template <typename T>
T expect(std::optional<T> o, std::string_view message) {
  if (!o) [[unlikely]] {
    detail::fail(message);
  }
  return *std::move(o);
}
template <typename T>
T unwrap_or(std::optional<T> o, std::type_identity_t<T> fallback) {
  return o ? *std::move(o) : std::move(fallback);
}
template <typename T, typename Make>
T unwrap_or_else(std::optional<T> o, Make&& make) {
  return o ? *std::move(o) : static_cast<T>(detail::result_of(make));
}

template <typename T, typename F>
auto map(const std::optional<T>& o, F&& f) -> std::optional<detail::ResultOf<F, const T&>> {
  if (!o) {
    return std::nullopt;
  }
  return detail::result_of(f, *o);
}
// On a variable, the function may change the value inside, as `o?.push(x)` does.
template <typename T, typename F>
  requires std::invocable<F, T&>
auto map(std::optional<T>& o, F&& f) -> std::optional<detail::ResultOf<F, T&>> {
  if (!o) {
    return std::nullopt;
  }
  return detail::result_of(f, *o);
}
template <typename T, typename U, typename F>
auto map_or(const std::optional<T>& o, U fallback, F&& f) -> detail::ResultOf<F, const T&> {
  if (!o) {
    return fallback;
  }
  return detail::result_of(f, *o);
}
template <typename T, typename F>
auto and_then(const std::optional<T>& o, F&& f) -> std::decay_t<std::invoke_result_t<F, const T&>> {
  if (!o) {
    return std::nullopt;
  }
  return f(*o);
}
template <typename T, typename F>
  requires std::invocable<F, T&>
auto and_then(std::optional<T>& o, F&& f) -> std::decay_t<std::invoke_result_t<F, T&>> {
  if (!o) {
    return std::nullopt;
  }
  return f(*o);
}
template <typename T, typename F>
std::optional<T> filter(std::optional<T> o, F&& keep) {
  if (o && !keep(std::as_const(*o))) {
    o.reset();
  }
  return o;
}
template <typename T>
std::optional<T> or_(std::optional<T> o, std::type_identity_t<std::optional<T>> other) {
  return o ? std::move(o) : std::move(other);
}
template <typename T, typename Make>
std::optional<T> or_else(std::optional<T> o, Make&& make) {
  return o ? std::move(o) : std::optional<T>(make());
}
template <typename T>
std::optional<T> xor_(std::optional<T> o, std::type_identity_t<std::optional<T>> other) {
  if (o.has_value() == other.has_value()) {
    return std::nullopt;
  }
  return o ? std::move(o) : std::move(other);
}
template <typename T, typename U>
std::optional<std::tuple<T, U>> zip(std::optional<T> o, std::optional<U> other) {
  if (!o || !other) {
    return std::nullopt;
  }
  return std::tuple<T, U>(*std::move(o), *std::move(other));
}
template <typename T, typename F>
bool any(const std::optional<T>& o, F&& f) {
  return o && f(*o);
}
template <typename T, typename Body>
void each(const std::optional<T>& o, Body&& body) {
  if (o) {
    body(*o);
  }
}
template <typename T, typename Body>
void each(std::optional<T>& o, Body&& body) {
  if (o) {
    body(*o);
  }
}
template <typename T>
std::optional<T> flatten(std::optional<std::optional<T>> o) {
  return o ? *std::move(o) : std::nullopt;
}
template <typename T, typename E>
Result<T, std::decay_t<E>> ok_or(std::optional<T> o, E&& error);
template <typename T, typename Make>
auto ok_or_else(std::optional<T> o, Make&& make) -> Result<T, std::decay_t<std::invoke_result_t<Make>>>;
template <typename T>
Array<T> to_array(std::optional<T> o);

template <typename T>
std::optional<T> take(std::optional<T>& o) {
  return std::exchange(o, std::nullopt);
}
template <typename T>
std::optional<T> replace(std::optional<T>& o, std::type_identity_t<T> value) {
  return std::exchange(o, std::optional<T>(std::move(value)));
}
template <typename T>
T& get_or_insert(std::optional<T>& o, std::type_identity_t<T> value) {
  return o ? *o : o.emplace(std::move(value));
}

}  // namespace aria
