// One body from its declaration to finished tables: parameters, contracts, the body itself, and the sealing of what was
// found, after which no variable is left.
#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/rules.hpp"

namespace ariac::types {

using resolve::DefKind;

BodyInference::BodyInference(ProgramInference& owner, InstanceId instance_id)
    : program(owner), store(owner.store), bindings(owner.bindings), id(instance_id), first_variable_(owner.solver.mark()) {
  if (!bindings.is_unreadable(instance().def)) return;
  silent_ = std::make_unique<diagnostics::Sink>();
  instance().has_errors = true;
}

Instance& BodyInference::instance() { return program.table.instances[id.index()]; }

std::string BodyInference::print(TypeId type) { return program.print(zonk(type)); }

TypeId BodyInference::local_type(LocalId local) {
  TypeId& type = instance().locals[local];
  if (!type.valid()) type = fresh(bindings.local(local).range);
  return type;
}

void BodyInference::declare_local(LocalId local, TypeId type) {
  if (!local.valid()) return;
  TypeId& known = instance().locals[local];
  if (known.valid()) unify(known, type);
  else known = type;
}

void BodyInference::add_calls(diagnostics::Report& report) {
  int frames = 0;
  for (InstanceId at = id; at.valid() && frames < 8; ++frames) {
    const Instance& step = program.table.instances[at.index()];
    if (!step.implicit || step.check_only || !step.first_call.valid()) return;
    std::string call = std::string(program.text(bindings.def(step.def).name)) + "(";
    for (std::size_t i = 0; i < step.params.size(); ++i) call += (i > 0 ? ", " : "") + program.print(step.params[i]);
    report.call_note(step.first_call, "in `" + call + ")`, called here");
    at = step.caller;
  }
}

void BodyInference::run() {
  const resolve::Def& def = bindings.def(instance().def);
  switch (def.kind) {
    case DefKind::function:
      if (const auto* decl = ast::as<ast::FunctionDecl>(def.decl)) infer_function(*decl);
      return;
    case DefKind::constant: {
      const auto* decl = ast::as<ast::ConstDecl>(def.decl);
      if (decl == nullptr || decl->value == nullptr) return;
      if (decl->type == nullptr) {
        const TypeId found = synth(*decl->value);
        settle(found);
        instance().result = found;
        return;
      }
      instance().result = program.constant_type(instance().def);
      check(*decl->value, {.type = instance().result, .because = decl->type->range, .reason = "the constant is declared `" + print(instance().result) + "` here"});
      return;
    }
    case DefKind::test:
      if (const auto* decl = ast::as<ast::TestDecl>(def.decl)) {
        instance().result = store.unit;
        for (const ast::Param& param : decl->params)
          declare_local(bindings.local_of(param.id), param.type != nullptr ? program.type_of(*param.type, {}) : store.poison);
        infer_function_body(decl->body, {.node = decl, .result = store.unit, .result_written = true});
      }
      return;
    case DefKind::program: {
      instance().result = store.unit;
      const ast::Tree* tree = bindings.modules[def.module.index()].tree;
      if (tree != nullptr) infer_function_body(tree->items, {.result = store.unit, .result_written = true});
      return;
    }
    default: infer_type_parts(instance().def);
  }
}

void BodyInference::infer_function(const ast::FunctionDecl& decl) {
  const Signature sig = program.signature(instance().def);
  if (!instance().result.valid()) instance().result = bindings.is_unreadable(instance().def) ? store.poison : fresh(decl.name.range);
  if (instance().params.size() < decl.params.size()) instance().params.resize(decl.params.size());
  for (std::size_t i = 0; i < decl.params.size(); ++i) {
    const ast::Param& param = decl.params[i];
    TypeId type = instance().params[i];
    if (!type.valid()) type = fresh(param.name.range);
    instance().params[i] = type;
    declare_local(bindings.local_of(param.id), type);
  }
  for (std::size_t i = 0; i < decl.params.size(); ++i) {
    const ast::Param& param = decl.params[i];
    if (param.fallback == nullptr) continue;
    const source::SourceRange because = param.type != nullptr ? param.type->range : param.name.range;
    const bool given = param.type == nullptr && !is_open(instance().params[i]);
    if (given) continue;      // an untyped parameter that this call gives
    check(*param.fallback, {.type = instance().params[i], .because = because, .reason = "the parameter is declared here"});
    settle(instance().params[i]);
  }
  if (!decl.has_body) return;
  for (const ast::Contract* contract : decl.contracts)
    if (contract->contract == ast::ContractKind::requires_) infer_contract(*contract);
  const bool written = sig.result.valid();
  const source::SourceRange range = decl.result != nullptr ? decl.result->range : decl.name.range;
  FunctionContext context{.node = &decl, .result = instance().result, .result_written = written, .result_range = range};
  if (written && store.is_unit(head(instance().result)) && decl.result == nullptr) context.result_range = {};
  infer_function_body(decl.body, std::move(context));
  if (written) note_err_conversions(*this, range);
  const LocalId result = bindings.local_of(decl.id);
  if (result.valid()) declare_local(result, instance().result);
  for (const ast::Contract* contract : decl.contracts)
    if (contract->contract == ast::ContractKind::ensures) infer_contract(*contract);
}

void BodyInference::infer_type_parts(DefId type) {
  const TypeInfo& info = program.type_info(type);
  instance().result = store.unit;
  for (const RecordInfo& record : info.variants)
    for (const FieldInfo& field : record.fields)
      if (field.fallback != nullptr) {
        const resolve::Def& def = bindings.def(field.def);
        check(*field.fallback, {.type = field.type, .because = def.field->type != nullptr ? def.field->type->range : def.name_range, .reason = "the field is declared here"});
      }
  const resolve::Def& def = bindings.def(type);
  if (const auto* decl = ast::as<ast::StructDecl>(def.decl)) {
    declare_local(bindings.local_of(decl->id), instance().self_type);
    for (const ast::Contract* invariant : decl->invariants) infer_contract(*invariant);
  }
  if (const auto* decl = ast::as<ast::EnumDecl>(def.decl))
    for (const ast::Variant& variant : decl->variants)
      if (variant.value != nullptr) check(*variant.value, {.type = store.int_, .because = {}, .reason = "the value of a variant is an `Int`"});
}

// --- Sealing ------------------------------------------------------------------------------------------------------

namespace {

// Replaces variables in everything that inference recorded.
class Sealer {
 public:
  Sealer(BodyInference& in, source::SourceRange& open) : in_(in), open_(open) {}

  void type(TypeId& type) {
    if (!type.valid() || !(in_.store[type].has_variables || in_.store[type].has_params)) return;
    TypeId found = in_.zonk(type);
    while (in_.store[found].has_variables) {
      const TypeId variable = in_.program.solver.first_open(found);
      if (!variable.valid()) break;
      const source::SourceRange origin = in_.program.solver.origin(variable);
      if (!open_.valid() || (origin.file == open_.file && origin.begin < open_.begin)) open_ = origin;
      in_.program.solver.bind(variable, in_.store.poison);
      found = in_.zonk(found);
    }
    type = in_.store[found].has_params ? in_.program.normalise(found) : found;
  }
  void types(std::vector<TypeId>& all) {
    for (TypeId& each : all) type(each);
  }
  void plan(CallPlan& plan) {
    type(plan.self_type);
    types(plan.type_args);
    types(plan.param_types);
    type(plan.result);
  }

 private:
  BodyInference& in_;
  source::SourceRange& open_;
};

}  // namespace

void BodyInference::seal() {
  source::SourceRange open;
  Sealer sealer(*this, open);
  Instance& own = instance();
  source::SourceRange open_result;
  Sealer result_sealer(*this, open_result);
  result_sealer.type(own.result);
  sealer.types(own.params);
  for (auto& [local, type] : own.locals) sealer.type(type);
  for (auto& [node, type] : own.types) sealer.type(type);
  for (auto& [node, coercions] : own.coercions)
    for (Coercion& coercion : coercions) sealer.type(coercion.to);
  for (auto& [node, plan] : own.calls) sealer.plan(plan);
  for (auto& [node, plans] : own.comparison_calls)
    for (auto& plan : plans)
      if (plan) sealer.plan(*plan);
  for (auto& [node, selection] : own.selections) {
    sealer.type(selection.self_type);
    sealer.types(selection.type_args);
  }
  for (auto& [node, iteration] : own.iterations) {
    sealer.type(iteration.item);
    if (iteration.iter) sealer.plan(*iteration.iter);
    if (iteration.next) sealer.plan(*iteration.next);
  }
  for (auto& [node, plan] : own.tries) {
    sealer.type(plan.error);
    sealer.type(plan.operand);
    if (plan.convert) sealer.plan(*plan.convert);
  }
  for (ErrConversion& each : own.err_conversions) {
    sealer.type(each.error);
    if (each.convert) sealer.plan(*each.convert);
  }
  for (auto& [node, plan] : own.rescues) sealer.type(plan.error);
  for (auto& [node, error] : own.opened_errors) sealer.type(error);
  for (auto& [node, misfit] : own.misfit_returns) {
    sealer.type(misfit.expected);
    sealer.type(misfit.found);
  }
  if (own.has_errors || own.check_only) return;
  if (open_result.valid()) {
    const resolve::Def& def = bindings.def(own.def);
    error(def.name_range, diag::ResultNeeded{.name = program.text(def.name)}).primary("every way through it needs the result itself");
  } else if (open.valid()) {
    error(open, diag::TypeNeeded{}).primary("what this is cannot be told from the code around it").help("write the type where it is declared");
  }
}

}  // namespace ariac::types
