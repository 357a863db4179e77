// Who owns what a variable or place of a body stands for: the body, the variable that a pattern looks into, or somebody
// else, who lends it. A value that can only be moved leaves its owner's variable; what is lent stays where it is.
#pragma once

#include <unordered_map>
#include <vector>

#include "types/move_only.hpp"

namespace ariac::ownership {

using resolve::LocalId;

enum class Lender : std::uint8_t { none, element, entry, changed_param, self, whole, shared, shared_part, handle, parameter, error, block, closure, object, loop, looked_into, function_value };

// The variables that end when the value at a place moves away, the named one first; or who lends it.
struct Roots {
  bool is_place = false;              // else a value that nobody has a name for
  std::vector<LocalId> locals{};
  Lender lender = Lender::none;
};

class Origins {
 public:
  Origins(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const types::MoveOnly& move_only)
      : instance_(instance), types_(types), bindings_(bindings), move_only_(move_only) {}

  // What the node binds; asked from the outside in.
  void note(const ast::Node& node);
  Roots roots(const ast::Expr& place) const;
  Roots roots_of(LocalId local) const;
  // The variable that holds what the element is in; none for what is no element.
  Roots around_element(const ast::Expr& place) const;
  // Whether something below the node changes the variable, or an element of it.
  bool are_written(const Roots& roots, const ast::Node& below) const;
  // A name that a pattern gives to a part of a variable.
  bool is_part(LocalId local) const {
    const auto origin = origins_.find(local);
    return origin != origins_.end() && origin->second.part_of.valid();
  }
  // A name that a pattern gives to a part of what a call has made: nobody else has that value.
  bool is_of_made_value(LocalId local) const {
    const auto origin = origins_.find(local);
    return origin != origins_.end() && origin->second.of_made_value;
  }
  LocalId local_of(const ast::Expr& name) const;
  types::TypeId type_of(const ast::Expr& e) const;      // after coercions

 private:
  struct Origin {
    LocalId part_of{};
    Lender lender = Lender::none;
    bool of_made_value = false;
  };
  void look_into(const ast::Pattern& pattern, const ast::Expr& subject);
  void bind(const ast::Pattern& pattern, const Roots& whole, bool of_made_value = false);
  void bind_items(const ast::Pattern& pattern, const ast::Expr& iterable);
  bool is_shared(types::TypeId type) const;
  bool shows_shared(const types::CallPlan& plan) const;

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const types::MoveOnly& move_only_;
  std::unordered_map<LocalId, Origin> origins_;         // those that are not the body's own
};

// `opt.unwrap`, `result.expect(m)`: what is inside, lent or moved as the whole is.
bool looks_inside(const resolve::Bindings& bindings, const types::CallPlan& plan, const types::TypeTable& types);

}  // namespace ariac::ownership
