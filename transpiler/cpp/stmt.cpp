#include "cpp/stmt.hpp"

namespace ariac::cpp {

template <typename Kind>
Stmt stmt(Kind kind, Remarks remarks) {
  return {std::make_shared<const StmtNode>(StmtNode{std::move(kind)}), std::move(remarks)};
}
template Stmt stmt(ExprStmt, Remarks);
template Stmt stmt(Variable, Remarks);
template Stmt stmt(StructuredBinding, Remarks);
template Stmt stmt(Return, Remarks);
template Stmt stmt(If, Remarks);
template Stmt stmt(While, Remarks);
template Stmt stmt(DoWhile, Remarks);
template Stmt stmt(For, Remarks);
template Stmt stmt(RangeFor, Remarks);
template Stmt stmt(Switch, Remarks);
template Stmt stmt(Break, Remarks);
template Stmt stmt(Continue, Remarks);
template Stmt stmt(Compound, Remarks);
template Stmt stmt(Try, Remarks);
template Stmt stmt(Using, Remarks);
template Stmt stmt(Lone, Remarks);

Stmt run(Expr e) { return stmt(ExprStmt{std::move(e)}); }
Stmt give_back(Expr e) { return stmt(Return{.value = std::move(e)}); }
Stmt declare(Type t, std::string variable, Expr init) {
  return stmt(Variable{.type = std::move(t), .name = std::move(variable), .init = std::move(init)});
}
Condition condition(Expr e) { return {.expr = std::move(e)}; }

}  // namespace ariac::cpp
