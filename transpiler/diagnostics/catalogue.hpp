// The catalogue as a table, for `explain`, documentation and tests. To report, include catalogue/FAMILY.hpp instead.
#pragma once

#include <span>
#include <string_view>

#include "diagnostics/entry.hpp"

namespace ariac::diagnostics {

std::span<const Entry> all_entries();
const Entry* find_entry(std::string_view code);    // nullptr: there is no such code

}  // namespace ariac::diagnostics
