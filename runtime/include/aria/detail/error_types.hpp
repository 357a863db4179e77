// The errors that the runtime raises, without the library's String: <aria/errors.hpp> completes them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <aria/detail/panic_record.hpp>
#include <aria/error.hpp>
#include <aria/std/int.hpp>

namespace aria {

class String;

// Any rescued error: what `rescue => e`, `.cause` and `.suppressed` give.
class AnyError {
 public:
  AnyError() noexcept = default;
  explicit AnyError(detail::ErrorRef record) noexcept : record_(std::move(record)) {}

  explicit operator bool() const noexcept { return static_cast<bool>(record_); }
  String message() const;
  String to_string() const;
  String type_name() const;
  AnyError cause() const { return AnyError(record_->cause()); }
  std::optional<AnyError> cause_opt() const {
    const detail::ErrorRef cause = record_->cause();
    return cause ? std::optional<AnyError>(AnyError(cause)) : std::nullopt;
  }
  Array<AnyError> suppressed() const;
  // The value, if it is an E.
  template <typename E>
  const E* as() const noexcept {
    return record_ ? static_cast<const E*>(record_->payload(typeid(E))) : nullptr;
  }
  template <typename E>
  bool is() const noexcept {
    return as<E>() != nullptr;
  }
  [[noreturn]] void raise_again() const { record_->raise_again(); }
  const detail::ErrorRef& record() const noexcept { return record_; }

 private:
  detail::ErrorRef record_;
};

// What a panic was given.
class PanicInfo {
 public:
  explicit PanicInfo(detail::ErrorRef record) noexcept : record_(std::move(record)) {}
  String message() const;
  String to_string() const;
  std::string text() const { return record_->text(); }
  const detail::ErrorRef& record() const noexcept { return record_; }

 private:
  detail::ErrorRef record_;
};

// Why something was cancelled.
class CancelReason {
 public:
  CancelReason() = default;
  explicit CancelReason(std::string text) : text_(std::move(text)) {}
  String message() const;
  String to_string() const;
  const std::string& text() const noexcept { return text_; }
  friend bool operator==(const CancelReason&, const CancelReason&) = default;

 private:
  std::string text_;
};

// A cancellation on its way. Not an error: only `rescue Cancelled` sees it.
class Cancelled {
 public:
  Cancelled() = default;
  Cancelled(std::uint64_t scope, std::string reason) : scope_(scope), reason_(std::move(reason)) {}
  CancelReason reason() const { return CancelReason(reason_); }
  String to_string() const;
  // Number of the node that was asked to cancel: a scope absorbs only its own.
  std::uint64_t scope() const noexcept { return scope_; }
  const std::string& reason_text() const noexcept { return reason_; }

 private:
  std::uint64_t scope_ = 0;
  std::string reason_;
};

// How a task ended, if not with a value.
struct TaskError {
  struct Failed {
    AnyError value;
  };
  struct Panicked {
    PanicInfo value;
  };
  struct Cancelled {
    CancelReason value;
  };

  TaskError(Failed failed) : variant(std::move(failed)) {}
  TaskError(Panicked panicked) : variant(std::move(panicked)) {}
  TaskError(Cancelled cancelled) : variant(std::move(cancelled)) {}

  template <typename V>
  const V* as() const noexcept {
    return std::get_if<V>(&variant);
  }
  template <typename V>
  V* as() noexcept {
    return std::get_if<V>(&variant);
  }
  template <typename V>
  bool is() const noexcept {
    return std::holds_alternative<V>(variant);
  }
  String message() const;
  String to_string() const;
  std::string text() const;

  std::variant<Failed, Panicked, Cancelled> variant;
};

// Errors that say all with their name.
template <typename Name>
struct PlainError {
  String message() const;
  String to_string() const;
  friend bool operator==(const PlainError&, const PlainError&) noexcept { return true; }
};
struct TimeoutError : PlainError<TimeoutError> {
  static constexpr std::string_view text = "the time is over";
};
struct ChannelClosed : PlainError<ChannelClosed> {
  static constexpr std::string_view text = "the channel is closed";
};
struct ScopeClosedError : PlainError<ScopeClosedError> {
  static constexpr std::string_view text = "the scope is closed";
};
struct CleanupTimeout : PlainError<CleanupTimeout> {
  static constexpr std::string_view text = "the cleanup took too long";
};
struct Poisoned : PlainError<Poisoned> {
  static constexpr std::string_view text = "a task panicked while it held the lock";
};
struct RestartLimitError : PlainError<RestartLimitError> {
  static constexpr std::string_view text = "a supervised task failed too often";
};

// A subscriber of a broadcast that was too slow; so many values are gone.
class Lagged {
 public:
  explicit Lagged(std::uint64_t lost) noexcept : lost_(lost) {}
  Int count() const { return static_cast<std::int64_t>(lost_); }
  String message() const;
  String to_string() const;
  std::string text() const { return std::string("the receiver was too slow: ").append(std::to_string(lost_)).append(" lost"); }
  friend bool operator==(const Lagged&, const Lagged&) = default;

 private:
  std::uint64_t lost_;
};

// A C++ exception of foreign code.
class ForeignError {
 public:
  explicit ForeignError(std::string text) : text_(std::move(text)) {}
  String message() const;
  String to_string() const;
  const std::string& text() const noexcept { return text_; }

 private:
  std::string text_;
};

// Every error of a scope with `errors: :all`.
class MultiError {
 public:
  explicit MultiError(std::vector<detail::ErrorRef> errors) : errors_(std::move(errors)) {}
  Array<AnyError> errors() const;
  String message() const;
  String to_string() const;
  const std::vector<detail::ErrorRef>& records() const noexcept { return errors_; }

 private:
  std::vector<detail::ErrorRef> errors_;
};

namespace detail {

template <>
struct ErrorClass<Cancelled> {
  static constexpr bool rescuable = false;
  static ErrorKind kind(const Cancelled&) noexcept { return ErrorKind::cancelled; }
};
template <>
struct ErrorClass<TaskError> {
  static constexpr bool rescuable = false;
  static ErrorKind kind(const TaskError& error) noexcept {
    return error.is<TaskError::Panicked>() ? ErrorKind::panic : ErrorKind::error;
  }
};

template <typename E>
  requires requires(const E& e) { std::string(e.text()); }
struct PayloadText<E> {
  static std::string of(const E& value) { return std::string(value.text()); }
};
template <typename E>
  requires std::is_base_of_v<PlainError<E>, E>
struct PayloadText<E> {
  static std::string of(const E&) { return std::string(E::text); }
};
template <>
struct PayloadText<Cancelled> {
  static std::string of(const Cancelled& value) { return value.reason_text(); }
};
template <>
struct PayloadText<MultiError> {
  static std::string of(const MultiError& value) { return std::to_string(value.records().size()) + " errors"; }
};

}  // namespace detail

template <>
class Caught<AnyError> {
 public:
  Caught() noexcept = default;
  Caught(const AnyRaised& raised) noexcept : error_(raised.error()) {}
  explicit operator bool() const noexcept { return static_cast<bool>(error_); }
  const AnyError& operator*() const noexcept { return error_; }
  const AnyError* operator->() const noexcept { return &error_; }
  [[noreturn]] void raise_again() const { error_.raise_again(); }
  const detail::ErrorRef& record() const noexcept { return error_.record(); }
  AnyError cause() const { return error_.cause(); }
  Array<AnyError> suppressed() const;

 private:
  AnyError error_;
};

template <typename E>
AnyError Caught<E>::cause() const {
  return AnyError(record_->cause());
}

}  // namespace aria
