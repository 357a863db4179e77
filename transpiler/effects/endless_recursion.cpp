// What every way through a body calls before it may be left: by `return`, an error, or a wait that may be cancelled. A function
// that such calls lead back to is never left.
#include "effects/endless_recursion.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/effects.hpp"

namespace ariac::effects {

namespace {

// The calls that have surely been made, with where; nothing: no way leads here.
using Made = std::optional<std::map<InstanceId, source::SourceRange>>;

void meet(Made& into, const Made& other) {
  if (!other) return;
  if (!into) into = other;
  else std::erase_if(*into, [&](const auto& call) { return !other->contains(call.first); });
}

class SureCalls {
 public:
  SureCalls(const types::TypeTable& types, const EffectTable& table, InstanceId id) : store_(types.store), instance_(types[id]), effects_(table[id]) {}

  Made of(const ast::Body& body) {
    run(body);
    leave();
    return left_;
  }

 private:
  void leave() { meet(left_, made_); }

  void run(const ast::Body& body) {
    for (const ast::Stmt* stmt : body.statements) run(*stmt);
  }

  void run_optional(const ast::Node* node) {
    if (node != nullptr) run(*node);
  }

  // What may not run: the ways out of it count, its calls do not.
  template <typename Part>
  void maybe(const Part& part) {
    const Made before = made_;
    run(part);
    made_ = before;
  }

  void run(const ast::Condition& condition) { run_optional(condition.value); }

  // `ways` are run one by one from here; all of them lead on.
  template <typename Ways, typename Run>
  void branch(const Ways& ways, Run run_way, bool may_skip) {
    const Made before = made_;
    Made after = may_skip ? before : Made();
    for (const auto& way : ways) {
      made_ = before;
      run_way(way);
      meet(after, made_);
    }
    made_ = after;
  }

  void run_if(const ast::If& e) {
    Made after;
    for (const ast::IfBranch& way : e.branches) {
      run(way.condition);
      const Made otherwise = made_;
      run(way.body);
      meet(after, made_);
      made_ = otherwise;
    }
    run(e.otherwise);
    meet(after, made_);
    made_ = after;
  }

  // Without a `break` a loop is left by what ends the function only, or not at all.
  void run_endless(const ast::Body& body) {
    const Made outer = std::exchange(broken_, Made());
    run(body);
    leave();
    made_ = std::exchange(broken_, outer);
  }

  void run_begin(const ast::Begin& e) {
    const Made before = made_;
    run(e.body);
    run(e.otherwise);
    const Made whole = made_;
    made_ = before;
    branch(e.rescues, [this](const ast::RescueClause& clause) { run(clause.body); }, false);
    meet(made_, whole);
    run(e.ensure);
  }

  void run(const ast::Node& node) {
    if (!made_) return;
    ast::match(
        node, [&](const ast::If& e) { run_if(e); },
        [&](const ast::Match& e) {
          run(*e.subject);
          branch(e.arms, [this](const ast::MatchArm& arm) {
            run_optional(arm.guard);
            run(arm.body);
          }, false);
        },
        [&](const ast::While& e) {
          if (ast::is_endless(e.condition)) return run_endless(e.body);
          run(e.condition);
          in_loop(e.body);
        },
        [&](const ast::For& e) {
          run(*e.iterable);
          in_loop(e.body);
        },
        [&](const ast::Loop& e) { run_endless(e.body); }, [&](const ast::Begin& e) { run_begin(e); },
        [&](const ast::Comprehension& e) {
          leave();
          ast::for_each_child(e, [&](const ast::Node& child) { maybe(child); });
        },
        [&](const ast::Binary& e) {
          run(*e.left);
          const bool lazy = e.op == ast::BinaryOp::and_ || e.op == ast::BinaryOp::or_ || e.op == ast::BinaryOp::implies || e.op == ast::BinaryOp::coalesce;
          lazy ? maybe(*e.right) : run(*e.right);
          call(e);
        },
        [&](const ast::Comparison& e) {
          for (std::size_t i = 0; i < e.operands.size(); ++i) i < 2 ? run(*e.operands[i]) : maybe(*e.operands[i]);
          if (const auto found = instance_.comparison_calls.find(e.id); found != instance_.comparison_calls.end() && found->second.front()) note(*found->second.front(), e);
          call(e);
        },
        [&](const ast::Assign& e) {
          run(*e.target);
          e.op == ast::AssignOp::coalesce ? maybe(*e.value) : run(*e.value);
          call(e);
        },
        [&](const ast::Return& e) {
          run_optional(e.value);
          leave();
          made_.reset();
        },
        [&](const ast::Raise& e) {
          run(*e.value);
          leave();
          made_.reset();
        },
        [&](const ast::Break& e) {
          run_optional(e.value);
          meet(broken_, made_);
          made_.reset();
        },
        [&](const ast::Continue&) {
          leave();
          made_.reset();
        },
        [&](const ast::Try& e) {
          run(*e.operand);
          leave();
        },
        // A block may run or not; where it leaves the function, so does its call.
        [&](const ast::Lambda&) { leave(); },
        [&](const ast::Select&) { leave(); }, [&](const ast::With&) { leave(); }, [&](const ast::Handle&) { leave(); },
        [](const ast::Spawn&) {}, [](const ast::Defer&) {}, [](const ast::Contract&) {}, [](const ast::DeclStmt&) {}, [](const ast::Pattern&) {},
        [](const ast::TypeExpr&) {},
        [&](const ast::Node& other) {
          const types::CallPlan* plan = instance_.calls.find(other.id);
          const bool safe = plan != nullptr && plan->safe;      // `o?.m(…)`: only where there is an `o`
          ast::for_each_child(other, [&](const ast::Node& child) { safe ? maybe(child) : run(child); });
          call(other);
        });
  }

  void in_loop(const ast::Body& body) {
    const Made outer = std::exchange(broken_, Made());
    maybe(body);
    broken_ = outer;
  }

  void call(const ast::Node& at) {
    if (!made_) return;
    const types::CallPlan* plan = instance_.calls.find(at.id);
    if (plan != nullptr) note(*plan, at);
    const types::Selection* selection = instance_.selections.find(at.id);
    const bool tries = (selection != nullptr && selection->tries) || instance_.tries.find(at.id) != nullptr;
    const auto row = effects_.calls.find(at.id);
    if (tries || (row != effects_.calls.end() && may_leave(row->second))) leave();
    const types::TypeId* type = instance_.types.find(at.id);
    if (plan == nullptr || type == nullptr || store_[*type].kind != types::TypeKind::never || plan->instance.valid()) return;
    leave();
    made_.reset();
  }

  // What is called through a trait may be another impl's.
  void note(const types::CallPlan& plan, const ast::Node& at) {
    if (made_ && plan.instance.valid() && plan.kind == types::CalleeKind::function && !plan.safe) made_->emplace(plan.instance, at.range);
  }

  // Printing and changing variables lead on; anything else may raise, be cancelled, or end the program.
  static bool may_leave(const EffectSet& row) {
    EffectSet more = row;
    for (const Effect harmless : {Effect::mut, Effect::state, Effect::console})
      if (more.has(harmless)) more.remove(harmless);
    return !more.is_empty();
  }

  const types::TypeStore& store_;
  const types::Instance& instance_;
  const InstanceEffects& effects_;
  Made made_ = Made(std::in_place);
  Made left_;                    // on every way that has left the function
  Made broken_;                  // on every way that has left the innermost loop
};

}  // namespace

void refuse_endless_recursion(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
                              const EffectTable& table, diagnostics::Sink& sink) {
  std::vector<Made> sure(types.instances.size());
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) {
    const types::Instance& instance = types.instances[i];
    if (!instance.def.valid() || instance.has_errors || bindings.def(instance.def).is_library) continue;
    const auto* function = ast::as<ast::FunctionDecl>(bindings.def(instance.def).decl);
    if (function != nullptr && function->has_body) sure[i] = SureCalls(types, table, InstanceId(i)).of(function->body);
  }
  std::set<DefId> told;
  for (std::uint32_t i = 0; i < sure.size(); ++i) {
    // The calls that lead back, by the callee: where it is called first.
    std::map<InstanceId, InstanceId> caller;
    std::vector<InstanceId> open{InstanceId(i)};
    while (!open.empty() && !caller.contains(InstanceId(i))) {
      const InstanceId at = open.back();
      open.pop_back();
      if (!sure[at.index()]) continue;
      for (const auto& [callee, range] : *sure[at.index()])
        if (caller.emplace(callee, at).second) open.push_back(callee);
    }
    if (!caller.contains(InstanceId(i))) continue;
    std::vector<InstanceId> circle{caller.at(InstanceId(i))};
    while (circle.back() != InstanceId(i)) circle.push_back(caller.at(circle.back()));
    std::ranges::reverse(circle);
    const bool known = std::ranges::any_of(circle, [&](InstanceId each) { return told.contains(types[each].def); });
    for (const InstanceId each : circle) told.insert(types[each].def);
    if (known) continue;
    const resolve::Def& def = bindings.def(types.instances[i].def);
    auto report = sink.report(def.name_range, diag::EndlessRecursion{.name = interner.text(def.name)});
    report.primary("every way through it leads back here");
    for (std::size_t k = 0; k < circle.size(); ++k) {
      const InstanceId next = circle[(k + 1) % circle.size()];
      report.label(sure[circle[k].index()]->at(next), "`" + std::string(interner.text(bindings.def(types[next].def).name)) + "` is called whatever happens");
    }
    report.help("give it a case that needs no such call: `if … then … else …`");
  }
}

}  // namespace ariac::effects
