// The text of anything: aria::to_string(x) for people, aria::inspect(x) for programmers, aria::format("{:>8}", x).
//
// A hand-written Display decides to_string, a hand-written Debug decides inspect. Otherwise elements and fields are shown
// by inspect, floats in the shortest form that reads back. `detail::Shown<T>` is the one place where a built-in type
// says how it looks; user types get it from reflect() or ARIA_ENUM.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include <aria/std/record.hpp>
#include <aria/std/traits.hpp>
#include <aria/std/unit.hpp>

namespace aria {

namespace detail {

// Specialised per built-in type: static void inspect(std::string& out, const T&); text types also have `display`.
template <typename T>
struct Shown;

// Members a program wrote.
template <typename T>
concept OwnText = requires(const T& x) { { x.to_string() } -> std::convertible_to<std::string_view>; };
template <typename T>
concept OwnInspect = requires(const T& x) { { x.inspect() } -> std::convertible_to<std::string_view>; };

template <typename T>
concept BuiltinText = requires(std::string& out, const T& x) { Shown<T>::inspect(out, x); };

// What has no text of its own: functions, handles.
template <typename T>
concept Showable = BuiltinText<T> || Written<Display<T>> || Written<Debug<T>> || OwnText<T> || OwnInspect<T> || Reflected<T> || Enum<T>;

template <typename... Ts>
void show_record(std::string& out, const Record<Ts...>& record);

template <typename T>
void inspect_into(std::string& out, const T& x) {
  if constexpr (Written<Debug<T>>) {
    out += std::string_view(Debug<T>::inspect(x));
  } else if constexpr (BuiltinText<T>) {
    Shown<T>::inspect(out, x);
  } else if constexpr (OwnInspect<T>) {
    out += std::string_view(x.inspect());
  } else if constexpr (Enum<T>) {
    x.visit_variant([&out](const auto& variant) { inspect_into(out, variant); });
  } else if constexpr (Reflected<T>) {
    show_record(out, x.reflect());
  } else if constexpr (OwnText<T>) {
    out += std::string_view(x.to_string());
  } else {
    static_assert(Written<Display<T>>, "a value of this type cannot be printed");
    out += std::string_view(Display<T>::to_string(x));
  }
}

template <typename T>
void display_into(std::string& out, const T& x) {
  if constexpr (Written<Display<T>>) {
    out += std::string_view(Display<T>::to_string(x));
  } else if constexpr (requires { Shown<T>::display(out, x); }) {
    Shown<T>::display(out, x);
  } else if constexpr (OwnText<T> && !BuiltinText<T>) {
    out += std::string_view(x.to_string());
  } else {
    inspect_into(out, x);
  }
}

void show_signed(std::string& out, std::int64_t value);
void show_unsigned(std::string& out, std::uint64_t value);
void show_float(std::string& out, double value);
void show_float(std::string& out, float value);
void show_quoted(std::string& out, std::string_view text);
void show_quoted(std::string& out, Char c);

template <typename Rep>
struct Shown<Integer<Rep>> {
  static void inspect(std::string& out, Integer<Rep> x) {
    if constexpr (std::is_signed_v<Rep>) {
      show_signed(out, x.value());
    } else {
      show_unsigned(out, x.value());
    }
  }
};
template <BuiltinInteger I>
struct Shown<I> : Shown<Integer<I>> {};
template <std::floating_point F>
struct Shown<F> {
  static void inspect(std::string& out, F x) { show_float(out, x); }
};
template <>
struct Shown<bool> {
  static void inspect(std::string& out, bool x) { out += x ? "true" : "false"; }
};
template <>
struct Shown<Unit> {
  static void inspect(std::string& out, Unit) { out += "()"; }
};
template <>
struct Shown<Char> {
  static void inspect(std::string& out, Char c) { show_quoted(out, c); }
  static void display(std::string& out, Char c) { append_utf8(out, c.value()); }
};
template <>
struct Shown<char> : Shown<Char> {};
template <>
struct Shown<String> {
  static void inspect(std::string& out, const String& s) { show_quoted(out, s); }
  static void display(std::string& out, const String& s) { out += s.str(); }
};
template <>
struct Shown<std::string_view> {
  static void inspect(std::string& out, std::string_view s) { show_quoted(out, s); }
  static void display(std::string& out, std::string_view s) { out += s; }
};
template <>
struct Shown<std::string> : Shown<std::string_view> {};
template <>
struct Shown<const char*> : Shown<std::string_view> {};
template <std::size_t N>
struct Shown<char[N]> : Shown<std::string_view> {};
template <typename R, typename... A>
struct Shown<std::function<R(A...)>> {
  static void inspect(std::string& out, const std::function<R(A...)>&) { out += "<function>"; }
};
template <typename T>
struct Shown<std::optional<T>> {
  static void inspect(std::string& out, const std::optional<T>& o) {
    if (o) {
      out += "Some(";
      inspect_into(out, *o);
      out += ')';
    } else {
      out += "None";
    }
  }
};
template <typename... Ts>
struct Shown<std::tuple<Ts...>> {
  static void inspect(std::string& out, const std::tuple<Ts...>& t) {
    std::apply(
        [&out](const Ts&... parts) {
          out += '(';
          [[maybe_unused]] const char* separator = "";
          ((out += separator, inspect_into(out, parts), separator = ", "), ...);
          out += ')';
        },
        t);
  }
};

// "Item(name: "a", cents: 3)", "Rect(1.0, 2.0)", "Empty".
template <typename... Ts>
void show_record(std::string& out, const Record<Ts...>& record) {
  out += record.type;
  if constexpr (sizeof...(Ts) > 0) {
    record.apply([&out](const Field<Ts>&... fields) {
      const char* separator = "(";
      const auto show = [&](const auto& field) {
        out += separator;
        separator = ", ";
        if (*field.name != '\0') {
          out += field.name;
          out += ": ";
        }
        inspect_into(out, field.value);
      };
      (show(fields), ...);
      out += ')';
    });
  }
}

// [a, b, c]
template <typename Sequence>
void show_sequence(std::string& out, char open, const Sequence& elements, char close) {
  out += open;
  const char* separator = "";
  for (const auto& element : elements) {
    out += separator;
    inspect_into(out, element);
    separator = ", ";
  }
  out += close;
}

}  // namespace detail

template <typename T>
String to_string(const T& x) {
  std::string out;
  detail::display_into(out, x);
  return String::trusted(std::move(out));
}

template <typename T>
String inspect(const T& x) {
  std::string out;
  detail::inspect_into(out, x);
  return String::trusted(std::move(out));
}

template <typename Self>
struct Display {
  using built_in = void;
  static String to_string(const Self& self)
    requires detail::Showable<Self>
  {
    return aria::to_string(self);
  }
};

template <typename Self>
struct Debug {
  using built_in = void;
  static String inspect(const Self& self)
    requires detail::Showable<Self>
  {
    return aria::inspect(self);
  }
};

template <typename Rep>
String Integer<Rep>::to_string() const {
  return aria::to_string(*this);
}

namespace detail {

// [[fill]align][sign][#][0][width][.precision][type]
struct FormatSpec {
  char32_t fill = U' ';
  char align = '\0';  // < > ^, or none
  char sign = '-';
  bool alternate = false;
  bool zero = false;
  int width = 0;
  int precision = -1;
  char type = '\0';
};

// One argument of format: where it is and how to append it.
struct FormatArg {
  const void* value;
  void (*append)(std::string& out, const void* value, const FormatSpec* spec);
};

void append_signed(std::string& out, std::int64_t value, const FormatSpec& spec);
void append_unsigned(std::string& out, std::uint64_t value, const FormatSpec& spec);
void append_float(std::string& out, double value, const FormatSpec& spec);
void append_text(std::string& out, std::string_view text, const FormatSpec& spec);
void append_format(std::string& out, std::string_view pattern, const FormatArg* args, std::size_t count);

template <typename T>
void append_arg(std::string& out, const void* value, const FormatSpec* spec) {
  const T& x = *static_cast<const T*>(value);
  if (spec == nullptr) {
    display_into(out, x);
  } else if constexpr (std::floating_point<T>) {
    append_float(out, x, *spec);
  } else if constexpr (requires { typename T::Value; requires std::same_as<T, Integer<typename T::Value>>; }) {
    if constexpr (std::is_signed_v<typename T::Value>) {
      append_signed(out, x.value(), *spec);
    } else {
      append_unsigned(out, x.value(), *spec);
    }
  } else if constexpr (std::same_as<T, String>) {
    append_text(out, x, *spec);
  } else {
    std::string text;
    display_into(text, x);
    append_text(out, text, *spec);
  }
}

template <BuiltinInteger I>
void append_arg_of_builtin(std::string& out, const void* value, const FormatSpec* spec) {
  const Integer<I> x = *static_cast<const I*>(value);
  append_arg<Integer<I>>(out, &x, spec);
}

template <typename T>
FormatArg format_arg(const T& x) {
  if constexpr (BuiltinInteger<T>) {
    return {&x, &append_arg_of_builtin<T>};
  } else {
    return {&x, &append_arg<T>};
  }
}

}  // namespace detail

// `{}` shows the next argument, `{:spec}` formats it, `{{` and `}}` are braces.
template <typename... Args>
String format(std::string_view pattern, const Args&... args) {
  std::string out;
  if constexpr (sizeof...(Args) == 0) {
    detail::append_format(out, pattern, nullptr, 0);
  } else {
    const detail::FormatArg list[] = {detail::format_arg(args)...};
    detail::append_format(out, pattern, list, sizeof...(Args));
  }
  return String::trusted(std::move(out));
}

}  // namespace aria
