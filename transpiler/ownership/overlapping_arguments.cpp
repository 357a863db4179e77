#include "ownership/overlapping_arguments.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/bodies.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;

namespace {

// A variable, and the way from it: `.name`, `.0`, `[3]`, `[i]`.
struct Place {
  LocalId root;
  std::vector<std::string> steps{};
};

// One place in the other, or the same.
bool overlap(const Place& a, const Place& b) {
  if (a.root != b.root) return false;
  const std::size_t common = std::min(a.steps.size(), b.steps.size());
  return std::equal(a.steps.begin(), a.steps.begin() + static_cast<std::ptrdiff_t>(common), b.steps.begin());
}

class OverlappingArguments {
 public:
  OverlappingArguments(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                       const support::Interner& interner, diagnostics::Sink& sink)
      : instance_(instance), types_(types), bindings_(bindings), interner_(interner), sink_(sink) {}

  void visit(const Node& node) {
    if (is_own_body(node)) return;
    if (const types::CallPlan* plan = instance_.calls.find(node.id)) check(*plan);
    for_each_child(node, [&](const Node& child) { visit(child); });
  }

 private:
  struct Argument {
    const Expr* written;
    Place place;
    bool changes;
  };

  void check(const types::CallPlan& plan) {
    if (plan.mut_params == 0) return;
    std::vector<Argument> places;
    const auto add = [&](const Expr* written, bool changes) {
      if (written == nullptr) return;
      if (std::optional<Place> place = place_of(*written)) places.push_back({written, std::move(*place), changes});
    };
    if (plan.mut_receiver) add(plan.receiver, true);
    for (std::size_t i = 0; i < plan.args.size() && i < 32; ++i) add(plan.args[i].value, ((plan.mut_params >> i) & 1U) != 0);
    for (const types::ArgSource& source : plan.args) {
      const auto* block = as<Lambda>(source.value);
      for (const Argument& argument : places) {
        if (block == nullptr || !argument.changes || argument.written == plan.receiver) continue;
        if (const Expr* write = write_of(*block, argument.place.root)) return report(argument, {write, argument.place, false}, "and the block changes it here");
      }
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if ((places[i].changes || places[k].changes) && overlap(places[i].place, places[k].place)) return report(places[k], places[i]);
      }
    }
  }

  // Where the block that a call is given changes the variable, or a part of it.
  const Expr* write_of(const Node& block, LocalId root) const {
    const Expr* found = nullptr;
    const auto look = [&](const Expr* written) {
      if (found != nullptr || written == nullptr) return;
      if (const std::optional<Place> place = place_of(*written); place && place->root == root) found = written;
    };
    walk(block, [&](const Node& node) {
      if (const auto* assign = as<Assign>(&node)) look(assign->target);
      if (const types::CallPlan* plan = instance_.calls.find(node.id)) {
        if (plan->mut_receiver) look(plan->receiver);
        for (std::size_t i = 0; i < plan->args.size() && i < 32; ++i)
          if (((plan->mut_params >> i) & 1U) != 0) look(plan->args[i].value);
      }
      return found == nullptr;
    });
    return found;
  }

  void report(const Argument& first, const Argument& second, const char* why = "and is given it here, too") {
    const Argument& changed = second.changes ? second : first;
    const Argument& other = second.changes ? first : second;
    sink_.report(changed.written->range, diag::OverlappingArguments{.name = std::string(interner_.text(bindings_.local(changed.place.root).name))})
        .primary("the call changes this")
        .label(other.written->range, why)
        .help("copy one of them into a variable of its own first");
  }

  // None: a value, or what lies behind a reference.
  std::optional<Place> place_of(const Expr& e) const {
    if (is_reference(e)) return std::nullopt;
    if (const auto* name = as<NameExpr>(&e)) {
      const LocalId local = bindings_.entity(name->id).local;
      return local.valid() ? std::optional(Place{local}) : std::nullopt;
    }
    if (const auto* member = as<Member>(&e)) {
      const types::Selection* selection = instance_.selections.find(member->id);
      const bool is_part = selection != nullptr && (selection->kind == types::MemberKind::field || selection->kind == types::MemberKind::tuple_field);
      if (!is_part || selection->dereferences > 0) return std::nullopt;
      return step(place_of(*member->object), "." + std::string(interner_.text(member->name.symbol)));
    }
    const auto* index = as<Index>(&e);
    if (index == nullptr || index->indices.size() != 1 || index->indices[0]->kind == NodeKind::Range) return std::nullopt;
    if (const auto* number = as<IntLiteral>(index->indices[0])) return step(place_of(*index->object), std::to_string(number->value));
    if (const auto* at = as<NameExpr>(index->indices[0])) return step(place_of(*index->object), std::string(interner_.text(at->name.symbol)));
    return step(place_of(*index->object), "at " + std::to_string(index->indices[0]->id.index()));
  }

  static std::optional<Place> step(std::optional<Place> place, std::string to) {
    if (place) place->steps.push_back(std::move(to));
    return place;
  }

  bool is_reference(const Expr& e) const {
    const types::TypeId* type = instance_.types.find(e.id);
    if (type == nullptr || types_.store[*type].kind != types::TypeKind::named) return false;
    const resolve::DefId def = types_.store[*type].def;
    const auto info = types_.types.find(def);
    return def == bindings_.well_known.rc || def == bindings_.well_known.arc || (info != types_.types.end() && info->second.is_shared);
  }

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  diagnostics::Sink& sink_;
};

}  // namespace

void check_overlapping_arguments(const types::Instance& instance, const types::TypeTable& types, const resolve::Bindings& bindings,
                                 const support::Interner& interner, diagnostics::Sink& sink) {
  const resolve::Def& def = bindings.def(instance.def);
  if (def.is_library) return;
  OverlappingArguments arguments(instance, types, bindings, interner, sink);
  std::span<const Stmt* const> statements;
  if (const auto* function = as<FunctionDecl>(def.decl)) statements = function->body.statements;
  if (const auto* test = as<TestDecl>(def.decl)) statements = test->body.statements;
  if (def.kind == resolve::DefKind::program) statements = bindings.modules[def.module.index()].tree->items.statements;
  for (const Stmt* stmt : statements) arguments.visit(*stmt);
}

}  // namespace ariac::ownership
