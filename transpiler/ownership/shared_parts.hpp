// Parts of shared objects whose values can only be moved: who looks at one does so in the object, which is not to change meanwhile.
#pragma once

#include "ownership/origins.hpp"

namespace ariac::ownership {

class SharedParts {
 public:
  SharedParts(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const Origins& origins)
      : instance_(instance), types_(types), bindings_(bindings), origins_(origins) {}

  // Whether the place is a part of a shared object that could change while the node runs. `in_call`: the object stays locked
  // during it; otherwise only a method holds the object it is called on.
  bool may_change(const ast::Expr& place, const ast::Node& meanwhile, bool in_call) const;
  // Whether the place belongs to a shared object at all.
  bool is_part(const ast::Expr& place) const { return holder(place) != Holder::none; }

 private:
  enum class Holder : std::uint8_t { none, method, nobody };
  Holder holder(const ast::Expr& place) const;
  bool changes(const ast::Node& node, bool is_strict) const;
  bool call_changes(const types::CallPlan& plan, bool is_strict, bool is_whole) const;
  bool reaches_objects(types::TypeId type) const;
  bool is_shared(types::TypeId type) const;

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const Origins& origins_;
};

}  // namespace ariac::ownership
