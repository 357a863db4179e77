#include "types/bound_values.hpp"

#include <algorithm>
#include <unordered_map>

#include "ast/walk.hpp"

namespace ariac::types {

namespace {

class Search {
 public:
  Search(ProgramInference& program, const Instance& instance) : program_(program), instance_(instance) {}

  // Whether a type was added.
  bool look_through(std::span<const ast::Stmt* const> statements) {
    for (const ast::Stmt* stmt : statements) note(*stmt);
    bool added = false;
    for (const ast::Lambda* closure : closures_)
      if (binds(*closure, 0) && leaves(*closure, 0)) added = add(*closure) || added;
    return added;
  }

 private:
  void note(const ast::Node& node) {
    if (node.kind == ast::NodeKind::DeclStmt) return;
    if (const auto* closure = ast::as<ast::Lambda>(&node)) closures_.push_back(closure);
    if (const auto* let = ast::as<ast::Let>(&node))
      if (const auto* name = ast::as<ast::BindingPattern>(let->pattern)) give(program_.bindings.local_of(name->id), let->value);
    if (const auto* assign = ast::as<ast::Assign>(&node)) give(program_.bindings.entity(assign->target->id).local, assign->value);
    if (const auto* name = ast::as<ast::NameExpr>(&node)) mentions_[program_.bindings.entity(name->id).local].push_back(name);
    ast::for_each_child(node, [&](const ast::Node& child) {
      parents_[child.id] = &node;
      note(child);
    });
  }

  void give(LocalId local, const ast::Expr* value) {
    const auto* closure = ast::as<ast::Lambda>(value);
    if (local.valid() && closure != nullptr) named_[local].push_back(closure);
  }

  // Whether it captured something that belongs to one task, be it another such closure.
  bool binds(const ast::Lambda& closure, int depth) const {
    return std::ranges::any_of(program_.bindings.captures_of(closure.id), [&](LocalId local) {
      const auto type = instance_.locals.find(local);
      if (type == instance_.locals.end()) return false;
      if (const auto given = named_.find(local); given != named_.end())
        return depth < 8 && std::ranges::any_of(given->second, [&](const ast::Lambda* inner) { return inner != &closure && binds(*inner, depth + 1); });
      return program_.transfer_obstacle(type->second).has_value();
    });
  }

  // Whether the value goes anywhere but into a call of it and into calls that only borrow it.
  bool leaves(const ast::Expr& value, int depth) const {
    const auto found = parents_.find(value.id);
    const ast::Node* around = found != parents_.end() ? found->second : nullptr;
    if (around == nullptr || depth > 8) return true;
    if (around->kind == ast::NodeKind::Spawn || around->kind == ast::NodeKind::With) return false;
    LocalId local;
    if (const auto* let = ast::as<ast::Let>(around)) {
      if (const auto* name = ast::as<ast::BindingPattern>(let->pattern)) local = program_.bindings.local_of(name->id);
    } else if (const auto* assign = ast::as<ast::Assign>(around)) {
      if (assign->target == &value) return false;
      local = program_.bindings.entity(assign->target->id).local;
    } else if (const auto* call = ast::as<ast::Call>(around)) {
      return call->callee != &value && !borrows(*call, value);
    }
    const auto mentions = mentions_.find(local);
    if (!local.valid()) return true;
    return mentions != mentions_.end() && std::ranges::any_of(mentions->second, [&](const ast::NameExpr* name) {
      const auto parent = parents_.find(name->id);
      const auto* assign = parent != parents_.end() ? ast::as<ast::Assign>(parent->second) : nullptr;
      return (assign == nullptr || assign->target != name) && leaves(*name, depth + 1);
    });
  }

  // A function of the library that takes a function calls it and lets it go; others do when their body only calls it.
  bool borrows(const ast::Call& call, const ast::Expr& value) const {
    const CallPlan* plan = instance_.calls.find(call.id);
    if (plan == nullptr || !plan->def.valid() || plan->kind != CalleeKind::function) return false;
    const auto* decl = ast::as<ast::FunctionDecl>(program_.bindings.def(plan->def).decl);
    if (decl == nullptr) return false;
    const std::size_t first = !decl->params.empty() && decl->params[0].is_self ? 1 : 0;
    for (std::size_t i = 0; i < plan->args.size() && i + first < decl->params.size(); ++i) {
      if (plan->args[i].value != &value) continue;
      if (!program_.bindings.def(plan->def).is_library) return only_calls(*decl, program_.bindings.local_of(decl->params[i + first].id));
      const TypeId declared = program_.signature(plan->def).params[i + first];
      return declared.valid() && program_.store[declared].kind == TypeKind::function && !decl->params[i + first].escaping;
    }
    return false;
  }

  bool only_calls(const ast::FunctionDecl& function, LocalId param) const {
    bool only = true;
    const auto visit = [&](const auto& self, const ast::Node& node) -> void {
      const auto* closure = ast::as<ast::Lambda>(&node);
      if (node.kind == ast::NodeKind::Spawn || (closure != nullptr && closure->form == ast::LambdaForm::value))
        only = only && std::ranges::find(program_.bindings.captures_of(node.id), param) == program_.bindings.captures_of(node.id).end();
      if (node.kind == ast::NodeKind::NameExpr && program_.bindings.entity(node.id).local == param) only = false;
      const auto* call = ast::as<ast::Call>(&node);
      const bool called = call != nullptr && call->callee->kind == ast::NodeKind::NameExpr && program_.bindings.entity(call->callee->id).local == param;
      ast::for_each_child(node, [&](const ast::Node& child) {
        if (!called || &child != call->callee) self(self, child);
      });
    };
    for (const ast::Stmt* stmt : function.body.statements) visit(visit, *stmt);
    return only && param.valid() && !function.body.statements.empty();
  }

  bool add(const ast::Lambda& closure) {
    bool added = false;
    const auto add_type = [&](TypeId type) {
      if (program_.store[type].kind != TypeKind::function || program_.bound_function(type) != nullptr) return;
      program_.bound_functions.push_back({type, closure.range});
      added = true;
    };
    if (const TypeId* type = instance_.types.find(closure.id)) add_type(*type);
    if (const auto* coercions = instance_.coercions.find(closure.id))
      for (const Coercion& coercion : *coercions) add_type(coercion.to);
    return added;
  }

  ProgramInference& program_;
  const Instance& instance_;
  std::vector<const ast::Lambda*> closures_;
  std::unordered_map<LocalId, std::vector<const ast::Lambda*>> named_;       // what variables were given
  std::unordered_map<LocalId, std::vector<const ast::NameExpr*>> mentions_;
  std::unordered_map<NodeId, const ast::Node*> parents_;
};

}  // namespace

void find_bound_values(ProgramInference& program, std::span<const HandedOn> handed_on) {
  for (bool grows = true; grows;) {
    grows = false;
    program.forget_structural_answers();
    for (const HandedOn& handed : handed_on) {
      const auto known = [&](const ProgramInference::BoundDyn& bound) { return bound.trait == handed.trait; };
      if (!handed.trait.valid() || std::ranges::any_of(program.bound_dyns, known) || !program.transfer_obstacle(handed.value)) continue;
      program.bound_dyns.push_back({handed.trait, handed.value, handed.at});
      grows = true;
      program.forget_structural_answers();
    }
    for (const Instance& made : program.table.instances) {
      if (made.has_errors || !made.def.valid() || program.bindings.def(made.def).is_library) continue;
      const resolve::Def& def = program.bindings.def(made.def);
      Search search(program, made);
      if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) grows = search.look_through(function->body.statements) || grows;
      else if (const auto* test = ast::as<ast::TestDecl>(def.decl)) grows = search.look_through(test->body.statements) || grows;
      else if (def.kind == resolve::DefKind::program && program.bindings.modules[def.module.index()].tree != nullptr)
        grows = search.look_through(program.bindings.modules[def.module.index()].tree->items.statements) || grows;
    }
  }
  program.forget_structural_answers();
}

}  // namespace ariac::types
