// Places inside of what others may hold as well: parts of an object of a `@shared class`, and of the value of an `Rc`.
//
// A part is named by the first step into the object: a field, or, of an `Rc` whose value is changed as a whole, the type of that value
// (`Rc` itself where nothing is known of it).
#pragma once

#include <vector>

#include "support/interner.hpp"
#include "types/type_table.hpp"

namespace ariac::effects {

using resolve::DefId;

// A place that a call is lent to change.
struct LentPart {
  const ast::Expr* place = nullptr;
  std::vector<DefId> parts{};       // of the object that holds it, then of the object that holds that one, and so on
  types::TypeId object{};           // the first of these
  bool in_rc = false;               // that is an `Rc`
  bool is_element = false;          // in a collection: it may stand elsewhere when that is changed
};

// Those of a call: its receiver and its `mut` arguments, where they are changed. `rc.set(v)` changes the whole.
std::vector<LentPart> lent_parts(const types::CallPlan& plan, const types::Instance& instance, const types::TypeTable& types,
                                 const resolve::Bindings& bindings, const support::Interner& interner);

// Those that an assignment writes.
std::vector<DefId> assigned_parts(const ast::Expr& target, const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings);

// Whether changing the one may change the other.
bool may_be_same_part(DefId a, DefId b, const types::TypeTable& types, const resolve::Bindings& bindings);

}  // namespace ariac::effects
