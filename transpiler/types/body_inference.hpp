// BodyInference: one instance in progress. The syntax side (infer_*.cpp) speaks of expectations and coercions; the
// solver (unify.cpp, goals.cpp) knows no syntax.
//
//   infer_expr.cpp       literals, names, operators, collections, strings
//   infer_control.cpp    if, match, loops, begin, return, break, raise, ?, ??
//   infer_stmt.cpp       let, assignment, defer, contracts, bodies
//   infer_pattern.cpp    patterns against a type;   exhaustiveness.cpp  usefulness matrices
//   infer_closure.cpp    lambdas and blocks
//   infer_concurrency.cpp spawn, select, with, handle
//   infer_call.cpp, infer_arguments.cpp, members.cpp   calls, members, generics
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "types/program_inference.hpp"

namespace ariac::types {

// What the context wants of an expression, and why: the reason becomes the second label of a mismatch.
struct Expectation {
  TypeId type;                       // invalid: nothing is expected; may hold variables
  source::SourceRange because;       // where the expectation comes from
  std::string reason;                // "`total` is declared `Int` here"
  bool dropped = false;              // the value is not used
  bool tail = false;                 // the last value of a function whose result is not written: Unit where it has none

  bool any() const { return !type.valid(); }
};

// What surrounds the expression being inferred inside one function or lambda.
struct FunctionContext {
  const ast::Node* node = nullptr;   // FunctionDecl or Lambda
  TypeId result;                     // expected or declared; a variable while it is inferred
  bool result_written = false;
  source::SourceRange result_range;
  bool is_lambda_value = false;      // `return` ends it; a block's `return` leaves the function around it
  bool is_spawned = false;
  int guarded = 0;                   // how many `begin … rescue` are open around the expression
  std::vector<const ast::Expr*> return_values;   // of `return` while the result is not known, joined at the end;
  std::vector<TypeId> return_types;              // null for a plain `return`
};

struct LoopContext {
  const ast::Node* node = nullptr;   // While, For, Loop, or the Call a block was given to
  const ast::Lambda* block = nullptr;            // the block: `continue` ends its run
  TypeId value;                      // of a call: its result, which `break v` must fit; of a loop: what is expected of it
  TypeId block_result;               // of a block: what each run has to give
  std::vector<const ast::Expr*> break_values;    // of a loop, joined at its end; null for a plain `break`
  std::vector<TypeId> break_types;
};

class BodyInference {
 public:
  BodyInference(ProgramInference& program, InstanceId id);

  // Infers the whole body, defaults what is open, reports what stays open, and moves the results into the instance.
  void run();

  // --- expressions ---
  // The type of `e`, recorded at it; coercions are not applied.
  TypeId synth(const ast::Expr& e, const Expectation& hint = {});
  // synth with the expectation as hint, then coerce; reports a mismatch. Returns the expected type (or, when nothing
  // is expected, the found one).
  TypeId check(const ast::Expr& e, const Expectation& expected);
  // The value of a body is that of its last statement (Unit as language.md 3 says).
  TypeId infer_body(const ast::Body& body, const Expectation& expected);
  void infer_stmt(const ast::Stmt& stmt);
  // Types `pattern` against `subject` and declares its names. `irrefutable`: E4 when it can fail.
  void infer_pattern(const ast::Pattern& pattern, TypeId subject, bool irrefutable, const Expectation& why = {});
  void check_exhaustive(const ast::Match& match, TypeId subject);
  // A lambda against the function type its place wants (params may be variables); hint may be any type or none.
  TypeId infer_lambda(const ast::Lambda& lambda, const Expectation& expected);
  // A block given to `call`, whose result type is `call_result` (`break v` must fit it); its type stands at the block.
  TypeId infer_block(const ast::Lambda& block, const Expectation& expected, const ast::Expr& call, TypeId call_result);
  // The body of a function, test or program: pushes `context`, joins what `return` and the last value give, and
  // unifies that with context.result (which may be a variable). Decides the `?` that waited for it.
  void infer_function_body(const ast::Body& body, FunctionContext context);
  void infer_contract(const ast::Contract& contract);
  // `e?`, and `name?` read as try: the type of the value inside; records the TryPlan at `at`.
  TypeId apply_try(const ast::Node& at, TypeId operand, source::SourceRange range);
  // `&name`: a function as a value.
  TypeId infer_function_value(const ast::Unary& reference, const Expectation& expected);
  // What iterating over `subject` gives; records the Iteration at `at`.
  TypeId iterate(const ast::Node& at, TypeId subject, source::SourceRange range);

  // --- calls and members (infer_call.cpp, members.cpp) ---
  TypeId infer_call(const ast::Call& call, const Expectation& expected);
  TypeId infer_name(const ast::NameExpr& name, const Expectation& expected);
  TypeId infer_path(const ast::PathExpr& path, const Expectation& expected);
  TypeId infer_member(const ast::Member& member, const Expectation& expected);
  TypeId infer_type_apply(const ast::TypeApply& apply, const Expectation& expected);
  // A method found by name on a type (`trait` invalid: any method of that name), called with operands that are already typed (operators, protocols). Records the
  // plan where `plan` points. nullopt when there is no such method.
  std::optional<TypeId> call_protocol(DefId trait, std::string_view method, const ast::Expr* receiver, TypeId receiver_type,
                                      std::span<const ast::Expr* const> operands, source::SourceRange range, CallPlan& plan);
  TypeId result_of(InstanceId instance);

  // --- solver (unify.cpp, goals.cpp) ---
  TypeId fresh(source::SourceRange origin);
  TypeId head(TypeId type) const;                 // with a bound variable at the top replaced
  TypeId zonk(TypeId type);                       // with all bound variables replaced
  bool unify(TypeId a, TypeId b);                 // equal up to variables; Never, Unknown and Poison agree with all
  bool is_open(TypeId type) const;                // an unbound variable
  // Makes `e`, whose type is `found`, fit the expectation: unifies or records a coercion; false: they do not fit.
  bool coerce(const ast::Expr& e, TypeId found, TypeId expected);
  // Runs `then` as soon as the head of `type` is known: now, or when a variable is bound, in source order. When the
  // body ends and it is still open, "a type is needed here" is reported at `range`, once.
  void when_known(TypeId type, source::SourceRange range, std::function<void(TypeId)> then);
  // A variable that can only become a number and is Int (or Float) unless something else is learnt.
  TypeId fresh_literal(bool is_float, source::SourceRange origin);
  enum class LiteralKind : std::uint8_t { none, integer, floating };
  LiteralKind literal_kind(TypeId type) const;    // of an open variable: whether a literal made it
  // Makes the literal variables inside `type` what they are by default: where a name is bound, so that what follows
  // knows its type.
  void settle(TypeId type);
  // The join of branches or elements: equal, T -> T?, Int -> Float, Never -> anything. Applies coercions at the
  // expressions given (null where a branch has no value expression). Reports when they do not join.
  TypeId join(std::span<const ast::Expr* const> values, std::span<const TypeId> types, const Expectation& expected,
              source::SourceRange range);

  // --- recording ---
  void record(const ast::Node& node, TypeId type) { instance().types[node.id] = type; }
  void add_coercion(const ast::Expr& e, CoercionKind kind, TypeId to) { instance().coercions[e.id].push_back({kind, to}); }
  Instance& instance();
  TypeId local_type(LocalId local);               // a fresh variable where the local has no type yet
  void declare_local(LocalId local, TypeId type); // unifies where it has one

  void report_mismatch(source::SourceRange at, TypeId found, const Expectation& expected);
  std::string print(TypeId type);                 // zonked, as Aria writes it

  ProgramInference& program;
  TypeStore& store;
  const resolve::Bindings& bindings;
  InstanceId id;
  std::vector<FunctionContext> functions;
  std::vector<LoopContext> loops;

 private:
  struct Variable {
    TypeId bound;                                 // invalid: open
    source::SourceRange origin;
    LiteralKind literal = LiteralKind::none;
  };
  struct Goal {
    TypeId waits_for;
    source::SourceRange range;
    std::function<void(TypeId)> then;
  };
  void retry_goals();
  void finish();

  std::vector<Variable> variables_;
  std::vector<Goal> goals_;
  bool retrying_ = false;
};

}  // namespace ariac::types
