// What people who come from other languages write, and what it is called here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::resolve {

// Of the names that stand for `name` here, the first that is among the candidates.
std::optional<std::string> familiar_name(std::string_view name, const std::vector<std::string_view>& candidates);

// `null`, `this`: words that stand for a word of the language.
std::optional<std::string> familiar_word(std::string_view name);

// `range`, `ValueError`: names for what is written otherwise here; how, or nothing.
std::string_view familiar_advice(std::string_view name);

}  // namespace ariac::resolve
