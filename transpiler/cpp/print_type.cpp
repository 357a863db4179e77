// Types are set as text without breaks: a type that is too long for a line wants an alias, not a layout.
#include "cpp/printer.hpp"

namespace ariac::cpp {

namespace {

std::string spell_list(const std::vector<Type>& list) {
  std::string out;
  for (const Type& item : list) {
    if (!out.empty()) out += ", ";
    out += spell_type(item);
  }
  return out;
}

struct TypeSpeller {
  std::string operator()(const NamedType& t) const {
    std::string out = t.dependent ? "typename " : "";
    if (t.scope) out += spell_type(t.scope) + "::";
    out += t.name;
    if (!t.args.empty()) out += "<" + spell_list(t.args) + ">";
    return out;
  }
  std::string operator()(const IndirectType& t) const {
    const std::string target = spell_type(t.target);
    switch (t.kind) {
      case Indirection::Const: return "const " + target;
      case Indirection::LvalueRef: return target + "&";
      case Indirection::RvalueRef: return target + "&&";
      case Indirection::Pointer: return target + "*";
      case Indirection::Pack: return target + "...";
    }
    return target;
  }
  std::string operator()(const FunctionType& t) const {
    return spell_type(t.result) + "(" + spell_list(t.params) + ")";
  }
  std::string operator()(const DecltypeType& t) const { return "decltype(" + print(t.expr) + ")"; }
  std::string operator()(const ValueArgument& t) const { return print(t.expr); }
};

}  // namespace

std::string spell_type(const Type& type) { return type ? std::visit(TypeSpeller{}, type.node().kind) : ""; }

std::string spell_param(const Param& param) {
  std::string out = spell_type(param.type);
  if (!param.name.empty()) out += " " + param.name;
  if (param.default_value) out += " = " + print(param.default_value);
  return out;
}

}  // namespace ariac::cpp
