// C++ types as written: `aria::Int`, `const aria::Array<T>&`, `std::function<R(A)>`, `typename T::Item`.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace ariac::cpp {

struct TypeNode;
struct ExprNode;
using Expr = std::shared_ptr<const ExprNode>;

class Type {
 public:
  Type() = default;  // no type: a result that is not written
  explicit Type(TypeNode node);

  explicit operator bool() const { return node_ != nullptr; }
  const TypeNode& node() const { return *node_; }

 private:
  std::shared_ptr<const TypeNode> node_;
};

// `scope::name<args>`; `dependent` writes the `typename` a template needs.
struct NamedType {
  std::string name;
  std::vector<Type> args{};
  Type scope{};
  bool dependent = false;
};
enum class Indirection { Const, LvalueRef, RvalueRef, Pointer, Pack };
struct IndirectType {
  Indirection kind;
  Type target;
};
struct FunctionType {  // `R(A, B)`, as std::function takes it
  Type result;
  std::vector<Type> params;
};
struct DecltypeType {
  Expr expr;
};
struct ValueArgument {  // a template argument that is a value
  Expr expr;
};

struct TypeNode {
  std::variant<NamedType, IndirectType, FunctionType, DecltypeType, ValueArgument> kind;
};

inline Type::Type(TypeNode node) : node_(std::make_shared<const TypeNode>(std::move(node))) {}

inline Type type(std::string name, std::vector<Type> args = {}) {
  return Type({NamedType{.name = std::move(name), .args = std::move(args)}});
}
inline Type nested_type(Type scope, std::string name, std::vector<Type> args = {}) {
  return Type({NamedType{.name = std::move(name), .args = std::move(args), .scope = std::move(scope)}});
}
inline Type dependent_type(Type scope, std::string name) {
  return Type({NamedType{.name = std::move(name), .scope = std::move(scope), .dependent = true}});
}
inline Type indirect(Indirection kind, Type target) { return Type({IndirectType{kind, std::move(target)}}); }
inline Type const_of(Type target) { return indirect(Indirection::Const, std::move(target)); }
inline Type ref_to(Type target) { return indirect(Indirection::LvalueRef, std::move(target)); }
inline Type rvalue_ref_to(Type target) { return indirect(Indirection::RvalueRef, std::move(target)); }
inline Type const_ref_to(Type target) { return ref_to(const_of(std::move(target))); }
inline Type pointer_to(Type target) { return indirect(Indirection::Pointer, std::move(target)); }
inline Type pack_of(Type target) { return indirect(Indirection::Pack, std::move(target)); }
inline Type function_type(Type result, std::vector<Type> params) {
  return Type({FunctionType{std::move(result), std::move(params)}});
}
inline Type decltype_of(Expr expr) { return Type({DecltypeType{std::move(expr)}}); }
inline Type value_argument(Expr expr) { return Type({ValueArgument{std::move(expr)}}); }

}  // namespace ariac::cpp
