// Names: what Aria's definitions are called in C++.
//
// The user's names stay; `empty?` becomes `is_empty`, `save!` becomes `save_mut`, a C++ keyword gets a trailing `_`.
// Library names come from the declarations: `aria::name`, or what `@cpp("name")` says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lower/lower.hpp"

namespace ariac::lower {

using resolve::DefId;
using resolve::DefKind;
using resolve::LocalId;
using resolve::ModuleId;
using support::Symbol;

// `empty?` → `is_empty`: the C++ identifier for an Aria one.
std::string cpp_identifier(std::string_view name);

// How the positional part `index` of `count` is called: `value`, or `first`, `second`, `third`, `part4` …
std::string positional_part(std::size_t index, std::size_t count);

class Names {
 public:
  explicit Names(const Input& input) : input_(input) {}

  std::string_view text(Symbol symbol) const { return input_.interner.text(symbol); }
  // The name alone: `total`, `is_empty`.
  std::string plain(DefId def) const;
  // With namespaces, as seen from `from`: `total` in its own module, `shop::total` elsewhere, `aria::println`.
  std::string seen_from(DefId def, ModuleId from) const;
  // `net::http`
  std::string space(ModuleId module) const;
  // The innermost attribute of this name on the definition or, for methods, on the impl or trait around it.
  const ast::Attribute* attribute(DefId def, std::string_view name, bool or_of_parent = false) const;
  bool is_free(DefId method) const { return attribute(method, "free", true) != nullptr; }

 private:
  std::optional<std::string> given(DefId def) const;  // by `@cpp("name")`

  const Input& input_;
};

}  // namespace ariac::lower
