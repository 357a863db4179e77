// The places of one instance where a variable's value gets another owner: the value of a declaration or assignment, what
// is returned, sent or raised, elements of literals, parts of constructed values, arguments of changing library methods
// (`xs.push(v)`). All other uses only read.
#pragma once

#include <functional>

#include "ownership/body_facts.hpp"
#include "ownership/keeping.hpp"
#include "ownership/origins.hpp"
#include "support/interner.hpp"

namespace ariac::ownership {

using Keeps = std::function<bool(const types::CallPlan& plan, std::size_t argument)>;

// What the passes over instances read.
struct Facts {
  const types::TypeTable& types;
  const resolve::Bindings& bindings;
  const support::Interner& interner;
  const BodyFacts& bodies;
  const types::MoveOnly& move_only;
  const Keeping& keeping;
  Keeps keeps_closure;
};

// A value that can only be moved, at a place that it cannot leave, or that would have to be copied.
struct StuckValue {
  const ast::Node* at;
  types::TypeId type;
  Lender lender;                   // none: it would be copied
  const ast::Node* within{};       // where the function that is called copies it
};

// Records each owning use in `out`: a move where it is the variable's last use, else a copy. What can only be moved is
// moved by each of them; where it cannot be is told in `stuck`.
void record_uses(const types::Instance& instance, const Facts& facts, InstanceUses& out, std::vector<StuckValue>& stuck);

}  // namespace ariac::ownership
