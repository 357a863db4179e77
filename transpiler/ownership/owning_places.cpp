// One walk over an instance: every place where a value gets another owner.
#include "ownership/owning_places.hpp"

#include <algorithm>
#include <utility>

#include "ast/walk.hpp"
#include "ownership/bodies.hpp"
#include "ownership/shared_parts.hpp"
#include "ownership/taken_over.hpp"
#include "ownership/used_up.hpp"
#include "resolve/attributes.hpp"
#include "types/asks_presence.hpp"
#include "types/spawned_operands.hpp"

namespace ariac::ownership {

using namespace ast;
using types::CalleeKind, types::CallPlan, types::TypeId;
using resolve::LocalId, resolve::LocalKind;

namespace {

class Places {
 public:
  Places(const types::Instance& instance, const Facts& facts, InstanceUses& out, std::vector<StuckValue>& stuck)
      : instance_(instance), types_(facts.types), bindings_(facts.bindings), facts_(facts), out_(out), stuck_(stuck),
        origins_(instance, facts.types, facts.bindings, facts.move_only), shared_parts_(instance, facts.types, facts.bindings, origins_) {}

  void visit_body(std::span<const Stmt* const> statements, bool value_is_kept) {
    for (const Stmt* stmt : statements) visit(*stmt);
    if (value_is_kept && !statements.empty())
      if (const auto* last = as<ExprStmt>(statements.back())) own(last->value);
  }

  // Names that stand where their value gets another owner and is not asked for again.
  const std::unordered_set<NodeId>& given_away() const { return given_away_; }

 private:
  enum class Runs : std::uint8_t { once, often, later };     // a task or scope; a block; a closure that owns its captures

  // The value of `expr` gets an owner.
  void own(const Expr* expr) {
    if (expr == nullptr) return;
    const bool outer_call = std::exchange(in_spawned_call_, in_spawned_call_ && !computed_by_spawner_.contains(expr->id));
    own_value(*expr);
    in_spawned_call_ = outer_call;
  }

  void own_value(const Expr& value) {
    const Expr* expr = &value;
    if (const auto* branch = as<If>(expr)) {
      for (const IfBranch& one : branch->branches) own_last(one.body);
      return own_last(branch->otherwise);
    }
    if (const auto* choice = as<Match>(expr)) {
      for (const MatchArm& arm : choice->arms) own_last(arm.body);
      return;
    }
    const TypeId type = type_of(*expr);
    if (facts_.move_only(type)) return own_only(*expr, type);
    if ((expr->kind == NodeKind::Begin || facts_.move_only.may_be(type)) && own_block(*expr)) return;
    if (const auto* name = as<NameExpr>(expr)) {
      const LocalId local = bindings_.entity(name->id).local;
      if (!local.valid()) return;
      const bool last = facts_.bodies.last_uses.contains(name->id);
      if (last) given_away_.insert(name->id);
      const bool moves = last && !in_spawned_call_ && may_give(local);
      out_.uses[name->id] = moves ? UseKind::move : UseKind::copy;
      if (moves) give_away(local);
      else copied(type, *expr);
    } else if (const auto* member = as<Member>(expr)) {
      const auto* selection = instance_.selections.find(member->id);
      if (selection == nullptr || (selection->kind != types::MemberKind::field && selection->kind != types::MemberKind::tuple_field)) return;
      const LocalId whole = part_that_leaves(*member);
      const bool moves = whole.valid() && whole != assigned_ && !in_spawned_call_;
      if (!moves && selection->kind != types::MemberKind::field) return;
      out_.uses[member->id] = moves ? UseKind::move : UseKind::copy;
      if (moves) give_away(whole);
      else copied(type, *expr);
    } else if (expr->kind == NodeKind::Index) {
      copied(type, *expr);
    }
  }

  // Whether the last use of the variable may give its value away: of a parameter where the function takes it over, of a
  // name of a pattern where what it is a part of is not needed any more.
  bool may_give(LocalId local) const {
    if (out_.taken.contains(local)) return true;
    const Roots roots = origins_.roots_of(local);
    if (roots.lender != Lender::none) return false;
    return std::ranges::all_of(roots.locals, [&](LocalId one) {
      if (bindings_.local(one).kind == LocalKind::pattern) return is_released(one);
      if (one != local) return !is_param(one) || out_.taken.contains(one);
      const auto type = instance_.locals.find(one);
      return type == instance_.locals.end() || !is_lent(one, type->second);
    });
  }

  bool is_released(LocalId part) const {
    return origins_.is_of_made_value(part) || (facts_.bodies.released.contains(part) && origins_.is_part(part));
  }

  bool is_param(LocalId local) const { return bindings_.local(local).kind == LocalKind::param || bindings_.local(local).kind == LocalKind::self_param; }

  void give_away(LocalId local) {
    const Roots roots = origins_.roots_of(local);
    out_.moved.insert(roots.locals.begin(), roots.locals.end());
  }

  // The variable whose part may leave it here, since nobody asks for it again.
  LocalId part_that_leaves(const Member& member) const {
    const Expr* whole = &member;
    while (const auto* part = as<Member>(whole)) whole = part->object;
    if (whole->kind != NodeKind::NameExpr || !facts_.bodies.last_uses.contains(whole->id)) return {};
    const Roots roots = origins_.roots(member);
    const LocalId local = bindings_.entity(whole->id).local;
    // A parameter is not taken by value for the sake of a part.
    const bool leaves = roots.is_place && roots.lender == Lender::none && local.valid() && (!is_param(local) || out_.taken.contains(local)) && may_give(local);
    return leaves ? local : LocalId();
  }

  // Parameters are lent, but for values that can only be moved, or may be such where the type is a type parameter, and for
  // those that the function gives away whatever it does.
  bool is_lent(LocalId local, TypeId type) const {
    if (!is_param(local)) return false;
    return (bindings_.local(local).kind == LocalKind::self_param || !facts_.move_only.may_be(type)) && !out_.taken.contains(local);
  }

  void own_last(const Body& body) {
    if (!body.empty())
      if (const auto* last = as<ExprStmt>(body.statements.back())) own(last->value);
  }

  // Positions that matter only to what cannot be copied.
  void own_uncopied(const Expr* expr) {
    if (expr != nullptr && facts_.move_only.may_be(type_of(*expr))) own(expr);
  }

  // What a `match` gives is a value of its own, also where somebody only looks at it.
  void own_chosen(const Expr* expr, const Node* lent_to = nullptr) {
    if (expr != nullptr && lent_to != nullptr) look_in_shared(*expr, *lent_to, true);
    if (expr != nullptr && expr->kind == NodeKind::Match && facts_.move_only(type_of(*expr))) own(expr);
  }

  // Likewise what a `begin` gives that is no statement.
  void own_begun(const Node& node) {
    if (const auto* stmt = as<ExprStmt>(&node)) statements_.insert(stmt->value->id);
    const auto* begin = as<Begin>(&node);
    if (begin != nullptr && !statements_.contains(begin->id) && !facts_.move_only.may_be(type_of(*begin))) own(begin);
  }

  // What a block ends with; false for other expressions.
  bool own_block(const Expr& expr) {
    if (const auto* begin = as<Begin>(&expr)) {
      own_last(begin->has_else ? begin->otherwise : begin->body);
      for (const RescueClause& clause : begin->rescues) own_last(clause.body);
    } else if (const auto* with = as<With>(&expr)) {
      own_last(with->body);
    } else if (const auto* open = as<Unsafe>(&expr)) {
      own_last(open->body);
    } else {
      return false;
    }
    return true;
  }

  // A value that can only be moved.
  void own_only(const Expr& expr, TypeId type) {
    if (own_block(expr)) return;
    const CallPlan* plan = instance_.calls.find(expr.id);
    if (plan != nullptr && looks_inside(bindings_, *plan, types_)) return own_only(*plan->receiver, type_of(*plan->receiver));
    Roots roots = origins_.roots(expr);
    if (!roots.is_place) {
      if (expr.kind == NodeKind::Try) out_.uses[expr.id] = UseKind::move;      // out of the outcome that the program holds
      return;
    }
    for (const LocalId local : roots.locals)
      if (roots.lender == Lender::none) roots.lender = held_from(local);
    if (roots.lender != Lender::none) {
      stuck_.push_back({&expr, type, roots.lender});
      return;
    }
    out_.uses[expr.id] = UseKind::move;
    out_.moved.insert(roots.locals.begin(), roots.locals.end());
    out_.moves[expr.id] = std::move(roots.locals);
  }

  // Who keeps the body's variable from being moved here: a closure around the place that may run again.
  Lender held_from(LocalId local) const {
    const NodeId owner = bindings_.local(local).owner;
    for (auto closure = closures_.rbegin(); closure != closures_.rend() && closure->first != owner; ++closure) {
      if (closure->second == Runs::often) return Lender::block;
      if (closure->second == Runs::later) return Lender::closure;
    }
    return Lender::none;
  }

  TypeId type_of(const Expr& e) const {
    const TypeId* type = instance_.types.find(e.id);
    return type != nullptr ? *type : TypeId();
  }

  // In a template: which type parameters must stand for types that can be copied.
  void copied(TypeId type, const Node& at) {
    if (!facts_.move_only.may_be(type)) return;
    const types::Type& parts = types_.store[type];
    if (parts.kind == types::TypeKind::param) out_.copied_params.emplace(parts.def, &at);
    for (const TypeId part : parts.args) copied(part, at);
  }

  void visit(const Node& node) {
    if (is_own_body(node)) return;
    origins_.note(node);
    visit_owners(node);
    own_begun(node);
    visit_object(node);
    visit_reference(node);
    note_used_up(instance_, types_, bindings_, node, used_up_);
    if (const auto* loop = as<For>(&node)) {
      walked_.insert(loop->iterable->id);
      const CallPlan* view = instance_.calls.find(loop->iterable->id);
      look_in_shared(view != nullptr && view->receiver != nullptr && walks_in_place(*view) ? *view->receiver : *loop->iterable, *loop, false);
      if (facts_.move_only(type_of(*loop->iterable)) && origins_.are_written(origins_.roots(*loop->iterable), *loop)) stuck_.push_back({loop->iterable, type_of(*loop->iterable), Lender::loop});
    }
    visit_subjects(node);
    if (const auto* made = as<Comprehension>(&node))
      for (const ForClause& clause : made->clauses) walked_.insert(clause.iterable->id);
    if (const CallPlan* plan = instance_.calls.find(node.id)) {
      visit_call(*plan, node);
      if (!used_up_.contains(node.id) || !is_lazy(bindings_, *plan)) visit_arguments(*plan);
      if (const auto* with = as<With>(&node); with != nullptr && kept_closures_.contains(with->block_id)) out_.captures.try_emplace(with->block_id);      // it is no node of the tree
    }
    const auto* lambda = as<Lambda>(&node);
    const auto* spawn = as<Spawn>(&node);
    if (spawn != nullptr && spawn->value != nullptr) tasks_.insert(spawn->value->id);
    if (lambda != nullptr || spawn != nullptr) visit_closure(node);
    if (lambda != nullptr) {
      closures_.emplace_back(node.id, runs(*lambda));
      own_last(lambda->body);
    }
    if (const LocalId part = bindings_.local_of(node.id); part.valid() && is_released(part) && may_give(part)) out_.released.insert(part);
    // A task may run again: what a spawned call takes along stays with it.
    if (spawn != nullptr && spawn->value != nullptr) types::for_each_computed_operand(instance_, *spawn->value, [&](const Expr& operand) { computed_by_spawner_.insert(operand.id); });
    const bool stays_inside = in_spawned_call_ && lambda == nullptr && !computed_by_spawner_.contains(node.id);
    const bool outer_call = std::exchange(in_spawned_call_, stays_inside || (spawn != nullptr && spawn->value != nullptr && spawn->value->kind != NodeKind::Lambda));
    for_each_child(node, [&](const Node& child) { visit(child); });
    in_spawned_call_ = outer_call;
    if (lambda != nullptr) {
      closures_.pop_back();
      take_over_params(instance_, *lambda, facts_, given_away_, handed_back_, out_);
    }
  }

  // An element that a pattern looks into stays where it is while the names of its parts are used.
  void visit_subjects(const Node& node) {
    const auto look = [&](const Pattern* pattern, const Expr* subject) {
      if (pattern == nullptr || !facts_.move_only(type_of(*subject))) return;
      look_in_shared(*subject, node, false);
      if (origins_.are_written(origins_.around_element(*subject), node)) stuck_.push_back({subject, type_of(*subject), Lender::looked_into});
    };
    if (const auto* choice = as<Match>(&node); choice != nullptr && !choice->arms.empty()) look(choice->arms[0].pattern, choice->subject);
    if (const auto* branch = as<If>(&node))
      for (const IfBranch& one : branch->branches) look(one.condition.pattern, one.condition.value);
    if (const auto* loop = as<While>(&node)) look(loop->condition.pattern, loop->condition.value);
    if (const auto* test = as<IsPattern>(&node); test != nullptr && !types::asks_presence(types_, instance_, *test->pattern, type_of(*test->value))) look(test->pattern, test->value);
  }

  void look_in_shared(const Expr& place, const Node& meanwhile, bool in_call) {
    if (facts_.move_only(type_of(place)) && shared_parts_.may_change(place, meanwhile, in_call)) stuck_.push_back({&place, type_of(place), Lender::shared_part});
  }

  // Objects of a trait can be copied: what cannot be does not become one.
  void visit_object(const Node& node) {
    const TypeId* type = instance_.types.find(node.id);
    const auto* coercions = instance_.coercions.find(node.id);
    if (type == nullptr || coercions == nullptr) return;
    const bool to_dyn = std::ranges::any_of(*coercions, [](const types::Coercion& each) { return each.kind == types::CoercionKind::to_dyn; });
    if (to_dyn && facts_.move_only(*type)) stuck_.push_back({&node, *type, Lender::object});
  }

  // Function values are lent their arguments: a function that takes one over cannot become such.
  void visit_reference(const Node& node) {
    const auto* reference = as<Unary>(&node);
    if (reference == nullptr || reference->op != UnaryOp::reference) return;
    const CallPlan* plan = instance_.calls.find(reference->id);
    if (plan == nullptr) plan = instance_.calls.find(reference->operand->id);
    const TypeId own = type_of(*reference);
    const TypeId type = types_.store[own].kind == types::TypeKind::function ? own : type_of(*reference->operand);
    if (plan == nullptr || types_.store[type].kind != types::TypeKind::function) return;
    const auto params = types_.store.params_of(type);
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (!facts_.keeping.keeps_argument(*plan, i)) continue;
      if (facts_.move_only(params[i])) stuck_.push_back({&node, params[i], Lender::function_value});
      else copied(params[i], node);
    }
  }

  void visit_owners(const Node& node) {
    if (const auto* let = as<Let>(&node)) own(let->value);
    if (const auto* assign = as<Assign>(&node)) {
      // A part does not leave the variable that is assigned while it does.
      if (assign->target->kind == NodeKind::NameExpr) assigned_ = bindings_.entity(assign->target->id).local;
      own(assign->value);
      assigned_ = LocalId();
      targets_.insert(assign->target->id);
    }
    if (const auto* result = as<Return>(&node)) own(result->value);
    if (const auto* raise = as<Raise>(&node)) own(raise->value);
    if (const auto* stop = as<Break>(&node)) own(stop->value);
    if (const auto* binary = as<Binary>(&node)) {
      if (binary->op == BinaryOp::send) own(binary->right);
      if (binary->op == BinaryOp::coalesce) {
        own_uncopied(binary->left);
        own_uncopied(binary->right);
      }
    }
    if (const auto* tuple = as<TupleLiteral>(&node))
      for (const Expr* element : tuple->elements) {
        if (!targets_.contains(tuple->id)) own(element);
        else if (element->kind == NodeKind::TupleLiteral) targets_.insert(element->id);
      }
    if (const auto* array = as<ArrayLiteral>(&node))
      for (const Element& element : array->elements) own(element.value);
    if (const auto* map = as<MapLiteral>(&node))
      for (const MapEntry& entry : map->entries) {
        own(entry.key);
        own(entry.value);
      }
    if (const auto* made = as<Comprehension>(&node)) {
      own_uncopied(made->key);
      own_uncopied(made->value);
    }
    if (const auto* unary = as<Unary>(&node); unary != nullptr && (unary->op == UnaryOp::move || unary->op == UnaryOp::copy)) own_uncopied(unary->operand);
    if (const auto* attempt = as<Try>(&node)) own_uncopied(attempt->operand);
    if (const auto* member = as<Member>(&node)) own_chosen(member->object);
  }

  void visit_call(const CallPlan& plan, const Node& node) {
    const bool builds = plan.kind == CalleeKind::constructor || plan.kind == CalleeKind::variant || plan.kind == CalleeKind::with_update;
    const bool stores = plan.kind == CalleeKind::function && plan.mut_receiver && plan.def.valid() && bindings_.def(plan.def).is_extern;
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      if (builds || stores || facts_.keeping.takes_argument(plan, i)) own(plan.args[i].value);
      else if (facts_.keeping.keeps_argument(plan, i)) own_uncopied(plan.args[i].value);
      else own_chosen(plan.args[i].value, ((plan.mut_params >> i) & 1U) != 0 ? nullptr : &node);
    }
    if (facts_.keeping.takes_receiver(plan)) own(plan.receiver);
    else if (facts_.keeping.keeps_receiver(plan) && !looks_inside(bindings_, plan, types_)) own_uncopied(plan.receiver);
    else own_chosen(plan.receiver, plan.mut_receiver ? nullptr : &node);
    // An object of unknown type is only lent to its methods.
    if (plan.kind == CalleeKind::dyn_method && facts_.keeping.trait_keeps_receiver(plan)) stuck_.push_back({&node, type_of(*plan.receiver), Lender::handle});
    for (const auto& [type, within] : facts_.keeping.copied_types(plan)) would_copy(type, node, within);
    if (is_marked(plan, "copies") && plan.self_type.valid()) {
      would_copy(plan.self_type, node);
      // What a handle shares stays with it.
      would_copy(type_of(static_cast<const Expr&>(node)), node);
    }
    if (facts_.keeping.copies_elements(plan) && !is_marked(plan, "makes_elements") && !(walked_.contains(node.id) && walks_in_place(plan))) would_copy(plan.self_type, node);
  }

  // `for (i, x) in xs.enumerate`: the loop looks at the elements themselves.
  bool walks_in_place(const CallPlan& plan) const { return is_marked(plan, "in_for"); }

  bool is_marked(const CallPlan& plan, std::string_view attribute) const {
    return plan.def.valid() && resolve::find_attribute(bindings_, facts_.interner, plan.def, attribute) != nullptr;
  }

  void would_copy(TypeId type, const Node& node, const Node* within = nullptr) {
    if (facts_.move_only(type)) stuck_.push_back({&node, type, Lender::none, within});
    else copied(type, node);
  }

  // Closures that the callee keeps outlive the call.
  void visit_arguments(const CallPlan& plan) {
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      for (const Argument* one : plan.args[i].rest) kept_closures_.insert(one->value->id);
      const auto* lambda = as<Lambda>(plan.args[i].value);
      if (lambda == nullptr) continue;
      note_handed_back(plan, i, *lambda);
      if (facts_.keeps_closure(plan, i)) kept_closures_.insert(lambda->id);
      else if (i < plan.param_types.size() && is_scope_block(*lambda, plan.param_types[i])) tasks_.insert(lambda->id);
    }
  }

  // `fold(start) { |sum, x| … }`: the first parameter is what the block gave before.
  void note_handed_back(const CallPlan& plan, std::size_t at, const Lambda& lambda) {
    const auto signature = types_.signatures.find(plan.def);
    if (signature == types_.signatures.end()) return;
    at += signature->second.has_self ? 1 : 0;
    const TypeId type = at < signature->second.params.size() ? signature->second.params[at] : TypeId();
    if (!type.valid() || types_.store[type].kind != types::TypeKind::function) return;
    const TypeId result = types_.store.result_of(type);
    const auto params = types_.store.params_of(type);
    if (types_.store[result].kind != types::TypeKind::param) return;
    for (std::size_t i = 0; i < params.size() && i < lambda.params.size(); ++i)
      if (params[i] == result) handed_back_.insert(bindings_.local_of(lambda.params[i].pattern->id));
  }

  // `concurrent do |s| … end` runs its block once.
  bool is_scope_block(const Lambda& lambda, TypeId type) const {
    if (lambda.form == LambdaForm::value || types_.store[type].kind != types::TypeKind::function) return false;
    return std::ranges::any_of(types_.store.params_of(type), [&](TypeId param) { return types_.store.is_named(param, bindings_.well_known.scope); });
  }

  Runs runs(const Lambda& lambda) const {
    if (tasks_.contains(lambda.id)) return Runs::once;
    return out_.captures.contains(lambda.id) ? Runs::later : Runs::often;
  }

  void visit_closure(const Node& node) {
    if (facts_.bodies.owning_closures.count(node.id) == 0 && kept_closures_.count(node.id) == 0) return;
    CaptureUses& uses = out_.captures[node.id];
    for (const LocalId local : bindings_.captures_of(node.id)) {
      const auto type = instance_.locals.find(local);
      const bool only = type != instance_.locals.end() && facts_.move_only(type->second);
      const bool lent = type != instance_.locals.end() && is_lent(local, type->second);
      uses.emplace_back(local, only ? take_along(node, local, type->second) : !lent && is_last(node, local) && may_give(local) ? UseKind::move : UseKind::copy);
      if (uses.back().second == UseKind::move) out_.moved.insert(local);
      if (uses.back().second == UseKind::copy && type != instance_.locals.end()) copied(type->second, node);
    }
  }

  // The closure becomes the owner of what can only be moved.
  UseKind take_along(const Node& closure, LocalId local, TypeId type) {
    Roots roots = origins_.roots_of(local);
    for (const LocalId root : roots.locals)
      if (roots.lender == Lender::none) roots.lender = held_from(root);
    if (roots.lender != Lender::none) {
      stuck_.push_back({&closure, type, roots.lender});
      return UseKind::move;
    }
    out_.moved.insert(roots.locals.begin(), roots.locals.end());
    std::vector<LocalId>& ended = out_.moves[closure.id];
    ended.insert(ended.end(), roots.locals.begin(), roots.locals.end());
    return UseKind::move;
  }
  // `spawn f(tx)` names what it takes; other closures take it where they are made.
  bool is_last(const Node& closure, resolve::LocalId local) const {
    if (const auto last = facts_.bodies.last_captures.find(closure.id); last != facts_.bodies.last_captures.end())
      return std::ranges::find(last->second, local) != last->second.end();
    const auto* spawn = as<Spawn>(&closure);
    if (spawn == nullptr || spawn->value == nullptr) return false;
    bool found = false;
    walk(*spawn->value, [&](const Node& inner) {
      found = found || (bindings_.entity(inner.id).local == local && facts_.bodies.last_uses.count(inner.id) != 0);
      return true;
    });
    return found;
  }

  const types::Instance& instance_;
  const types::TypeTable& types_;
  const resolve::Bindings& bindings_;
  const Facts& facts_;
  InstanceUses& out_;
  std::vector<StuckValue>& stuck_;
  Origins origins_;
  SharedParts shared_parts_;
  bool in_spawned_call_ = false;
  std::unordered_set<NodeId> computed_by_spawner_;  // operands of spawned calls
  std::unordered_set<NodeId> statements_;           // expressions that stand alone
  LocalId assigned_;                                // by the assignment whose value is looked at
  std::unordered_set<LocalId> handed_back_;         // parameters of blocks that get what the block gave
  std::unordered_set<NodeId> given_away_;           // last uses in owning places
  std::unordered_set<NodeId> kept_closures_;
  std::unordered_set<NodeId> used_up_;
  std::unordered_set<NodeId> walked_;               // what loops go over
  std::unordered_set<NodeId> targets_;              // what is assigned, `(a, b)` among it
  std::unordered_set<NodeId> tasks_;                // closures that run once
  std::vector<std::pair<NodeId, Runs>> closures_;   // open around the node, the innermost last
};

}  // namespace

void record_uses(const types::Instance& instance, const Facts& facts, InstanceUses& out, std::vector<StuckValue>& stuck) {
  Places places(instance, facts, out, stuck);
  const resolve::Bindings& bindings = facts.bindings;
  const resolve::Def& def = bindings.def(instance.def);
  out.kept_params.resize(instance.params.size(), false);
  if (def.decl != nullptr)
    for_each_initialiser(*def.decl, [&](const Expr& value) {
      const ExprStmt stmt = alone(value);
      places.visit_body(std::array{static_cast<const Stmt*>(&stmt)}, true);
    });
  if (const auto* function = as<FunctionDecl>(def.decl)) {
    places.visit_body(function->body.statements, true);
    // What the body gives away is taken by value.
    for (std::size_t i = 0; i < function->params.size() && i < out.kept_params.size(); ++i)
      if (out.moved.contains(bindings.local_of(function->params[i].id))) out.kept_params[i] = true;
    take_over_params(instance, *function, facts, places.given_away(), out);
  }
  if (const auto* test = as<TestDecl>(def.decl)) places.visit_body(test->body.statements, false);
  if (def.kind != resolve::DefKind::program) return;
  std::vector<const Stmt*> statements;
  for (const Stmt* stmt : bindings.modules[def.module.index()].tree->items.statements)
    if (stmt->kind != NodeKind::DeclStmt) statements.push_back(stmt);
  places.visit_body(statements, false);
}

}  // namespace ariac::ownership
