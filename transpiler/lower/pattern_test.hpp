// PatternTest: what a pattern asks of a value and what it names, before it is decided which C++ that becomes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cpp/model.hpp"
#include "lower/lower.hpp"
#include "lower/names.hpp"

namespace ariac::lower {

// One test of a pattern with what it binds: names stand for expressions inside the matched value.
struct PatternTest {
  std::vector<cpp::Expr> conditions;
  // All of them in one; null where nothing is asked.
  cpp::Expr condition() const {
    cpp::Expr all;
    for (const cpp::Expr& one : conditions) all = all ? cpp::binary("&&", all, one) : one;
    return all;
  }
  struct Bound {
    LocalId local;
    cpp::Expr place;
    bool is_alias = false;   // of a name that another alternative binds
  };
  std::vector<Bound> bound;
  std::vector<std::string> known{};         // conditions that hold already, since arms above did not fit
  bool may_name = false;                    // the outermost variant that is asked for may get a name
  bool moves = false;                       // parts of the value are moved out of it
  std::optional<cpp::Variable> named{};     // `const auto* circle = shape.as<Shape::Circle>()`
};

}  // namespace ariac::lower
