// JSON values (RFC 8259). Not in the prelude; programs that use them link aria_json.
//
//   aria::Json doc = aria::Json::parse("{\"users\": [{\"age\": 7}]}").unwrap();
//   doc["users"][0]["age"].as_int()      // 7
//   aria::Json::encode(item)             // {"name":"fig","cents":30}: anything that json_parts.hpp makes a value of
//   aria::Json::decode<Item>(text)       // the other way round: json_read.hpp
//
// A value is copied deeply. Objects keep the order of their keys. Integers that fit Int stay exact, all other numbers are Float.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <utility>

#include <aria/std/array.hpp>
#include <aria/std/box.hpp>
#include <aria/std/enum.hpp>
#include <aria/std/error.hpp>
#include <aria/std/map.hpp>
#include <aria/std/result.hpp>
#include <aria/std/unit.hpp>

namespace aria {

// Why a text is no JSON, or a value is not what was asked for.
class JsonError {
 public:
  JsonError() = default;
  JsonError(String message) : message_(std::move(message)) {}
  explicit JsonError(const char* message) : message_(message) {}
  JsonError(Int line, Int column, const String& reason);

  const String& message() const noexcept { return message_; }
  const String& to_string() const noexcept { return message_; }
  // Counted from 1, columns in scalars; none where the error is not one of the text.
  std::optional<Int> line() const noexcept { return line_; }
  std::optional<Int> column() const noexcept { return column_; }

  friend bool operator==(const JsonError&, const JsonError&) = default;

 private:
  String message_;
  std::optional<Int> line_;
  std::optional<Int> column_;
};

template <typename Self>
struct FromJson;

struct Json {
  struct Null {
    auto reflect() const { return record("Null"); }
  };
  struct Bool {
    bool value;
    auto reflect() const { return record("Bool", value); }
  };
  struct Int {
    aria::Int value;
    auto reflect() const { return record("Int", value); }
  };
  struct Float {
    double value;
    auto reflect() const { return record("Float", value); }
  };
  struct String {
    aria::String value;
    auto reflect() const { return record("String", value); }
  };
  // Copying and dropping what is nested deep takes no more stack than a task has.
  struct Array {
    Array(aria::Array<Json> elements) : value(std::move(elements)) {}
    Array(const Array& other);
    Array(Array&&) noexcept = default;
    Array& operator=(Array other) noexcept;
    ~Array();
    aria::Array<Json> value;
    auto reflect() const { return record("Array", value); }
  };
  struct Object {
    Object(Map<aria::String, Json> entries) : value(std::move(entries)) {}
    Object(const Object& other);
    Object(Object&&) noexcept = default;
    Object& operator=(Object other) noexcept;
    ~Object();
    Map<aria::String, Json> value;
    auto reflect() const { return record("Object", value); }
  };

  // An error says where the text stops being JSON. Nesting is bounded (512 levels); of equal keys the last one wins.
  static Result<Json, JsonError> parse(const aria::String& text);
  template <typename T>
  static Json from(const T& value);
  template <typename T>
  static aria::String encode(const T& value) {
    return from(value).compact();
  }
  // The error names the path of what does not fit: "$.users[3].age: expected Int, found \"x\"".
  template <typename T>
  static Result<T, JsonError> decode(const aria::String& text) {
    const Result<Json, JsonError> json = parse(text);
    if (json.is_err()) {
      return Err(json.unwrap_err());
    }
    return FromJson<T>::from_json(json.unwrap());
  }

  aria::String kind() const;
  bool is_null() const noexcept { return is<Null>(); }
  aria::Int len() const noexcept;
  bool is_empty() const noexcept { return len() == 0; }
  bool contains(const aria::String& key) const { return part(key) != nullptr; }
  std::optional<Json> get(const aria::String& key) const { return copied(part(key)); }
  std::optional<Json> get(aria::Int index) const { return copied(part(index)); }
  template <std::integral I>
  std::optional<Json> get(I index) const {
    return get(aria::Int(index));
  }
  std::optional<Json> pointer(const aria::String& path) const;

  std::optional<bool> as_bool() const noexcept;
  std::optional<aria::Int> as_int() const noexcept;
  std::optional<double> as_float() const noexcept;
  std::optional<aria::String> as_string() const;
  std::optional<aria::Array<Json>> as_array() const;
  std::optional<Map<aria::String, Json>> as_map() const;
  // These panic where the value is of another kind, or has no such part.
  const aria::Array<Json>& elements() const;
  const Map<aria::String, Json>& entries() const;
  const Json& operator[](const aria::String& key) const;
  const Json& operator[](aria::Int index) const;
  template <std::integral I>
  const Json& operator[](I index) const {
    return (*this)[aria::Int(index)];
  }

  template <typename T>
  void insert(aria::String key, const T& value) {
    insert_value(std::move(key), from(value));
  }
  template <typename T>
  void push(const T& value) {
    push_value(from(value));
  }
  std::optional<Json> remove(const aria::String& key);

  bool eq(const Json& other) const;

  // Both panic where there is a Float that is no number in JSON: an infinity or NaN.
  aria::String compact() const;
  aria::String pretty() const;

  ARIA_ENUM(Json, Null, Bool, Int, Float, String, Array, Object)

 private:
  const Json* part(const aria::String& key) const;
  const Json* part(aria::Int index) const noexcept;
  static std::optional<Json> copied(const Json* part) { return part != nullptr ? std::optional<Json>(*part) : std::nullopt; }
  void insert_value(aria::String key, Json value);
  void push_value(Json value);
};

namespace detail {

enum class NotANumber : unsigned char { panics, is_shown };
void write_json(std::string& out, const Json& json, NotANumber mode);

template <>
struct Shown<Json> {
  static void inspect(std::string& out, const Json& json) { write_json(out, json, NotANumber::is_shown); }
  static void display(std::string& out, const Json& json) { write_json(out, json, NotANumber::panics); }
};

}  // namespace detail
}  // namespace aria

#include <aria/std/json_parts.hpp>
#include <aria/std/json_read.hpp>
