// One entry of the catalogue, and the macro that turns it into a struct. An entry reads
//
//   ARIA_DIAGNOSTIC("E0301", TypeMismatch, error, "expected `{expected}`, found `{found}`", (Text, expected), (Text, found))
//
// and is reported with `sink.report(range, diag::TypeMismatch{.expected = a, .found = b})`. The entries of a family
// stand in catalogue/FAMILY.def; include diagnostics/catalogue/FAMILY.hpp to use them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diagnostics/message.hpp"

namespace ariac::diagnostics {

enum class Severity : std::uint8_t { error, warning, note };

std::string_view name_of(Severity severity);

struct Entry {
  std::string_view code;
  std::string_view name;
  Severity severity;
  std::string_view message;
};

}  // namespace ariac::diagnostics

#define ARIA_PARENTHESES ()
#define ARIA_EXPAND(...) ARIA_EXPAND_MORE(ARIA_EXPAND_MORE(ARIA_EXPAND_MORE(__VA_ARGS__)))
#define ARIA_EXPAND_MORE(...) ARIA_EXPAND_ONCE(ARIA_EXPAND_ONCE(ARIA_EXPAND_ONCE(__VA_ARGS__)))
#define ARIA_EXPAND_ONCE(...) __VA_ARGS__
#define ARIA_EACH(macro, first, ...) macro first __VA_OPT__(ARIA_EACH_AGAIN ARIA_PARENTHESES(macro, __VA_ARGS__))
#define ARIA_EACH_AGAIN() ARIA_EACH

#define ARIA_ENTRY_FIELD(type, name) type name;
#define ARIA_ENTRY_NAME(type, name) #name,
#define ARIA_ENTRY_ARGUMENT(type, name) ::ariac::diagnostics::Argument{#name, name.value},

#define ARIA_DIAGNOSTIC(code, Name, level, text, ...)                                                                     \
  struct Name {                                                                                                           \
    __VA_OPT__(ARIA_EXPAND(ARIA_EACH(ARIA_ENTRY_FIELD, __VA_ARGS__)))                                                     \
    static constexpr ::ariac::diagnostics::Entry kEntry{code, #Name, ::ariac::diagnostics::Severity::level, text};        \
    static_assert(::ariac::diagnostics::places_match(text, {__VA_OPT__(ARIA_EXPAND(ARIA_EACH(ARIA_ENTRY_NAME, __VA_ARGS__)))}), \
                  "the places in the text of " #Name " are not its arguments");                                           \
    std::vector<::ariac::diagnostics::Argument> arguments() const {                                                       \
      return {__VA_OPT__(ARIA_EXPAND(ARIA_EACH(ARIA_ENTRY_ARGUMENT, __VA_ARGS__)))};                                      \
    }                                                                                                                     \
  };
