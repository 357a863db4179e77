// What a call does with its operands: which of them the callee keeps, so that they are given away.
#pragma once

#include "ownership/use_table.hpp"
#include "types/move_only.hpp"

namespace ariac::ownership {

class Keeping {
 public:
  Keeping(const resolve::Bindings& bindings, const types::TypeTable& types, const types::MoveOnly& move_only, const UseTable& table)
      : bindings_(bindings), types_(types), move_only_(move_only), table_(table) {}

  // The argument `arg` (the receiver not counted), when it is a value that can only be moved, or may be one.
  bool keeps_argument(const types::CallPlan& plan, std::size_t arg) const;
  bool keeps_receiver(const types::CallPlan& plan) const;
  // What the callee takes over, by value: it is moved in where it is not needed any more, else copied.
  bool takes_argument(const types::CallPlan& plan, std::size_t arg) const;
  bool takes_receiver(const types::CallPlan& plan) const;
  bool trait_keeps_receiver(const types::CallPlan& plan) const { return plan.receiver != nullptr && table_.trait_keeps(plan.def, 0); }
  // A function of the library that would have to copy elements of the receiver, or the argument it is given.
  bool copies_elements(const types::CallPlan& plan) const;
  // What the call puts in for the type parameters whose values the callee copies, and where that does so; null in the library.
  std::vector<std::pair<types::TypeId, const ast::Node*>> copied_types(const types::CallPlan& plan) const;
  // What an impl keeps its trait's method keeps, and with it all impls. Whether anything was added.
  bool agree_on_traits(UseTable& table) const;

 private:
  bool is_library(const types::CallPlan& plan) const;
  const ast::FunctionDecl* decl_of(const types::CallPlan& plan) const;
  bool keeps(const types::CallPlan& plan, std::size_t param) const;      // the receiver counted
  bool takes_from_tasks(const types::Type& self, const types::Type& held, types::TypeId result) const;
  bool takes(const types::CallPlan& plan, std::size_t param) const;      // likewise

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const types::MoveOnly& move_only_;
  const UseTable& table_;
};

}  // namespace ariac::ownership
