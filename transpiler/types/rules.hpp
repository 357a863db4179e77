// Rules: how each kind of expression gets its type. One overload for each kind, in the file of its family; calls,
// names and members are BodyInference's own.
#pragma once

#include "ast/match.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

#define ARIA_EXPR(Kind) TypeId infer(BodyInference& in, const ast::Kind& e, const Expectation& hint);
#include "ast/node_kinds.def"

// E2 where a call changes what may not change: the receiver of a `mut self` method (of one that does nothing else), or a
// `mut` argument (place.cpp).
enum class Changed : std::uint8_t { receiver, receiver_only, argument };
void check_changed(BodyInference& in, const ast::Expr& place, Changed how);

// --- Bodies (infer_body.cpp) --------------------------------------------------------------------------------------

// The expression that gives a body its value; null where none does.
const ast::Expr* value_of(const ast::Body& body);

// The branches of an `if`, `match`, `begin` or `select`, brought together: checked one by one where a type is expected,
// joined at the end otherwise.
class Branches {
 public:
  Branches(BodyInference& in, const Expectation& hint);
  void add(const ast::Body& body);
  TypeId finish(source::SourceRange range);
  // The value when no branch was taken is nil: `if` without `else`.
  TypeId finish_optional(source::SourceRange range);

 private:
  bool all_never() const;

  BodyInference& in_;
  Expectation hint_;
  bool known_ = false;
  std::vector<const ast::Expr*> values_;
  std::vector<TypeId> types_;
};

// Whether the expectation names a type that is known at its head.
bool is_known(BodyInference& in, const Expectation& hint);
// Checks against `type` where it is known, otherwise infers and unifies nothing.
TypeId infer_part(BodyInference& in, const ast::Expr& e, TypeId type, const Expectation& whole);
// Whether the types could be joined; says nothing.
bool can_join(BodyInference& in, std::span<const TypeId> types);
// The type written there, as this instance sees it: undeclared type parameters stand for what the call gave them.
TypeId written_type(BodyInference& in, const ast::TypeExpr& written);
void check_bool(BodyInference& in, const ast::Expr& e, std::string_view what);
void infer_condition(BodyInference& in, const ast::Condition& condition, std::string_view what);

// --- Conversions (conversions.cpp) --------------------------------------------------------------------------------

// The call of From::from that makes `to` out of `from`; nullopt: there is no such conversion.
std::optional<CallPlan> conversion(BodyInference& in, TypeId from, TypeId to, source::SourceRange range);
// Which errors a function that gives a Result turns into its Err: its own, and those that convert to it.
void note_err_conversions(BodyInference& in, source::SourceRange range);

// --- Operators ----------------------------------------------------------------------------------------------------

enum class NumberClass : std::uint8_t { none, integer, floating, literal_integer, literal_float };
// An integer literal beside a Float becomes one; false: that is not what they are.
// A plain `continue` in a block whose runs have to give a value.
void check_continue(BodyInference& in, const ast::Continue& e, const LoopContext& loop);
bool adapt_literal(BodyInference& in, TypeId a, TypeId b);
// Where a Float is wanted, an integer literal is one; what a name stands for is an Int, though it came from literals, as in
// `(0..<3).map { |i| i / 4.0 }`. Whether a name, or what a call gives, has this open type.
bool comes_from_a_name(BodyInference& in, const ast::Expr& e, TypeId open);
void settle_names_beside_float(BodyInference& in, const ast::Expr& left, TypeId left_type, const ast::Expr& right, TypeId right_type);
NumberClass number_class(BodyInference& in, TypeId type);
// `a OP b` on operands that are already typed; `at` is where an operator trait's plan is recorded. What the whole is
// expected to be only decides which operand a message points at.
TypeId apply_binary(BodyInference& in, const ast::Node& at, ast::BinaryOp op, const ast::Expr& left,
                    TypeId left_type, const ast::Expr& right, TypeId right_type, const Expectation* expected = nullptr);
std::string_view spelling(ast::BinaryOp op);
// Calls the member `name` on `object` and records its plan at `at`; the tree has no node for that call.
TypeId call_member(BodyInference& in, const ast::Expr& at, const ast::Expr& object, std::string_view name,
                   std::span<const ast::Expr* const> arguments, const Expectation& hint);

}  // namespace ariac::types
