// Makes C++ expressions.
#include "cpp/stmt.hpp"

namespace ariac::cpp {

template <typename Kind>
Expr expr(Kind kind) {
  return std::make_shared<const ExprNode>(ExprNode{std::move(kind)});
}
template Expr expr(Name);
template Expr expr(ScopedName);
template Expr expr(TypeExpr);
template Expr expr(Number);
template Expr expr(StringLiteral);
template Expr expr(CharLiteral);
template Expr expr(Unary);
template Expr expr(Binary);
template Expr expr(Conditional);
template Expr expr(Call);
template Expr expr(Member);
template Expr expr(Subscript);
template Expr expr(Braced);
template Expr expr(Lambda);
template Expr expr(Requires);
template Expr expr(PackExpansion);

Expr name(std::string spelling, std::vector<Type> args) {
  return expr(Name{std::move(spelling), std::move(args)});
}
Expr scoped(Type scope, std::string member, std::vector<Type> args, bool dependent) {
  return expr(ScopedName{std::move(scope), std::move(member), std::move(args), dependent});
}
Expr type_expr(Type t) { return expr(TypeExpr{std::move(t)}); }
Expr number(std::string spelling) { return expr(Number{std::move(spelling)}); }
Expr string(std::string bytes, std::string suffix) {
  return expr(StringLiteral{std::move(bytes), std::move(suffix)});
}
Expr unary(std::string op, Expr operand) { return expr(Unary{std::move(op), std::move(operand)}); }
Expr dereferenced(Expr operand, int times) {
  for (int i = 0; i < times; ++i) operand = unary("*", std::move(operand));
  return operand;
}
Expr binary(std::string op, Expr left, Expr right) {
  return expr(Binary{std::move(op), std::move(left), std::move(right)});
}
Expr assign(Expr left, Expr right) { return binary("=", std::move(left), std::move(right)); }
Expr conditional(Expr condition, Expr then, Expr otherwise) {
  return expr(Conditional{std::move(condition), std::move(then), std::move(otherwise)});
}
Expr call(Expr callee, std::vector<Expr> args) { return expr(Call{std::move(callee), std::move(args)}); }
Expr call(std::string callee, std::vector<Expr> args) {
  return call(name(std::move(callee)), std::move(args));
}
Expr construct(Type t, std::vector<Expr> args) { return call(type_expr(std::move(t)), std::move(args)); }
Expr member(Expr object, std::string field) {
  return expr(Member{.object = std::move(object), .name = std::move(field)});
}
Expr arrow(Expr object, std::string field) {
  return expr(Member{.object = std::move(object), .name = std::move(field), .arrow = true});
}
Expr method(Expr object, std::string m, std::vector<Expr> args) {
  return call(member(std::move(object), std::move(m)), std::move(args));
}
Expr subscript(Expr object, Expr index) { return expr(Subscript{std::move(object), std::move(index)}); }
Expr braced(Type t, std::vector<Initializer> items) { return expr(Braced{std::move(t), std::move(items)}); }
Expr moved(Expr e) { return call("std::move", {std::move(e)}); }
Expr braced_values(Type t, std::vector<Expr> values) {
  std::vector<Initializer> items;
  for (Expr& value : values) items.push_back({"", std::move(value)});
  return braced(std::move(t), std::move(items));
}
Expr lambda(Lambda parts, Block body) {
  parts.body = std::make_shared<const Block>(std::move(body));
  return expr(std::move(parts));
}

}  // namespace ariac::cpp
