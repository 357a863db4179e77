#include "ownership/moves.hpp"

#include <algorithm>

#include "diagnostics/catalogue/ownership.hpp"
#include "ownership/bodies.hpp"
#include "ownership/flow.hpp"
#include "types/print_type.hpp"

namespace ariac::ownership {

using namespace ast;
using types::CallPlan;

namespace {

struct Told {
  const char* owner;
  const char* help;
};

// Whose the value is, and what to do instead.
Told told(Lender lender) {
  switch (lender) {
    case Lender::element: return {"an array", "take it out: `pop`, `remove_at(i)`, `swap_remove(i)`; or use it where it is"};
    case Lender::entry: return {"a map", "take it out: `remove(key)`; or use it where it is"};
    case Lender::changed_param: return {"the caller, who lends it to be changed", "take the parameter without `mut`, or let the place be an `Option` and `take` it"};
    case Lender::self: return {"`self`, which is lent to be changed", "let the field be an `Option` and `take` it, or take `self` without `mut`"};
    case Lender::whole: return {"a value with `Drop`, which is dropped as a whole", "let the field be an `Option` and `take` it"};
    case Lender::shared: return {"a shared object", "let the field be an `Option` and `take` it"};
    case Lender::handle: return {"a `Box`, `Rc` or `Arc`", "let what is shared be an `Option` and `take` it"};
    case Lender::parameter: return {"the caller of this block, who lends it", "use a `for` loop, or a function with a parameter of this type"};
    case Lender::error: return {"the error that is being handled", "use it here"};
    case Lender::block: return {"the code around this block, which may run more than once", "use a `for` loop, or let the variable be an `Option` and `take` it"};
    case Lender::function_value: return {"whoever calls the function value, who lends it", "call the function by its name, or let it only look at the value"};
    case Lender::closure: return {"this closure, which may be called again", "share it: `Rc.new(value)`, `Arc.new(value)`"};
    case Lender::object:
    case Lender::loop:
    case Lender::looked_into:
    case Lender::shared_part:
    case Lender::none: break;
  }
  return {"its owner", "use it where it is"};
}

// Where a copy would be made: what to do instead; null where nothing is copied.
const char* told_copy(Lender lender) {
  switch (lender) {
    case Lender::none: return "lend it: look at it where it is (`xs[i]`, `for x in xs`, `each`), or take it out (`pop`, `remove_at`, `remove`)";
    case Lender::object: return "an object of a trait can be copied: take a type parameter with this bound, or an enum of the types";
    case Lender::loop: return "the loop goes over the value as it was: gather the changes and make them after it";
    case Lender::looked_into: return "the pattern looks into the element where it is: change the place after it, or take the element out (`pop`, `remove_at`, `remove`)";
    case Lender::shared_part: return "others may change the object meanwhile: look at it in a method of its class, where nothing changes the object, or take it out (`pop`, `remove_at`, `remove`)";
    default: return nullptr;
  }
}

// Arguments that are lent while another one moves their variable into the same call.
class LentAndMovedArguments {
 public:
  LentAndMovedArguments(const types::Instance& instance, const resolve::Bindings& bindings, const support::Interner& interner, const InstanceUses& uses, diagnostics::Sink& sink)
      : instance_(instance), bindings_(bindings), interner_(interner), uses_(uses), sink_(sink) {}

  void visit(const Node& node) {
    if (is_own_body(node)) return;
    if (const CallPlan* plan = instance_.calls.find(node.id)) check(*plan);
    for_each_child(node, [&](const Node& child) { visit(child); });
  }

 private:
  void check(const CallPlan& plan) {
    std::vector<const Expr*> operands;
    if (plan.receiver != nullptr) operands.push_back(plan.receiver);
    for (const types::ArgSource& source : plan.args)
      if (source.value != nullptr) operands.push_back(source.value);
    for (const Expr* lent : operands) {
      const LocalId local = lent->kind == NodeKind::NameExpr ? bindings_.entity(lent->id).local : LocalId();
      if (!local.valid() || uses_.moves.contains(lent->id)) continue;
      for (const Expr* other : operands)
        if (other != lent && moves(*other, local)) return report(*lent, *other, local);
    }
  }

  bool moves(const Expr& e, LocalId local) const {
    bool found = false;
    walk(e, [&](const Node& node) {
      const auto ended = uses_.moves.find(node.id);
      found = found || (ended != uses_.moves.end() && std::ranges::find(ended->second, local) != ended->second.end());
      return !found && node.kind != NodeKind::Lambda;
    });
    return found;
  }

  void report(const Expr& lent, const Expr& moved, LocalId local) {
    sink_.report(lent.range, diag::LentAndMoved{.name = std::string(interner_.text(bindings_.local(local).name))})
        .primary("lent here")
        .label(moved.range, "and moved here")
        .help("take what is needed of it into a variable first");
  }

  const types::Instance& instance_;
  const resolve::Bindings& bindings_;
  const support::Interner& interner_;
  const InstanceUses& uses_;
  diagnostics::Sink& sink_;
};

}  // namespace

void report_stuck(const std::vector<StuckValue>& stuck, const types::TypeTable& types, const resolve::Bindings& bindings, const support::Interner& interner,
                  diagnostics::Sink& sink) {
  for (const StuckValue& each : stuck) {
    const std::string type = types::print_type(types.store, bindings, interner, each.type);
    if (const char* instead = told_copy(each.lender)) {
      auto report = sink.report(each.at->range, diag::CopyOfMoveOnly{.type = type});
      if (each.within != nullptr) report.label(each.within->range, "it is copied here").help("the function that is called may only look at it or move it, since here it is a `" + type + "`");
      else report.help(instead);
      continue;
    }
    const Told words = told(each.lender);
    sink.report(each.at->range, diag::MoveOfLent{.type = type, .owner = words.owner}).help(words.help);
  }
}

void check_moves(const types::Instance& instance, const resolve::Bindings& bindings, const support::Interner& interner, const InstanceUses& uses,
                 diagnostics::Sink& sink) {
  const resolve::Def& def = bindings.def(instance.def);
  std::vector<const Stmt*> statements;
  if (const auto* function = as<FunctionDecl>(def.decl)) statements.assign(function->body.statements.begin(), function->body.statements.end());
  if (const auto* test = as<TestDecl>(def.decl)) statements.assign(test->body.statements.begin(), test->body.statements.end());
  if (def.kind == resolve::DefKind::program)
    for (const Stmt* stmt : bindings.modules[def.module.index()].tree->items.statements)
      if (stmt->kind != NodeKind::DeclStmt) statements.push_back(stmt);
  Flow(bindings, interner, sink, &uses).check(statements);
  LentAndMovedArguments arguments(instance, bindings, interner, uses, sink);
  for (const Stmt* stmt : statements) arguments.visit(*stmt);
}

}  // namespace ariac::ownership
