// Values out of JSON: Json::decode<Item>(text), FromJson<Item>::from_json(json).
//
// A program's own impl of FromJson decides, as a static member `from_json` or a specialisation of aria::FromJson; otherwise
// detail::ReadJson<T> says it for a built-in type, and user types are made part by part: their `made_of(parts)` asks for
// each, as record.hpp describes. The forms are those that json_parts.hpp writes.
#pragma once

#include <concepts>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

#include <aria/std/json.hpp>

namespace aria {

namespace detail {

// Thrown where a value does not fit, caught by from_json; each part on the way out puts its step before the path.
struct NotRead {
  std::string path;
  std::string reason;
};

[[noreturn]] void fail_read(const Json& found, std::string_view wanted);
[[noreturn]] void fail_missing(const char* field);
JsonError not_read(const NotRead& failure);
// ".name", or "[\"a name\"]" where the key is no plain word.
std::string step_to(std::string_view key);

template <typename T>
T read_json(const Json& json);

template <typename T>
T read_field(const Json& part, std::string_view name) {
  try {
    return read_json<T>(part);
  } catch (NotRead& failure) {
    failure.path.insert(0, step_to(name));
    throw;
  }
}
template <typename T>
T read_element(const Array<Json>& elements, std::size_t at) {
  try {
    return read_json<T>(elements.begin()[at]);
  } catch (NotRead& failure) {
    failure.path.insert(0, "[" + std::to_string(at) + "]");
    throw;
  }
}

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

// The fields of an object. Keys that no field has are passed over.
class ObjectParts {
 public:
  explicit ObjectParts(const Json& json);

  template <typename T>
  T field(const char* name) const {
    if (const Json* found = find(name)) {
      return read_field<T>(*found, name);
    }
    if constexpr (is_optional<T>) {
      return std::nullopt;
    } else {
      fail_missing(name);
    }
  }
  // A field with a default.
  template <typename T, typename Make>
  T field(const char* name, Make make) const {
    const Json* found = find(name);
    return found != nullptr ? read_field<T>(*found, name) : make();
  }

 private:
  const Json* find(const char* name) const;
  const Map<String, Json>* entries_;
};

// A variant: its name alone, or an object with its name as the only key.
class VariantParts {
 public:
  explicit VariantParts(const Json& json);

  bool is(std::string_view name, std::size_t parts) const noexcept { return name_ == name && (parts == 0) == (content_ == nullptr); }
  template <typename T, typename... Make>
  T field(const char* name, Make... make) const {
    return within([&] { return ObjectParts(*content_).field<T>(name, make...); });
  }
  template <typename T>
  T part(std::size_t at, std::size_t of) const {
    return within([&] { return of == 1 ? read_json<T>(*content_) : read_element<T>(elements(of), at); });
  }
  [[noreturn]] void refuse(std::initializer_list<const char*> names) const;

 private:
  const Array<Json>& elements(std::size_t count) const;
  template <typename Read>
  auto within(Read read) const {
    try {
      return read();
    } catch (NotRead& failure) {
      failure.path.insert(0, "." + std::string(name_));
      throw;
    }
  }

  const Json* json_;
  std::string_view name_;
  const Json* content_ = nullptr;
};

const Array<Json>& elements_of(const Json& json, std::size_t count);

// Specialised per built-in type: static T of(const Json&).
template <typename T>
struct ReadJson;

template <typename T>
concept BuiltinRead = requires(const Json& json) { ReadJson<T>::of(json); };
template <typename T>
concept OwnRead = requires(const Json& json) { { T::from_json(json) } -> std::same_as<Result<T, JsonError>>; };

template <typename T>
T read_own(Result<T, JsonError> read) {
  if (read.is_err()) {
    throw NotRead{"", read.unwrap_err().message().str()};
  }
  return std::move(read).unwrap();
}

template <typename T>
T read_json(const Json& json) {
  if constexpr (Written<FromJson<T>>) {
    return read_own<T>(FromJson<T>::from_json(json));
  } else if constexpr (BuiltinRead<T>) {
    return ReadJson<T>::of(json);
  } else if constexpr (OwnRead<T>) {
    return read_own<T>(T::from_json(json));
  } else if constexpr (Enum<T>) {
    return deeper([&] { return T::made_of(VariantParts(json)); });
  } else {
    return deeper([&] { return T::made_of(ObjectParts(json)); });
  }
}

template <>
struct ReadJson<Json> {
  static Json of(const Json& json) { return json; }
};
template <>
struct ReadJson<Unit> {
  static Unit of(const Json& json);
};
template <>
struct ReadJson<bool> {
  static bool of(const Json& json);
};
template <>
struct ReadJson<Char> {
  static Char of(const Json& json);
};
template <>
struct ReadJson<String> {
  static String of(const Json& json);
};
template <>
struct ReadJson<double> {
  static double of(const Json& json);
};
template <>
struct ReadJson<float> {
  static float of(const Json& json) { return static_cast<float>(ReadJson<double>::of(json)); }
};
template <typename Rep>
struct ReadJson<Integer<Rep>> {
  static Integer<Rep> of(const Json& json) {
    const Json::Int* found = json.as<Json::Int>();
    if (found == nullptr || !std::in_range<Rep>(found->value.value())) {
      fail_read(json, name());
    }
    return Integer<Rep>(static_cast<Rep>(found->value.value()));
  }

 private:
  static std::string name() {
    const std::string width = sizeof(Rep) == 8 && std::is_signed_v<Rep> ? "" : std::to_string(8 * sizeof(Rep));
    return (std::is_signed_v<Rep> ? "Int" : "UInt") + width;
  }
};
template <typename T>
struct ReadJson<std::optional<T>> {
  static std::optional<T> of(const Json& json) { return json.is_null() ? std::nullopt : std::optional<T>(read_json<T>(json)); }
};
template <typename T>
struct ReadJson<Array<T>> {
  static Array<T> of(const Json& json) {
    const Json::Array* found = json.as<Json::Array>();
    if (found == nullptr) {
      fail_read(json, "an array");
    }
    Array<T> made;
    made.reserve(json.len());
    for (std::size_t at = 0; at < found->value.size(); ++at) {
      made.push(read_element<T>(found->value, at));
    }
    return made;
  }
};
template <typename T>
struct ReadJson<Set<T>> {
  static Set<T> of(const Json& json) {
    Set<T> made;
    for (T& element : ReadJson<Array<T>>::of(json)) {
      made.insert(std::move(element));
    }
    return made;
  }
};
template <typename V>
struct ReadJson<Map<String, V>> {
  static Map<String, V> of(const Json& json) {
    const Json::Object* found = json.as<Json::Object>();
    if (found == nullptr) {
      fail_read(json, "an object");
    }
    Map<String, V> made;
    made.reserve(json.len());
    for (const auto& [key, part] : found->value) {
      made.insert(key, read_field<V>(part, key));
    }
    return made;
  }
};
template <typename... Ts>
struct ReadJson<std::tuple<Ts...>> {
  static std::tuple<Ts...> of(const Json& json) { return of(elements_of(json, sizeof...(Ts)), std::index_sequence_for<Ts...>()); }

 private:
  template <std::size_t... I>
  static std::tuple<Ts...> of(const Array<Json>& elements, std::index_sequence<I...>) {
    return std::tuple<Ts...>{read_element<Ts>(elements, I)...};
  }
};
template <typename T>
struct ReadJson<Box<T>> {
  static Box<T> of(const Json& json) {
    return deeper([&] { return Box<T>(read_json<T>(json)); });
  }
};

}  // namespace detail

template <typename Self>
struct FromJson {
  using built_in = void;
  static Result<Self, JsonError> from_json(const Json& json) {
    try {
      return detail::read_json<Self>(json);
    } catch (const detail::NotRead& failure) {
      return Err(detail::not_read(failure));
    }
  }
};

}  // namespace aria
