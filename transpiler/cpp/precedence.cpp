// The table of C++ operators.
#include "cpp/precedence.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ariac::cpp {

namespace {

using enum Precedence;

constexpr std::array<std::pair<std::string_view, Precedence>, 30> binary_operators{{
    {",", Comma},          {"=", Assignment},   {"+=", Assignment},    {"-=", Assignment},    {"*=", Assignment},
    {"/=", Assignment},    {"%=", Assignment},  {"&=", Assignment},    {"|=", Assignment},    {"^=", Assignment},
    {"<<=", Assignment},   {">>=", Assignment}, {"||", Or},            {"&&", And},           {"|", BitOr},
    {"^", BitXor},         {"&", BitAnd},       {"==", Equality},      {"!=", Equality},      {"<", Relational},
    {">", Relational},     {"<=", Relational},  {">=", Relational},    {"<=>", Spaceship},    {"<<", Shift},
    {">>", Shift},         {"+", Additive},     {"-", Additive},       {"*", Multiplicative}, {"/", Multiplicative},
}};

bool is_bitwise(Precedence p) { return p == BitOr || p == BitXor || p == BitAnd; }
bool is_comparison(Precedence p) { return p == Equality || p == Relational || p == Spaceship; }

}  // namespace

Precedence precedence_of_binary(std::string_view op) {
  const auto* found = std::ranges::find(binary_operators, op, &std::pair<std::string_view, Precedence>::first);
  return found != binary_operators.end() ? found->second : Multiplicative;  // `%`
}

Precedence precedence_of(const ExprNode& expr) {
  struct Visitor {
    Precedence operator()(const Binary& e) const { return precedence_of_binary(e.op); }
    Precedence operator()(const Conditional&) const { return Assignment; }
    Precedence operator()(const Unary& e) const { return e.op == "throw" ? Assignment : Prefix; }
    Precedence operator()(const Number& e) const { return e.spelling.starts_with('-') ? Prefix : Primary; }
    Precedence operator()(const Call&) const { return Postfix; }
    Precedence operator()(const Member&) const { return Postfix; }
    Precedence operator()(const Subscript&) const { return Postfix; }
    Precedence operator()(const Braced&) const { return Postfix; }
    Precedence operator()(const Name&) const { return Primary; }
    Precedence operator()(const ScopedName&) const { return Primary; }
    Precedence operator()(const TypeExpr&) const { return Primary; }
    Precedence operator()(const StringLiteral&) const { return Primary; }
    Precedence operator()(const CharLiteral&) const { return Primary; }
    Precedence operator()(const Lambda&) const { return Primary; }
    Precedence operator()(const Requires&) const { return Primary; }
    Precedence operator()(const PackExpansion&) const { return Comma; }
  };
  return std::visit(Visitor{}, expr.kind);
}

bool operand_needs_parens(std::string_view op, const ExprNode& operand, Side side) {
  const Precedence outer = precedence_of_binary(op);
  const Precedence inner = precedence_of(operand);
  if (inner < outer) return true;
  if (inner == outer) {
    const bool right_associative = outer == Assignment;
    if ((side == Side::Right) != right_associative) return true;
    return is_comparison(outer);
  }
  if (!std::holds_alternative<Binary>(operand.kind)) return false;
  if (outer == Or && inner == And) return true;
  if (is_bitwise(outer)) return true;
  if (outer == Shift) return true;
  return is_comparison(outer) && (is_comparison(inner) || inner == Shift);
}

}  // namespace ariac::cpp
