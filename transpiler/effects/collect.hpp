// Collect: one walk over each instance, from which the equations of its rows are made.
#pragma once

#include <optional>
#include <unordered_map>

#include "effects/effect_table.hpp"
#include "effects/equations.hpp"
#include "support/interner.hpp"

namespace ariac::effects {

// The unknowns of one instance; what infer_effects reads the rows from.
struct InstanceUnknowns {
  UnknownId row;
  std::unordered_map<NodeId, UnknownId> closures;
  std::unordered_map<NodeId, UnknownId> calls;
};

struct ProgramUnknowns {
  Equations equations;
  std::vector<InstanceUnknowns> instances;
  UnknownId stored;      // what any closure does that is kept in a field, a collection or a variable
};

class Collect {
 public:
  Collect(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
          ProgramUnknowns& program, EffectTable& table)
      : bindings_(bindings), types_(types), interner_(interner), program_(program), table_(table) {}

  void instance(InstanceId id);

 private:
  using Plan = types::CallPlan;

  void body(const ast::Body& body, UnknownId into);
  void node(const ast::Node& n, UnknownId into);
  void children(const ast::Node& n, UnknownId into);
  void call(const ast::Node& at, const Plan& plan, UnknownId into, const ast::Lambda* block);
  void callee(const Plan& plan, UnknownId into);
  void arguments(const Plan& plan, UnknownId into, UnknownId call);
  void library_call(const Plan& plan, UnknownId call);
  void trait_call(const Plan& plan, UnknownId call);
  void value_call(const ast::Node& at, UnknownId call);
  // The row of running a function value; nothing for values that are no functions.
  std::optional<UnknownId> function_row(const ast::Expr& value, UnknownId into);
  UnknownId lambda(const ast::Lambda& lambda, bool owns_spawns);
  UnknownId constant(const EffectSet& set);
  void spawn(const ast::Spawn& spawn, UnknownId into);
  void begin(const ast::Begin& begin, UnknownId into);
  void handle(const ast::Handle& handle, UnknownId into);
  void iteration(NodeId at, const ast::Expr& subject, UnknownId into);
  void attempt(const ast::Try& e, UnknownId into);
  DefId head_of(types::TypeId type) const;
  void record(NodeId at, const EffectSet& set, UnknownId into);

  const types::Instance& current() const { return types_[id_]; }
  InstanceUnknowns& unknowns() { return program_.instances[id_.index()]; }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  ProgramUnknowns& program_;
  EffectTable& table_;
  InstanceId id_;
  std::unordered_map<resolve::LocalId, UnknownId> function_locals_;   // parameters and variables that hold closures
  NodeId spawn_owner_;
  bool in_scope_ = false;                                             // inside a `with` that takes the spawns
};

}  // namespace ariac::effects
