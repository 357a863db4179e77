// Collect: one walk over each instance, from which the equations of its rows are made.
//
//   collect.cpp            the walk: statements, operators, iteration
//   collect_calls.cpp      what a call does, and what becomes of its arguments
//   collect_traits.cpp     methods that are called through a trait
//   collect_functions.cpp  function values: parameters, variables, fields, and closures kept anywhere else
//   collect_tasks.cpp      spawns, `rescue`, handlers
//
// A closure that is kept where nobody follows it (an element, a result, a part of an enum) counts for every call of a
// kept function of its type: one unknown for each function type.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "effects/effect_table.hpp"
#include "effects/equations.hpp"
#include "support/interner.hpp"

namespace ariac::effects {

using types::TypeId;

// Where tasks may start that belong to the function or closure around: a bare spawn, or a call.
struct TaskSource {
  NodeId owner;           // that closure or default; invalid: the instance itself
  UnknownId at;           // what the spawn or call does; in a block of the owner's, what the owner does
  InstanceId callee{};    // of a call
  DefId method{};         // of a call, where only the trait is known
  NodeId fallback{};      // a default that the call leaves to `callee`, which declares it
};

// The unknowns of one instance; what infer_effects reads the rows from.
struct InstanceUnknowns {
  UnknownId row;
  UnknownId body{};                      // of a function whose errors become its Err: what the body raises before that
  std::vector<UnknownId> handed;         // by parameter: all that calls hand over for it
  std::unordered_map<NodeId, UnknownId> closures;
  std::unordered_map<NodeId, UnknownId> calls;
  std::unordered_map<NodeId, UnknownId> defaults;   // of its parameters, or of the fields of a type
  std::vector<TaskSource> task_sources{};
};

// A function that goes where a row is promised: `f: Fn() -> Int !{}`.
struct KeptPromise {
  InstanceId instance;
  const ast::Node* value = nullptr;
  UnknownId row;
  const ast::EffectRow* promise = nullptr;
};

// A function that a call hands over, which may not suspend if that is called where nobody may.
struct HandedFunction {
  InstanceId instance;                // that the call stands in
  const ast::Node* value = nullptr;
  UnknownId row;
  DefId function;                     // that it is handed to
  std::vector<InstanceId> callees{};  // that may be meant; none: it runs in whoever cancels
  std::uint32_t param = 0;
};

struct ProgramUnknowns {
  Equations equations;
  std::vector<InstanceUnknowns> instances;
  std::unordered_map<DefId, UnknownId> fields;                 // of function type
  std::map<std::vector<std::uint32_t>, UnknownId> kept;        // by function type, its row aside
  std::vector<KeptPromise> promises;
  std::vector<HandedFunction> handed_functions;
};

class Collect {
 public:
  Collect(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
          ProgramUnknowns& program, EffectTable& table)
      : bindings_(bindings), types_(types), interner_(interner), program_(program), table_(table) {}

  void instance(InstanceId id);

 private:
  using Plan = types::CallPlan;
  // The spawn that a variable holds the handle of: its errors belong to whoever mentions the variable.
  struct TaskLocal {
    UnknownId errors;
    bool mentioned = false;
  };
  // Where the tasks belong that the code starts.
  struct Home {
    NodeId owner;                        // a closure or default; invalid: the instance itself
    NodeId closure;                      // around the code of the owner itself
    UnknownId row;                       // of the owner
    bool in_scope = false;               // inside a `with` that takes them
  };
  // Who computes the operands of a spawned call.
  struct Spawner {
    UnknownId into;
    Home home;
  };

  // collect.cpp
  void declare_parameters(const ast::FunctionDecl& function);
  void function_body(const ast::FunctionDecl& function, UnknownId into);
  std::optional<UnknownId> default_value(const ast::Expr* value);
  void body(const ast::Body& body, UnknownId into);
  void node(const ast::Node& n, UnknownId into);
  void children(const ast::Node& n, UnknownId into);
  void unary(const ast::Unary& e, UnknownId into);
  void name(const ast::NameExpr& name, UnknownId into);
  void let(const ast::Let& let, UnknownId into);
  void assign(const ast::Assign& assign, UnknownId into);
  void raise(const ast::Raise& raise, UnknownId into);
  void iteration(NodeId at, const ast::Expr& subject, UnknownId into);
  void attempt(const ast::Node& e, UnknownId into);
  bool is_outside(const ast::Expr* place) const;
  void record(NodeId at, const EffectSet& set, UnknownId into);
  UnknownId constant(const EffectSet& set);
  DefId head_of(TypeId type) const;

  // collect_calls.cpp
  void call(const ast::Node& at, const Plan& plan, UnknownId into, const ast::Lambda* block);
  void callee(const Plan& plan, UnknownId into);
  void arguments(const Plan& plan, UnknownId into, UnknownId call, const std::optional<Spawner>& spawner);
  void operand(const ast::Expr& value, UnknownId into, const std::optional<Spawner>& spawner, const std::function<void(UnknownId)>& visit);
  void argument(const Plan& plan, std::size_t index, const ast::Expr& value, UnknownId into, UnknownId call);
  void left_out(const Plan& plan, std::size_t index, UnknownId into);
  UnknownId default_row(InstanceId instance, NodeId value);
  void library_call(const Plan& plan, UnknownId call);
  void value_call(const ast::Node& at, UnknownId call);
  const types::FieldInfo* part(const Plan& plan, std::size_t index) const;
  bool opens_scope(const Plan& plan) const;

  // collect_traits.cpp
  void trait_call(const Plan& plan, UnknownId call);
  void bound_methods(const Plan& plan, UnknownId call);
  void tasks_of_methods(DefId trait, TypeId type, UnknownId call);
  void shown(const ast::StringLiteral& text, UnknownId into);
  void comparison(const ast::Comparison& e, UnknownId into);
  void keyed(NodeId at, TypeId map, UnknownId into);
  UnknownId methods_of(DefId trait, TypeId type);
  void bounds_of(const types::ImplInfo& impl, const types::Type& type, UnknownId row);
  void include(DefId function, UnknownId call);
  std::vector<InstanceId> callees_of(const Plan& plan) const;

  // collect_functions.cpp
  bool is_function(TypeId type) const;
  TypeId type_of(const ast::Expr& e) const;
  // The row of calling a function value; nothing for values that are no functions. Visits the value.
  std::optional<UnknownId> function_row(const ast::Expr& value, UnknownId into);
  void keep(UnknownId row, const ast::Expr& value);
  UnknownId kept(TypeId type);
  UnknownId field(DefId field);
  void bind(resolve::LocalId local, UnknownId row);
  void hold_to(const ast::Expr& value, UnknownId row, TypeId type);
  UnknownId lambda(const ast::Lambda& lambda, bool owns_spawns, bool in_scope = false, bool is_spawned = false);

  // collect_tasks.cpp
  UnknownId spawn(const ast::Spawn& spawn, UnknownId into, bool is_held);
  bool is_bare(const ast::Spawn& spawn) const;
  void starts_tasks(TaskSource source);
  bool hold_task(const ast::Expr& value, resolve::LocalId local, UnknownId into);
  void release_tasks(UnknownId into);
  void begin(const ast::Begin& begin, UnknownId into);
  Filter caught_by(const ast::Begin& begin) const;
  void handle(const ast::Handle& handle, UnknownId into);

  const types::Instance& current() const { return types_[id_]; }
  InstanceUnknowns& unknowns() { return program_.instances[id_.index()]; }
  Equations& equations() { return program_.equations; }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  ProgramUnknowns& program_;
  EffectTable& table_;
  InstanceId id_;
  std::unordered_map<resolve::LocalId, UnknownId> function_locals_;   // parameters and variables that hold closures
  std::unordered_map<resolve::LocalId, TaskLocal> task_locals_;
  std::map<std::pair<DefId, TypeId>, UnknownId> trait_rows_;
  std::unordered_set<NodeId> spawned_blocks_;                         // of `xs.map { … }.await_all`: tasks, which are functions
  std::optional<Spawner> spawner_;                                    // of the call that is visited next
  Home home_;
  NodeId closure_;                       // around the code, if any
};

}  // namespace ariac::effects
