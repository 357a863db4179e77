// All families in one table, and lookup by code.
#include "diagnostics/catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#undef ARIA_DIAGNOSTIC
#define ARIA_DIAGNOSTIC(code, Name, level, text, ...) Entry{code, #Name, Severity::level, text},

namespace ariac::diagnostics {

namespace {

constexpr auto kEntries = std::to_array<Entry>({
#include "diagnostics/catalogue.def"
});

constexpr bool codes_are_unique() {
  for (std::size_t i = 0; i < kEntries.size(); ++i)
    for (std::size_t k = i + 1; k < kEntries.size(); ++k)
      if (kEntries[i].code == kEntries[k].code) return false;
  return true;
}
static_assert(codes_are_unique(), "two entries of the catalogue have the same code");

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

std::span<const Entry> all_entries() { return kEntries; }

const Entry* find_entry(std::string_view code) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(), [code](const Entry& entry) { return entry.code == code; });
  return found == kEntries.end() ? nullptr : &*found;
}

}  // namespace ariac::diagnostics
