// Shown is what stands in an interpolation, is an argument for a type parameter with the bound Display or Debug, is asked
// for its text, or is raised, and the parts of all these. What a structural trait is asked of is read field by field as well.
#include "lower/shown_types.hpp"

#include <algorithm>
#include <unordered_set>

#include "ast/walk.hpp"
#include "lower/impls.hpp"

namespace ariac::lower {

namespace {

using resolve::DefId;
using types::TypeId;

class ShownSearch {
 public:
  explicit ShownSearch(const Input& input) : input_(input) {
    for (const auto& [id, impl] : input.types.impls) {
      const resolve::WellKnown& known = input.types.store.well_known();
      const types::Type& self = input.types.store[impl.self_type];
      if (self.kind != types::TypeKind::named) continue;
      if (impl.trait == known.display) by_hand(impl, display_);
      if (impl.trait == known.debug) by_hand(impl, debug_);
    }
  }

  void instance(const types::Instance& instance) {
    for (const auto& [node, plan] : instance.calls) call(plan);
    for (const auto& [node, plan] : instance.tries) type(plan.error);
    const resolve::Def& def = input_.bindings.def(instance.def);
    const auto shown = [&](const ast::Node& node) { written(instance, node); };
    if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) {
      for (const ast::Stmt* stmt : function->body.statements) shown(*stmt);
      for (const ast::Contract* contract : function->contracts) shown(*contract);
      for (const ast::Param& param : function->params) {
        if (param.fallback != nullptr) shown(*param.fallback);
      }
      if (input_.interner.text(def.name) == "main") type(instance.result);
    } else if (def.kind == resolve::DefKind::program) {
      for (const ast::Stmt* stmt : input_.bindings.modules[def.module.index()].tree->items.statements) shown(*stmt);
    } else if (def.decl != nullptr) {
      shown(*def.decl);
    }
  }

  ShownTypes found;

 private:
  // What has a text that is written by hand: types with whatever arguments, and single ones, as in `impl Display for P<Int>`.
  struct ByHand {
    std::set<DefId> whole;
    std::unordered_set<TypeId> single;
  };

  void by_hand(const types::ImplInfo& impl, ByHand& into) const {
    if (is_member_impl(input_, impl)) into.whole.insert(input_.types.store[impl.self_type].def);
    else into.single.insert(impl.self_type);
  }

  bool is_by_hand(TypeId id, const ByHand& written) const {
    const types::Type& shape = input_.types.store[id];
    if (shape.kind != types::TypeKind::named || input_.bindings.def(shape.def).is_library) return false;
    return written.whole.contains(shape.def) || written.single.contains(id);
  }

  bool is_printing(DefId trait) const {
    const resolve::WellKnown& known = input_.types.store.well_known();
    return trait.valid() && (trait == known.display || trait == known.debug);
  }

  // What a bound asks for that the parts of a type decide, itself or through a trait that it needs: reading the parts where
  // the trait's methods take a value, being made of them otherwise.
  void structural(DefId trait, TypeId id) {
    const auto found_trait = input_.types.traits.find(trait);
    if (found_trait == input_.types.traits.end()) return;
    if (found_trait->second.structural) {
      const bool of_value = std::ranges::any_of(found_trait->second.methods, [this](DefId method) {
        const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(method).decl);
        return decl != nullptr && !decl->params.empty() && decl->params.front().is_self;
      });
      of_value ? structure(id, found.reflected, reflected_) : structure(id, found.made, made_);
      return;
    }
    const auto* decl = ast::as<ast::TraitDecl>(input_.bindings.def(trait).decl);
    if (decl == nullptr) return;
    for (const ast::TypeExpr* super : decl->supertraits) {
      const resolve::Entity& entity = input_.bindings.entity(super->id);
      if (entity.kind == resolve::Entity::Kind::def) structural(entity.def, id);
    }
  }

  void written(const types::Instance& instance, const ast::Node& node) {
    const auto type_of = [&](const ast::Expr& e) {
      const TypeId* known = instance.types.find(e.id);
      if (known != nullptr) type(*known);
    };
    ast::walk(node, [&](const ast::Node& inner) {
      if (const auto* text = ast::as<ast::StringLiteral>(&inner)) {
        for (const ast::StringPart& part : text->parts) {
          if (part.value != nullptr) type_of(*part.value);
        }
      }
      if (const auto* raise = ast::as<ast::Raise>(&inner)) type_of(*raise->value);
      return inner.kind != ast::NodeKind::DeclStmt;
    });
  }

  void show(TypeId id, DefId trait) { trait == input_.types.store.well_known().display ? type(id) : part(id); }

  void call(const types::CallPlan& plan) {
    if (!plan.def.valid()) return;
    DefId around = input_.bindings.def(plan.def).parent;
    if (const auto impl = input_.types.impls.find(around); impl != input_.types.impls.end()) around = impl->second.trait;
    if (is_printing(around)) show(plan.self_type, around);
    structural(around, plan.self_type);
    const auto signature = input_.types.signatures.find(plan.def);
    if (signature == input_.types.signatures.end()) return;
    const std::vector<DefId>& params = signature->second.type_params;
    for (std::size_t i = 0; i < params.size() && i < plan.type_args.size(); ++i) {
      const auto bounds = input_.types.bounds.find(params[i]);
      if (bounds == input_.types.bounds.end()) continue;
      for (const TypeId bound : bounds->second) {
        if (is_printing(input_.types.store[bound].def)) show(plan.type_args[i], input_.types.store[bound].def);
        structural(input_.types.store[bound].def, plan.type_args[i]);
      }
    }
  }

  // What is shown itself may have a text written by hand, which says nothing of its parts.
  void type(TypeId id) {
    if (!id.valid()) return;
    if (!is_by_hand(id, display_)) part(id);
  }

  void part(TypeId id) {
    if (!id.valid() || !seen_.insert(id).second) return;
    const types::Type& parts = input_.types.store[id];
    const bool named = parts.kind == types::TypeKind::named;
    if (is_by_hand(id, debug_)) return;
    for (const TypeId arg : parts.args) part(arg);
    if (!named || !found.reflected.insert(parts.def).second) return;
    each_field(parts.def, [this](TypeId field) { part(field); });
  }

  void structure(TypeId id, std::set<DefId>& into, std::unordered_set<TypeId>& seen) {
    if (!id.valid() || !seen.insert(id).second) return;
    const types::Type& parts = input_.types.store[id];
    for (const TypeId arg : parts.args) structure(arg, into, seen);
    if (parts.kind != types::TypeKind::named) return;
    into.insert(parts.def);
    each_field(parts.def, [&](TypeId field) { structure(field, into, seen); });
  }

  template <typename Visit>
  void each_field(DefId type, Visit visit) const {
    const auto info = input_.types.types.find(type);
    if (info == input_.types.types.end()) return;
    for (const types::RecordInfo& record : info->second.variants) {
      for (const types::FieldInfo& field : record.fields) visit(field.type);
    }
  }

  const Input& input_;
  std::unordered_set<TypeId> seen_;
  std::unordered_set<TypeId> reflected_;   // as a whole, whatever texts are written by hand
  std::unordered_set<TypeId> made_;
  ByHand display_;
  ByHand debug_;
};

}  // namespace

ShownTypes types_that_are_shown(const Input& input) {
  ShownSearch search(input);
  for (const types::Instance& instance : input.types.instances) {
    if (instance.def.valid() && !instance.has_errors && !input.bindings.def(instance.def).is_library) search.instance(instance);
  }
  return search.found;
}

}  // namespace ariac::lower
