// The errors the library raises: Error (the default of Result), NoneError, IoError.
//
//   return aria::Err(aria::Error("not a number"));      aria::raise(aria::IoError("no such file: x"));
#pragma once

#include <utility>

#include <aria/std/string.hpp>

namespace aria {

// A message; also the base of the more special ones, so that they read alike.
class Error {
 public:
  Error() = default;
  Error(String message) : message_(std::move(message)) {}
  explicit Error(const char* message) : message_(message) {}

  const String& message() const noexcept { return message_; }
  const String& to_string() const noexcept { return message_; }

  friend bool operator==(const Error&, const Error&) = default;
  friend auto operator<=>(const Error&, const Error&) = default;

 private:
  String message_;
};

// What `?` raises for nil.
class NoneError {
 public:
  String message() const { return "a value was expected, found None"; }
  String to_string() const { return message(); }

  friend auto operator<=>(const NoneError&, const NoneError&) = default;
};

// Files, sockets, standard input.
class IoError {
 public:
  IoError() = default;
  IoError(String message) : message_(std::move(message)) {}
  explicit IoError(const char* message) : message_(message) {}

  const String& message() const noexcept { return message_; }
  const String& to_string() const noexcept { return message_; }

  friend bool operator==(const IoError&, const IoError&) = default;
  friend auto operator<=>(const IoError&, const IoError&) = default;

 private:
  String message_;
};

}  // namespace aria
