// What functions that a caller hands in do is known for the whole program: all that any call hands over counts.
#include "effects/check_lent_parts.hpp"

#include <algorithm>
#include <string>

#include "ast/walk.hpp"
#include "diagnostics/catalogue/concurrency.hpp"
#include "effects/culprits.hpp"
#include "effects/lent_parts.hpp"
#include "resolve/attributes.hpp"
#include "types/print_type.hpp"

namespace ariac::effects {

namespace {

class LentParts {
 public:
  LentParts(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const EffectTable& table,
            const ProgramUnknowns& program, diagnostics::Sink& sink)
      : bindings_(bindings), types_(types), interner_(interner), table_(table), program_(program), culprits_(bindings, types, interner, table), sink_(sink) {}

  void check(InstanceId id) {
    const resolve::Def& def = bindings_.def(types_[id].def);
    if (types_[id].has_errors || !types_[id].def.valid() || def.is_library) return;
    id_ = id;
    std::span<const ast::Stmt* const> statements;
    if (const auto* function = ast::as<ast::FunctionDecl>(def.decl)) statements = function->body.statements;
    if (const auto* test = ast::as<ast::TestDecl>(def.decl)) statements = test->body.statements;
    if (def.kind == resolve::DefKind::program) statements = bindings_.modules[def.module.index()].tree->items.statements;
    for (const ast::Stmt* stmt : statements) {
      ast::walk(*stmt, [&](const ast::Node& node) {
        if (node.kind == ast::NodeKind::DeclStmt) return false;      // bodies of their own
        if (const types::CallPlan* plan = types_[id].calls.find(node.id)) check(node, *plan);
        return true;
      });
    }
  }

 private:
  void check(const ast::Node& call, const types::CallPlan& plan) {
    const std::vector<LentPart> lent = lent_parts(plan, types_[id_], types_, bindings_, interner_);
    if (lent.empty()) return;
    const EffectSet does = row_of(call);
    for (const LentPart& part : lent) {
      // Of a method of a shared class, which holds the lock itself, the whole method is refused.
      if (does.has(Effect::async) && !part.in_rc && !is_method_of_class()) return report_wait(call, plan, part);
      // A method of the program on the whole of an `Rc` is as free as one of a shared class: `node.left.insert(v)` would be lost otherwise.
      const bool on_whole = part.in_rc && part.place == plan.receiver && plan.dereferences > 0 && plan.instance.valid();
      for (const DefId written : on_whole ? written_by_blocks(plan) : does.written()) {
        const bool is_apart = written == part.parts.front() && !part.is_element && part.place == plan.receiver && runs_block_apart(plan);
        const auto is_same = [&](DefId own) { return may_be_same_part(own, written, types_, bindings_); };
        if (!is_apart && std::ranges::any_of(part.parts, is_same)) return report_write(call, plan, part, written);
      }
    }
  }

  std::vector<DefId> written_by_blocks(const types::CallPlan& plan) const {
    EffectSet all;
    for (const types::ArgSource& source : plan.args) {
      const auto block = source.value != nullptr ? table_[id_].closures.find(source.value->id) : table_[id_].closures.end();
      if (block != table_[id_].closures.end()) all.add(block->second);
    }
    return all.written();
  }

  void report_wait(const ast::Node& call, const types::CallPlan& plan, const LentPart& part) {
    auto report = sink_.report(part.place->range, diag::LentPartWaits{.owner = owner_of(part)});
    report.primary("this part is changed in place, under the object's lock");
    tell_where(call, plan, EffectSet::of(Effect::async), "it waits here", report);
    report.help("let the call change a copy" + text_of(part) + ", and put that back; or keep the value in a `Mutex`, which may be held while waiting");
  }

  void report_write(const ast::Node& call, const types::CallPlan& plan, const LentPart& part, DefId written) {
    auto report = sink_.report(part.place->range, diag::LentPartWritten{.owner = owner_of(part)});
    report.primary("this part is changed in place");
    tell_where(call, plan, EffectSet::writing(written), "it is changed here", report);
    report.help(part.in_rc ? "let the call change a copy, from `.get`, and put that back with `.set`"
                           : "let the call change a copy" + text_of(part) + ", and put that back");
  }

  // In a block that the call is given, or in the function that is called.
  void tell_where(const ast::Node& call, const types::CallPlan& plan, const EffectSet& atom, const char* text, diagnostics::Report& report) const {
    for (const types::ArgSource& source : plan.args) {
      if (source.value == nullptr || source.value->kind != ast::NodeKind::Lambda) continue;
      const ast::Node* inside = culprits_.first_in(id_, *source.value, atom);
      const ast::Node* found = inside != nullptr ? inside : first_write(id_, *source.value, atom);
      if (found == nullptr) continue;
      report.call_note(found->range, text);
      return culprits_.follow(id_, inside, atom, report);
    }
    culprits_.follow(id_, &call, atom, report);
    const auto* callee = plan.instance.valid() ? ast::as<ast::FunctionDecl>(bindings_.def(types_[plan.instance].def).decl) : nullptr;
    if (callee == nullptr || culprits_.first_with(plan.instance, callee->body, atom) != nullptr) return;
    for (const ast::Stmt* stmt : callee->body.statements)
      if (const ast::Node* found = first_write(plan.instance, *stmt, atom)) return void(report.call_note(found->range, "`" + std::string(interner_.text(callee->name.symbol)) + "` does it here"));
  }

  // The place of an assignment or of a call that changes it there, which is no effect of that call.
  const ast::Node* first_write(InstanceId id, const ast::Node& below, const EffectSet& atom) const {
    const ast::Node* found = nullptr;
    const auto is_it = [&](DefId part) { return std::ranges::find(atom.written(), part) != atom.written().end(); };
    ast::walk(below, [&](const ast::Node& node) {
      if (found != nullptr) return false;
      if (const auto* assign = ast::as<ast::Assign>(&node); assign != nullptr && std::ranges::any_of(assigned_parts(*assign->target, types_[id], types_, bindings_), is_it)) found = assign->target;
      const types::CallPlan* plan = types_[id].calls.find(node.id);
      if (plan == nullptr) return found == nullptr;
      for (const LentPart& part : lent_parts(*plan, types_[id], types_, bindings_, interner_))
        if (is_it(part.parts.front())) found = &node;
      return found == nullptr;
    });
    return found;
  }

  std::string owner_of(const LentPart& part) const {
    const std::string type = types::print_type(types_.store, bindings_, interner_, part.object);
    return part.in_rc ? "what `" + type + "` shares" : "an object of the shared class `" + type + "`";
  }

  // As it is written, where that is short.
  std::string text_of(const LentPart& part) const {
    const auto* member = ast::as<ast::Member>(part.place);
    const auto* object = member != nullptr ? ast::as<ast::NameExpr>(member->object) : nullptr;
    if (object == nullptr) return "";
    return ", `kept = " + std::string(interner_.text(object->name.symbol)) + "." + std::string(interner_.text(member->name.symbol)) + "`";
  }

  bool is_method_of_class() const {
    const types::TypeId self = types_[id_].self_type;
    const auto* function = ast::as<ast::FunctionDecl>(bindings_.def(types_[id_].def).decl);
    if (function == nullptr || function->params.empty() || !function->params.front().is_self || !self.valid() || types_.store[self].kind != types::TypeKind::named) return false;
    const auto info = types_.types.find(types_.store[self].def);
    return info != types_.types.end() && info->second.is_shared;
  }

  // With what the caller of this function hands in.
  EffectSet row_of(const ast::Node& call) const {
    const auto found = table_[id_].calls.find(call.id);
    if (found == table_[id_].calls.end()) return {};
    EffectSet row = found->second;
    const std::vector<UnknownId>& handed = program_.instances[id_.index()].handed;
    for (const std::uint32_t param : found->second.parameters())
      if (param < handed.size()) row.add(program_.equations.row(handed[param]));
    return row;
  }

  bool runs_block_apart(const types::CallPlan& plan) const {
    return plan.def.valid() && resolve::find_attribute(bindings_, interner_, plan.def, "apart") != nullptr;
  }

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const EffectTable& table_;
  const ProgramUnknowns& program_;
  const Culprits culprits_;
  diagnostics::Sink& sink_;
  InstanceId id_;
};

}  // namespace

void check_lent_parts(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const EffectTable& table,
                      const ProgramUnknowns& program, diagnostics::Sink& sink) {
  LentParts parts(bindings, types, interner, table, program, sink);
  for (std::uint32_t i = 0; i < types.instances.size(); ++i) parts.check(InstanceId(i));
}

}  // namespace ariac::effects
