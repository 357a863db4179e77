// C++ declarations and the file that holds them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cpp/stmt.hpp"

namespace ariac::cpp {

struct DeclNode;

struct Decl {
  std::shared_ptr<const DeclNode> node{};
  Remarks remarks{};
};

struct Template {
  bool present = false;  // `template <>` has no parameters
  std::vector<TemplateParam> params{};
  Expr requirement{};
};
enum class Definition { Declared, Body, Defaulted, Deleted, Pure };
struct MemberInit {
  std::string name;
  std::vector<Expr> args;
};
struct Function {
  Template outer{};          // of the class template around it, for a member defined outside
  Template templated{};
  bool never_returns = false;  // `[[noreturn]]`
  std::string specifiers{};  // before: "static", "virtual", "friend", "explicit", "inline", "constexpr"
  Type result{};             // none: a constructor or destructor
  Type scope{};              // `Item::` of a member defined outside
  std::string name;
  std::vector<Param> params{};
  std::string qualifiers{};  // behind: "const", "const override", "noexcept"
  std::vector<MemberInit> inits{};
  Definition definition = Definition::Declared;
  Block body{};
};
struct Record {
  Template templated{};
  std::string keyword = "struct";
  std::string name;
  std::vector<Type> specialised{};  // `<Item>` of a specialisation
  bool is_final = false;
  std::vector<std::string> bases{};
  bool defined = true;
  std::vector<Decl> members{};
};
struct AccessLabel {
  std::string access;
};
struct TypeAlias {
  Template templated{};
  std::string name;
  Type type;
};
struct UsingDecl {
  std::string name;
  bool is_namespace = false;
};
struct EnumClass {
  std::string name;
  std::vector<std::string> enumerators;
};
struct Concept {
  Template templated;
  std::string name;
  Expr condition;
};
struct MacroCall {  // the plumbing of an enum: `ARIA_ENUM(Shape, Circle, Rect)`
  std::string macro;
  std::vector<std::string> args;
};
struct Namespace {
  std::string name;  // empty: unnamed
  std::vector<Decl> members;
};
struct Include {
  std::string path;
  bool system = true;  // <…>, else "…"
};
struct LoneRemarks {};  // comments that no declaration follows

struct DeclNode {
  std::variant<Variable, Function, Record, AccessLabel, TypeAlias, UsingDecl, EnumClass, Concept, MacroCall, Namespace,
               Include, LoneRemarks>
      kind;
};

template <typename Kind>
Decl decl(Kind kind, Remarks remarks = {}) {
  return {std::make_shared<const DeclNode>(DeclNode{std::move(kind)}), std::move(remarks)};
}
template <typename Kind>
const Kind* as(const Decl& d) {
  return d.node ? std::get_if<Kind>(&d.node->kind) : nullptr;
}

// One file: a header when `is_header`.
struct File {
  std::vector<std::string> opening_comment{};
  bool is_header = false;
  std::vector<Include> includes{};
  std::vector<Decl> decls{};
};

// What one module becomes.
struct Unit {
  File header{};
  File source{};
};

}  // namespace ariac::cpp
