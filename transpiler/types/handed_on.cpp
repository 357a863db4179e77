// From where a value gets into a closure, a lazy sequence, a `dyn` or an error back to what the type parameters in its type stand for.
#include "types/handed_on.hpp"

#include <set>
#include <tuple>
#include <utility>

#include "ast/walk.hpp"
#include "types/leaving_values.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {

class Handings {
 public:
  explicit Handings(ProgramInference& program) : program_(program), store_(program.store) {}

  std::vector<HandedOn> find() {
    for (const Instance& instance : program_.table.instances) {
      if (instance.has_errors || !instance.def.valid()) continue;
      const resolve::Def& def = program_.bindings.def(instance.def);
      if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) look_through(instance, function->body);
      else if (const auto* test = ast::as<ast::TestDecl>(def.decl)) look_through(instance, test->body);
      else if (def.kind == DefKind::program && program_.bindings.modules[def.module.index()].tree != nullptr)
        look_through(instance, program_.bindings.modules[def.module.index()].tree->items);
    }
    if (!open_.empty()) note_calls();
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Open open = open_[i];
      ask_callers(open);
      ask_types(open);
    }
    return std::move(found_);
  }

 private:
  // A type in terms of the parameters of `owner`.
  struct Open {
    DefId owner;
    HandedOn handed;
  };
  struct Caller {
    DefId def;
    const CallPlan* plan = nullptr;
  };

  void look_through(const Instance& instance, const ast::Body& body) {
    if (!program_.bindings.def(instance.def).is_library)
      for (const HandedOn& leaving : find_leaving_values(program_, instance, body)) add(instance.def, leaving);
    for (const ast::Stmt* stmt : body.statements)
      ast::walk(*stmt, [&](const ast::Node& node) {
        if (node.kind == ast::NodeKind::DeclStmt) return false;
        const TypeId* type = instance.types.find(node.id);
        if (const auto* coercions = instance.coercions.find(node.id); coercions != nullptr && type != nullptr) {
          TypeId from = *type;
          for (const Coercion& coercion : *coercions) {
            const TypeId given = std::exchange(from, coercion.to);
            if (coercion.kind == CoercionKind::to_dyn) add(instance.def, {given, coercion.to, node.range});
          }
        }
        const TryPlan* tried = instance.tries.find(node.id);
        const auto* raise = ast::as<ast::Raise>(&node);
        const TypeId* raised = raise != nullptr && raise->value != nullptr ? instance.types.find(raise->value->id) : nullptr;
        if (tried != nullptr) raised = tried->kind == TryKind::raise_err ? &tried->error : nullptr;      // else it is a value
        if (raised != nullptr) add(instance.def, {*raised, {}, node.range});
        const TypeId* cause = raise != nullptr && raise->cause != nullptr ? instance.types.find(raise->cause->id) : nullptr;
        if (cause != nullptr) add(instance.def, {*cause, {}, raise->cause->range});
        return true;
      });
  }

  void add(DefId owner, HandedOn handed) {
    handed.value = program_.normalise(handed.value);
    if (handed.inside.valid()) handed.inside = program_.normalise(handed.inside);
    const bool is_open = store_[handed.value].has_params;
    if (!seen_.emplace(is_open ? owner : DefId(), handed.value, handed.inside, handed.at.begin).second) return;
    if (!is_open) return found_.push_back(handed);
    open_.push_back({owner, handed});
    // A function in a body has the parameters around it, too.
    const DefId around = program_.bindings.def(owner).parent;
    if (around.valid() && program_.bindings.def(around).kind == DefKind::function) add(around, handed);
  }

  void note_calls() {
    for (const Instance& instance : program_.table.instances) {
      if (instance.has_errors || !instance.def.valid()) continue;
      for (const auto& [node, plan] : instance.calls)
        if (plan.def.valid() && !plan.type_args.empty()) callers_[plan.def].push_back({instance.def, &plan});
    }
  }

  void ask_callers(const Open& open) {
    const auto signature = program_.table.signatures.find(open.owner);
    const auto callers = callers_.find(open.owner);
    if (signature == program_.table.signatures.end() || callers == callers_.end()) return;
    const std::vector<DefId>& params = signature->second.type_params;
    for (const Caller& caller : callers->second) {
      if (caller.plan->type_args.size() != params.size()) continue;
      add(caller.def, substituted(open.handed, params, caller.plan->type_args));
    }
  }

  // A method of an impl may be called through a trait: then only the types that the program speaks of tell.
  void ask_types(const Open& open) {
    const auto impl = program_.table.impls.find(program_.bindings.def(open.owner).parent);
    if (impl == program_.table.impls.end() || !impl->second.trait.valid()) return;
    const Type self = store_[impl->second.self_type];
    if (self.kind != TypeKind::named) return;
    for (const TypeId type : store_.all_named(self.def)) {
      if (store_[type].has_params) continue;
      std::vector<DefId> params;
      std::vector<TypeId> with;
      for (std::size_t i = 0; i < self.args.size(); ++i) {
        if (store_[self.args[i]].kind != TypeKind::param) continue;
        params.push_back(store_[self.args[i]].def);
        with.push_back(store_[type].args[i]);
      }
      const HandedOn handed = substituted(open.handed, params, with);
      if (!store_[handed.value].has_params) add(open.owner, handed);
    }
  }

  HandedOn substituted(const HandedOn& handed, const std::vector<DefId>& params, const std::vector<TypeId>& with) {
    return {store_.substitute(handed.value, params, with), handed.inside.valid() ? store_.substitute(handed.inside, params, with) : TypeId(), handed.at};
  }

  ProgramInference& program_;
  TypeStore& store_;
  std::vector<HandedOn> found_;
  std::vector<Open> open_;
  std::set<std::tuple<DefId, TypeId, TypeId, std::uint32_t>> seen_;
  std::unordered_map<DefId, std::vector<Caller>> callers_;
};

}  // namespace

std::vector<HandedOn> find_handed_on(ProgramInference& program) { return Handings(program).find(); }

}  // namespace ariac::types
