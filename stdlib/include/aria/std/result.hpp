// A value or an error, with the interface of C++23's std::expected and Aria's methods.
//
//   aria::Result<aria::Int> parse(const aria::String& s);
//   if (auto n = parse(s)) use(*n); else return aria::Err(n.error());
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <aria/std/array.hpp>
#include <aria/std/compare.hpp>
#include <aria/std/error.hpp>
#include <aria/std/hash.hpp>
#include <aria/std/option.hpp>
#include <aria/std/text.hpp>

namespace aria {

// What `Err(e)` makes: converts to every Result whose error can be made from it.
template <typename E>
struct Err {
  explicit constexpr Err(E e) : error(std::move(e)) {}
  E error;
};
template <typename E>
Err(E) -> Err<E>;
template <std::size_t N>
Err(const char (&)[N]) -> Err<String>;

// What `Ok(v)` makes; a plain value converts as well.
template <typename T = Unit>
struct Ok {
  constexpr Ok() = default;
  explicit constexpr Ok(T v) : value(std::move(v)) {}
  T value;
};
template <typename T>
Ok(T) -> Ok<T>;
template <std::size_t N>
Ok(const char (&)[N]) -> Ok<String>;
Ok() -> Ok<Unit>;

namespace detail {
template <typename T>
inline constexpr bool is_result_part = false;
template <typename E>
inline constexpr bool is_result_part<Err<E>> = true;
template <typename T>
inline constexpr bool is_result_part<Ok<T>> = true;
template <typename T, typename E>
inline constexpr bool is_result_part<Result<T, E>> = true;
}  // namespace detail

template <typename T, typename E = Error>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  using error_type = E;

  // A Result is the value of one that holds Results, never another form of it.
  Result()
    requires std::is_default_constructible_v<T>
      : state_(std::in_place_index<0>) {}
  template <typename U = T>
    requires((!detail::is_result_part<std::remove_cvref_t<U>> || std::is_same_v<std::remove_cvref_t<U>, T>) && std::is_convertible_v<U, T>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <typename U>
    requires std::is_convertible_v<U, T>
  Result(Ok<U> ok) : state_(std::in_place_index<0>, std::move(ok.value)) {}
  template <typename F>
    requires std::is_convertible_v<F, E>
  Result(Err<F> err) : state_(std::in_place_index<1>, std::move(err.error)) {}
  template <typename U, typename F>
    requires(std::is_convertible_v<U, T> && std::is_convertible_v<F, E> && !(std::is_same_v<T, U> && std::is_same_v<E, F>) && !std::is_same_v<T, Result<U, F>>)
  Result(Result<U, F> other) : Result(other ? Result(Ok<U>(*std::move(other))) : Result(Err<F>(std::move(other).error()))) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  // The value of a Result known to be Ok.
  T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() noexcept { return std::get_if<0>(&state_); }
  const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  // Checked: panics on Err and shows it.
  const T& value() const& {
    check_ok();
    return **this;
  }
  T& value() & {
    check_ok();
    return **this;
  }
  T value() && {
    check_ok();
    return *std::move(*this);
  }
  const E& error() const& noexcept { return *std::get_if<1>(&state_); }
  E& error() & noexcept { return *std::get_if<1>(&state_); }
  E&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }
  template <typename U>
  T value_or(U&& fallback) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(fallback));
  }
  template <typename U>
  T value_or(U&& fallback) && {
    return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(fallback));
  }

  bool is_ok() const noexcept { return has_value(); }
  bool is_err() const noexcept { return !has_value(); }
  const T& unwrap() const& { return value(); }
  T unwrap() && { return std::move(*this).value(); }
  T expect(std::string_view message) const& {
    check_ok(message);
    return **this;
  }
  T expect(std::string_view message) && {
    check_ok(message);
    return *std::move(*this);
  }
  E unwrap_err() const& {
    check_err();
    return error();
  }
  E unwrap_err() && {
    check_err();
    return std::move(*this).error();
  }
  T unwrap_or(T fallback) const& { return has_value() ? **this : std::move(fallback); }
  T unwrap_or(T fallback) && { return has_value() ? *std::move(*this) : std::move(fallback); }
  template <typename Make>
  T unwrap_or_else(Make&& make) const& {
    return has_value() ? **this : static_cast<T>(detail::result_of(make, error()));
  }
  template <typename Make>
  T unwrap_or_else(Make&& make) && {
    return has_value() ? *std::move(*this) : static_cast<T>(detail::result_of(make, std::as_const(*this).error()));
  }

  template <typename F>
  auto map(F&& f) const& -> Result<detail::ResultOf<F, const T&>, E> {
    if (!has_value()) {
      return Err<E>(error());
    }
    return Ok(detail::ResultOf<F, const T&>(detail::result_of(f, **this)));
  }
  template <typename F>
  auto map(F&& f) && -> Result<detail::ResultOf<F, const T&>, E> {
    if (!has_value()) {
      return Err<E>(std::move(*this).error());
    }
    return Ok(detail::ResultOf<F, const T&>(detail::result_of(f, std::as_const(**this))));
  }
  template <typename U, typename F>
  auto map_or(U fallback, F&& f) const -> detail::ResultOf<F, const T&> {
    if (!has_value()) {
      return fallback;
    }
    return detail::result_of(f, **this);
  }
  template <typename F>
  auto map_err(F&& f) const& -> Result<T, std::decay_t<std::invoke_result_t<F, const E&>>> {
    if (has_value()) {
      return Ok<T>(**this);
    }
    return Err(std::decay_t<std::invoke_result_t<F, const E&>>(f(error())));
  }
  template <typename F>
  auto map_err(F&& f) && -> Result<T, std::decay_t<std::invoke_result_t<F, const E&>>> {
    if (has_value()) {
      return Ok<T>(*std::move(*this));
    }
    return Err(std::decay_t<std::invoke_result_t<F, const E&>>(f(std::as_const(*this).error())));
  }
  template <typename F>
  auto and_then(F&& f) const& -> std::decay_t<std::invoke_result_t<F, const T&>> {
    if (!has_value()) {
      return Err<E>(error());
    }
    return f(**this);
  }
  template <typename F>
  auto and_then(F&& f) && -> std::decay_t<std::invoke_result_t<F, const T&>> {
    if (!has_value()) {
      return Err<E>(std::move(*this).error());
    }
    return f(std::as_const(**this));
  }
  template <typename F>
  auto or_else(F&& f) const& -> std::decay_t<std::invoke_result_t<F, const E&>> {
    if (has_value()) {
      return Ok<T>(**this);
    }
    return f(error());
  }
  template <typename F>
  auto or_else(F&& f) && -> std::decay_t<std::invoke_result_t<F, const E&>> {
    if (has_value()) {
      return Ok<T>(*std::move(*this));
    }
    return f(std::as_const(*this).error());
  }
  std::optional<T> ok() const& { return has_value() ? std::optional<T>(**this) : std::nullopt; }
  std::optional<T> ok() && { return has_value() ? std::optional<T>(*std::move(*this)) : std::nullopt; }
  std::optional<E> err() const& { return has_value() ? std::nullopt : std::optional<E>(error()); }
  std::optional<E> err() && { return has_value() ? std::nullopt : std::optional<E>(std::move(*this).error()); }
  template <typename Body>
  void each(Body&& body) const {
    if (has_value()) {
      body(**this);
    }
  }

  friend bool operator==(const Result& a, const Result& b) {
    return a.has_value() == b.has_value() && (a.has_value() ? detail::equal(*a, *b) : detail::equal(a.error(), b.error()));
  }
  // Ok comes before Err.
  friend std::partial_ordering operator<=>(const Result& a, const Result& b) {
    if (a.has_value() != b.has_value()) {
      return b.has_value() <=> a.has_value();
    }
    return a.has_value() ? detail::order(*a, *b) : detail::order(a.error(), b.error());
  }

 private:
  void check_ok(std::string_view message) const {
    if (!has_value()) [[unlikely]] {
      detail::fail(message);
    }
  }
  void check_ok() const {
    if (!has_value()) [[unlikely]] {
      fail_err();
    }
  }
  void check_err() const {
    if (has_value()) [[unlikely]] {
      detail::fail_unwrap("a value where an error was expected");
    }
  }
  [[noreturn, gnu::cold, gnu::noinline]] void fail_err() const {
    std::string text = "Err(";
    if constexpr (detail::Showable<E>) {
      detail::inspect_into(text, error());
    }
    detail::fail_unwrap(text + ")");
  }

  std::variant<T, E> state_;
};

template <typename T, typename E>
Result<T, std::decay_t<E>> ok_or(std::optional<T> o, E&& error) {
  if (o) {
    return Ok<T>(*std::move(o));
  }
  return Err(std::decay_t<E>(std::forward<E>(error)));
}
template <typename T, typename Make>
auto ok_or_else(std::optional<T> o, Make&& make) -> Result<T, std::decay_t<std::invoke_result_t<Make>>> {
  if (o) {
    return Ok<T>(*std::move(o));
  }
  return Err(std::decay_t<std::invoke_result_t<Make>>(make()));
}

namespace detail {

template <typename T, typename E>
struct Shown<Result<T, E>> {
  static void inspect(std::string& out, const Result<T, E>& r) {
    if (r) {
      out += "Ok(";
      inspect_into(out, *r);
    } else {
      out += "Err(";
      inspect_into(out, r.error());
    }
    out += ')';
  }
};

template <typename T, typename E>
struct Hasher<Result<T, E>> {
  static std::uint64_t of(const Result<T, E>& r) { return r ? combine(1, hash_of(*r)) : combine(2, hash_of(r.error())); }
};

}  // namespace detail

template <typename T>
auto Array<T>::collect() const {
  Result<Array<std::decay_t<decltype(*std::declval<const T&>())>>, std::decay_t<decltype(std::declval<const T&>().error())>> all;
  for (const T& x : *this) {
    if (!x) {
      all = Err(x.error());
      break;
    }
    all->push(*x);
  }
  return all;
}

}  // namespace aria
