#include "ownership/overlapping_arguments.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/bodies.hpp"
#include "resolve/attributes.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;

namespace {

// A variable, and the way from it: `.name`, `.0`, and of elements the index, `3` or `i`, or that it is some entry of a map.
struct Place {
  LocalId root;
  std::vector<std::string> steps{};
};

// One place in the other, or the same.
template <typename Same>
bool overlap(const Place& a, const Place& b, const Same& same) {
  if (a.root != b.root) return false;
  const std::size_t common = std::min(a.steps.size(), b.steps.size());
  return std::equal(a.steps.begin(), a.steps.begin() + static_cast<std::ptrdiff_t>(common), b.steps.begin(), same);
}

bool is_number(const std::string& step) { return std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; }); }

// Of fields and of elements with two known indices it is certain.
bool may_be_same(const std::string& a, const std::string& b) {
  const bool certain = a.starts_with('.') || (is_number(a) && is_number(b));
  return certain ? a == b : !b.starts_with('.');
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
    if (plan.mut_params == 0 && !plan.mut_receiver) return;
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
        if (block == nullptr || !argument.changes) continue;
        const bool is_apart = argument.written == plan.receiver && runs_block_apart(plan);
        if (const Expr* write = write_of(*block, argument.place, is_apart)) return report_block(argument, *write);
      }
    }
    if (check_handles(plan)) return;
    if (plan.mut_params == 0) return;      // what else names a part of the receiver is copied
    for (std::size_t i = 0; i < places.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if ((places[i].changes || places[k].changes) && overlap(places[i].place, places[k].place, std::equal_to<>())) return report(places[k], places[i]);
      }
    }
  }

  // `c.xs.retain { c = C(); true }`: what a handle refers to ends when the block puts another one in the variable.
  bool check_handles(const types::CallPlan& plan) {
    const auto check_one = [&](const Expr* written) {
      if (written == nullptr) return false;
      const std::optional<Place> handle = handle_of(*written, written == plan.receiver && plan.dereferences > 0);
      for (const types::ArgSource& source : plan.args) {
        const auto* block = as<Lambda>(source.value);
        const Expr* write = block != nullptr && handle ? write_of(*block, *handle, false) : nullptr;
        if (write == nullptr) continue;
        report_block({written, *handle, true}, *write);
        return true;
      }
      return false;
    };
    if (plan.mut_receiver && check_one(plan.receiver)) return true;
    for (std::size_t i = 0; i < plan.args.size() && i < 32; ++i)
      if (((plan.mut_params >> i) & 1U) != 0 && check_one(plan.args[i].value)) return true;
    return false;
  }

  // The variable or place of the handle that a place lies behind, the innermost one. `is_used`: the place is one itself.
  std::optional<Place> handle_of(const Expr& place, bool is_used) const {
    if (is_used && is_reference(place)) return value_of(place);
    if (const auto* member = as<Member>(&place)) return handle_of(*member->object, true);
    if (const auto* index = as<Index>(&place)) return handle_of(*index->object, true);
    return std::nullopt;
  }

  // `m.get_or_insert(k) { … }` is done with looking at the map before it runs the block, and begins anew after it.
  bool runs_block_apart(const types::CallPlan& plan) const {
    return plan.def.valid() && resolve::find_attribute(bindings_, interner_, plan.def, "apart") != nullptr;
  }

  // Where the block that a call is given changes the place, a part of it, or what it is a part of: there it may end. `is_apart`: the
  // place itself may change.
  const Expr* write_of(const Node& block, const Place& place, bool is_apart) const {
    const Expr* found = nullptr;
    const auto look = [&](const Expr* written) {
      if (found != nullptr || written == nullptr) return;
      const std::optional<Place> other = value_of(*written);
      const bool is_inside = other && other->steps.size() >= place.steps.size();
      if (other && !(is_apart && is_inside) && overlap(*other, place, may_be_same)) found = written;
    };
    walk(block, [&](const Node& node) {
      if (const auto* assign = as<Assign>(&node)) for_each_target(*assign->target, look);
      if (const types::CallPlan* plan = instance_.calls.find(node.id)) {
        if (plan->mut_receiver && plan->receiver != nullptr && !is_reference(*plan->receiver)) look(plan->receiver);
        for (std::size_t i = 0; i < plan->args.size() && i < 32; ++i)
          if (((plan->mut_params >> i) & 1U) != 0) look(plan->args[i].value);
      }
      return found == nullptr;
    });
    return found;
  }

  // `(a, b.c) = …` changes several places.
  template <typename F>
  static void for_each_target(const Expr& target, const F& f) {
    const auto* tuple = as<TupleLiteral>(&target);
    if (tuple == nullptr) return f(&target);
    for (const Expr* element : tuple->elements) for_each_target(*element, f);
  }

  void report_block(const Argument& changed, const Expr& write) {
    const std::string name(interner_.text(bindings_.local(changed.place.root).name));
    sink_.report(changed.written->range, diag::OverlappingArguments{.name = name})
        .primary("the call changes this")
        .label(write.range, "and the block changes it here")
        .help("collect what the block finds in a variable of its own, and change `" + name + "` behind the call");
  }

  void report(const Argument& first, const Argument& second) {
    const Argument& changed = second.changes ? second : first;
    const Argument& other = second.changes ? first : second;
    sink_.report(changed.written->range, diag::OverlappingArguments{.name = std::string(interner_.text(bindings_.local(changed.place.root).name))})
        .primary("the call changes this")
        .label(other.written->range, "and is given it here, too")
        .help("copy one of them into a variable of its own first");
  }

  // None: a value, or what lies behind a reference.
  std::optional<Place> place_of(const Expr& e) const { return is_reference(e) ? std::nullopt : value_of(e); }

  // Likewise, where a reference itself is meant.
  std::optional<Place> value_of(const Expr& e) const {
    if (const auto* name = as<NameExpr>(&e)) {
      const LocalId local = bindings_.entity(name->id).local;
      return local.valid() ? std::optional(Place{local}) : std::nullopt;
    }
    if (const auto* member = as<Member>(&e)) {
      const types::Selection* selection = instance_.selections.find(member->id);
      const bool is_part = selection != nullptr && (selection->kind == types::MemberKind::field || selection->kind == types::MemberKind::tuple_field);
      if (!is_part || selection->dereferences > 1) return std::nullopt;
      return step(place_of(*member->object), "." + std::string(interner_.text(member->name.symbol)));
    }
    const auto* index = as<Index>(&e);
    if (index == nullptr || index->indices.size() != 1 || index->indices[0]->kind == NodeKind::Range) return std::nullopt;
    const types::TypeId* over = instance_.types.find(index->object->id);
    const bool in_map = over != nullptr && types_.store.is_named(*over, bindings_.well_known.map);   // a write may add an entry, and move all others
    if (const auto* number = as<IntLiteral>(index->indices[0])) return step(place_of(*index->object), (in_map ? "key " : "") + std::to_string(number->value));
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
