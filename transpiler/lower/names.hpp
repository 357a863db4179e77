// Names: what Aria's definitions are called in C++.
//
// The user's names stay; `empty?` becomes `is_empty`, `save!` becomes `save_mut`, a C++ keyword gets a trailing `_`.
// Library names come from the declarations: `aria::name`, or what `@cpp("name")` says.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "lower/headers.hpp"

namespace ariac::lower {

using resolve::DefId;
using resolve::DefKind;
using resolve::LocalId;
using resolve::ModuleId;
using support::Symbol;

// `empty?` → `is_empty`: the C++ identifier for an Aria one.
std::string cpp_identifier(std::string_view name);

// `BadLine` → `bad_line`
std::string snake_case(std::string_view name);

// How the positional part `index` of `count` is called: `value`, or `first`, `second`, `third`, `part4` …
std::string positional_part(std::size_t index, std::size_t count);

class Names {
 public:
  explicit Names(const Input& input);

  // The program uses tasks: loops are where they can be cancelled.
  bool has_tasks() const { return has_tasks_; }

  std::string_view text(Symbol symbol) const { return input_.interner.text(symbol); }
  // A name of the program in C++: `is_empty`, or `is_empty_2` where a scope has `empty?` and `is_empty`.
  std::string spelled(Symbol name) const;
  // The name alone: `total`, `is_empty`.
  std::string plain(DefId def) const;
  // Of a function as one instance is called: `zip_with`, or `zip_with_generic` where C++ would take another for it.
  std::string plain(types::InstanceId function) const;
  std::string around(DefId function) const;
  // A field: `total`, or `Total_` where the program has a type that is called so.
  std::string field(Symbol name) const;
  // What holds the methods that a trait provides, as the trait is seen: `shop::NamedDefaults`.
  std::string defaults_of(DefId trait, std::string_view seen) const;
  // The associated type of a trait: `Item`, or `Item_` where the program has a type that is called so.
  std::string associated(DefId trait, Symbol name) const;
  // With namespaces, as seen from `from`: `total` in its own module, `shop::total` elsewhere, `aria::println`.
  std::string seen_from(DefId def, ModuleId from) const;
  std::string seen_from(types::InstanceId function, ModuleId from) const;
  // `net::http`
  std::string space(ModuleId module) const;
  // Whether the program calls a type so.
  bool is_type_name(const std::string& name) const { return types_.contains(name); }
  // The file a module block stands in.
  ModuleId file_of(ModuleId module) const;
  // The innermost attribute of this name on the definition or, for methods, on the impl or trait around it.
  const ast::Attribute* attribute(DefId def, std::string_view name, bool or_of_parent = false) const;
  bool is_free(DefId method) const { return attribute(method, "free", true) != nullptr; }
  // A method that a trait provides for arguments of any type: free functions of C++, one for each list of types.
  bool is_taken_member(DefId member) const;
  bool is_untyped_default(DefId method) const;
  // Whether the C++ class around a member has several of its name, as for two impls of `From`: the arguments say which.
  bool is_overloaded(DefId member) const { return overloaded_.contains(member); }

  // While it lives, what seen_from() is asked for, or note() is told, is noted: what an item mentions.
  class Recording {
   public:
    Recording(const Names& names, std::set<DefId>& into) : names_(names), outer_(std::exchange(names.recording_, &into)) {}
    ~Recording() { names_.recording_ = outer_; }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

   private:
    const Names& names_;
    std::set<DefId>* outer_;
  };

  void note(const std::set<DefId>& mentions) const {
    if (recording_ != nullptr) recording_->insert(mentions.begin(), mentions.end());
  }

 private:
  std::optional<std::string> given(DefId def) const;  // by `@cpp("name")`
  void find_overloaded();
  void respell();
  bool is_taken_parameter(const resolve::Def& param) const;
  // What is called like a type, by what hides it in C++.
  enum class Beside : std::uint8_t { type, parameter, associated, field, variant, member };
  std::optional<Beside> beside_type(const resolve::Def& def) const;
  void respell_beside_types(std::unordered_set<std::string>& taken);
  static std::string apart_from(std::unordered_set<std::string>& taken, const std::string& spelling);
  // The type or module whose C++ names a definition is among.
  DefId scope_of(const resolve::Def& def) const;

  const Input& input_;
  std::unordered_map<Symbol, std::string> respelled_;
  std::map<std::pair<Beside, Symbol>, std::string> beside_types_;
  std::unordered_map<DefId, std::string> joined_;     // of functions that stand elsewhere in C++: `main_run`
  std::set<std::string, std::less<>> types_;
  std::unordered_set<std::string> roots_{"aria", "std"};   // what qualified names begin with
  std::unordered_set<DefId> overloaded_;
  std::unordered_map<types::InstanceId, std::string> told_apart_;   // what follows the name
  mutable std::set<DefId>* recording_ = nullptr;
  bool has_tasks_;
};

}  // namespace ariac::lower
