// Raising and rescuing.
//
//   aria::raise(OrderError::Empty{});                       raise OrderError::Empty
//   try { … } catch (const aria::Raised<IoError>& raised)   rescue IoError => e
//   aria::Caught<IoError> caught; … caught = raised;        … a rescue that runs after the catch block
//   aria::raise(FeedError{…}, aria::from(caught));          raise FeedError(…), from: e
//
// Any value can be raised. Everything that unwinds an Aria stack derives from Unwinding, which cleanup code and task
// boundaries catch:
//
//   Unwinding            every error, panic and cancellation
//     Raised<E>          a raised value; also AnyRaised, unless E is Cancelled or TaskError
//     Panic              the panic of this very task
//   AnyRaised            what a rescue clause without a type catches: neither cancellation nor a panic
//
// Exceptions are small handles of a shared record: copying and raising again is cheap, and keeps identity.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <aria/detail/error_record.hpp>
#include <aria/panic.hpp>
#include <aria/site.hpp>

namespace aria {

template <typename T>
class Array;
template <typename Self>
struct Display;
template <typename Self>
struct Debug;
class AnyError;

class Unwinding {
 public:
  explicit Unwinding(detail::ErrorRef record) noexcept;
  virtual ~Unwinding();
  Unwinding(const Unwinding&) noexcept = default;
  Unwinding& operator=(const Unwinding&) noexcept = default;

  const detail::ErrorRef& record() const noexcept { return record_; }
  detail::ErrorKind kind() const noexcept { return record_->kind(); }

 private:
  detail::ErrorRef record_;
};

// What a bare rescue catches.
class AnyRaised {
 public:
  virtual const detail::ErrorRef& error() const noexcept = 0;

 protected:
  ~AnyRaised() = default;
};

class Panic final : public Unwinding {
 public:
  using Unwinding::Unwinding;
};

namespace detail {

// How an uncaught value shows itself: its Display, else its Debug, else its type's name.
template <typename E>
struct PayloadText {
  static std::string of(const E& value) {
    if constexpr (requires { Display<E>::to_string(value); }) {
      return std::string(std::string_view(Display<E>::to_string(value)));
    } else if constexpr (requires { std::string_view(value); }) {
      return std::string(std::string_view(value));
    } else if constexpr (requires { value.to_string(); }) {
      return std::string(std::string_view(value.to_string()));
    } else if constexpr (requires { Debug<E>::inspect(value); }) {
      return std::string(std::string_view(Debug<E>::inspect(value)));
    } else if constexpr (requires { value.inspect(); }) {
      return std::string(std::string_view(value.inspect()));
    } else {
      return readable_type_name(typeid(E));
    }
  }
};

// What kind of unwinding a value stands for. Cancelled and TaskError specialise it.
template <typename E>
struct ErrorClass {
  static constexpr bool rescuable = true;
  static ErrorKind kind(const E&) noexcept { return ErrorKind::error; }
};

template <typename E>
class ValueRecord;

}  // namespace detail

template <typename E, bool Rescuable = detail::ErrorClass<E>::rescuable>
class Raised : public Unwinding {
 public:
  explicit Raised(detail::ErrorRef record) noexcept : Unwinding(std::move(record)) {}

  const E& value() const noexcept;
};

template <typename E>
class Raised<E, true> : public Raised<E, false>, public AnyRaised {
 public:
  explicit Raised(detail::ErrorRef record) noexcept : Raised<E, false>(std::move(record)) {}

  const detail::ErrorRef& error() const noexcept override { return this->record(); }
};

namespace detail {

template <typename E>
class ValueRecord final : public ErrorRecord {
 public:
  ValueRecord(E value, Site site) : ErrorRecord(site), value_(std::move(value)) {}

  const E& value() const noexcept { return value_; }

  void throw_error() const override {
    ErrorRef shared = ErrorRef::share(const_cast<ValueRecord&>(*this));
    if constexpr (!ErrorClass<E>::rescuable) {
      if (kind() == ErrorKind::error) {
        throw Raised<E, true>(std::move(shared));  // a TaskError that a bare rescue may see
      }
    }
    throw Raised<E>(std::move(shared));
  }

  std::string text() const override { return PayloadText<E>::of(value_); }
  std::string type_name() const override { return readable_type_name(typeid(E)); }
  ErrorKind kind() const noexcept override { return ErrorClass<E>::kind(value_); }
  const void* payload(const std::type_info& type) const noexcept override {
    return type == typeid(E) ? &value_ : nullptr;
  }

 private:
  E value_;
};

template <typename E>
ErrorRef make_error(E value, Site site) {
  return ErrorRef(new ValueRecord<E>(std::move(value), site));
}

}  // namespace detail

template <typename E, bool Rescuable>
const E& Raised<E, Rescuable>::value() const noexcept {
  return static_cast<const detail::ValueRecord<E>&>(*this->record()).value();
}

// A rescued error that outlives its catch block: rescue code that may suspend runs after the block.
template <typename E>
class Caught {
 public:
  Caught() noexcept = default;
  Caught(const Raised<E, false>& raised) noexcept : record_(raised.record()) {}

  explicit operator bool() const noexcept { return static_cast<bool>(record_); }
  const E& operator*() const noexcept { return static_cast<const detail::ValueRecord<E>&>(*record_).value(); }
  const E* operator->() const noexcept { return &**this; }

  [[noreturn]] void raise_again() const { record_->raise_again(); }
  const detail::ErrorRef& record() const noexcept { return record_; }

  // e.cause, e.suppressed: defined in <aria/errors.hpp>.
  AnyError cause() const;
  Array<AnyError> suppressed() const;

 private:
  detail::ErrorRef record_;
};

// The error that another one was raised because of.
class Cause {
 public:
  explicit Cause(detail::ErrorRef record) noexcept : record_(std::move(record)) {}
  const detail::ErrorRef& record() const noexcept { return record_; }

 private:
  detail::ErrorRef record_;
};

template <typename E>
Cause from(const Caught<E>& caught) {
  return Cause(caught.record());
}
inline Cause from(const Unwinding& raised) { return Cause(raised.record()); }
template <std::same_as<AnyRaised> Any>
Cause from(const Any& raised) {
  return Cause(raised.error());
}
// A value that was not rescued but stands for what went wrong before.
template <typename E>
  requires(!std::derived_from<E, Unwinding> && !std::derived_from<E, AnyRaised>)
Cause from(E value, Site site = Site::here()) {
  return Cause(detail::make_error<E>(std::move(value), site));
}

template <typename E>
[[noreturn]] void raise(E value, Site site = Site::here()) {
  detail::make_error<E>(std::move(value), site)->raise_again();
}

template <typename E>
[[noreturn]] void raise(E value, const Cause& cause, Site site = Site::here()) {
  detail::ErrorRef error = detail::make_error<E>(std::move(value), site);
  error->set_cause(cause.record());
  error->raise_again();
}

// String literals are raised as what they are in Aria: a String.
class String;
template <std::size_t N, typename Text = String>
[[noreturn]] void raise(const char (&text)[N], Site site = Site::here()) {
  raise<Text>(Text(text), site);
}

}  // namespace aria
