// The panics of the library, out of line so that checks inline to one compare and a jump to cold code.
#pragma once

#include <cstdint>
#include <string_view>

namespace aria::detail {

[[noreturn, gnu::cold]] void fail(std::string_view message);
// "overflow in Int8 + (250 …)": `operation` names the operator or method.
[[noreturn, gnu::cold]] void fail_overflow(const char* operation);
// Without arguments: the calls are everywhere and count against inlining.
[[noreturn, gnu::cold]] void fail_add();
[[noreturn, gnu::cold]] void fail_sub();
[[noreturn, gnu::cold]] void fail_mul();
[[noreturn, gnu::cold]] void fail_zero_division(const char* operation);
[[noreturn, gnu::cold]] void fail_shift(std::int64_t count, int width);
[[noreturn, gnu::cold]] void fail_conversion(std::int64_t value, bool is_unsigned, int width, bool target_unsigned);
[[noreturn, gnu::cold]] void fail_index(std::int64_t index, std::int64_t len);
[[noreturn, gnu::cold]] void fail_slice(std::int64_t first, std::int64_t stop, std::int64_t len);
[[noreturn, gnu::cold]] void fail_negative(const char* what, std::int64_t value);
// `text` shows the value that was found instead: "unwrap on Err(\"x\")".
[[noreturn, gnu::cold]] void fail_unwrap(std::string_view text);
[[noreturn, gnu::cold]] void fail_key(std::string_view key);

}  // namespace aria::detail
