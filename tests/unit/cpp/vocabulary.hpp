// Words for tests of the C++ printer: `expect_code(model, "what a reader sees")`.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "cpp/model.hpp"
#include "cpp/print.hpp"

namespace ariac::cpp {

// The text of a raw literal that starts on its own line, without the line break that opens and the one that closes it.
inline std::string lines(std::string_view raw) {
  if (raw.starts_with('\n')) raw.remove_prefix(1);
  if (raw.ends_with('\n')) raw.remove_suffix(1);
  return std::string(raw);
}

template <typename Model>
void expect_code(const Model& model, std::string_view expected) {
  EXPECT_EQ(print(model), lines(expected));
}

inline Expr v(std::string spelling) { return name(std::move(spelling)); }
inline Expr n(int value) { return number(std::to_string(value)); }
inline Type item_ref() { return const_ref_to(type("Item")); }
inline Block returning(Expr e) { return {give_back(std::move(e))}; }
inline Expr lambda_of(Type param, std::string param_name, Block body) {
  return lambda({.params = {{std::move(param), std::move(param_name)}}}, std::move(body));
}

}  // namespace ariac::cpp
