// The errors of the runtime, with their texts as Strings. Error, NoneError and IoError are in <aria/std/error.hpp>.
#pragma once

#include <aria/detail/error_types.hpp>
#include <aria/std/array.hpp>
#include <aria/std/error.hpp>
#include <aria/std/string.hpp>

namespace aria {

inline String AnyError::message() const { return String(record_->text()); }
inline String AnyError::to_string() const { return String(record_->text()); }
inline String AnyError::type_name() const { return String(record_->type_name()); }
inline String PanicInfo::message() const { return String(text()); }
inline String PanicInfo::to_string() const { return String(text()); }
inline String CancelReason::message() const { return String(text_); }
inline String CancelReason::to_string() const { return String(text_); }
inline String Cancelled::to_string() const { return String(std::string("cancelled: ").append(reason_)); }
inline String TaskError::message() const { return String(text()); }
inline String TaskError::to_string() const { return String(text()); }
inline String Lagged::message() const { return String(text()); }
inline String Lagged::to_string() const { return String(text()); }
inline String ForeignError::message() const { return String(text_); }
inline String ForeignError::to_string() const { return String(text_); }
inline String MultiError::message() const { return to_string(); }
inline String MultiError::to_string() const { return String(std::to_string(errors_.size()) + " errors"); }

template <typename Name>
String PlainError<Name>::message() const {
  return String(std::string(Name::text));
}
template <typename Name>
String PlainError<Name>::to_string() const {
  return message();
}

namespace detail {
inline Array<AnyError> to_array(const std::vector<ErrorRef>& records) {
  Array<AnyError> errors;
  for (const ErrorRef& record : records) {
    errors.push(AnyError(record));
  }
  return errors;
}
}  // namespace detail

inline Array<AnyError> AnyError::suppressed() const { return detail::to_array(record_->suppressed()); }
inline Array<AnyError> MultiError::errors() const { return detail::to_array(errors_); }
inline Array<AnyError> Caught<AnyError>::suppressed() const { return error_.suppressed(); }
template <typename E>
Array<AnyError> Caught<E>::suppressed() const {
  return detail::to_array(record_->suppressed());
}

inline Cause from(const AnyError& error) { return Cause(error.record()); }

// Of any rescued error, given what holds it: Raised, AnyRaised or Caught.
template <typename Holder>
Array<AnyError> suppressed(const Holder& holder) {
  return AnyError(from(holder).record()).suppressed();
}
template <typename Holder>
std::optional<AnyError> cause(const Holder& holder) {
  return AnyError(from(holder).record()).cause_opt();
}

}  // namespace aria
