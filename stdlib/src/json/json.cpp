// The parts of a JSON value.
#include <aria/std/json.hpp>

#include <array>
#include <charconv>
#include <string_view>

#include <aria/std/box.hpp>
#include <aria/std/detail/fail.hpp>

namespace aria {

namespace {

[[noreturn, gnu::cold]] void fail_kind(const Json& json, const char* wanted) {
  detail::fail("JSON of kind " + json.kind().str() + " is no " + wanted);
}

// A part of a pointer as it stands between the slashes: ~1 is a slash, ~0 a tilde. None: malformed.
std::optional<std::string> unescaped(std::string_view part) {
  std::string text;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (part[at] != '~') {
      text += part[at];
      continue;
    }
    ++at;
    if (at == part.size() || (part[at] != '0' && part[at] != '1')) {
      return std::nullopt;
    }
    text += part[at] == '0' ? '~' : '/';
  }
  return text;
}

// A place in an array: digits alone, without leading zeros.
std::optional<std::int64_t> place(std::string_view text) {
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && index >= 0 && text.front() != '-' && (text.front() != '0' || text.size() == 1) ? std::optional(index) : std::nullopt;
}

// Drops what an array or object holds: now, or from a certain depth on once the outermost drop is done.
template <typename Parts>
void drop_parts(Parts& parts) noexcept {
  if (detail::drop_depth == detail::deepest_drop) [[unlikely]] {
    detail::drop_later(new Parts(std::move(parts)), [](void* later) { delete static_cast<Parts*>(later); });
    return;
  }
  detail::drop_boxed(&parts, [](void* now) { static_cast<void>(Parts(std::move(*static_cast<Parts*>(now)))); });
}

template <typename Parts>
Parts copy_parts(const Parts& parts) {
  return detail::deeper([&] { return parts; });
}

}  // namespace

Json::Array::Array(const Array& other) : value(copy_parts(other.value)) {}
Json::Array& Json::Array::operator=(Array other) noexcept {
  std::swap(value, other.value);
  return *this;
}
Json::Array::~Array() {
  if (!value.is_empty()) {
    drop_parts(value);
  }
}

Json::Object::Object(const Object& other) : value(copy_parts(other.value)) {}
Json::Object& Json::Object::operator=(Object other) noexcept {
  std::swap(value, other.value);
  return *this;
}
Json::Object::~Object() {
  if (!value.is_empty()) {
    drop_parts(value);
  }
}

JsonError::JsonError(Int line, Int column, const String& reason)
    : message_(String("line ") + line.to_string() + ", column " + column.to_string() + ": " + reason), line_(line), column_(column) {}

String Json::kind() const {
  static constexpr std::array names{"null", "bool", "int", "float", "string", "array", "object"};
  return names[value.index()];
}

Int Json::len() const noexcept {
  if (const Array* array = as<Array>()) {
    return array->value.len();
  }
  const Object* object = as<Object>();
  return object != nullptr ? object->value.len() : aria::Int(0);
}

const Json* Json::part(const aria::String& key) const {
  const Object* object = as<Object>();
  return object != nullptr ? object->value.find_value(key) : nullptr;
}

const Json* Json::part(aria::Int index) const noexcept {
  const Array* array = as<Array>();
  const bool within = array != nullptr && static_cast<std::uint64_t>(index.value()) < array->value.size();
  return within ? array->value.begin() + index.value() : nullptr;
}

std::optional<Json> Json::pointer(const aria::String& path) const {
  const Json* at = this;
  for (std::string_view rest = path; at != nullptr && !rest.empty();) {
    if (rest.front() != '/') {
      return std::nullopt;
    }
    rest.remove_prefix(1);
    const std::string_view written = rest.substr(0, rest.find('/'));
    rest.remove_prefix(written.size());
    const std::optional<std::string> name = unescaped(written);
    if (!name) {
      return std::nullopt;
    }
    if (at->is<Array>()) {
      const std::optional<std::int64_t> index = name->empty() ? std::nullopt : place(*name);
      at = index ? at->part(aria::Int(*index)) : nullptr;
    } else {
      at = at->part(aria::String::trusted(*name));
    }
  }
  return copied(at);
}

std::optional<bool> Json::as_bool() const noexcept {
  const Bool* found = as<Bool>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}
std::optional<Int> Json::as_int() const noexcept {
  const Int* found = as<Int>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}
std::optional<double> Json::as_float() const noexcept {
  if (const Int* found = as<Int>()) {
    return static_cast<double>(found->value.value());
  }
  const Float* found = as<Float>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}
std::optional<String> Json::as_string() const {
  const String* found = as<String>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}
std::optional<Array<Json>> Json::as_array() const {
  const Array* found = as<Array>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}
std::optional<Map<String, Json>> Json::as_map() const {
  const Object* found = as<Object>();
  return found != nullptr ? std::optional(found->value) : std::nullopt;
}

const Array<Json>& Json::elements() const {
  const Array* found = as<Array>();
  if (found == nullptr) [[unlikely]] {
    fail_kind(*this, "array");
  }
  return found->value;
}

const Map<String, Json>& Json::entries() const {
  const Object* found = as<Object>();
  if (found == nullptr) [[unlikely]] {
    fail_kind(*this, "object");
  }
  return found->value;
}

const Json& Json::operator[](const aria::String& key) const { return entries()[key]; }
const Json& Json::operator[](aria::Int index) const { return elements()[index]; }

bool Json::eq(const Json& other) const {
  return detail::deeper([&] { return detail::equal(value, other.value); });
}

void Json::insert_value(aria::String key, Json added) {
  if (is_null()) {
    *this = Object{Map<aria::String, Json>()};
  }
  Object* object = as<Object>();
  if (object == nullptr) [[unlikely]] {
    fail_kind(*this, "object");
  }
  object->value.insert(std::move(key), std::move(added));
}

void Json::push_value(Json added) {
  if (is_null()) {
    *this = Array{aria::Array<Json>()};
  }
  Array* array = as<Array>();
  if (array == nullptr) [[unlikely]] {
    fail_kind(*this, "array");
  }
  array->value.push(std::move(added));
}

std::optional<Json> Json::remove(const aria::String& key) {
  Object* object = as<Object>();
  return object != nullptr ? object->value.remove(key) : std::nullopt;
}

}  // namespace aria
