// A function's inferred signature in one line, for comments and `aria effects`.
#include "effects/signature_line.hpp"

#include <algorithm>

#include "ast/match.hpp"
#include "support/stable_sort.hpp"
#include "types/print_type.hpp"

namespace ariac::effects {

namespace {

using types::TypeId;
using types::TypeKind;

class SignatureLine {
 public:
  SignatureLine(const EffectTable& table, const types::TypeTable& types, const resolve::Bindings& bindings,
                const support::Interner& interner, InstanceId id)
      : effects_(table[id]), instance_(types[id]), types_(types), bindings_(bindings), interner_(interner) {
    const auto& called = effects_.row.parameters();
    row_names_.resize(instance_.params.size());
    for (std::size_t i = 0; i < called.size(); ++i)
      if (called[i] < row_names_.size()) row_names_[called[i]] = called.size() == 1 ? "e" : "e" + std::to_string(i + 1);
  }

  std::string text() const {
    const auto* decl = ast::as<ast::FunctionDecl>(bindings_.def(instance_.def).decl);
    if (decl == nullptr) return "";
    std::string out = std::string(interner_.text(decl->name.symbol)) + "(";
    for (std::size_t i = 0; i < decl->params.size() && i < instance_.params.size(); ++i) {
      if (i > 0) out += ", ";
      out += param(decl->params[i], i);
    }
    out += ")";
    if (instance_.result.valid() && !types_.store.is_unit(instance_.result)) out += " -> " + print(instance_.result);
    return out + " !" + effects::print(effects_.row, bindings_, interner_, row_names_);
  }

 private:
  std::string param(const ast::Param& param, std::size_t index) const {
    std::string out = param.mut ? "mut " : "";
    if (param.is_self) return out + "self";
    out += interner_.text(param.name.symbol);
    const TypeId type = instance_.params[index];
    if (types_.store[type].kind == TypeKind::unknown) return out;
    out += ": " + print(type);
    return row_names_[index].empty() ? out : out + " !{" + row_names_[index] + "}";
  }

  std::string print(TypeId type) const { return types::print_type(types_.store, bindings_, interner_, type); }

  const InstanceEffects& effects_;
  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  std::vector<std::string> row_names_;       // by parameter; empty where the body does not call it
};

}  // namespace

std::string signature_line(const EffectTable& table, const types::TypeTable& types, const resolve::Bindings& bindings,
                           const support::Interner& interner, InstanceId id) {
  return SignatureLine(table, types, bindings, interner, id).text();
}

std::string print_functions(const EffectTable& table, const types::TypeTable& types, const resolve::Bindings& bindings,
                            const support::Interner& interner) {
  struct Line {
    ast::NodeId at;
    std::string text;
  };
  std::vector<Line> lines;
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) {
    const InstanceId id(i);
    const types::Instance& instance = types[id];
    const resolve::Def& def = bindings.def(instance.def);
    const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
    if (decl == nullptr || def.is_library || !decl->has_body) continue;
    std::string text = signature_line(table, types, bindings, interner, id);
    if (instance.self_type.valid()) text = types::print_type(types.store, bindings, interner, instance.self_type) + "." + text;
    lines.push_back({decl->id, std::move(text)});
  }
  support::stable_sort(lines, {}, [](const Line& line) { return line.at.index(); });
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (i == 0 || lines[i].at != lines[i - 1].at || lines[i].text != lines[i - 1].text) out += lines[i].text + "\n";
  return out;
}

}  // namespace ariac::effects
