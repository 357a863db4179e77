// BodyLowering: one function body, with the state that its expressions and statements share.
//
//   value(e)    a C++ expression; what must run before it is appended to the open block
//   run(e)      the expression for its effects
//   into(e, d)  the expression as the tail of a destination: returned, assigned to a variable, or dropped
//
// Control flow that gives a value goes through into(): a variable is declared first, each branch assigns it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ast/match.hpp"
#include "cpp/model.hpp"
#include "lower/lower_type.hpp"
#include "lower/placement.hpp"

namespace ariac::lower {

using ast::NodeId;

// What the C++ around an expression says about its type: `known` contexts convert literals and variants by themselves.
enum class Context { typed, known };

struct Destination {
  enum class Kind { drop, give_back, assign } kind = Kind::drop;
  std::string variable{};
  bool at_end = false;   // of `drop`: nothing of the function follows
};

// How code leaves a part of a body, other than at the part's end.
struct Exits {
  bool returns = false;
  bool breaks = false;
  bool continues = false;
  bool any() const { return returns || breaks || continues; }
};

// One test of a pattern with what it binds: names stand for expressions inside the matched value.
struct PatternTest {
  std::vector<cpp::Expr> conditions;
  struct Bound {
    LocalId local;
    cpp::Expr place;
  };
  std::vector<Bound> bound;
};

class BodyLowering {
 public:
  BodyLowering(const Input& input, const Names& names, ModuleId module, const types::Instance& instance,
               types::InstanceId id = {});

  // A value that stands outside of any block: a default, a constant. What needs statements is a lambda called at once.
  cpp::Expr initialiser(const ast::Expr& e);
  // `requires` before the body, `ensures` around it.
  cpp::Block contracts(std::span<const ast::Contract* const> contracts, TypeId result, cpp::Block body);
  cpp::Block function_body(const ast::Body& body, TypeId result);
  // The C++ name a parameter gets; declares it.
  std::string declare_param(LocalId local);
  // `self` of a member function.
  void self_is_this(LocalId self) { locals_[self] = cpp::unary("*", cpp::name("this")); self_ = self; }
  cpp::Expr value(const ast::Expr& e, Context context = Context::typed);

  TypeLowering lower_types;

 private:
  // --- blocks (lower_stmt.cpp) ---
  std::vector<cpp::Catch> errors_to_err();
  cpp::Block nested(const ast::Body& body, const Destination& to);
  void statements(const ast::Body& body, const Destination& to, std::size_t from = 0);
  void statement(const ast::Stmt& stmt);
  void let(const ast::Let& let);
  void assign(const ast::Assign& assign);
  void assign_name(const ast::NameExpr& target, const ast::Assign& assign);
  void contract(const ast::Contract& contract);
  void emit(cpp::Stmt stmt);
  void emit(cpp::Expr e) { emit(cpp::run(std::move(e))); }
  template <typename Fill>
  cpp::Block block(Fill fill);
  template <typename Fill>
  cpp::Block loop_body(Fill fill, const Destination& value = {});
  void finish(cpp::Expr e, const Destination& to, TypeId type);
  cpp::Expr returned(cpp::Expr e) const;
  void declare_before(const ast::Stmt& stmt);
  void carry_comments(const ast::Body& body, std::size_t i, std::size_t before);

  // --- control flow (lower_flow.cpp) ---
  void into(const ast::Expr& e, const Destination& to);
  void run(const ast::Expr& e) { into(e, {}); }
  cpp::Expr through_variable(const ast::Expr& e);
  void lower_if(const ast::If& e, const Destination& to, std::size_t branch = 0);
  void lower_while(const ast::While& e);
  void lower_for(const ast::For& e);
  void lower_loop(const ast::Loop& e, const Destination& to);
  void lower_begin(const ast::Begin& e, const Destination& to);
  void lower_break(const ast::Break& e);
  bool block_as_loop(const ast::Call& call);
  cpp::Expr construct_zero(TypeId type);
  void test_and_leave(const ast::Condition& c, PatternTest& tests);
  cpp::Expr condition(const ast::Condition& c);

  // --- leaving (lower_exits.cpp) ---
  // Code that C++ has in a lambda and that runs there exactly once: `leave…` in it leave the function and loops around.
  using Wrap = std::function<cpp::Expr(cpp::Expr body)>;
  struct InLambda {
    std::vector<cpp::Param> params{};
    TypeId value{};                           // of the code inside
    TypeId outcome{};                         // of the call that `wrap` makes; invalid: the same
    std::function<void(const Destination&)> fill{};
    Wrap wrap{};
  };
  struct Leaving {
    bool transparent = false;                 // what returns from the lambda returns from the function
    std::string returned{};                   // variables that say what to do after the lambda
    std::string stopped{};
    std::string skipped{};
    cpp::Expr nothing{};                      // what the lambda gives then; null: it gives nothing
    std::size_t loops = 0;                    // that are open around it
  };
  Exits exits_of(const ast::Body& body, std::size_t from = 0) const;
  void run_in_lambda(InLambda parts, const Exits& exits, const Destination& to);
  void leave_function(const ast::Expr* value);
  void leave_function_with(cpp::Expr value);
  void leave_loop();
  void continue_loop();
  void leave_lambda();
  void act_on_exits(const Leaving& leaving);
  TypeId function_result() const { return leaving_.empty() ? result_ : function_result_; }

  // --- errors (lower_rescue.cpp) ---
  struct Rescue;
  bool suspends(const ast::Body& body) const;
  bool lower_defer(const ast::Defer& defer, const ast::Body& body, std::size_t at, const Destination& to);
  std::string cleanup_name(const ast::Body& body);
  void with_ensure(const ast::Begin& e, const Destination& to);
  void lower_rescues(const ast::Begin& e, const Destination& to);
  cpp::Catch rescue_in_handler(const Rescue& rescue, const Destination& to);
  void rescues_after_handlers(std::vector<Rescue>& rescues, const ast::Begin& e, const Destination& to);
  void rescue_body(const ast::RescueClause& clause, const cpp::Expr& pass_on, const Destination& to);
  std::vector<Rescue> rescues_of(const ast::Begin& e);

  // --- patterns (lower_pattern.cpp) ---
  void lower_match(const ast::Match& e, const Destination& to);
  void test(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out);
  void test_constructor(const ast::ConstructorPattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out);
  TypeId types_of_part(TypeId type, DefId variant, std::size_t at) const;
  void bind(const PatternTest& test, bool by_copy);
  cpp::Expr stable(const ast::Expr& subject);
  bool irrefutable(const ast::Pattern& pattern) const;
  void bind_pattern(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, bool by_copy);
  void loop_variables(const ast::Pattern& pattern, TypeId item, cpp::RangeFor& loop, cpp::Block& prologue);

  // --- expressions (lower_expr.cpp, lower_literal.cpp, lower_operator.cpp) ---
  cpp::Expr plain_value(const ast::Expr& e, Context context);
  cpp::Expr coerced(const ast::Expr& e, cpp::Expr value, Context context);
  cpp::Expr int_literal(const ast::IntLiteral& e, Context context, bool negative = false);
  cpp::Expr float_literal(const ast::FloatLiteral& e);
  cpp::Expr string_literal(const ast::StringLiteral& e, Context context);
  cpp::Expr array_literal(const ast::ArrayLiteral& e);
  cpp::Expr map_literal(const ast::MapLiteral& e);
  cpp::Expr comprehension(const ast::Comprehension& e);
  cpp::Expr name_value(const ast::Expr& e, Context context);
  cpp::Expr member(const ast::Member& e, Context context);
  cpp::Expr selected(const ast::Member& e, Context context);
  cpp::Expr unary(const ast::Unary& e, Context context);
  cpp::Expr binary(const ast::Binary& e);
  cpp::Expr comparison(const ast::Comparison& e);
  cpp::Expr compare(const cpp::Expr& left, ast::ComparisonOp op, const cpp::Expr& right, const types::CallPlan* plan, TypeId type);
  cpp::Expr coalesce(const ast::Binary& e);
  cpp::Expr range(const ast::Range& e);
  cpp::Expr index(const ast::Index& e);
  cpp::Expr lower_try(const ast::Try& e);
  cpp::Expr leave_unless(const types::TryPlan* plan, cpp::Expr operand);
  cpp::Expr raise(const ast::Raise& e);
  cpp::Expr quantifier(const ast::Quantifier& e);

  // --- calls and closures (lower_call.cpp, lower_closure.cpp) ---
  cpp::Expr planned_call(const types::CallPlan& plan, const ast::Expr& at, Context context);
  cpp::Expr function_call(const types::CallPlan& plan, std::vector<cpp::Expr> args, const cpp::Expr* receiver);
  cpp::Expr variant(const types::CallPlan& plan, std::vector<cpp::Expr> args, Context context);
  cpp::Expr variant_value(DefId variant, TypeId type, std::vector<cpp::Expr> args, Context context);
  cpp::Expr construction(const types::CallPlan& plan, std::vector<cpp::Expr> args);
  cpp::Expr with_update(const types::CallPlan& plan);
  std::vector<cpp::Expr> arguments(const types::CallPlan& plan);
  cpp::Expr argument(const types::CallPlan& plan, std::size_t i);
  cpp::Expr lambda(const ast::Lambda& e);
  std::vector<cpp::Capture> captures(NodeId node);
  cpp::Expr not_available(const ast::Node& at, std::string feature);

  // --- facts ---
  TypeId type_of(const ast::Node& node) const;       // before coercions
  TypeId final_type(const ast::Expr& e) const;       // after them
  const types::Type& shape(TypeId id) const { return input_.types.store[id]; }
  const types::TypeStore& store() const { return input_.types.store; }
  TypeId local_type(LocalId local) const;
  bool is_control_flow(const ast::Expr& e) const;
  bool writes(const ast::Node& node, LocalId local) const;
  LocalId root_local(const ast::Expr& e) const;
  std::string text(Symbol symbol) const { return std::string(names_.text(symbol)); }
  const std::vector<types::FieldInfo>* fields_of(TypeId type, DefId variant) const;
  TypeId field_type(TypeId owner, DefId field) const;
  std::string part_name(const std::vector<types::FieldInfo>& fields, std::size_t i) const;

  // --- names ---
  std::string fresh(std::string wanted);
  std::string declare_local(LocalId local);
  cpp::Expr local(LocalId id);
  std::string role_name(TypeId type) const;

  const Input& input_;
  const Names& names_;
  ModuleId module_;
  const types::Instance& instance_;
  const ownership::InstanceUses& uses_;
  const effects::InstanceEffects& effects_;
  Placement placement_;
  cpp::Block* out_ = nullptr;
  std::unordered_map<LocalId, cpp::Expr> locals_;
  std::unordered_set<std::string> taken_;
  LocalId self_;
  types::InstanceId id_;
  TypeId function_result_;           // of the function around the lambdas
  std::vector<Leaving> leaving_;     // the lambdas that run where they stand, around the code being lowered
  std::unordered_map<LocalId, cpp::Expr> raise_again_;   // by the name a rescue gave an error
  std::unordered_map<LocalId, cpp::Expr> rescued_;       // likewise: what holds the error with its sites and causes
  std::vector<Destination> breaks_;  // where `break v` of the open loops leaves its value
  TypeId result_;
};

template <typename Fill>
cpp::Block BodyLowering::block(Fill fill) {
  cpp::Block inside;
  cpp::Block* outer = std::exchange(out_, &inside);
  fill();
  out_ = outer;
  return inside;
}

// The body of a loop; `break v` in it leaves its value at `value`.
template <typename Fill>
cpp::Block BodyLowering::loop_body(Fill fill, const Destination& value) {
  breaks_.push_back(value);
  cpp::Block body = block(fill);
  breaks_.pop_back();
  return body;
}

}  // namespace ariac::lower
