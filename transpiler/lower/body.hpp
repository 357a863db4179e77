// BodyLowering: one function body, with the state that its expressions and statements share.
//
//   value(e)    a C++ expression; what must run before it is appended to the open block
//   run(e)      the expression for its effects
//   into(e, d)  the expression as the tail of a destination: returned, assigned to a variable, or dropped
//
// Control flow that gives a value goes through into(): a variable is declared first, each branch assigns it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ast/match.hpp"
#include "cpp/model.hpp"
#include "lower/comments.hpp"
#include "lower/destination.hpp"
#include "lower/lower_type.hpp"
#include "lower/pattern_test.hpp"
#include "lower/placement.hpp"

namespace ariac::lower {
using ast::NodeId;

// What stands behind `T x =` for a value; null where `T x` alone makes it.
cpp::Expr initial_value(const cpp::Type& type, cpp::Expr value, bool has_default);
// The first parameter from which on the C++ prototype has the defaults itself.
std::size_t first_in_prototype(const Input& input, types::InstanceId id, const ast::FunctionDecl& decl);
// Whether the instance knows the default: an untyped one that all its calls give may not even fit.
bool knows_default(const types::Instance& instance, const ast::Param& param);

class BodyLowering {
 public:
  BodyLowering(const Input& input, const Names& names, ModuleId module, const types::Instance& instance, types::InstanceId id = {});
  // A value that stands outside of any block: a default, a constant. What needs statements is a lambda called at once.
  cpp::Expr initialiser(const ast::Expr& e);
  // The body of a function with its contracts, and the invariants of the type whose method it is.
  cpp::Block whole_function(const ast::FunctionDecl& decl, DefId member_of);
  cpp::Block invariant_checks(std::span<const ast::Contract* const> invariants);
  cpp::Block function_body(const ast::Body& body, TypeId result);
  // Finds out which variables the function reads.
  void reads(const ast::FunctionDecl& decl);
  // The C++ name a parameter gets; declares it. None if nothing reads it.
  std::string declare_param(LocalId local);
  // The function is a C++ template. Of the parameters named, C++ knows the type without the template's.
  void is_in_template(std::unordered_set<std::string> known_params);
  // The scope that a function with tasks in its result spawns into: its first parameter.
  std::string declare_scope();
  // `self` of a member function.
  void self_is_this(LocalId self);
  cpp::Expr value(const ast::Expr& e, Context context = Context::typed);
  cpp::Expr made_value(const ast::Expr& e, Context context);
  bool gives_nothing(const ast::Expr& e) const;
  bool never_gives(const ast::Expr& e) const;
  bool has_endless_operand(const ast::Expr& e) const;
  void run_operands(const ast::Expr& e, const Destination& to);
  cpp::Expr unreached(const ast::Expr& e) const;

  TypeLowering lower_types;

 private:
  // The names taken while it lives are free again afterwards.
  class NameScope {
   public:
    explicit NameScope(BodyLowering& body) : body_(body), outer_(body.taken_) {}
    ~NameScope() { body_.taken_ = std::move(outer_); }
    NameScope(const NameScope&) = delete;
    NameScope& operator=(const NameScope&) = delete;

   private:
    BodyLowering& body_;
    std::unordered_set<std::string> outer_;
  };

  // --- blocks (lower_stmt.cpp) ---
  std::vector<cpp::Catch> errors_to_err();
  cpp::Block nested(const ast::Body& body, const Destination& to);
  const ast::Expr* endless_value(const ast::Stmt& stmt) const;
  bool seems_to_end(const ast::Expr& e) const;
  void statements(const ast::Body& body, const Destination& to, std::size_t from = 0);
  void statement(const ast::Stmt& stmt);
  void let(const ast::Let& let);
  void assign(const ast::Assign& assign);
  void assign_parts(const ast::TupleLiteral& target, cpp::Expr whole, TypeId type);
  bool adds_entries(const ast::Index& target) const;
  void store_in(const cpp::Expr& place, cpp::Expr value, TypeId type);
  void assign_element(const ast::Index& target, const ast::Assign& assign);
  bool is_written_twice(const ast::Assign& assign) const;
  const ast::Expr* replaced_part(const ast::Assign& assign) const;
  bool is_same_part(const ast::Expr& one, const ast::Expr& other) const;
  void compound(const ast::Assign& assign, const cpp::Expr& place);
  bool takes_nothing(const ast::Expr& target) const;
  void assign_name(const ast::NameExpr& target, const ast::Assign& assign);
  void contract(const ast::Contract& contract);
  void emit(cpp::Stmt stmt);
  void emit(cpp::Expr e) { emit(cpp::run(std::move(e))); }
  template <typename Fill> cpp::Block block(Fill fill);
  template <typename Fill> cpp::Block aside(Fill fill);
  template <typename Fill> cpp::Block loop_body(Fill fill, const Destination& value = {});
  cpp::Stmt declaration(cpp::Type type, LocalId local, cpp::Expr init = {});
  void finish(cpp::Expr e, const Destination& to, TypeId type);
  cpp::Expr returned(cpp::Expr e) const;
  bool moves_by_itself(std::string_view name) const;
  bool is_part(std::string_view name) const;
  cpp::Expr apart_from_cleanups(cpp::Expr e, TypeId type) const;
  void declare_before(const ast::Stmt& stmt);
  void declare_without_value(LocalId id);
  void assign_whole(const cpp::Expr& place, const ast::Expr& e, TypeId type);
  LocalId bound_local(const ast::BindingPattern& binding) const;
  HasDrop has_drop() const;
  struct CarriedComments {
    Comments::List above{};
    const ast::Comment* behind = nullptr;
    Comments::List below{};
  };
  CarriedComments take_comments(const ast::Body& body, std::size_t i);
  void put_comments(const CarriedComments& comments, const ast::Stmt& stmt, std::size_t before);
  bool blank_line_above(const CarriedComments& comments, const ast::Stmt& stmt) const;
  std::vector<std::string> take_above(source::SourceRange here, const void* owner);
  void add_remarks(std::vector<std::string> lines);

  // --- contracts (lower_contract.cpp) ---
  void keep_old_values(const ast::Contract& contract);
  void check(std::string function, const ast::Contract& contract);
  bool has_invariants(TypeId type) const;
  bool has_return(const ast::Body& body) const;
  // --- defaults (lower_defaults.cpp) ---
  std::size_t first_own_default(const types::CallPlan& plan) const;
  bool default_names_self(const types::CallPlan& plan) const;
  bool default_acts(const types::CallPlan& plan, std::size_t i) const;
  bool a_default_acts(const types::CallPlan& plan) const;
  bool may_notice(const ast::Expr& written) const;
  cpp::Expr under_name(cpp::Expr value, TypeId type);
  cpp::Expr filled_default(const types::CallPlan& plan, std::size_t i, std::vector<cpp::Expr>& args);
  cpp::Expr filled_field(const types::CallPlan& plan, std::size_t i);
  void computes_for(const BodyLowering& caller, types::InstanceId id);
  void fill_defaults(const types::CallPlan& plan, std::vector<cpp::Expr>& args);

  // --- order (lower_sequence.cpp) ---
  struct Operand {
    const ast::Expr* source = nullptr;
    std::function<cpp::Expr()> make{};
    bool is_place = false;                    // lent to be written: it stays where it is
    bool comes_first = false;                 // before the places that are lent are found
  };
  // Whether C++ evaluates them in this order by itself; by_reference: it does, but reads variables only behind the last.
  enum class Sequenced { no, yes, by_reference };
  std::vector<cpp::Expr> in_order(std::span<const Operand> operands, Sequenced sequenced = Sequenced::no);
  bool acts(const ast::Expr& e) const;
  bool sees(const ast::Expr& e, const ast::Expr& other) const;
  bool ends_what_is_seen(const ast::Expr& later, const ast::Expr& earlier) const;
  cpp::Expr kept(cpp::Expr value, const ast::Expr& source);

  // --- places (lower_place.cpp) ---
  using PartTest = std::function<bool(const ast::Expr& part)>;
  void in_place(const ast::Expr& place, const PartTest& needs_name, const std::function<void()>& fill);
  bool overtaken(const ast::Expr& earlier, const ast::Expr& later) const;
  bool overtaken_in(const types::CallPlan& plan, const ast::Expr& part) const;
  bool is_repeatable(const ast::Expr& part) const;
  bool may_move(const ast::Expr& object, const ast::Expr& later) const;
  bool moves_lent(const types::CallPlan& plan, const ast::Expr& part) const;

  // --- blocks that leave the function they were given to (lower_block.cpp) ---
  struct BlockExits {
    NodeId returns_from{};                    // the function or lambda that a block leaves; invalid: none does
    bool breaks = false;                      // a block ends the call itself
  };
  BlockExits block_exits(const types::CallPlan& plan, const ast::Expr& call) const;
  cpp::Expr call_with_exits(const types::CallPlan& plan, const ast::Expr& call, Context context, const BlockExits& exits);
  bool leave_block(const ast::Node& jump, const ast::Expr* value);

  // --- control flow (lower_flow.cpp) ---
  bool drops_subject(const ast::Expr& e) const;
  void into(const ast::Expr& e, const Destination& to);
  void into_here(const ast::Expr& e, const Destination& to);
  void run(const ast::Expr& e) { into(e, {}); }
  cpp::Expr through_variable(const ast::Expr& e, TypeId type);
  const types::TryPlan* tried_object(const ast::Expr& e) const;
  void lower_if(const ast::If& e, const Destination& to, std::size_t branch = 0);
  void lower_while(const ast::While& e);
  void lower_for(const ast::For& e);
  cpp::Expr only_heard(const ast::Expr& e, cpp::Expr made, bool inside_expression = false);
  cpp::Expr walked(const ast::Expr& iterable);
  cpp::Expr as_at_entry(const ast::Expr& iterable, const ast::Node& loop, cpp::Expr subject) const;
  void lower_loop(const ast::Loop& e, const Destination& to);
  void lower_begin(const ast::Begin& e, const Destination& to);
  void lower_break(const ast::Break& e);
  bool block_as_loop(const ast::Call& call);
  cpp::Expr construct_zero(TypeId type);
  void test_and_leave(const ast::Condition& c, PatternTest& tests);
  cpp::Expr condition(const ast::Condition& c);
  cpp::Condition let_condition(const ast::Condition& c, PatternTest& tests, std::optional<NameScope>& scope, bool copies);
  bool is_place(const ast::Expr& e, const cpp::Expr& made) const;
  bool iterates_natively(TypeId type) const;
  void pair_variables(const ast::Lambda& block, std::span<const TypeId> params, cpp::RangeFor& loop, cpp::Block& prologue);

  // --- leaving (lower_exits.cpp) ---
  // Code that C++ has in a lambda and that runs there exactly once: `leave…` in it leave the function and loops around.
  using Wrap = std::function<cpp::Expr(cpp::Expr body)>;
  struct InLambda {
    std::vector<cpp::Param> params{};
    TypeId value{};                           // of the code inside
    TypeId outcome{};                         // of the call that `wrap` makes; invalid: the same
    bool must_give = false;                   // the call uses the value, whether or not anybody uses what it gives itself
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
  // With `call`, which needs code that nothing leaves, the call is not finished but given.
  void run_in_lambda(InLambda parts, const Exits& exits, const Destination& to, cpp::Expr* call = nullptr);
  void leave_function(const ast::Expr* value);
  void leave_function_with(cpp::Expr value);
  void leave_loop();
  void continue_loop();
  bool is_polled(const ast::Expr& loop) const;
  void poll_at_end();
  void leave_lambda();
  void act_on_exits(const Leaving& leaving);
  TypeId function_result() const { return leaving_.empty() ? result_ : function_result_; }
  static bool says_its_type(const cpp::Expr& e);
  bool needs_result(const cpp::Block& body) const;

  // --- tasks (lower_spawn.cpp) ---
  using Part = std::function<void(const Destination&)>;
  cpp::Expr current_scope();
  std::string scope_name();
  bool owns_scope(NodeId owner) const;
  bool fails_scope() const;
  void in_function_scope(const Part& fill, const Destination& to);
  cpp::Block whole_body(NodeId owner, TypeId result, const Part& fill);
  void take_along(NodeId closure, LocalId id, std::vector<cpp::Capture>& captures);
  std::vector<cpp::Capture> spawned_captures(const ast::Spawn& e);
  bool moves_captured(const ast::Spawn& e) const;
  cpp::Expr spawned_body(const ast::Spawn& e);
  cpp::Expr spawned_lambda(const ast::Spawn& e, std::vector<cpp::Capture> captures);
  std::vector<cpp::Initializer> spawn_options(const ast::Spawn& e);
  cpp::Expr spawn(const ast::Spawn& e);

  // --- with (lower_with.cpp) ---
  void lower_with(const ast::With& e, const Destination& to);
  const ast::Lambda* with_block(const types::CallPlan& plan, NodeId id, std::size_t& at) const;
  std::vector<cpp::Param> block_params(const ast::Lambda& block, TypeId type, std::vector<std::size_t>& taken_apart);
  bool wants_a(DefId function, std::size_t block_at) const;
  void run_block_once(const types::CallPlan& plan, const ast::Lambda& block, std::size_t at, const ast::Expr& e, const Destination& to, cpp::Expr* call = nullptr);
  cpp::Expr with_value(const ast::With& e);
  cpp::Expr once_value(const types::CallPlan& plan, const ast::Lambda& block, std::size_t at, const ast::Expr& e);
  // The block of a call that is handed a scope: `concurrent do … end`.
  const ast::Lambda* scope_block(const types::CallPlan& plan, std::size_t& at) const;
  cpp::Expr call_with_block(const types::CallPlan& plan, std::size_t block_at, cpp::Expr block);
  void gather_options(const types::CallPlan& plan, std::vector<cpp::Expr>& args);
  void copy_what_changes(const types::CallPlan& plan, std::vector<cpp::Expr>& args);

  // --- select (lower_select.cpp) ---
  void lower_select(const ast::Select& e, const Destination& to);
  cpp::Expr select_arm(const ast::SelectArm& arm);
  bool is_pure(const ast::Expr& e) const;
  cpp::Expr later(const std::function<cpp::Expr()>& make);

  // --- errors (lower_rescue.cpp) ---
  struct Rescue;
  bool suspends(const ast::Body& body) const;
  bool lower_defer(const ast::Defer& defer, const ast::Body& body, std::size_t at, const Destination& to);
  std::string cleanup_name(const ast::Body& body);
  void note_cleaned_up(const ast::Body& body);
  void with_ensure(const ast::Begin& e, const Destination& to);
  void lower_rescues(const ast::Begin& e, const Destination& to);
  cpp::Catch rescue_in_handler(const Rescue& rescue, const Destination& to);
  LocalId name_of_error(const ast::RescueClause& clause) const;
  cpp::Expr error_holder(const ast::Expr& e) const;
  void take_error(LocalId id, const std::string& name, std::vector<cpp::Capture>& captures) const;
  void rescues_after_handlers(std::vector<Rescue>& rescues, const ast::Begin& e, const Destination& to);
  void rescue_body(const ast::RescueClause& clause, const cpp::Expr& pass_on, const Destination& to);
  std::vector<Rescue> rescues_of(const ast::Begin& e);

  // --- patterns (lower_pattern.cpp, lower_switch.cpp) ---
  void lower_match(const ast::Match& e, const Destination& to);
  bool reads_as_switch(const ast::Match& e) const;
  std::vector<DefId> whole_variants(const ast::Pattern& pattern) const;
  cpp::Expr tag_of(TypeId type, DefId variant) const;
  void lower_switch(const ast::Match& e, const Destination& to);
  void test(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out);
  void test_constructor(const ast::ConstructorPattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out);
  cpp::Expr open_error(const ast::Pattern& pattern, TypeId error, const cpp::Expr& place, PatternTest& out);
  void test_alternatives(const ast::OrPattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out);
  cpp::Condition condition_of(PatternTest& tests);
  bool guarded_arm(const ast::MatchArm& arm, PatternTest& tests, const std::function<void()>& body, const std::function<void()>& rest, bool returns);
  cpp::Type variant_type(TypeId type, DefId variant) const;
  cpp::Expr variant_query(const cpp::Expr& object, std::string question, const cpp::Type& asked) const;
  cpp::Expr part_of(const cpp::Expr& object, TypeId type, DefId variant, std::size_t at) const;
  bool needs_place(const ast::Pattern& pattern) const;
  bool is_lvalue_call(const cpp::Expr& e) const;
  bool is_shared_state(const ast::Expr& e) const;
  bool may_change_during(const ast::Expr& part, const ast::Node& meanwhile) const;
  bool is_handle(TypeId type) const;
  bool reaches_objects(const types::CallPlan& plan) const;
  std::vector<std::string> structured_names(const ast::Pattern& pattern);
  TypeId pattern_type(const ast::Pattern& pattern, TypeId otherwise) const;
  TypeId types_of_part(TypeId type, DefId variant, std::size_t at) const;
  enum class Binding { by_reference, by_copy, by_move };
  void bind(const PatternTest& test, Binding how);
  void bind(const PatternTest& test, bool by_copy) { bind(test, by_copy ? Binding::by_copy : Binding::by_reference); }
  void bind_part(const PatternTest::Bound& bound, Binding how);
  bool moves_parts(const ast::Node& patterns, bool by_copy = false) const;
  bool moves_instead(LocalId part) const;
  cpp::Expr stable(const ast::Expr& subject, bool moves = false);
  bool irrefutable(const ast::Pattern& pattern) const;
  void bind_pattern(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, Binding how);
  void loop_variables(const ast::Pattern& pattern, TypeId item, cpp::RangeFor& loop, cpp::Block& prologue, bool hands_out = false);

  // --- expressions (lower_expr.cpp, lower_literal.cpp, lower_operator.cpp) ---
  cpp::Expr plain_value(const ast::Expr& e, Context context);
  cpp::Expr coerced(const ast::Expr& e, cpp::Expr value, Context context);
  cpp::Expr out_of_variable(const ast::Expr& e, cpp::Expr made) const;
  bool is_made_in_variable(const ast::Expr& e) const;
  cpp::Expr int_literal(const ast::IntLiteral& e, Context context, bool negative = false);
  cpp::Expr float_literal(const ast::FloatLiteral& e);
  cpp::Expr string_literal(const ast::StringLiteral& e, Context context);
  cpp::Expr array_literal(const ast::ArrayLiteral& e);
  cpp::Expr map_literal(const ast::MapLiteral& e);
  cpp::Expr comprehension(const ast::Comprehension& e);
  cpp::Expr kept_value(const ast::Expr& e, Context context);
  void fill_from(const ast::Comprehension& e, const std::string& name);
  cpp::Expr out_of_outcome(const ast::Expr& e, cpp::Expr made) const;
  bool made_in_place(const ast::Expr& e, LocalId id);
  void update_fields(const types::CallPlan& plan, const std::string& name);
  cpp::Expr self_reference(LocalId id);
  cpp::Expr constant(const types::Selection& selection);
  cpp::Expr object_of(const ast::Expr& e);
  cpp::Expr name_value(const ast::Expr& e, Context context);
  cpp::Expr member(const ast::Member& e, Context context);
  cpp::Expr tuple_part(const types::Selection& selection, const ast::Member& e);
  cpp::Expr unary(const ast::Unary& e, Context context);
  cpp::Expr binary(const ast::Binary& e);
  cpp::Expr comparison(const ast::Comparison& e);
  cpp::Expr compare(const cpp::Expr& left, ast::ComparisonOp op, const cpp::Expr& right, const types::CallPlan* plan, TypeId type);
  cpp::Expr short_circuit(const ast::Binary& e);
  cpp::Expr coalesce(const ast::Binary& e);
  cpp::Expr range(const ast::Range& e);
  cpp::Expr index(const ast::Index& e);
  cpp::Expr lower_try(const ast::Try& e);
  cpp::Expr tried_part(const types::TryPlan& plan, const ast::Expr& e);
  cpp::Expr leave_unless(const types::TryPlan* plan, cpp::Expr operand, TypeId looked_at, const cpp::Type& held_as = cpp::type("auto"));
  // --- (lower_looked_into.cpp) ---
  bool drop_shows(TypeId type) const;
  bool stays_in_place(const ast::Expr& e) const;
  bool is_lent(const ast::Expr& e) const;
  cpp::Expr is_pattern(const ast::IsPattern& e);
  cpp::Expr looked_at(TypeId whole, TypeId part, const ast::Expr& source);
  bool ends_noticed(const ast::Body& body) const;
  const ast::Body* body_in_line(const ast::Expr& e) const;
  void drop_looked_into(const std::vector<std::string>& names, std::size_t from);
  cpp::Expr raise(const ast::Raise& e);
  cpp::Expr quantifier(const ast::Quantifier& e);

  // --- calls and closures (lower_call.cpp, lower_closure.cpp) ---
  bool takes_self(const types::CallPlan& plan) const;
  cpp::Expr given_away(const types::CallPlan& plan, cpp::Expr receiver) const;
  cpp::Expr made_call(const types::CallPlan& plan, const ast::Expr& at, Context context);
  cpp::Expr planned_call(const types::CallPlan& plan, const ast::Expr& at, Context context);
  bool may_be_dependent(const cpp::Expr& e) const;
  cpp::Expr member_call(cpp::Member member, std::vector<cpp::Expr> args = {}) const;
  cpp::Expr function_call(const types::CallPlan& plan, std::vector<cpp::Expr> args, const cpp::Expr* receiver);
  bool is_argument(const types::CallPlan& plan, std::vector<cpp::Expr> args, const cpp::Expr& receiver);
  cpp::Expr variant(const types::CallPlan& plan, std::vector<cpp::Expr> args, Context context);
  cpp::Expr variant_value(DefId variant, TypeId type, std::vector<cpp::Expr> args, Context context);
  cpp::Expr construction(const types::CallPlan& plan, std::vector<cpp::Expr> args);
  cpp::Expr with_update(const types::CallPlan& plan);
  std::vector<cpp::Type> explicit_types(const types::CallPlan& plan) const;
  std::vector<cpp::Expr> arguments(const types::CallPlan& plan);
  std::vector<cpp::Type> undeduced(const types::CallPlan& plan) const;
  cpp::Expr await_each(const types::CallPlan& plan);
  cpp::Expr argument(const types::CallPlan& plan, std::size_t i);
  cpp::Expr with_unit(const types::CallPlan& plan, std::size_t i, cpp::Expr made) const;
  cpp::Expr rest_argument(const types::CallPlan& plan, std::size_t i, std::span<const cpp::Expr> values);
  cpp::Expr lambda(const ast::Lambda& e);
  std::vector<cpp::Capture> captures(NodeId node);
  cpp::Expr not_available(const ast::Node& at, std::string feature);
  // --- facts ---
  TypeId type_of(const ast::Node& node) const;       // before coercions
  TypeId type_of_id(NodeId id) const;
  TypeId final_type(const ast::Expr& e) const;       // after them
  const types::Type& shape(TypeId id) const { return input_.types.store[id]; }
  const types::TypeStore& store() const { return input_.types.store; }
  TypeId local_type(LocalId local) const;
  void note_reads(const ast::Body& body);
  void note_reads(const ast::Node& node);
  bool is_control_flow(const ast::Expr& e) const;
  bool writes(const ast::Node& node, LocalId local) const;
  bool runs_user_code(const types::CallPlan& plan) const;
  bool changes_during(const types::CallPlan& plan, LocalId local) const;
  bool changes_shared(const types::CallPlan& plan, const ast::Expr& at) const;
  cpp::Expr lent(const types::CallPlan& plan, const ast::Expr& e, cpp::Expr made);
  bool is_assigned(LocalId local) const { return assigned_.contains(local); }
  bool is_read(LocalId local) const { return !reads_known_ || read_.contains(local); }
  LocalId root_local(const ast::Expr& e) const;
  std::string text(Symbol symbol) const { return std::string(names_.text(symbol)); }
  const std::vector<types::FieldInfo>* fields_of(TypeId type, DefId variant) const;
  TypeId field_type(TypeId owner, DefId field) const;
  bool is_boxed(DefId field) const;
  bool is_captured(LocalId local) const;
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
  Comments comments_;
  std::unordered_map<const ast::Comment*, const void*> carried_;   // which statement or arm has it
  cpp::Block* out_ = nullptr;
  std::unordered_map<LocalId, cpp::Expr> locals_;
  std::unordered_set<std::string> taken_;
  std::unordered_set<std::string> called_;   // functions and constants of this body: a local of that name would hide them
  std::unordered_set<std::string> local_names_;   // of all locals: they hide members of the class around the body
  std::unordered_set<std::string> late_;     // locals that an optional holds: they get their value later
  LocalId self_;
  bool in_template_ = false;
  std::unordered_set<std::string> known_params_;   // whose C++ type a template states without its parameters
  bool reads_known_ = false;
  std::unordered_set<LocalId> read_;
  std::unordered_set<LocalId> assigned_;
  std::unordered_set<std::string> member_names_;         // of the class around it: they hide functions
  std::unordered_map<NodeId, cpp::Expr> old_values_;     // of the `old(e)` of contracts
  std::unordered_map<NodeId, std::string> block_exits_;  // by what a block may leave: what it calls to do so
  std::unordered_set<NodeId> lambdas_;                   // blocks that are C++ lambdas, around the code
  std::vector<std::pair<NodeId, TypeId>> functions_;     // open around the code, with their results
  types::InstanceId id_;
  std::unordered_map<NodeId, cpp::Expr> given_;   // expressions whose values are there already
  const ast::Expr* replaced_ = nullptr;           // gives its value away: an assignment puts another one there
  std::unordered_set<NodeId> places_;             // elements that are changed where they are
  cpp::Expr default_self_{};                           // the receiver of the call whose defaults are being made
  std::vector<std::string> scopes_;  // of tasks, around the code being lowered; the innermost last
  bool scope_used_ = false;
  bool in_caller_ = false;           // a default that is computed inside of another function
  TypeId function_result_;           // of the function around the lambdas
  std::vector<Leaving> leaving_;     // the lambdas that run where they stand, around the code being lowered
  std::unordered_map<LocalId, cpp::Expr> raise_again_;   // by the name a rescue gave an error
  std::unordered_map<LocalId, cpp::Expr> rescued_;       // likewise: what holds the error with its sites and causes
  TypeId raised_to_err_;             // an error that fails a scope on its way to being the function's Err
  std::vector<bool> polls_;          // of the open loops: is the back-edge a checkpoint?
  std::vector<std::string> looked_into_, value_looks_into_;   // variables that lowering made, dropped when the statement is done; a body's value, the body
  std::unordered_set<LocalId> own_parts_;    // names of patterns that are variables of their own
  std::unordered_set<LocalId> cleaned_up_;   // variables that a `defer` or `ensure` above speaks of
  bool in_lock_ = false;             // where loops are not
  std::vector<Destination> breaks_;  // where `break v` of the open loops leaves its value
  TypeId result_;
  bool converts_ = false;            // a value that the innermost body gives back has another type than the body
  bool states_result_ = true;        // of the function or lambda around: its C++ says what it returns
};

template <typename Fill>
cpp::Block BodyLowering::block(Fill fill) {
  const NameScope scope(*this);
  return aside(fill);
}

// Statements that are put into another block later.
template <typename Fill>
cpp::Block BodyLowering::aside(Fill fill) {
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
  cpp::Block body = block([&] {
    fill();
    poll_at_end();
  });
  breaks_.pop_back();
  return body;
}

}  // namespace ariac::lower
