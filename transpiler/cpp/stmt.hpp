// C++ statements. A statement carries the comments before and behind it, whether a blank line precedes it, and
// the place in the user's source it stems from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cpp/expr.hpp"

namespace ariac::cpp {

struct SourcePlace {  // for `#line` and the line map
  std::string file;   // relative to the source root
  int line = 0;       // from 1
  bool operator==(const SourcePlace&) const = default;
};

// What the user or the lowering says about the code that follows, or stands on its line.
struct Remarks {
  std::vector<std::string> before{};  // one comment line each, without `//`
  std::string behind{};
  bool blank_before = false;
  std::optional<SourcePlace> source{};
};

struct StmtNode;

struct Stmt {
  std::shared_ptr<const StmtNode> node{};
  Remarks remarks{};
};

struct ExprStmt {
  Expr expr;
};
enum class InitStyle { Equals, Parens, Braces };
struct Variable {  // also members and globals
  Type type;
  std::string name;
  Expr init{};
  InitStyle style = InitStyle::Equals;
  std::string specifiers{};  // "static", "constexpr", "inline const" …
  std::vector<Expr> args{};  // of Parens and Braces
};
struct StructuredBinding {
  Type type;  // `const auto&`
  std::vector<std::string> names;
  Expr init;
};
struct Return {
  Expr value{};
  bool from_coroutine = false;
};
// A condition is an expression or a declaration, after an optional initialiser.
struct Condition {
  Stmt init{};
  Expr expr{};
  std::optional<Variable> declared{};
};
struct If {
  Condition condition;
  Block then;
  Block otherwise{};  // one If inside: `else if`
  bool is_constexpr = false;
};
struct While {
  Condition condition;
  Block body;
};
struct DoWhile {
  Block body;
  Expr condition;
};
struct For {
  Stmt init;
  Expr condition;
  Expr step;
  Block body;
};
struct RangeFor {
  std::string specifiers{};  // "[[maybe_unused]]"
  Type type{};
  std::vector<std::string> names{};  // several: a structured binding
  Expr range{};
  Block body{};
};
struct SwitchCase {
  std::vector<Expr> labels;  // none: default
  Block body;
  bool takes_rest = false;   // `default`, beside its labels
};
struct Switch {
  Expr value;
  std::vector<SwitchCase> cases;
};
struct Break {};
struct Continue {};
struct Compound {
  Block body;
};
struct Catch {
  Type type{};  // none: `...`
  std::string name{};
  Block body{};
};
struct Try {
  Block body;
  std::vector<Catch> catches;
};
struct Using {  // `using namespace x;`, `using a::b;`, `using N = T;`
  std::string name;
  Type alias{};
  bool is_namespace = false;
};
struct Lone {};  // comments that no statement follows

struct StmtNode {
  std::variant<ExprStmt, Variable, StructuredBinding, Return, If, While, DoWhile, For, RangeFor, Switch, Break,
               Continue, Compound, Try, Using, Lone>
      kind;
};

template <typename Kind>
Stmt stmt(Kind kind, Remarks remarks = {});  // instantiated for every kind in stmt.cpp
template <typename Kind>
const Kind* as(const Stmt& s) {
  return s.node ? std::get_if<Kind>(&s.node->kind) : nullptr;
}

Stmt run(Expr e);
Stmt give_back(Expr e = {});
Stmt declare(Type t, std::string variable, Expr init = {});
Condition condition(Expr e);


}  // namespace ariac::cpp
