// The places of one instance where a variable's value gets another owner: the value of a declaration or assignment, what
// is returned, sent or raised, elements of literals, parts of constructed values, arguments of changing library methods
// (`xs.push(v)`). All other uses only read.
#pragma once

#include <functional>

#include "ownership/body_facts.hpp"
#include "ownership/use_table.hpp"

namespace ariac::ownership {

// Records each owning use in `out`: a move where it is the variable's last use, else a copy.
using Keeps = std::function<bool(const types::CallPlan& plan, std::size_t argument)>;

void record_uses(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings, const BodyFacts& facts, const Keeps& keeps, InstanceUses& out);

}  // namespace ariac::ownership
