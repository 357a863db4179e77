// Tables of words.
#include "resolve/familiar_names.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace ariac::resolve {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kNames{
    Pair{"receive", "recv"},        Pair{"length", "len"},          Pair{"lenght", "len"},         Pair{"size", "len"},             Pair{"count", "len"},
    Pair{"append", "push"},         Pair{"append", "push_char"},   Pair{"add", "push"},             Pair{"add", "insert"},
    Pair{"push_back", "push"},      Pair{"pop_back", "pop"},       Pair{"pop_front", "shift"},      Pair{"push_front", "unshift"},
    Pair{"prepend", "unshift"},     Pair{"extend", "append"},      Pair{"delete", "remove"},        Pair{"erase", "remove"},
    Pair{"delete_at", "remove_at"}, Pair{"select", "filter"},      Pair{"where", "filter"},
    Pair{"transform", "map"},       Pair{"inject", "fold"},        Pair{"foldl", "fold"},           Pair{"aggregate", "fold"},
    Pair{"detect", "find"},         Pair{"find_index", "position"}, Pair{"findIndex", "position"},  Pair{"indexOf", "index_of"},
    Pair{"has?", "contains"},       Pair{"include?", "contains"},   Pair{"include", "contains"},   Pair{"includes", "contains"},    Pair{"has", "contains"},
    Pair{"member?", "contains"},    Pair{"contains?", "contains"}, Pair{"has_key?", "contains"},    Pair{"has_key", "contains"},
    Pair{"key?", "contains"},       Pair{"contains_key", "contains"}, Pair{"upcase", "to_upper"},   Pair{"uppercase", "to_upper"},
    Pair{"upper", "to_upper"},      Pair{"to_uppercase", "to_upper"}, Pair{"toUpperCase", "to_upper"}, Pair{"downcase", "to_lower"},
    Pair{"lowercase", "to_lower"},  Pair{"lower", "to_lower"},     Pair{"to_lowercase", "to_lower"}, Pair{"toLowerCase", "to_lower"},
    Pair{"strip", "trim"},          Pair{"lstrip", "trim_start"},  Pair{"rstrip", "trim_end"},      Pair{"is_empty", "empty?"},
    Pair{"isEmpty", "empty?"},      Pair{"to_s", "to_string"},     Pair{"toString", "to_string"},   Pair{"to_str", "to_string"},
    Pair{"str", "to_string"},       Pair{"to_i", "to_int"},        Pair{"parse_int", "to_int"},     Pair{"parseInt", "to_int"},
    Pair{"to_a", "to_array"},       Pair{"to_vec", "to_array"},    Pair{"to_list", "to_array"},
    Pair{"trim_left", "trim_start"}, Pair{"trim_right", "trim_end"}, Pair{"get_and_add", "fetch_add"}, Pair{"synchronize", "lock"},
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
    Pair{"sec", "seconds"},         Pair{"secs", "seconds"},       Pair{"s", "seconds"},            Pair{"millis", "ms"},
    Pair{"milliseconds", "ms"},     Pair{"millisecond", "ms"},     Pair{"min", "minutes"},          Pair{"mins", "minutes"},
    Pair{"h", "hours"},             Pair{"hrs", "hours"},          Pair{"microseconds", "us"},      Pair{"micros", "us"},
    Pair{"any?", "any"},            Pair{"all?", "all"},           Pair{"none?", "none"},           Pair{"rev", "reverse"},
    Pair{"each_slice", "chunk"},    Pair{"chunks", "chunk"},       Pair{"in_groups_of", "chunk"},   Pair{"batch", "chunk"},
    Pair{"each_cons", "window"},    Pair{"windows", "window"},     Pair{"with_index", "enumerate"},Pair{"Vec", "Array"},            Pair{"List", "Array"},
    Pair{"HashMap", "Map"},         Pair{"Dictionary", "Map"},     Pair{"HashSet", "Set"},          Pair{"Optional", "Option"},
    Pair{"Maybe", "Option"},        Pair{"chan", "Channel"},       Pair{"Chan", "Channel"},         Pair{"Lock", "Mutex"},
    Pair{"char", "Char"},           Pair{"Hash", "Map"},           Pair{"Dict", "Map"},             Pair{"dict", "Map"},
};

constexpr std::array kWords{Pair{"null", "nil"}, Pair{"NULL", "nil"}, Pair{"undefined", "nil"}, Pair{"nullptr", "nil"}, Pair{"this", "self"},
                            Pair{"True", "true"}, Pair{"False", "false"}, Pair{"async", "spawn"}, Pair{"launch", "spawn"}, Pair{"next", "continue"}};

constexpr std::string_view kRaised = "any value can be raised: a text, or one of your own types, as of `data NotFound(id: Int)`";
constexpr std::string_view kMath = "`import std::math` brings the constants, as in `math::PI`; functions are methods of numbers, as in `x.sqrt`";
constexpr std::string_view kFormatted = "a text is put together as in `\"#{name}: #{value:.2f}\"`";
constexpr std::string_view kRead = "`read_line()` gives the next line of the input, `nil` at its end; `stdin.lines` all of them";
constexpr std::string_view kRepeated = "what is tried again stands in a `loop`, which `break` leaves where it worked";
constexpr std::string_view kTypeOf = "types are known before the program runs: what an enum or a `dyn` value is, `match` tells";
constexpr std::string_view kLambda = "a lambda is written `|x| x + 1`, a function as a value `&name`";
constexpr std::string_view kPanic = "here it is the function `panic(\"…\")`";
constexpr std::string_view kProcess = "`exit(1)` ends the program, `args()` gives its arguments, `env(\"NAME\")` a variable of its environment";
constexpr std::string_view kJson = "`import std::json::Json` brings JSON: `Json.parse(text)`, `Json.encode(value)`";
constexpr std::array kAdvice{
    Pair{"Panic", "a task's panic is an error where it is awaited: `rescue TaskError::Panicked(info)`"},
    Pair{"PanicError", "a task's panic is an error where it is awaited: `rescue TaskError::Panicked(info)`"},
    Pair{"CancelledError", "a task's cancellation is an error where it is awaited: `rescue TaskError::Cancelled(reason)`"},
    Pair{"range", "a range is written `a..b`, or `a..<b` to leave out its end"},
    Pair{"int", "a text becomes a number by `text.to_int`, a Float by `value.to_int`"},
    Pair{"float", "a text becomes a number by `text.to_float`, an Int by `value.to_float`"},
    Pair{"make", "a value is made by its type, as in `Channel<Int>(4)`; an empty array or map is `[]` or `{}`"},
    Pair{"Exception", kRaised}, Pair{"StandardError", kRaised}, Pair{"RuntimeError", kRaised}, Pair{"ArgumentError", kRaised}, Pair{"ValueError", kRaised},
    Pair{"KeyError", kRaised}, Pair{"TypeError", kRaised}, Pair{"IndexError", kRaised}, Pair{"Error", kRaised},
    Pair{"Regex", "`import std::regex::Regex` brings it"}, Pair{"re", "`import std::regex::Regex` brings regular expressions: `Regex.new(\"a+\")`"},
    Pair{"Json", kJson}, Pair{"JSON", kJson}, Pair{"json", kJson}, Pair{"ToJson", "`import std::json::ToJson` brings it"},
    Pair{"Math", kMath}, Pair{"PI", kMath}, Pair{"TAU", kMath}, Pair{"INFINITY", kMath}, Pair{"NAN", kMath},
    Pair{"Time", "a moment is `Instant.now`; how long something took is `start.elapsed`"}, Pair{"time", "a moment is `Instant.now`; a task waits by `sleep(10.ms)`"},
    Pair{"pass", "a body may be empty: leave it out"}, Pair{"loop", "a loop has no braces: `loop`, its body on the lines below, `end`"}, Pair{"retry", kRepeated}, Pair{"redo", kRepeated},
    Pair{"type", kTypeOf}, Pair{"typeof", kTypeOf}, Pair{"lambda", kLambda}, Pair{"proc", kLambda}, Pair{"Proc", kLambda},
    Pair{"todo!", kPanic}, Pair{"unreachable!", kPanic}, Pair{"panic!", kPanic}, Pair{"unimplemented!", kPanic},
    Pair{"sys", kProcess}, Pair{"os", kProcess}, Pair{"process", kProcess}, Pair{"ENV", kProcess}, Pair{"ARGV", kProcess},
    Pair{"try", "errors are handled by `begin … rescue Type => e … end`; a `Result` is passed on with `?`"},
    Pair{"format", kFormatted}, Pair{"sprintf", kFormatted}, Pair{"gets", kRead}, Pair{"input", kRead}, Pair{"readline", kRead}, Pair{"readLine", kRead},
};

constexpr std::string_view kThere = "only a `T?` or a `Result` is unwrapped: here the value itself is there";
constexpr std::string_view kCopied = "a value is copied where it is assigned or passed on; `copy x` says so";
constexpr std::string_view kPart = "a part of a text or an array is written `x[a..<b]`";
constexpr std::string_view kAt = "the character at a place is `text[i]`, the element `xs[i]`";
constexpr std::string_view kNever = "only a `T?` may be `nil`: this always has a value";
constexpr std::array kMemberAdvice{
    Pair{"unwrap", kThere}, Pair{"unwrap_or", kThere}, Pair{"expect", kThere}, Pair{"copy", kCopied}, Pair{"clone", kCopied}, Pair{"dup", kCopied},
    Pair{"substring", kPart}, Pair{"substr", kPart}, Pair{"subarray", kPart}, Pair{"char_at", kAt}, Pair{"charAt", kAt}, Pair{"nth", kAt},
    Pair{"collect", "what `map` and `filter` give of an array is an array already"},
    Pair{"nil?", kNever}, Pair{"some?", kNever}, Pair{"none?", kNever}, Pair{"to_a", "an array is one already; `[e for e in x]` makes one of what a loop goes over"},
};

constexpr std::string_view kSet = "a set is made of an array: `[1, 2].to_set`";
constexpr std::array kStaticAdvice{
    Pair{"Set.from", kSet}, Pair{"Set.of", kSet},
    Pair{"Async.yield", "others run while a task waits; one that only gives way says `Task.yield`"},
    Pair{"Task.sleep", "a task waits by `sleep(10.ms)`"}, Pair{"Async.sleep", "a task waits by `sleep(10.ms)`"}, Pair{"Thread.sleep", "a task waits by `sleep(10.ms)`"},
    Pair{"Async.spawn", "a task begins with `spawn f(x)` or `spawn { … }`"}, Pair{"Task.spawn", "a task begins with `spawn f(x)` or `spawn { … }`"},
    Pair{"Task.new", "a task begins with `spawn f(x)` or `spawn { … }`"}, Pair{"Task.run", "a task begins with `spawn f(x)` or `spawn { … }`"},
    Pair{"Task.all", "several tasks are awaited together by `tasks.await_all`"},
};

constexpr std::array kCallAdvice{
    Pair{"Set.new", kSet}, Pair{"type `Set`", kSet},
    Pair{"method `split`", "`text.split(\",\")` splits at each comma, `text.words` at blanks"},
    Pair{"method `join`", "`xs.join(\"\")` puts nothing between them"},
};

std::string_view advice_in(std::span<const Pair> table, std::string_view name) {
  const auto advice = std::ranges::find(table, name, &Pair::first);
  return advice == table.end() ? std::string_view() : advice->second;
}

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

std::vector<std::string_view> names_meant_by(std::string_view name) {
  std::vector<std::string_view> out;
  for (const auto& [written, meant] : kNames)
    if (written == name) out.push_back(meant);
  return out;
}

std::string_view familiar_advice(std::string_view name) { return advice_in(kAdvice, name); }
std::string_view familiar_member_advice(std::string_view name) { return advice_in(kMemberAdvice, name); }
std::string_view familiar_call_advice(std::string_view callee) { return advice_in(kCallAdvice, callee); }
std::string_view familiar_static_advice(std::string_view type_and_name) { return advice_in(kStaticAdvice, type_and_name); }

}  // namespace ariac::resolve
