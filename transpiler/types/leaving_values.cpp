#include "types/leaving_values.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "ast/walk.hpp"
#include "resolve/attributes.hpp"
#include "types/task_blocks.hpp"

namespace ariac::types {

namespace {

class Search {
 public:
  Search(ProgramInference& program, const Instance& instance) : program_(program), instance_(instance) {}

  std::vector<HandedOn> look_through(const ast::Body& body) {
    for (const ast::Stmt* stmt : body.statements) note(*stmt);
    for (const ast::Lambda* closure : closures_)
      if (leaves(*closure, 0)) add(*closure, hiding_types(*closure));
    for (const ast::Expr* sequence : sequences_)
      if (sequence_leaves(*sequence)) add(*sequence, {*instance_.types.find(sequence->id)});
    return std::move(found_);
  }

 private:
  void note(const ast::Node& node) {
    if (node.kind == ast::NodeKind::DeclStmt) return;
    if (const auto* closure = ast::as<ast::Lambda>(&node)) closures_.push_back(closure);
    if (const auto* let = ast::as<ast::Let>(&node))
      if (const auto* name = ast::as<ast::BindingPattern>(let->pattern)) give(program_.bindings.local_of(name->id), let->value);
    if (const auto* assign = ast::as<ast::Assign>(&node)) give(program_.bindings.entity(assign->target->id).local, assign->value);
    if (const auto* name = ast::as<ast::NameExpr>(&node)) mentions_[program_.bindings.entity(name->id).local].push_back(name);
    if (const CallPlan* plan = instance_.calls.find(node.id); plan != nullptr && gives_lazy(*plan, node)) sequences_.push_back(static_cast<const ast::Expr*>(&node));
    ast::for_each_child(node, [&](const ast::Node& child) {
      parents_[child.id] = &node;
      note(child);
    });
  }

  void give(LocalId local, const ast::Expr* value) {
    if (!local.valid() || value == nullptr) return;
    if (const auto* closure = ast::as<ast::Lambda>(value)) named_[local].push_back(closure);
    else from_elsewhere_.insert(local);
  }

  // A function of the library whose result goes on from its operands.
  bool gives_lazy(const CallPlan& plan, const ast::Node& node) const {
    const TypeId* type = instance_.types.find(node.id);
    if (type == nullptr || !plan.def.valid() || !program_.bindings.def(plan.def).is_library || program_.store[*type].kind != TypeKind::named) return false;
    return resolve::find_attribute(program_.bindings.def(program_.store[*type].def).decl, program_.interner, "lazy") != nullptr;
  }

  // --- what a value holds ---
  void add(const ast::Expr& value, const std::vector<TypeId>& inside) {
    std::vector<TypeId> held;
    collect(value, held, 0);
    for (TypeId type : inside)
      for (TypeId part : held)
        if (part != type) found_.push_back({part, type, value.range});
  }

  void collect(const ast::Expr& value, std::vector<TypeId>& held, int depth) const {
    const CallPlan* plan = instance_.calls.find(value.id);
    if (const auto* closure = ast::as<ast::Lambda>(&value)) {
      for (LocalId local : program_.bindings.captures_of(closure->id)) collect_local(local, held, depth);
    } else if (plan != nullptr && gives_lazy(*plan, value) && depth < 64) {
      if (plan->receiver != nullptr) collect(*plan->receiver, held, depth + 1);
      for (const ArgSource& arg : plan->args)
        if (arg.value != nullptr) collect(*arg.value, held, depth + 1);
    } else if (const auto* name = ast::as<ast::NameExpr>(&value); name != nullptr && program_.bindings.entity(name->id).local.valid()) {
      collect_local(program_.bindings.entity(name->id).local, held, depth);
    } else if (const TypeId* type = instance_.types.find(value.id)) {
      hold(*type, held);
    }
  }

  void collect_local(LocalId local, std::vector<TypeId>& held, int depth) const {
    const auto type = instance_.locals.find(local);
    if (type == instance_.locals.end()) return;
    const auto given = named_.find(local);
    const resolve::LocalKind kind = program_.bindings.local(local).kind;
    const bool is_param = kind == resolve::LocalKind::param || kind == resolve::LocalKind::mut_param;
    if (given == named_.end() || is_param || from_elsewhere_.contains(local) || depth > 8) return hold(type->second, held);
    for (const ast::Lambda* closure : given->second) collect(*closure, held, depth + 1);
  }

  static void hold(TypeId type, std::vector<TypeId>& held) {
    if (std::ranges::find(held, type) == held.end()) held.push_back(type);
  }

  std::vector<TypeId> hiding_types(const ast::Lambda& closure) const {
    std::vector<TypeId> types;
    const auto add_type = [&](TypeId type) {
      if (program_.store[type].kind == TypeKind::function) types.push_back(type);
    };
    if (const TypeId* type = instance_.types.find(closure.id)) add_type(*type);
    if (const auto* coercions = instance_.coercions.find(closure.id))
      for (const Coercion& coercion : *coercions) add_type(coercion.to);
    return types;
  }

  // --- where it goes ---
  const ast::Node* around(const ast::Expr& value) const {
    const auto found = parents_.find(value.id);
    return found != parents_.end() ? found->second : nullptr;
  }

  // A sequence that the next call of the chain takes is part of what that one gives, or used up by it; so is one that a `for` walks.
  bool sequence_leaves(const ast::Expr& sequence) const {
    const ast::Node* node = around(sequence);
    if (node == nullptr || node->kind == ast::NodeKind::For) return node == nullptr;
    if (node->kind == ast::NodeKind::Member) {
      const CallPlan* plan = instance_.calls.find(node->id);
      const ast::Node* call = around(*static_cast<const ast::Expr*>(node));
      if (plan == nullptr && call != nullptr) plan = instance_.calls.find(call->id);
      return plan == nullptr || !plan->def.valid() || !program_.bindings.def(plan->def).is_library;
    }
    const CallPlan* plan = instance_.calls.find(node->id);
    return plan == nullptr || !gives_lazy(*plan, *node);
  }

  // Whether the closure goes anywhere but into a call of it and into calls that only borrow it.
  bool leaves(const ast::Expr& value, int depth) const {
    const ast::Node* node = around(value);
    if (node == nullptr || depth > 8) return true;
    if (node->kind == ast::NodeKind::Spawn || node->kind == ast::NodeKind::With) return false;
    LocalId local;
    if (const auto* let = ast::as<ast::Let>(node)) {
      if (const auto* name = ast::as<ast::BindingPattern>(let->pattern)) local = program_.bindings.local_of(name->id);
    } else if (const auto* assign = ast::as<ast::Assign>(node)) {
      if (assign->target == &value) return false;
      local = program_.bindings.entity(assign->target->id).local;
    } else if (const auto* call = ast::as<ast::Call>(node)) {
      return call->callee != &value && !borrows(*call, value);
    }
    const auto mentions = mentions_.find(local);
    if (!local.valid()) return true;
    return mentions != mentions_.end() && std::ranges::any_of(mentions->second, [&](const ast::NameExpr* name) {
      const auto* assign = ast::as<ast::Assign>(around(*name));
      return (assign == nullptr || assign->target != name) && leaves(*name, depth + 1);
    });
  }

  // A function of the library that takes a function calls it and lets it go, or gives a sequence that holds it; others do when their body only calls it.
  bool borrows(const ast::Call& call, const ast::Expr& value) const {
    const CallPlan* plan = instance_.calls.find(call.id);
    if (plan == nullptr || !plan->def.valid() || plan->kind != CalleeKind::function) return false;
    if (gives_lazy(*plan, call)) return true;
    const auto* decl = ast::as<ast::FunctionDecl>(program_.bindings.def(plan->def).decl);
    if (decl == nullptr) return false;
    const std::size_t first = !decl->params.empty() && decl->params[0].is_self ? 1 : 0;
    for (std::size_t i = 0; i < plan->args.size() && i + first < decl->params.size(); ++i) {
      if (plan->args[i].value != &value) continue;
      if (!program_.bindings.def(plan->def).is_library) return only_calls(*plan, *decl, i + first);
      const TypeId declared = program_.signature(plan->def).params[i + first];
      return declared.valid() && program_.store[declared].kind == TypeKind::function && !decl->params[i + first].escaping;
    }
    return false;
  }

  // The callee's body alone tells, and those of the functions that it hands blocks which call the parameter.
  bool only_calls(const CallPlan& call, const ast::FunctionDecl& function, std::size_t at) const {
    const LocalId param = program_.bindings.local_of(function.params[at].id);
    if (!param.valid() || function.body.statements.empty()) return false;
    if (std::ranges::find(looked_into_, param) != looked_into_.end()) return true;
    looked_into_.push_back(param);
    const Instance* instance = call.instance.valid() ? &program_.table.instances[call.instance.index()] : nullptr;
    bool only = true;
    const auto visit = [&](const auto& self, const ast::Node& node) -> void {
      const auto* closure = ast::as<ast::Lambda>(&node);
      if (node.kind == ast::NodeKind::Spawn || (closure != nullptr && closure->form == ast::LambdaForm::value)) only = only && !captures(node.id, param);
      if (node.kind == ast::NodeKind::NameExpr && program_.bindings.entity(node.id).local == param) only = false;
      if (const CallPlan* plan = instance != nullptr ? instance->calls.find(node.id) : nullptr; only && plan != nullptr) only = blocks_only_call(*instance, *plan, param);
      const auto* call = ast::as<ast::Call>(&node);
      const bool called = call != nullptr && call->callee->kind == ast::NodeKind::NameExpr && program_.bindings.entity(call->callee->id).local == param;
      ast::for_each_child(node, [&](const ast::Node& child) {
        if (only && (!called || &child != call->callee)) self(self, child);
      });
    };
    for (const ast::Stmt* stmt : function.body.statements) visit(visit, *stmt);
    looked_into_.pop_back();
    return only;
  }

  bool captures(NodeId closure, LocalId local) const {
    const auto& captured = program_.bindings.captures_of(closure);
    return std::ranges::find(captured, local) != captured.end();
  }

  // Whether the call only calls its blocks, of those that call the parameter, and that in the task it is in.
  bool blocks_only_call(const Instance& around, const CallPlan& plan, LocalId param) const {
    const ast::Expr* awaited = mapped_by_tasks(plan, around, program_.store, program_.bindings, program_.interner);
    if (awaited != nullptr && captures(awaited->id, param)) return false;
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      const auto* block = ast::as<ast::Lambda>(plan.args[i].value);
      if (block == nullptr || !captures(block->id, param)) continue;
      const auto* decl = plan.def.valid() ? ast::as<ast::FunctionDecl>(program_.bindings.def(plan.def).decl) : nullptr;
      if (decl == nullptr) return false;
      const std::size_t at = i + (!decl->params.empty() && decl->params[0].is_self ? 1 : 0);
      if (at >= decl->params.size() || decl->params[at].escaping) return false;
      if (program_.bindings.def(plan.def).is_library) {
        if (runs_blocks_as_tasks(plan, program_.bindings, program_.interner) || hands_over(plan, program_.bindings, program_.interner)) return false;
      } else if (plan.instance.valid() && !only_calls(plan, *decl, at)) {
        return false;
      }
    }
    return true;
  }

  ProgramInference& program_;
  const Instance& instance_;
  std::vector<HandedOn> found_;
  std::vector<const ast::Lambda*> closures_;
  std::vector<const ast::Expr*> sequences_;
  std::unordered_map<LocalId, std::vector<const ast::Lambda*>> named_;       // what variables were given
  std::unordered_set<LocalId> from_elsewhere_;                               // variables that were given something else
  std::unordered_map<LocalId, std::vector<const ast::NameExpr*>> mentions_;
  std::unordered_map<NodeId, const ast::Node*> parents_;
  mutable std::vector<LocalId> looked_into_;        // parameters whose functions are gone through, the innermost last
};

}  // namespace

std::vector<HandedOn> find_leaving_values(ProgramInference& program, const Instance& instance, const ast::Body& body) {
  return Search(program, instance).look_through(body);
}

}  // namespace ariac::types
