// Standard output, standard error, standard input; assertions; contracts.
//
// Output goes through C's buffered stdout: flushed at exit, before anything is written to standard error, and line by
// line when interactive.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <aria/panic.hpp>
#include <aria/std/iterator.hpp>
#include <aria/std/text.hpp>

namespace aria {

namespace detail {
void write_output(std::string_view text);
void write_error(std::string_view text);
std::optional<String> read_input_line();
String read_input();
}  // namespace detail

// Everything printed so far becomes visible.
void flush_output();

template <typename T>
void print(const T& x) {
  std::string out;
  detail::display_into(out, x);
  detail::write_output(out);
}
inline void print(const String& text) { detail::write_output(text); }
inline void print(const char* text) { detail::write_output(text); }

template <typename T>
void println(const T& x) {
  std::string out;
  detail::display_into(out, x);
  out += '\n';
  detail::write_output(out);
}
inline void println() { detail::write_output("\n"); }

template <typename T>
void eprint(const T& x) {
  std::string out;
  detail::display_into(out, x);
  detail::write_error(out);
}
template <typename T>
void eprintln(const T& x) {
  std::string out;
  detail::display_into(out, x);
  out += '\n';
  detail::write_error(out);
}
template <typename T>
T dbg(T x) {
  std::string out;
  detail::inspect_into(out, x);
  out += '\n';
  detail::write_error(out);
  return x;
}

inline std::optional<String> read_line() { return detail::read_input_line(); }

class Stdin {
 public:
  auto lines() const { return detail::make_iter<String>([] { return detail::read_input_line(); }); }
  std::optional<String> read_line() const { return detail::read_input_line(); }
  String read_all() const { return detail::read_input(); }
};
inline Stdin standard_input() { return {}; }
inline auto stdin_lines() { return Stdin().lines(); }

inline void assert_(bool condition, std::string_view message = "assertion failed", Site site = Site::here()) {
  if (!condition) [[unlikely]] {
    panic(message, site);
  }
}

namespace detail {
template <typename T>
[[noreturn, gnu::cold, gnu::noinline]] void fail_comparison(const char* relation, const T& actual, const T& expected, Site site) {
  std::string text = "assertion failed: ";
  inspect_into(text, actual);
  text += relation;
  inspect_into(text, expected);
  panic(text, site);
}
}  // namespace detail

template <typename T>
void assert_eq(const T& actual, const std::type_identity_t<T>& expected, Site site = Site::here()) {
  if (!detail::equal(actual, expected)) [[unlikely]] {
    detail::fail_comparison(" is not ", actual, expected, site);
  }
}
template <typename T>
void assert_ne(const T& actual, const std::type_identity_t<T>& expected, Site site = Site::here()) {
  if (detail::equal(actual, expected)) [[unlikely]] {
    detail::fail_comparison(" is the same as ", actual, expected, site);
  }
}

// `requires condition : message`
inline void require(bool condition, std::string_view message, Site site = Site::here()) {
  if (!condition) [[unlikely]] {
    panic("precondition failed: " + std::string(message), site);
  }
}
// `ensures`: checks a result on its way out.
template <typename T, typename Check>
T ensure(T result, Check&& check, std::string_view message, Site site = Site::here()) {
  if (!check(std::as_const(result))) [[unlikely]] {
    panic("postcondition failed: " + std::string(message), site);
  }
  return result;
}
inline void ensure(bool condition, std::string_view message, Site site = Site::here()) {
  if (!condition) [[unlikely]] {
    panic("postcondition failed: " + std::string(message), site);
  }
}
// `invariant`
inline void check_invariant(bool condition, std::string_view message, Site site = Site::here()) {
  if (!condition) [[unlikely]] {
    panic("invariant failed: " + std::string(message), site);
  }
}
// A new value whose invariants hold.
template <typename T>
T checked(T value) {
  value.check_invariants();
  return value;
}

}  // namespace aria
