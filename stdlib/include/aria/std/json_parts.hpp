// What a value is in JSON: aria::to_json(x), Json::from(x).
//
// A program's own impl of ToJson decides, as a member `to_json` or a specialisation of aria::ToJson; otherwise
// detail::MadeJson<T> says it for a built-in type, and user types are made field by field: a struct is an object, a tuple an
// array, a variant without parts its name, and one with parts an object with its name as the only key.
#pragma once

#include <aria/std/json.hpp>
#include <aria/std/set.hpp>

namespace aria {

template <typename Self>
struct ToJson;

namespace detail {

// The number that has the shortest digits of this one: 0.1, not 0.10000000149011612.
double with_digits_of(float x);

// Specialised per built-in type: static Json of(const T&).
template <typename T>
struct MadeJson;

template <typename T>
concept BuiltinJson = requires(const T& x) { MadeJson<T>::of(x); };
template <typename T>
concept OwnJson = requires(const T& x) { { x.to_json() } -> std::same_as<Json>; };

template <typename... Ts>
Json object_of(const Record<Ts...>& record);
template <typename... Ts>
Json variant_of(const Record<Ts...>& record);

template <typename T>
Json json_of(const T& x) {
  if constexpr (Written<ToJson<T>>) {
    return ToJson<T>::to_json(x);
  } else if constexpr (BuiltinJson<T>) {
    return MadeJson<T>::of(x);
  } else if constexpr (OwnJson<T>) {
    return x.to_json();
  } else if constexpr (Enum<T>) {
    return x.visit_variant([](const auto& variant) { return variant_of(variant.reflect()); });
  } else {
    static_assert(Reflected<T>, "there is no JSON for a value of this type");
    return object_of(x.reflect());
  }
}

template <typename Sequence>
Json array_of(const Sequence& elements) {
  Array<Json> made;
  made.reserve(elements.len());
  for (const auto& element : elements) {
    made.push(json_of(element));
  }
  return Json::Array{std::move(made)};
}

template <typename... Ts>
Json object_of(const Record<Ts...>& record) {
  Map<String, Json> made;
  made.reserve(static_cast<std::int64_t>(sizeof...(Ts)));
  record.apply([&made](const Field<Ts>&... fields) { (made.insert(String(fields.name), json_of(fields.value)), ...); });
  return Json::Object{std::move(made)};
}

template <typename... Ts>
Json tuple_of(const Ts&... parts) {
  return Json::Array{Array<Json>::of(json_of(parts)...)};
}

template <typename... Ts>
Json variant_of(const Record<Ts...>& record) {
  if constexpr (sizeof...(Ts) == 0) {
    return Json::String{record.type};
  } else {
    const bool named = *std::get<0>(record.fields).name != '\0';
    Map<String, Json> made;
    if (named) {
      made.insert(String(record.type), object_of(record));
    } else if constexpr (sizeof...(Ts) == 1) {
      made.insert(String(record.type), json_of(std::get<0>(record.fields).value));
    } else {
      made.insert(String(record.type), record.apply([](const Field<Ts>&... fields) { return tuple_of(fields.value...); }));
    }
    return Json::Object{std::move(made)};
  }
}

template <>
struct MadeJson<Json> {
  static Json of(const Json& x) { return x; }
};
template <>
struct MadeJson<Unit> {
  static Json of(Unit) { return Json::Null{}; }
};
template <>
struct MadeJson<bool> {
  static Json of(bool x) { return Json::Bool{x}; }
};
template <typename Rep>
struct MadeJson<Integer<Rep>> {
  static Json of(Integer<Rep> x) { return Json::Int{Int(x.value())}; }
};
template <BuiltinInteger I>
struct MadeJson<I> : MadeJson<Integer<I>> {};
template <>
struct MadeJson<double> {
  static Json of(double x) { return Json::Float{x}; }
};
template <>
struct MadeJson<float> {
  static Json of(float x) { return Json::Float{with_digits_of(x)}; }
};
template <>
struct MadeJson<Char> {
  static Json of(Char c) {
    String text;
    text.push(c);
    return Json::String{std::move(text)};
  }
};
template <>
struct MadeJson<char> : MadeJson<Char> {};
template <>
struct MadeJson<String> {
  static Json of(const String& text) { return Json::String{text}; }
};
template <>
struct MadeJson<const char*> : MadeJson<String> {};
template <std::size_t N>
struct MadeJson<char[N]> : MadeJson<String> {};
template <typename T>
struct MadeJson<std::optional<T>> {
  static Json of(const std::optional<T>& x) { return x ? json_of(*x) : Json(Json::Null{}); }
};
template <typename T>
struct MadeJson<Array<T>> {
  static Json of(const Array<T>& elements) { return array_of(elements); }
};
template <typename T>
struct MadeJson<Set<T>> {
  static Json of(const Set<T>& elements) { return array_of(elements); }
};
template <typename V>
struct MadeJson<Map<String, V>> {
  static Json of(const Map<String, V>& entries) {
    return Json::Object{entries.map_values([](const V& value) { return json_of(value); })};
  }
};
template <typename... Ts>
struct MadeJson<std::tuple<Ts...>> {
  static Json of(const std::tuple<Ts...>& parts) {
    return std::apply([](const Ts&... each) { return tuple_of(each...); }, parts);
  }
};
template <typename T>
struct MadeJson<Box<T>> {
  static Json of(const Box<T>& box) {
    return deeper([&] { return json_of(*box); });
  }
};

}  // namespace detail

template <typename Self>
struct ToJson {
  using built_in = void;
  static Json to_json(const Self& self) { return detail::json_of(self); }
};

template <typename T>
Json to_json(const T& x) {
  return detail::json_of(x);
}

template <typename T>
Json Json::from(const T& value) {
  return detail::json_of(value);
}

}  // namespace aria
