// Places that are changed: `xs[i]`, `node.next.items[f()]`.
//
// What a place computes, its indices and the object it begins at, is evaluated where it is written and once. The place
// itself is found when it is changed, and never copied.
#include <algorithm>
#include <ranges>

#include "ast/walk.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

// Whether C++ could evaluate the later of two operands first, and somebody would notice.
bool BodyLowering::overtaken(const ast::Expr& earlier, const ast::Expr& later) const {
  if (acts(later) && (acts(earlier) || sees(earlier, later))) return true;
  return ends_what_is_seen(later, earlier) || (acts(earlier) && sees(later, earlier));
}

// By what a call evaluates after it: an argument that is written further on, or a default.
bool BodyLowering::overtaken_in(const types::CallPlan& plan, const ast::Expr& part) const {
  if (a_default_acts(plan) && may_notice(part)) return true;
  const auto later = [&](const ast::Expr* value) { return value != nullptr && value->range.begin > part.range.begin && overtaken(part, *value); };
  return std::ranges::any_of(plan.args, [&](const types::ArgSource& source) {
    return later(source.value) || std::ranges::any_of(source.rest, [&](const ast::Argument* item) { return later(item->value); });
  });
}

// Whether evaluating it twice is the same as once, and no more to read than a name.
bool BodyLowering::is_repeatable(const ast::Expr& part) const {
  bool found = false;
  ast::walk(part, [&](const ast::Node& node) {
    const types::CallPlan* plan = instance_.calls.find(node.id);
    const bool is_operator = node.kind == ast::NodeKind::Binary || node.kind == ast::NodeKind::Unary;
    found = found || node.kind == ast::NodeKind::Call || (plan != nullptr && (!is_operator || (plan->def.valid() && !input_.bindings.def(plan->def).is_library)));
    return !found;
  });
  return !found && !is_control_flow(part);
}

// Whether what stands in a collection or a shared object may stand elsewhere once `later` is evaluated: C++ would have found it before.
bool BodyLowering::may_move(const ast::Expr& object, const ast::Expr& later) const {
  const auto* member = ast::as<ast::Member>(&object);
  const bool found_at_once = object.kind == ast::NodeKind::NameExpr || (member != nullptr && member->object->kind == ast::NodeKind::NameExpr);
  if (found_at_once || !acts(later)) return false;
  const ast::Expr* root = &object;
  while (root->kind == ast::NodeKind::Member || root->kind == ast::NodeKind::Index)
    root = root->kind == ast::NodeKind::Member ? static_cast<const ast::Member*>(root)->object : static_cast<const ast::Index*>(root)->object;
  return is_shared_state(object) || sees(*root, later);
}

// Whether it does so to a place that the call is lent.
bool BodyLowering::moves_lent(const types::CallPlan& plan, const ast::Expr& part) const {
  const auto moved = [&](const ast::Expr* place) { return place != nullptr && place != &part && may_move(*place, part); };
  if (plan.mut_receiver && moved(plan.receiver)) return true;
  for (std::size_t i = 0; plan.mut_params != 0 && i < plan.args.size(); ++i)
    if ((plan.mut_params >> i & 1) != 0 && moved(plan.args[i].value)) return true;
  return false;
}

// Names the parts of a place that `needs_name` chooses, and those that must not come after them; `fill` makes the place, of
// these names.
void BodyLowering::in_place(const ast::Expr& place, const PartTest& needs_name, const std::function<void()>& fill) {
  struct Part {
    const ast::Expr* e;
    std::string role;
    bool changes = false;                        // a value that was computed, whose part the place is
    bool moves_place = false;                    // computing it may put something else where the place is found
  };
  std::vector<Part> parts;                       // the last first
  std::vector<NodeId> elements;
  const ast::Expr* step = &place;
  while (true) {
    const types::CallPlan* plan = instance_.calls.find(step->id);
    const bool is_call = plan != nullptr && (step->kind == ast::NodeKind::Member || (plan->def.valid() && !input_.bindings.def(plan->def).is_library));
    const auto* member = ast::as<ast::Member>(step);
    const auto* index = ast::as<ast::Index>(step);
    if (is_call || (member == nullptr && index == nullptr)) break;
    if (index != nullptr) {
      const bool in_map = shape(final_type(*index->object)).def == store().well_known().map;
      parts.push_back({.e = index->indices[0], .role = in_map ? "key" : "index", .moves_place = may_move(*index->object, *index->indices[0])});
      elements.push_back(index->id);
    }
    step = member != nullptr ? member->object : index->object;
  }
  if (step->kind != ast::NodeKind::NameExpr) {
    const TypeId type = final_type(*step);
    parts.push_back({.e = step, .role = role_name(type), .changes = !lower_types.is_shared(type) && !is_handle(type)});
  }
  std::vector<Part> named;
  for (Part& part : parts) {
    if (ast::is_literal(*part.e) || given_.contains(part.e->id)) continue;
    const bool before_named = std::ranges::any_of(named, [&](const Part& later) { return overtaken(*part.e, *later.e); });
    if (before_named || part.moves_place || needs_name(*part.e)) named.push_back(std::move(part));
  }
  for (const Part& part : named | std::views::reverse) {
    const cpp::Expr made = value(*part.e, Context::known);
    const std::string name = fresh(part.role);
    const cpp::Type type = lower_types.value(final_type(*part.e));
    emit(cpp::declare(part.changes ? type : cpp::const_of(type), name, made));
    given_.insert_or_assign(part.e->id, cpp::name(name));
  }
  places_.insert(elements.begin(), elements.end());
  fill();
  for (const NodeId element : elements) places_.erase(element);
  for (const Part& part : named) given_.erase(part.e->id);
}

// `self.list` on the right of `self.list = self.list.push(x)`, and a `mut` parameter likewise: the value that is given away there, for it is replaced. Only
// where nothing else on the right looks at the variable, and nothing leaves with an error and the field empty.
const ast::Expr* BodyLowering::replaced_part(const ast::Assign& s) const {
  const LocalId root = root_local(*s.target);
  // A panic on the way may show the place to a `defer`, or to who takes the lock next.
  const TypeId type = type_of(*s.target);
  if (!root.valid() || is_shared_state(*s.target) || !(lower_types.leaves_a_value(type) || lower_types.spare_variant(type).valid())) return nullptr;
  // A parameter that is assigned at all is one of somebody else's variables: `m.lock { |v| v = v.push(x) }`.
  const resolve::LocalKind kind = input_.bindings.local(root).kind;
  const bool is_param = s.target->kind == ast::NodeKind::NameExpr && (kind == resolve::LocalKind::mut_param || kind == resolve::LocalKind::param);
  if (!is_param && s.target->kind != ast::NodeKind::Member) return nullptr;
  const ast::Expr* found = nullptr;
  std::size_t mentions = 0;
  bool stays = true;
  ast::walk(*s.value, [&](const ast::Node& node) {
    switch (node.kind) {
      case ast::NodeKind::Lambda:
      case ast::NodeKind::Spawn:
      case ast::NodeKind::For:
      case ast::NodeKind::While:
      case ast::NodeKind::Loop:
      case ast::NodeKind::Comprehension:
      case ast::NodeKind::Raise:
      case ast::NodeKind::Return: stays = false; break;
      case ast::NodeKind::NameExpr:
        if (root_local(static_cast<const ast::Expr&>(node)) != root) break;
        ++mentions;
        if (is_param) found = &static_cast<const ast::Expr&>(node);
        break;
      case ast::NodeKind::Member:
        if (const auto& member = static_cast<const ast::Expr&>(node); is_same_part(member, *s.target)) found = &member;
        break;
      default: break;
    }
    if (instance_.tries.find(node.id) != nullptr) stays = false;
    const auto effects = effects_.calls.find(node.id);
    if (effects != effects_.calls.end()) stays = stays && effects->second.is_only_output() && effects->second.raises().empty();
    return stays;
  });
  const bool copied = found != nullptr && uses_.use(found->id) == ownership::UseKind::copy;
  return stays && mentions == 1 && copied ? found : nullptr;
}

bool BodyLowering::is_same_part(const ast::Expr& one, const ast::Expr& other) const {
  const auto* member = ast::as<ast::Member>(&one);
  const auto* same = ast::as<ast::Member>(&other);
  if (one.kind == ast::NodeKind::NameExpr && other.kind == ast::NodeKind::NameExpr) return root_local(one) == root_local(other);
  if (member == nullptr || same == nullptr) return false;
  return member->name.symbol == same->name.symbol && is_same_part(*member->object, *same->object);
}

}  // namespace ariac::lower
