// Which nodes are reached on every way through a body.
#include "ownership/taken_over.hpp"

#include <algorithm>

#include "ast/walk.hpp"

namespace ariac::ownership {

using namespace ast;
using resolve::LocalId;
using resolve::LocalKind;
using types::TypeId;
using types::TypeKind;

namespace {

// Collections, recursive types, and what holds one in place.
class LongValues {
 public:
  explicit LongValues(const Facts& facts) : facts_(facts) {}

  bool holds(TypeId id) {
    if (!id.valid() || std::ranges::find(open_, id) != open_.end()) return false;
    const types::TypeStore& store = facts_.types.store;
    const types::Type& type = store[id];
    const resolve::WellKnown& known = facts_.bindings.well_known;
    if (type.kind == TypeKind::tuple) return any_of(id);
    if (type.kind != TypeKind::named) return false;
    if (type.def == known.array || type.def == known.map || type.def == known.set) return true;
    if (store.is_option(id) || store.is_result(id)) return any_of(id);
    const auto info = facts_.types.types.find(type.def);
    if (info == facts_.types.types.end() || info->second.is_shared || facts_.bindings.def(type.def).is_library) return false;
    if (info->second.is_recursive) return true;
    open_.push_back(id);
    const bool found = std::ranges::any_of(info->second.variants, [&](const auto& variant) {
      return std::ranges::any_of(variant.fields, [&](const types::FieldInfo& field) { return holds(field.type); });
    });
    open_.pop_back();
    return found;
  }

 private:
  bool any_of(TypeId id) {
    const std::vector<TypeId> parts(facts_.types.store[id].args.begin(), facts_.types.store[id].args.end());
    return std::ranges::any_of(parts, [&](TypeId part) { return holds(part); });
  }

  const Facts& facts_;
  std::vector<TypeId> open_;
};

class EveryWay {
 public:
  EveryWay(const types::Instance& instance, const Facts& facts, const std::unordered_set<NodeId>& given_away, LongValues& values, LocalId local)
      : instance_(instance), facts_(facts), given_away_(given_away), values_(values), local_(local) {}

  bool gives(std::span<const Stmt* const> statements) const {
    for (const Stmt* stmt : statements) {
      if (gives(*stmt)) return true;
      if (returns_without(*stmt)) return false;
    }
    return false;
  }

 private:
  bool gives(const Node& node) const {
    switch (node.kind) {
      case NodeKind::NameExpr: return facts_.bindings.entity(node.id).local == local_ && given_away_.contains(node.id);
      case NodeKind::If: {
        const auto& branch = static_cast<const If&>(node);
        if (branch.branches.front().condition.value != nullptr && gives(*branch.branches.front().condition.value)) return true;
        return branch.has_else && gives(branch.otherwise.statements) && std::ranges::all_of(branch.branches, [&](const IfBranch& one) { return gives(one.body.statements); });
      }
      case NodeKind::Match: {
        const auto& choice = static_cast<const Match&>(node);
        if (choice.subject != nullptr && gives(*choice.subject)) return true;
        const bool of_itself = choice.subject != nullptr && facts_.bindings.entity(choice.subject->id).local == local_;
        return !choice.arms.empty() && std::ranges::all_of(choice.arms, [&](const MatchArm& arm) { return gives(arm.body.statements) || (of_itself && gives_parts(arm)); });
      }
      case NodeKind::Binary: {
        const auto& binary = static_cast<const Binary&>(node);
        const bool shortcut = binary.op == BinaryOp::and_ || binary.op == BinaryOp::or_ || binary.op == BinaryOp::implies || binary.op == BinaryOp::coalesce;
        return gives(*binary.left) || (!shortcut && gives(*binary.right));
      }
      case NodeKind::While:
      case NodeKind::For:
      case NodeKind::Loop:
      case NodeKind::Begin:
      case NodeKind::With:
      case NodeKind::Select:
      case NodeKind::Handle:
      case NodeKind::Lambda:
      case NodeKind::Spawn:
      case NodeKind::Comprehension:
      case NodeKind::Quantifier:
      case NodeKind::Defer:
      case NodeKind::DeclStmt: return false;
      case NodeKind::Raise: return true;        // an error: nothing is given back
      default: break;
    }
    bool found = false;
    for_each_child(node, [&](const Node& child) { found = found || gives(child); });
    return found;
  }

  // Whether the arm gives away every long part of the value.
  bool gives_parts(const MatchArm& arm) const {
    const types::PatternPlan* plan = instance_.patterns.find(arm.pattern->id);
    const bool is_variant = plan != nullptr && plan->variant.valid();
    const auto* variant = as<ConstructorPattern>(arm.pattern);
    if (variant == nullptr) return as<BindingPattern>(arm.pattern) != nullptr && (is_variant || gives_part(*arm.pattern, arm));
    return is_variant && std::ranges::all_of(variant->fields, [&](const PatternField& field) { return gives_part(*field.pattern, arm); });
  }

  bool gives_part(const Pattern& pattern, const MatchArm& arm) const {
    const auto* name = as<BindingPattern>(&pattern);
    const LocalId part = name != nullptr ? facts_.bindings.local_of(name->id) : LocalId();
    const auto type = instance_.locals.find(part);
    if (type == instance_.locals.end() || name->inner != nullptr) return false;
    if (!values_.holds(type->second)) return true;
    return facts_.bodies.released.contains(part) && EveryWay(instance_, facts_, given_away_, values_, part).gives(arm.body.statements);
  }

  bool returns_without(const Node& part) const {
    bool found = false;
    walk(part, [&](const Node& node) {
      found = found || (node.kind == NodeKind::Return && !gives(node));
      return !found && node.kind != NodeKind::DeclStmt;
    });
    return found;
  }

  const types::Instance& instance_;
  const Facts& facts_;
  const std::unordered_set<NodeId>& given_away_;
  LongValues& values_;
  LocalId local_;
};

// What a function hands on to itself in the place of a parameter: given away if the parameter is.
std::unordered_set<NodeId> handed_to_itself(const types::Instance& instance, const FunctionDecl& function, const Facts& facts, std::size_t param) {
  std::unordered_set<NodeId> found;
  const bool has_self = !function.params.empty() && function.params.front().is_self;
  const auto visit = [&](const Node& node) {
    const types::CallPlan* plan = instance.calls.find(node.id);
    if (plan == nullptr || !plan->instance.valid() || &facts.types[plan->instance] != &instance) return true;
    const std::size_t arg = has_self ? param - 1 : param;
    const Expr* value = has_self && param == 0 ? plan->receiver : arg < plan->args.size() ? plan->args[arg].value : nullptr;
    if (value != nullptr && facts.bodies.last_uses.contains(value->id)) found.insert(value->id);
    return true;
  };
  for (const Stmt* stmt : function.body.statements) walk(*stmt, visit);
  return found;
}

// Whether a value of the type, the parameter itself or one that it is made of, is given to somebody else. A function that
// only looks at the parts, each with a call of itself, is better lent them.
bool gives_of_type(const types::Instance& instance, const Facts& facts, const std::unordered_set<NodeId>& given_away, TypeId type) {
  return std::ranges::any_of(given_away, [&](NodeId name) {
    const auto local = instance.locals.find(facts.bindings.entity(name).local);
    return local != instance.locals.end() && local->second == type;
  });
}

bool belongs_to_trait(const Facts& facts, resolve::DefId function) {
  const resolve::DefId parent = facts.bindings.def(function).parent;
  if (!parent.valid()) return false;
  const auto impl = facts.types.impls.find(parent);
  return facts.bindings.def(parent).kind == resolve::DefKind::trait || (impl != facts.types.impls.end() && impl->second.trait.valid());
}

}  // namespace

void take_over_params(const types::Instance& instance, const FunctionDecl& function, const Facts& facts, const std::unordered_set<NodeId>& given_away, InstanceUses& out) {
  out.taken_params.resize(instance.params.size(), false);
  const resolve::Def& def = facts.bindings.def(instance.def);
  if (def.is_library || def.is_extern || belongs_to_trait(facts, instance.def)) return;
  LongValues values(facts);
  for (std::size_t i = 0; i < function.params.size() && i < instance.params.size(); ++i) {
    const LocalId local = facts.bindings.local_of(function.params[i].id);
    if (!local.valid() || function.params[i].mut || function.params[i].rest || out.taken_params[i]) continue;
    const bool may_take = !facts.move_only(instance.params[i]) && values.holds(instance.params[i]);
    if (!may_take) continue;
    out.taken_params[i] = EveryWay(instance, facts, given_away, values, local).gives(function.body.statements);
    if (out.taken_params[i] || !gives_of_type(instance, facts, given_away, instance.params[i])) continue;
    std::unordered_set<NodeId> given = handed_to_itself(instance, function, facts, i);
    given.insert(given_away.begin(), given_away.end());
    out.taken_params[i] = EveryWay(instance, facts, given, values, local).gives(function.body.statements);
  }
  for (std::size_t i = 0; i < out.taken_params.size() && i < out.kept_params.size(); ++i)
    if (out.taken_params[i]) {
      out.kept_params[i] = true;
      out.taken.insert(facts.bindings.local_of(function.params[i].id));
    }
}

void take_over_params(const types::Instance& instance, const Lambda& block, const Facts& facts, const std::unordered_set<NodeId>& given_away,
                      const std::unordered_set<LocalId>& handed_back, InstanceUses& out) {
  LongValues values(facts);
  for (const LambdaParam& param : block.params) {
    const LocalId local = facts.bindings.local_of(param.pattern->id);
    const auto type = instance.locals.find(local);
    if (!handed_back.contains(local) || type == instance.locals.end() || facts.move_only(type->second) || !values.holds(type->second)) continue;
    if (EveryWay(instance, facts, given_away, values, local).gives(block.body.statements)) out.taken.insert(local);
  }
}

}  // namespace ariac::ownership
