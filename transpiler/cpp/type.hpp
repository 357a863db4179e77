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

Type type(std::string name, std::vector<Type> args = {});
Type nested_type(Type scope, std::string name, std::vector<Type> args = {});
Type dependent_type(Type scope, std::string name);
Type indirect(Indirection kind, Type target);
Type const_of(Type target);
Type ref_to(Type target);
Type rvalue_ref_to(Type target);
Type const_ref_to(Type target);
Type pointer_to(Type target);
Type pack_of(Type target);
Type function_type(Type result, std::vector<Type> params);
Type decltype_of(Expr expr);
Type value_argument(Expr expr);

}  // namespace ariac::cpp
