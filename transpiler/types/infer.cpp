// The entry of inference: declarations first, then bodies from the roots of the program.
#include "types/infer.hpp"

#include <algorithm>

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/check_derives.hpp"
#include "types/bound_values.hpp"
#include "types/check_tasks.hpp"
#include "types/check_types.hpp"
#include "types/print_type.hpp"
#include "types/running.hpp"

namespace ariac::types {

using resolve::DefKind;

std::unique_ptr<TypeTable> infer(const resolve::Bindings& bindings, support::Interner& interner, diagnostics::Sink& sink) {
  auto table = std::make_unique<TypeTable>(bindings);
  ProgramInference(bindings, interner, sink, *table).run();
  return table;
}

ProgramInference::ProgramInference(const resolve::Bindings& all, support::Interner& texts, diagnostics::Sink& messages, TypeTable& result)
    : bindings(all), interner(texts), sink(messages), table(result), store(result.store), solver(result.store),
      index_(std::make_unique<Index>()), running_(std::make_unique<Running>()) {}

ProgramInference::~ProgramInference() = default;

std::string ProgramInference::print(TypeId type) const { return print_type(store, bindings, interner, type, &solver); }

void ProgramInference::run() {
  declare_types();
  check_duplicates();
  for (DefId id : bindings.impls) {
    const auto found = table.impls.find(id);
    if (found == table.impls.end() || !found->second.trait.valid() || bindings.def(id).is_extern || bindings.is_unreadable(id)) continue;
    infer_missing_associated(found->second);
    check_impl(found->second);
  }
  check_derives(*this);
  run_roots();
  run_queue();
  check_uncalled();
  settle_open_defaults();
  const std::vector<HandedOn> handed_on = find_handed_on(*this);
  find_bound_values(*this, handed_on);
  check_tasks(*this, handed_on);
  check_types(*this);
  report_unexplained();
}

// A body that could not be inferred has been complained about, or else its mistake is told here: it has no C++.
void ProgramInference::report_unexplained() {
  if (sink.has_errors()) return;
  for (const Instance& instance : table.instances) {
    if (!instance.has_errors || instance.check_only || !instance.def.valid()) continue;
    source::SourceRange first = bindings.def(instance.def).name_range;
    const resolve::Def& def = bindings.def(instance.def);
    const ast::Node* root = def.decl;
    if (def.kind == DefKind::program && bindings.modules[def.module.index()].tree != nullptr) {
      const auto& items = bindings.modules[def.module.index()].tree->items.statements;
      root = items.empty() ? nullptr : items.front();
    }
    if (root != nullptr)
      ast::walk(*root, [&](const ast::Node& node) {
        const TypeId* type = instance.types.find(node.id);
        if (type != nullptr && store[*type].kind == TypeKind::poison) first = node.range;
        return true;
      });
    sink.report(first, diag::TypeNeeded{}).primary("what this is cannot be told from the code around it");
    return;
  }
}

// Every function of the program (not of the library) that is typed completely, its constants, tests, types and
// statements, in the order of the source.
void ProgramInference::run_roots() {
  for (DefId constant : bindings.constants_in_order)
    if (!bindings.def(constant).is_library) constant_type(constant);
  const auto count = static_cast<std::uint32_t>(bindings.defs.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const DefId id(i);
    const resolve::Def& def = bindings.def(id);
    if (def.is_library && def.kind != DefKind::program) continue;
    switch (def.kind) {
      case DefKind::function: {
        const auto* decl = ast::as<ast::FunctionDecl>(def.decl);
        if (decl == nullptr || signature(id).untyped) break;
        if (!decl->has_body && bindings.def(def.parent).kind == DefKind::trait && std::ranges::any_of(decl->params, [](const ast::Param& param) { return param.fallback != nullptr; })) {
          infer_defaults(id);
          break;
        }
        const InstanceId made = instance(id, self_type_of(def.parent), {}, {}, def.name_range, {});
        if (made.valid()) infer_instance(made);
        break;
      }
      case DefKind::constant:
      case DefKind::struct_:
      case DefKind::enum_:
      case DefKind::test:
      case DefKind::program: {
        if (def.kind == DefKind::constant) constant_type(id);
        const InstanceId made = instance(id, self_type_of(def.parent), {}, {}, def.name_range, {});
        if (made.valid()) infer_instance(made);
        break;
      }
      default: break;
    }
  }
}

// Untyped functions that nobody calls: what does not depend on their parameters is checked all the same.
void ProgramInference::check_uncalled() {
  const auto count = static_cast<std::uint32_t>(bindings.defs.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const DefId id(i);
    const resolve::Def& def = bindings.def(id);
    if (def.is_library || def.kind != DefKind::function || !signature(id).untyped) continue;
    if (auto found = table.instances_of.find(id); found != table.instances_of.end() && !found->second.empty()) continue;
    const Signature sig = signature(id);
    std::vector<TypeId> args;
    for (DefId param : sig.type_params) args.push_back(bindings.def(param).is_implicit ? store.unknown : store.param(param));
    std::vector<TypeId> params;
    for (TypeId param : sig.params) params.push_back(param.valid() ? store.substitute(param, sig.type_params, args) : store.unknown);
    const InstanceId made = instance(id, self_type_of(def.parent), args, params, def.name_range, {});
    if (!made.valid()) continue;
    table.instances[made.index()].check_only = true;
    infer_instance(made);
  }
  run_queue();
}

}  // namespace ariac::types
