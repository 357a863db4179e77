// Whether what a parameter holds may outlive the call, or run in tasks: the question that decides how a closure given for it
// takes its captures.
//
// A closure that is only lent refers to the variables around it. It gets no further than parameters: whoever stores it,
// returns it or hands it to something that keeps it mentions the parameter in another place than a call of it. So every
// other mention counts, whatever the type of the parameter: of function type, an Option of one, or a type parameter that
// may stand for one.
#pragma once

#include <functional>

#include "ownership/body_facts.hpp"
#include "support/interner.hpp"
#include "types/type_table.hpp"

namespace ariac::ownership {

// Types that a closure can be given for. `written` ones are functions and Options of them; `open` ones may stand for such.
enum class ClosureShape : std::uint8_t { none, written, open };
ClosureShape closure_shape(const types::TypeStore& store, types::TypeId type);

// Whether the callee keeps its argument `arg` (the receiver not counted), when that is a closure.
using KeepsArgument = std::function<bool(const types::CallPlan& plan, std::size_t arg)>;

class Escapes {
 public:
  Escapes(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts,
          const types::Instance& instance, const KeepsArgument& keeps)
      : bindings_(bindings), types_(types), interner_(interner), facts_(facts), instance_(instance), keeps_(keeps) {}

  // Whether a mention of the parameter below the node is more than a call of it or an argument that is not kept.
  bool escapes(const ast::Node& node, resolve::LocalId param) const;

 private:
  class Search;

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const BodyFacts& facts_;
  const types::Instance& instance_;
  const KeepsArgument& keeps_;
};

}  // namespace ariac::ownership
