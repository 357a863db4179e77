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
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "types/program_inference.hpp"
#include "types/waiting_list.hpp"

namespace ariac::types {

// What the context wants of an expression, and why: the reason becomes the second label of a mismatch.
struct Expectation {
  TypeId type{};                       // invalid: nothing is expected; may hold variables
  source::SourceRange because{};       // where the expectation comes from
  std::string reason{};                // "`total` is declared `Int` here"
  bool dropped = false;              // the value is not used
  bool of_variable = false;          // what a variable has held from its beginning
  bool tail = false;                 // the last value of a function whose result is not written: Unit where it has none

  bool any() const { return !type.valid(); }
};

// What an expression in front of `.`, `::` or `(` stands for, when it is no value (denote.cpp).
struct Denoted {
  enum class Kind : std::uint8_t {
    value,      // anything else: synth it
    function,   // `def`, with `self_type` when it is a static member of a type
    type,       // `self_type`, with variables for arguments that are not written
    variant,    // `def`, of the enum `self_type`
    variants,   // an unqualified variant `name`: the expected type decides
    constant,   // `def`
    effect,     // `def`
    trait,      // `def`
    module,     // `def`
    old_value,  // of `old(e)`
    resume,     // of `resume(v)`
    error       // reported
  };
  Kind kind = Kind::value;
  DefId def;
  TypeId self_type;
  CalleeKind callee = CalleeKind::function;
  std::vector<TypeId> outer_args;          // of the impl or trait a static function stands in
  std::vector<TypeId> explicit_args;       // `f<Int>`
  ast::Name name;
};

// A member found on a value (members.cpp).
struct FoundMember {
  enum class Kind : std::uint8_t { none, field, tuple_field, method, ambiguous } kind = Kind::none;
  DefId def;                               // the field, or the function
  DefId other;                             // of an ambiguous one: the method of another trait
  std::string between;                     // or, of one trait, which of its impls it may be: "`T` has `Conv<Int>` and `Conv<String>`"
  std::string way_out;                     // and how a program says which
  std::uint32_t index = 0;
  TypeId type;                             // of a field
  TypeId self_type;                        // the type it was found on, after dereferences
  CalleeKind callee = CalleeKind::function;
  std::vector<TypeId> outer_args;          // for the type parameters of the impl or trait (Self first)
  std::uint8_t dereferences = 0;
};

// An impl for a type that the literals of another one can become.
struct LiteralInstance {
  DefId impl;
  std::string type;                        // as a program writes it
};

// One parameter as a call sees it.
struct ParamView {
  Symbol name;
  TypeId type;                             // invalid: untyped
  bool mut = false;
  bool rest = false;
  bool has_default = false;
  source::SourceRange range;
};

// What is called, as argument matching sees it.
struct CalleeView {
  std::string what;                        // "function `volume`", "variant `Rect`"
  std::string asked;                       // of a type's own function: "Set.new"
  source::SourceRange declared;            // may be invalid
  std::vector<ParamView> params;           // after `self`
  bool is_constructor = false;
};

// What surrounds the expression being inferred inside one function or lambda.
struct FunctionContext {
  const ast::Node* node = nullptr;   // FunctionDecl or Lambda
  TypeId result;                     // expected or declared; a variable while it is inferred
  bool result_written = false;
  source::SourceRange result_range{};
  bool is_lambda_value = false;      // `return` ends it; a block's `return` leaves the function around it
  bool is_spawned = false;
  int guarded = 0;                   // how many `begin … rescue` are open around the expression
  std::vector<const ast::Expr*> return_values{};   // of `return` while the result is not written, joined at the end;
  std::vector<TypeId> return_types{};              // null for a plain `return`
};

struct LoopContext {
  const ast::Node* node = nullptr;   // While, For, Loop, or the Call a block was given to
  const ast::Lambda* block = nullptr;            // the block: `continue` ends its run
  TypeId value{};                      // of a call: its result, which `break v` must fit; of a loop: what is expected of it
  TypeId block_result{};               // of a block: what each run has to give
  std::vector<const ast::Expr*> break_values{};    // of a loop, joined at its end; null for a plain `break`
  std::vector<TypeId> break_types{};
  std::vector<const ast::Continue*> open_continues{};   // of a block whose value was not known yet where they stand
};

// An arm of `handle` around the expression: what `resume` takes and gives.
struct HandlerContext {
  TypeId operation_result;
  TypeId answer;
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
  void infer_rescued(const ast::Pattern& pattern, TypeId error);
  void check_exhaustive(const ast::Match& match, TypeId subject);
  // A lambda against the function type its place wants (params may be variables); hint may be any type or none.
  TypeId infer_lambda(const ast::Lambda& lambda, const Expectation& expected);
  // A block given to `call`, whose result type is `call_result` (`break v` must fit it); its type stands at the block.
  TypeId infer_block(const ast::Lambda& block, const Expectation& expected, const ast::Expr& call, TypeId call_result);
  // The body of a function, test or program: pushes `context`, joins what `return` and the last value give, and
  // unifies that with context.result (which may be a variable).
  void infer_function_body(const ast::Body& body, FunctionContext context);
  void infer_contract(const ast::Contract& contract);
  // `&name`: a function as a value (infer_closure.cpp).
  TypeId infer_function_value(const ast::Unary& reference, const Expectation& expected);
  // What iterating over `subject` gives; records the Iteration at `at`.
  TypeId iterate(const ast::Node& at, TypeId subject, source::SourceRange range);

  // --- calls and members (infer_call.cpp, members.cpp) ---
  TypeId infer_call(const ast::Call& call, const Expectation& expected);
  TypeId infer_name(const ast::NameExpr& name, const Expectation& expected);
  TypeId infer_path(const ast::PathExpr& path, const Expectation& expected);
  TypeId infer_member(const ast::Member& member, const Expectation& expected);
  TypeId infer_type_apply(const ast::TypeApply& apply, const Expectation& expected);
  // The calls resolution marks by themselves: `resume(v)` (infer_concurrency.cpp) and `old(e)` (infer_stmt.cpp).
  TypeId infer_resume(const ast::Call& call, const Expectation& expected);
  TypeId infer_old(const ast::Call& call, const Expectation& expected);
  // `e?` on a value of type `operand`: what it gives, with the TryPlan recorded at `at` (infer_control.cpp).
  TypeId infer_try_value(const ast::Node& at, TypeId operand, source::SourceRange range);
  // A method found by name on a type, called with operands that are already typed (operators, protocols). Records the
  // plan where `plan` points. nullopt when there is no such method.
  std::optional<TypeId> call_protocol(DefId trait, std::string_view method, const ast::Expr* receiver, TypeId receiver_type,
                                      std::span<const ast::Expr* const> operands, source::SourceRange range, CallPlan& plan);
  // The result of an instance; of one in progress it is a variable, solved when its recursion group ends.
  TypeId result_of(InstanceId instance);
  // A member called `name` on a value of type `receiver`, in the order of language.md 3; reports nothing.
  FoundMember find_member(TypeId receiver, Symbol name);

  // The type with fresh variables where `args` has none; aliases are followed (denote.cpp).
  TypeId open_type(DefId type, std::span<const TypeId> args, source::SourceRange range);
  std::vector<TypeId> type_arguments(std::span<const ast::TypeArgument> written);
  // The variant a bare name means: of the expected enum, else of the only one that has it.
  std::optional<Denoted> choose_variant(const ast::Name& name, TypeId expected);

  // --- solver (solver.cpp, goals.cpp) ---
  TypeId fresh(source::SourceRange origin) { return program.solver.fresh(origin); }
  TypeId head(TypeId type) const { return program.solver.head(type); }   // with a bound variable at the top replaced
  TypeId zonk(TypeId type) { return program.solver.zonk(type); }         // with all bound variables replaced
  // Equal up to variables; Never, Unknown and Poison agree with all.
  bool unify(TypeId a, TypeId b) { return program.solver.unify(a, b); }
  bool is_open(TypeId type) const { return program.solver.is_open(type); }   // an unbound variable
  // `I::Item` of what is not known yet becomes a variable that learns it (goals.cpp).
  TypeId without_projections(TypeId type, source::SourceRange range);
  // A variable in `type` that stands for an `I::Item` of what is not known yet; invalid: there is none.
  TypeId projected_in(TypeId type) const;
  // head, after trying the goals that might bind it; a literal's variable becomes Int or Float. For places that cannot
  // go on without knowing (members, calls). May still be open.
  TypeId known(TypeId type);
  // Whether nothing can be said about it: Never, Unknown and Poison.
  bool absorbs(TypeId type) const;
  // Makes `e`, whose type is `found`, fit the expectation: unifies or records a coercion; false: they do not fit.
  bool coerce(const ast::Expr& e, TypeId found, TypeId expected);
  // Runs `then` as soon as the head of `type` is known: now, or when a variable is bound, in source order. When the
  // body ends and it is still open, "a type is needed here" is reported at `range`, once; before that `assume` may bind
  // it to what is likeliest.
  void when_known(TypeId type, source::SourceRange range, std::function<void(TypeId)> then, std::function<void()> assume = {});
  // A variable that can only become a number and is Int (or Float) unless something else is learnt.
  TypeId fresh_literal(bool is_float, source::SourceRange origin);
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
  // Makes the literal variables inside `type` Int or Float: where a name is bound, so that what follows knows its type.
  void settle(TypeId type);

  // --- reporting ---
  // Every error of a body goes through here: it marks the instance, and adds the calls that led to an instance of an
  // untyped function.
  template <typename Entry>
  diagnostics::Report error(source::SourceRange at, const Entry& entry) {
    instance().has_errors = true;
    diagnostics::Report report = active_sink().report(at, entry);
    add_calls(report);
    return report;
  }
  template <typename Entry>
  diagnostics::Report warning(source::SourceRange at, const Entry& entry) {
    return active_sink().report(at, entry);
  }
  // A type that lacks what an impl asks of its arguments is reported once in a body, not at each of its methods.
  bool first_report_of(TypeId type, DefId trait) { return unmet_.emplace(type.index(), trait.index()).second; }
  void report_mismatch(source::SourceRange at, TypeId found, const Expectation& expected);
  std::string print(TypeId type);                 // zonked, as Aria writes it

  ProgramInference& program;
  TypeStore& store;
  const resolve::Bindings& bindings;
  InstanceId id;
  std::vector<FunctionContext> functions;
  std::vector<LoopContext> loops;
  TypeId race_value;                     // what each task gives that is spawned in the block of this `race`
  std::vector<HandlerContext> handlers;
  std::vector<LocalId> mut_params;                // of blocks whose function type says `mut`: they are places
  std::vector<LocalId> lent_params;               // of blocks whose function type does not

 private:
  struct Goal {
    TypeId waits_for;
    source::SourceRange range;
    std::function<void(TypeId)> then;
    std::function<void()> assume;                 // may be empty
    std::vector<FunctionContext> functions;       // what surrounded it
    std::vector<LoopContext> loops;
  };
  // What stands for an `I::Item` until `I` is known: the value that was given to it meanwhile.
  struct Projected {
    source::SourceRange value;
    Expectation wanted;
  };
  // A bound that must hold for what a type parameter became.
  struct Obligation {
    TypeId type;
    DefId trait;
    std::vector<TypeId> trait_args;
    source::SourceRange range;
    std::string why;                              // "`largest` needs it"
    source::SourceRange declared;
    bool of_impl = false;                         // an impl asks it of the type's arguments
  };
  friend class ProgramInference;

  std::set<std::pair<std::uint32_t, std::uint32_t>> unmet_;
  diagnostics::Sink& active_sink() { return silent_ ? *silent_ : program.sink; }
  void add_calls(diagnostics::Report& report);

  // denote.cpp
  Denoted denote(const ast::Expr& e);
  Denoted denote_entity(const resolve::Entity& entity, ast::Path path, source::SourceRange range);
  Denoted static_member(const Denoted& owner, const ast::Name& name, std::span<const ast::TypeArgument> arguments);
  Denoted denote_def(DefId def, const ast::Name& name, std::span<const ast::TypeArgument> arguments = {});
  Denoted static_of_trait(const Denoted& owner, const ast::Name& name);
  TypeId written_self();

  // infer_name.cpp
  TypeId infer_plain_name(const ast::NameExpr& name, const Expectation& expected);
  TypeId use_denoted(const ast::Expr& at, const Denoted& denoted, const ast::Name& name, const Expectation& expected);
  TypeId use_constant(const ast::Expr& at, const Denoted& denoted);

  // members.cpp
  FoundMember find_member_at(TypeId receiver, Symbol name);
  FoundMember find_on_rigid(TypeId receiver, Symbol name);
  FoundMember find_trait_method(TypeId receiver, Symbol name);
  FoundMember method_of_trait(TypeId receiver, DefId member, const ImplMatch& match);
  void adopt_impl(TypeId type, const ImplMatch& match);
  FoundMember find_extension(TypeId receiver, Symbol name);
  FoundMember choose_inherent(std::span<const DefId> candidates, TypeId receiver);
  TypeId member_of(const ast::Member& member, TypeId object, bool safe, const Expectation& expected);
  TypeId use_field(const ast::Member& member, const FoundMember& found, bool safe);
  // The object of a member; sees to it that `x.empty?.f` calls `empty?` where there is such a member.
  TypeId infer_object(const ast::Member& member, bool& safe);
  TypeId try_object(const ast::Member& member, TypeId object);
  TypeId safe_result(TypeId result);
  std::optional<TypeId> convert_into(const ast::Expr& at, const ast::Member& member, TypeId receiver, const Expectation& expected);
  TypeId report_ambiguous(const ast::Name& name, const FoundMember& found);
  std::string construction_form(const Type& type, Symbol asked);
  bool comes_from_async(const ast::Expr& call) const;
  TypeId await_at_once(const ast::Call& await, const ast::Expr& value, TypeId type);
  void report_no_member(const ast::Name& name, TypeId receiver);
  std::string trait_with(Symbol name) const;

  // several_impls.cpp
  // Of several impls or bounds of one trait (`Convert<Int>`, `Convert<Text>`): the one that takes these arguments and
  // gives what is expected; ambiguous when nothing tells.
  FoundMember choose_impl(FoundMember found, const ast::Call* call, const Expectation& expected);
  TypeId looked_ahead(const ast::Expr& argument);
  FoundMember choose_static_impl(const Denoted& denoted, DefId function, const ast::Call* call, const Expectation& expected);
  FoundMember member_of_match(const FoundMember& asked, DefId trait, const ImplMatch& match);
  bool takes(const FoundMember& candidate, std::span<const TypeId> given, TypeId result);
  TypeId result_with(const FoundMember& candidate);
  // `[1].tag` with an `impl Tag for [UInt8]` and none for `[Int]`: what the literals in a type may become.
  bool only_literals_open(TypeId type);
  bool becomes(const ImplInfo& impl, TypeId type, int depth);
  void add_instances(DefId trait, TypeId type, int depth, std::vector<LiteralInstance>& out);
  bool take_only_instance(DefId trait, TypeId type, int depth);
  FoundMember find_for_literals(TypeId receiver, Symbol name);
  void settle_by_bounds();
  TypeId known_receiver(TypeId type, Symbol member);

  // infer_call.cpp
  TypeId call_denoted(const ast::Call& call, const Denoted& denoted, const Expectation& expected);
  TypeId call_method(const ast::Call& call, const ast::Member& member, std::vector<TypeId> explicit_args, const Expectation& expected);
  TypeId call_member_of(const ast::Call& call, const ast::Member& member, TypeId object, bool safe, std::vector<TypeId> explicit_args,
                        const Expectation& expected);
  TypeId call_value(const ast::Call& call, TypeId callee, bool safe = false);   // infer_called_value.cpp
  TypeId call_constructor(const ast::Expr& at, const ast::Call* call, TypeId type, const Expectation& expected);
  TypeId call_variant(const ast::Expr& at, const ast::Call* call, DefId variant, TypeId type, const Expectation& expected);
  TypeId call_with(const ast::Call& call, const ast::Member& member, TypeId self, bool safe);
  // A function with what is known about it: at `at` (with or without `call`), on `receiver` when it is a method.
  struct FunctionCall {
    const ast::Expr* at = nullptr;
    const ast::Call* call = nullptr;
    DefId function;
    CalleeKind kind = CalleeKind::function;
    TypeId self_type;
    std::vector<TypeId> outer_args;
    std::vector<TypeId> explicit_args;
    const ast::Expr* receiver = nullptr;
    std::uint8_t dereferences = 0;
    bool safe = false;
    source::SourceRange name_range;
  };
  TypeId call_function(FunctionCall what, const Expectation& expected);
  TypeId call_untyped(const FunctionCall& what, CallPlan plan, const CalleeView& callee, std::vector<ArgSource> sources, TypeId self);
  void finish_untyped(const ast::Expr& at, CallPlan plan, std::vector<TypeId> params, TypeId result, source::SourceRange range);
  DefId choose_overload(DefId function, const ast::Call* call);
  bool ends_before(const ast::Call& call, DefId function) const;
  TypeId type_meant(const ast::Expr& e);
  std::size_t take_type_arguments(const ast::Call& call, std::span<const TypeId> type_args);
  void hint_result(TypeId result, const Expectation& expected);
  void drop_block_value(const ast::Call* call, const CalleeView& callee, TypeId result);
  bool visible(DefId def) const;
  std::size_t lambda_arity(const ast::Lambda& lambda) const;

  // infer_bounds.cpp
  // `F: Converter<A, B>` where only the bound tells B: the impl that `subject` has, when it has one that fits.
  void bind_trait_args(TypeId subject, DefId trait, std::vector<TypeId> args, source::SourceRange range, bool last_chance = false);
  void require_bounds(DefId function, std::span<const DefId> params, std::span<const TypeId> args, source::SourceRange range);

  // infer_arguments.cpp
  std::string missing_block(const CalleeView& callee, const std::vector<bool>& given);
  bool match_arguments(const ast::Expr& at, const ast::Call* call, const CalleeView& callee, std::size_t skipped,
                       std::vector<ArgSource>& out);
  // Non-closures left to right, then closures; `result` is what the call gives, for `break` in its block.
  void infer_arguments(const ast::Call* call, const CalleeView& callee, std::span<const ArgSource> sources, TypeId result);
  void infer_argument(const ast::Call* call, const CalleeView& callee, const ParamView& param, const ArgSource& source, TypeId result);
  void infer_leftovers(const ast::Call& call);    // after an error: names inside are still checked

  // body.cpp
  void declare_params();
  void infer_function(const ast::FunctionDecl& decl);
  void infer_type_parts(DefId type);
  void seal();                                    // replaces every variable in the tables

  // goals.cpp
  void retry_goals();
  bool run_goals();
  bool assume_one();                              // false: there was nothing to assume
  void report_goals();
  void check_obligations();
  void require(TypeId type, DefId trait, std::span<const TypeId> args, source::SourceRange range, std::string why,
               source::SourceRange declared);

  std::map<std::size_t, Goal> goals_;             // by age
  WaitingList waiting_{program.solver};
  std::size_t next_goal_ = 0;
  std::size_t assumed_ = 0;                       // goals up to here have nothing left to assume
  int looking_ahead_ = 0;                         // arguments around the one that is looked at before its call is chosen
  std::unordered_map<const ast::Expr*, TypeId> types_ahead_;
  std::vector<Obligation> obligations_;
  std::map<std::uint32_t, Projected> projected_;  // by variable
  std::unique_ptr<diagnostics::Sink> silent_;     // of a probe: nothing is reported
  std::size_t first_variable_ = 0;
  std::size_t tried_at_ = 0;
  bool retrying_ = false;
};

}  // namespace ariac::types
