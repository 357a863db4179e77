// What people who come from other languages write, and what it is called here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::resolve {

// Of the names that stand for `name` here, the first that is among the candidates.
std::optional<std::string> familiar_name(std::string_view name, const std::vector<std::string_view>& candidates);

// All names that `name` may stand for here.
std::vector<std::string_view> names_meant_by(std::string_view name);

// `null`, `this`: words that stand for a word of the language.
std::optional<std::string> familiar_word(std::string_view name);

// `range`, `ValueError`: names for what is written otherwise here; how, or nothing.
std::string_view familiar_advice(std::string_view name);
// The same of members, `substring`, of calls without an argument that is needed, and of what a type has itself, `Task.sleep`.
std::string_view familiar_member_advice(std::string_view name);
std::string_view familiar_call_advice(std::string_view callee);
std::string_view familiar_static_advice(std::string_view type_and_name);

}  // namespace ariac::resolve
