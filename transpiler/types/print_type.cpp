// Printing types, variables followed where there is a solver.
#include "types/print_type.hpp"

namespace ariac::types {

namespace {

class Printer {
 public:
  Printer(const TypeStore& store, const resolve::Bindings& bindings, const support::Interner& interner, const Solver* solver)
      : store_(store), bindings_(bindings), interner_(interner), solver_(solver) {}

  void print(TypeId id) {
    if (!id.valid()) {
      out += '_';
      return;
    }
    if (solver_ != nullptr) id = solver_->head(id);
    const Type& type = store_[id];
    switch (type.kind) {
      case TypeKind::named: return named(type);
      case TypeKind::tuple: return tuple(type);
      case TypeKind::function: return function(type);
      case TypeKind::param: return param(type);
      case TypeKind::projection:
        print(type.args[0]);
        out += "::";
        return name(type.def);
      case TypeKind::dyn:
        out += "dyn ";
        name(type.def);
        return arguments(type.args);
      case TypeKind::variable: return variable(id);
      case TypeKind::pointer:
        out += type.index != 0 ? "*mut " : "*";
        return print(type.args[0]);
      case TypeKind::never: out += "Never"; return;
      case TypeKind::unknown:
      case TypeKind::poison: out += '_'; return;
    }
  }

  std::string out;

 private:
  void name(DefId def) { out += interner_.text(bindings_.def(def).name); }

  void param(const Type& type) {
    if (bindings_.def(type.def).kind == resolve::DefKind::trait) out += "Self";
    else name(type.def);
  }

  void variable(TypeId id) {
    if (solver_ != nullptr && solver_->literal(id) == Literal::integer) out += "Int";
    else if (solver_ != nullptr && solver_->literal(id) == Literal::floating) out += "Float";
    else out += '_';
  }

  void list(std::span<const TypeId> types) {
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (i > 0) out += ", ";
      print(types[i]);
    }
  }

  void arguments(std::span<const TypeId> types) {
    if (types.empty()) return;
    out += '<';
    list(types);
    out += '>';
  }

  void named(const Type& type) {
    const resolve::WellKnown& known = store_.well_known();
    if (type.def == known.int_) out += "Int";
    else if (type.def == known.float_) out += "Float";
    else if (type.def == known.array && type.args.size() == 1) {
      out += '[';
      print(type.args[0]);
      out += ']';
    } else if (type.def == known.option && type.args.size() == 1) {
      const TypeId inner = solver_ != nullptr ? solver_->head(type.args[0]) : type.args[0];
      const bool wrap = store_[inner].kind == TypeKind::function || store_[inner].kind == TypeKind::dyn;
      if (wrap) out += '(';
      print(inner);
      out += wrap ? ")?" : "?";
    } else {
      name(type.def);
      arguments(type.args);
    }
  }

  void tuple(const Type& type) {
    if (type.args.empty()) {
      out += "Unit";
      return;
    }
    out += '(';
    list(type.args);
    out += ')';
  }

  void function(const Type& type) {
    out += "Fn(";
    for (std::size_t i = 0; i + 1 < type.args.size(); ++i) {
      if (i > 0) out += ", ";
      if (((type.index >> i) & 1) != 0) out += "mut ";
      print(type.args[i]);
    }
    out += ") -> ";
    print(type.args.back());
  }

  const TypeStore& store_;
  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  const Solver* solver_;
};

}  // namespace

std::string print_type(const TypeStore& store, const resolve::Bindings& bindings, const support::Interner& interner, TypeId type,
                       const Solver* solver) {
  Printer printer(store, bindings, interner, solver);
  printer.print(type);
  return std::move(printer.out);
}

}  // namespace ariac::types
