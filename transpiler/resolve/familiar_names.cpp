// Two tables of words.
#include "resolve/familiar_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ariac::resolve {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kNames{
    Pair{"length", "len"},          Pair{"lenght", "len"},         Pair{"size", "len"},             Pair{"count", "len"},
    Pair{"append", "push"},         Pair{"append", "push_char"},   Pair{"add", "push"},             Pair{"add", "insert"},
    Pair{"push_back", "push"},      Pair{"pop_back", "pop"},       Pair{"pop_front", "shift"},      Pair{"push_front", "unshift"},
    Pair{"prepend", "unshift"},     Pair{"extend", "append"},      Pair{"delete", "remove"},        Pair{"erase", "remove"},
    Pair{"delete_at", "remove_at"}, Pair{"select", "filter"},      Pair{"where", "filter"},         Pair{"collect", "map"},
    Pair{"transform", "map"},       Pair{"inject", "fold"},        Pair{"foldl", "fold"},           Pair{"aggregate", "fold"},
    Pair{"detect", "find"},         Pair{"find_index", "position"}, Pair{"findIndex", "position"},  Pair{"indexOf", "index_of"},
    Pair{"include?", "contains"},   Pair{"include", "contains"},   Pair{"includes", "contains"},    Pair{"has", "contains"},
    Pair{"member?", "contains"},    Pair{"contains?", "contains"}, Pair{"has_key?", "contains"},    Pair{"has_key", "contains"},
    Pair{"key?", "contains"},       Pair{"contains_key", "contains"}, Pair{"upcase", "to_upper"},   Pair{"uppercase", "to_upper"},
    Pair{"upper", "to_upper"},      Pair{"to_uppercase", "to_upper"}, Pair{"toUpperCase", "to_upper"}, Pair{"downcase", "to_lower"},
    Pair{"lowercase", "to_lower"},  Pair{"lower", "to_lower"},     Pair{"to_lowercase", "to_lower"}, Pair{"toLowerCase", "to_lower"},
    Pair{"strip", "trim"},          Pair{"lstrip", "trim_start"},  Pair{"rstrip", "trim_end"},      Pair{"is_empty", "empty?"},
    Pair{"isEmpty", "empty?"},      Pair{"to_s", "to_string"},     Pair{"toString", "to_string"},   Pair{"to_str", "to_string"},
    Pair{"str", "to_string"},       Pair{"to_i", "to_int"},        Pair{"parse_int", "to_int"},     Pair{"parseInt", "to_int"},
    Pair{"to_f", "to_float"},       Pair{"starts_with?", "starts_with"}, Pair{"start_with?", "starts_with"}, Pair{"startsWith", "starts_with"},
    Pair{"ends_with?", "ends_with"}, Pair{"end_with?", "ends_with"}, Pair{"endsWith", "ends_with"}, Pair{"gsub", "replace"},
    Pair{"ljust", "pad_end"},       Pair{"rjust", "pad_start"},    Pair{"for_each", "each"},        Pair{"forEach", "each"},
    Pair{"foreach", "each"},        Pair{"each_pair", "each"},     Pair{"sorted", "sort"},          Pair{"reversed", "reverse"},
    Pair{"uniq", "unique"},         Pair{"distinct", "unique"},    Pair{"drop", "skip"},            Pair{"drop_while", "skip_while"},
    Pair{"slice", "take"},          Pair{"head", "first"},         Pair{"tail", "skip"},            Pair{"fetch", "get"},
    Pair{"get_or_default", "get_or"}, Pair{"is_some", "some?"},    Pair{"is_none", "none?"},        Pair{"is_ok", "ok?"},
    Pair{"is_err", "err?"},         Pair{"nil?", "none?"},         Pair{"puts", "println"},         Pair{"printf", "print"},
    Pair{"echo", "println"},        Pair{"writeln", "println"},    Pair{"print_line", "println"},   Pair{"console", "println"},
    Pair{"str", "String"},          Pair{"int", "Int"},            Pair{"i32", "Int32"},            Pair{"i64", "Int64"},
    Pair{"u8", "UInt8"},            Pair{"u32", "UInt32"},         Pair{"u64", "UInt64"},           Pair{"usize", "Int"},
    Pair{"Integer", "Int"},         Pair{"f64", "Float"},          Pair{"double", "Float"},         Pair{"Double", "Float"},
    Pair{"float", "Float"},         Pair{"bool", "Bool"},          Pair{"Boolean", "Bool"},         Pair{"string", "String"},
    Pair{"char", "Char"},           Pair{"Hash", "Map"},           Pair{"Dict", "Map"},             Pair{"dict", "Map"},
};

constexpr std::array kWords{Pair{"null", "nil"}, Pair{"NULL", "nil"}, Pair{"undefined", "nil"}, Pair{"nullptr", "nil"}, Pair{"this", "self"},
                            Pair{"True", "true"}, Pair{"False", "false"}, Pair{"async", "spawn"}, Pair{"launch", "spawn"}};

}  // namespace

std::optional<std::string> familiar_name(std::string_view name, const std::vector<std::string_view>& candidates) {
  for (const auto& [written, meant] : kNames)
    if (written == name && std::ranges::find(candidates, meant) != candidates.end()) return std::string(meant);
  return std::nullopt;
}

std::optional<std::string> familiar_word(std::string_view name) {
  for (const auto& [written, meant] : kWords)
    if (written == name) return std::string(meant);
  return std::nullopt;
}

}  // namespace ariac::resolve
