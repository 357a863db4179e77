// The texts of the library's panics.
#include <string>

#include <aria/panic.hpp>
#include <aria/std/float.hpp>
#include <aria/std/range.hpp>
#include <aria/std/text.hpp>

namespace aria::detail {

void fail(std::string_view message) { panic(message, Site{}); }

void fail_overflow(const char* operation) { fail("integer overflow in " + std::string(operation)); }

void fail_add() { fail_overflow("+"); }
void fail_sub() { fail_overflow("-"); }
void fail_mul() { fail_overflow("*"); }

void fail_zero_division(const char* operation) { fail("division by zero in " + std::string(operation)); }

void fail_shift(std::int64_t count, int width) {
  fail("shift by " + std::to_string(count) + " is outside 0..<" + std::to_string(width));
}

void fail_conversion(std::int64_t value, bool is_unsigned, int width, bool target_unsigned) {
  const std::string number = is_unsigned ? std::to_string(static_cast<std::uint64_t>(value)) : std::to_string(value);
  fail("overflow: " + number + " does not fit " + (target_unsigned ? "UInt" : "Int") + std::to_string(width));
}

void fail_float_to_int(double value) {
  std::string text = "overflow: ";
  show_float(text, value);
  fail(text + " does not fit Int");
}

void fail_index(std::int64_t index, std::int64_t len) {
  fail("index " + std::to_string(index) + " is out of bounds for length " + std::to_string(len));
}

void fail_slice(std::int64_t first, std::int64_t stop, std::int64_t len) {
  fail("slice " + std::to_string(first) + "..<" + std::to_string(stop) + " is out of bounds for length " + std::to_string(len));
}

void fail_negative(const char* what, std::int64_t value) { fail("negative " + std::string(what) + ": " + std::to_string(value)); }

void fail_unwrap(std::string_view text) { fail("unwrap on " + std::string(text)); }

void fail_key(std::string_view key) { fail("no such key: " + std::string(key)); }

void fail_memory(std::size_t elements) { fail("out of memory: " + std::to_string(elements) + " elements"); }

std::size_t positive_count(Int n, const char* what) {
  if (n <= 0) {
    fail(std::string(what) + " must be positive, not " + std::to_string(n.value()));
  }
  return static_cast<std::size_t>(n.value());
}

}  // namespace aria::detail
