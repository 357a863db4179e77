// C++ expressions. Trees are immutable and shared; parentheses are not part of them, the printer adds those that
// precedence needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cpp/type.hpp"

namespace ariac::cpp {

struct Stmt;
using Block = std::vector<Stmt>;

struct Param {
  Type type;
  std::string name;
  Expr default_value{};
};

struct TemplateParam {  // `typename T`, `aria::Display T`, `typename... Ts`, `int N`
  std::string name;
  Type constraint{};  // none: typename
  bool pack = false;
  Type fallback{};    // `typename T = Self`
};

struct Name {  // `x`, `aria::println`
  std::string name;
  std::vector<Type> args{};
};
struct ScopedName {  // `Priced<Item>::label`
  Type scope;
  std::string name;
  std::vector<Type> args{};
  bool dependent = false;  // `Priced<T>::template shown<U>`: C++ must be told that a template is named
};
struct TypeExpr {  // a type where an expression stands: `Item{…}`, `aria::Array<T>()`
  Type type;
};
struct Number {  // spelled by the caller
  std::string spelling;
};
struct StringLiteral {  // any bytes; the printer escapes
  std::string bytes;
  std::string suffix{};
};
struct CharLiteral {  // one scalar, `U'x'`
  char32_t scalar;
};
struct Unary {  // op is a prefix: `-`, `!`, `*`, `&`, `co_await`, `throw`
  std::string op;
  Expr operand;
};
struct Binary {  // also assignments
  std::string op;
  Expr left;
  Expr right;
};
struct Conditional {
  Expr condition;
  Expr then;
  Expr otherwise;
};
struct Call {
  Expr callee;
  std::vector<Expr> args;
};
struct Member {  // `object.name` or `object->name`
  Expr object;
  std::string name;
  bool arrow = false;
  std::vector<Type> args{};
  bool dependent = false;  // `.template name<…>`
};
struct Subscript {
  Expr object;
  Expr index;
};
struct Initializer {  // `.name = value`, or the value alone
  std::string designator;
  Expr value;
};
struct Braced {  // `Type{…}` or `{…}`
  Type type;
  std::vector<Initializer> items;
};
struct Capture {  // `&`, `=`, `x`, `&x`, `name = init`, `this`
  std::string name;
  Expr init{};
  bool by_reference = false;
};
struct Lambda {
  std::vector<Capture> captures{};
  std::vector<TemplateParam> template_params{};
  std::vector<Param> params{};
  bool is_mutable = false;
  Type result{};
  std::shared_ptr<const Block> body{};
};
struct Requirement {  // one line of a requires expression: `{ e } -> constraint;` or `e;`
  Expr expr;
  Type constraint{};
};
struct Requires {
  std::vector<Param> params;
  std::vector<Requirement> requirements;
};
struct PackExpansion {  // `args...`
  Expr pattern;
};

struct ExprNode {
  std::variant<Name, ScopedName, TypeExpr, Number, StringLiteral, CharLiteral, Unary, Binary, Conditional, Call, Member,
               Subscript, Braced, Lambda, Requires, PackExpansion>
      kind;
};

template <typename Kind>
Expr expr(Kind kind);  // instantiated for every kind in expr.cpp
template <typename Kind>
const Kind* as(const Expr& e) {
  return std::get_if<Kind>(&e->kind);
}

Expr name(std::string spelling, std::vector<Type> args = {});
Expr scoped(Type scope, std::string member, std::vector<Type> args = {}, bool dependent = false);
Expr type_expr(Type t);
Expr number(std::string spelling);
Expr string(std::string bytes, std::string suffix = "");
Expr unary(std::string op, Expr operand);
Expr dereferenced(Expr operand, int times);
Expr binary(std::string op, Expr left, Expr right);
Expr assign(Expr left, Expr right);
Expr conditional(Expr condition, Expr then, Expr otherwise);
Expr call(Expr callee, std::vector<Expr> args = {});
Expr call(std::string callee, std::vector<Expr> args = {});
Expr construct(Type t, std::vector<Expr> args = {});
Expr member(Expr object, std::string field);
Expr arrow(Expr object, std::string field);
Expr method(Expr object, std::string m, std::vector<Expr> args = {});
Expr subscript(Expr object, Expr index);
Expr braced(Type t, std::vector<Initializer> items = {});
Expr braced_values(Type t, std::vector<Expr> values);
Expr lambda(Lambda parts, Block body);
Expr moved(Expr e);

}  // namespace ariac::cpp
