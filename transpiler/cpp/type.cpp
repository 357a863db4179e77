#include "cpp/type.hpp"

#include <utility>

namespace ariac::cpp {

Type::Type(TypeNode node) : node_(std::make_shared<const TypeNode>(std::move(node))) {}
Type type(std::string name, std::vector<Type> args) {
  return Type({NamedType{.name = std::move(name), .args = std::move(args)}});
}
Type nested_type(Type scope, std::string name, std::vector<Type> args) {
  return Type({NamedType{.name = std::move(name), .args = std::move(args), .scope = std::move(scope)}});
}
Type dependent_type(Type scope, std::string name) {
  return Type({NamedType{.name = std::move(name), .scope = std::move(scope), .dependent = true}});
}
Type indirect(Indirection kind, Type target) { return Type({IndirectType{kind, std::move(target)}}); }
Type const_of(Type target) { return indirect(Indirection::Const, std::move(target)); }
Type ref_to(Type target) { return indirect(Indirection::LvalueRef, std::move(target)); }
Type rvalue_ref_to(Type target) { return indirect(Indirection::RvalueRef, std::move(target)); }
Type const_ref_to(Type target) { return ref_to(const_of(std::move(target))); }
Type pointer_to(Type target) { return indirect(Indirection::Pointer, std::move(target)); }
Type pack_of(Type target) { return indirect(Indirection::Pack, std::move(target)); }
Type function_type(Type result, std::vector<Type> params) {
  return Type({FunctionType{std::move(result), std::move(params)}});
}
Type decltype_of(Expr expr) { return Type({DecltypeType{std::move(expr)}}); }
Type value_argument(Expr expr) { return Type({ValueArgument{std::move(expr)}}); }

}  // namespace ariac::cpp
