// State and facts of a body: names of locals, types of nodes.
#include "lower/body.hpp"

#include <algorithm>

#include "ast/walk.hpp"
#include "cpp/print.hpp"
#include "diagnostics/catalogue/internal.hpp"

namespace ariac::lower {

namespace {

const ast::Tree* tree_of(const Input& input, const Names& names, const types::Instance& instance) {
  if (!instance.def.valid()) return nullptr;
  return input.bindings.modules[names.file_of(input.bindings.def(instance.def).module).index()].tree;
}

// What the C++ class that the code stands in declares: fields, methods, constants.
void add_names_of_class(const Input& input, const Names& names, const types::Instance& instance, std::unordered_set<std::string>& out) {
  if (!instance.def.valid()) return;
  const auto declares = [&](DefId def) { return input.types.types.contains(def) || input.types.impls.contains(def) || input.types.traits.contains(def); };
  const DefId around = declares(instance.def) ? instance.def : input.bindings.def(instance.def).parent;
  if (!around.valid() || !declares(around)) return;
  const auto add_members = [&](DefId of) {
    for (const DefId member : input.bindings.members(of)) out.insert(names.plain(member));
  };
  add_members(around);
  const auto impl = input.types.impls.find(around);
  if (impl != input.types.impls.end() && impl->second.trait.valid()) add_members(impl->second.trait);
  const DefId type = impl == input.types.impls.end() ? around : input.types.store[impl->second.self_type].def;
  const auto info = type.valid() ? input.types.types.find(type) : input.types.types.end();
  if (info == input.types.types.end() || input.bindings.def(type).is_library) return;
  for (const DefId other : input.bindings.impls) {
    const auto found = input.types.impls.find(other);
    if (found != input.types.impls.end() && input.types.store[found->second.self_type].def == type) add_members(other);
  }
  if (!info->second.variant_defs.empty() && instance.def != type) return;       // of the variants, which have classes of their own
  for (const types::RecordInfo& record : info->second.variants) {
    for (const types::FieldInfo& field : record.fields) {
      if (field.name.valid()) out.insert(names.field(field.name));
    }
  }
}

}  // namespace

BodyLowering::BodyLowering(const Input& input, const Names& names, ModuleId module, const types::Instance& instance,
                           types::InstanceId id)
    : lower_types(input, names, module), input_(input), names_(names), module_(module), instance_(instance),
      uses_(input.uses[id]), effects_(input.effects[id]), comments_(input, tree_of(input, names, instance)), in_template_(instance.is_template), id_(id) {
  for (const auto& [node, plan] : instance.calls) {
    if (plan.kind == types::CalleeKind::function && plan.receiver == nullptr && !input.bindings.def(plan.def).is_library) called_.insert(names.plain(plan.def));
  }
  for (const auto& [node, selection] : instance.selections) {
    if (selection.kind == types::MemberKind::constant && !input.bindings.def(selection.def).is_library) called_.insert(names.plain(selection.def));
  }
  add_names_of_class(input, names, instance, member_names_);
  lower_types.stand_in(instance.self_type);
  for (const auto& [local, type] : instance.locals) local_names_.insert(cpp_identifier(names.text(input.bindings.local(local).name)));
}

cpp::Expr BodyLowering::not_available(const ast::Node& at, std::string feature) {
  input_.sink.report(at.range, diag::NotAvailableYet{.feature = std::move(feature)});
  return cpp::braced(cpp::type("aria::Unit"));
}

TypeId BodyLowering::type_of(const ast::Node& node) const { return type_of_id(node.id); }

TypeId BodyLowering::type_of_id(NodeId id) const {
  const TypeId* type = instance_.types.find(id);
  return type != nullptr ? *type : store().unit;
}

TypeId BodyLowering::final_type(const ast::Expr& e) const {
  const auto* coercions = instance_.coercions.find(e.id);
  return coercions != nullptr && !coercions->empty() ? coercions->back().to : type_of(e);
}

TypeId BodyLowering::local_type(LocalId local) const {
  const auto found = instance_.locals.find(local);
  return found != instance_.locals.end() ? found->second : store().unit;
}

bool BodyLowering::is_control_flow(const ast::Expr& e) const {
  switch (e.kind) {
    case ast::NodeKind::With: return exits_of(static_cast<const ast::With&>(e).body).any();
    case ast::NodeKind::If:
    case ast::NodeKind::While:
    case ast::NodeKind::For:
    case ast::NodeKind::Loop:
    case ast::NodeKind::Match:
    case ast::NodeKind::Begin:
    case ast::NodeKind::Return:
    case ast::NodeKind::Break:
    case ast::NodeKind::Continue:
    case ast::NodeKind::Raise:
    case ast::NodeKind::Select:
    case ast::NodeKind::Unsafe: return true;
    default: return false;
  }
}

LocalId BodyLowering::root_local(const ast::Expr& e) const {
  if (const auto* member = ast::as<ast::Member>(&e)) return root_local(*member->object);
  if (const auto* index = ast::as<ast::Index>(&e)) return root_local(*index->object);
  if (ast::as<ast::NameExpr>(&e) == nullptr) return {};
  const types::Selection* selection = instance_.selections.find(e.id);
  if (selection != nullptr && selection->kind == types::MemberKind::local) return selection->local;
  const resolve::Entity& entity = input_.bindings.entity(e.id);
  return entity.kind == resolve::Entity::Kind::local ? entity.local : LocalId();
}

// Whether something below the node assigns the local or a part of it, or calls a mutating method on it.
bool BodyLowering::writes(const ast::Node& node, LocalId local) const {
  if (!local.valid()) return false;
  bool found = false;
  ast::walk(node, [&](const ast::Node& inner) {
    if (const auto* assign = ast::as<ast::Assign>(&inner)) found = found || root_local(*assign->target) == local;
    if (const types::CallPlan* plan = instance_.calls.find(inner.id)) {
      if (plan->mut_receiver && plan->receiver != nullptr) found = found || root_local(*plan->receiver) == local;
      for (std::size_t i = 0; i < plan->args.size() && i < 32; ++i) {
        if ((plan->mut_params >> i & 1) != 0 && plan->args[i].value != nullptr) found = found || root_local(*plan->args[i].value) == local;
      }
    }
    return !found;
  });
  return found;
}

const std::vector<types::FieldInfo>* BodyLowering::fields_of(TypeId type, DefId variant) const {
  const auto info = input_.types.types.find(shape(type).def);
  if (info == input_.types.types.end() || info->second.variants.empty()) return nullptr;
  const std::size_t at = variant.valid() ? input_.bindings.def(variant).index : 0;
  return at < info->second.variants.size() ? &info->second.variants[at].fields : nullptr;
}

// The type of a struct's field, with the owner's arguments for its parameters.
TypeId BodyLowering::field_type(TypeId owner, DefId field) const {
  const auto* fields = fields_of(owner, {});
  if (fields == nullptr) return {};
  const auto found = std::ranges::find(*fields, field, &types::FieldInfo::def);
  if (found == fields->end()) return {};
  const std::vector<DefId>& params = input_.types.types.find(shape(owner).def)->second.params;
  const auto param = std::ranges::find(params, shape(found->type).def);
  const bool given = shape(found->type).kind == types::TypeKind::param && param != params.end();
  return given ? shape(owner).args[static_cast<std::size_t>(param - params.begin())] : found->type;
}

bool BodyLowering::is_boxed(DefId field) const {
  DefId owner = input_.bindings.def(field).parent;
  if (input_.bindings.def(owner).kind == DefKind::variant) owner = input_.bindings.def(owner).parent;
  const auto info = input_.types.types.find(owner);
  return info != input_.types.types.end() && std::ranges::find(info->second.boxed_fields, field) != info->second.boxed_fields.end();
}

bool BodyLowering::is_captured(LocalId local) const {
  return std::ranges::any_of(input_.bindings.captures, [&](const auto& entry) { return std::ranges::find(entry.second, local) != entry.second.end(); });
}

std::string BodyLowering::part_name(const std::vector<types::FieldInfo>& fields, std::size_t i) const {
  return fields[i].name.valid() ? names_.field(fields[i].name) : positional_part(i, fields.size());
}

std::string BodyLowering::fresh(std::string wanted) {
  std::string name = wanted;
  const std::string stem = wanted.ends_with('_') ? wanted : wanted + "_";   // two in a row are reserved
  for (int i = 2; called_.contains(name) || names_.is_type_name(name) || !taken_.insert(name).second; ++i) name = stem + std::to_string(i);
  return name;
}

std::string BodyLowering::declare_local(LocalId local) {
  const std::string name = fresh(cpp_identifier(names_.text(input_.bindings.local(local).name)));
  locals_[local] = cpp::name(name);
  return name;
}

void BodyLowering::self_is_this(LocalId self) {
  locals_[self] = cpp::unary("*", cpp::name("this"));
  self_ = self;
}

void BodyLowering::reads(const ast::FunctionDecl& decl) {
  reads_known_ = true;
  note_reads(decl.body);
  for (const ast::Contract* contract : decl.contracts) note_reads(*contract);
  for (const ast::Param& param : decl.params) {
    if (param.fallback != nullptr) note_reads(*param.fallback);
  }
}

void BodyLowering::note_reads(const ast::Body& body) {
  for (const ast::Stmt* stmt : body.statements) note_reads(*stmt);
}

void BodyLowering::note_reads(const ast::Node& node) {
  std::unordered_set<NodeId> targets;
  ast::walk(node, [&](const ast::Node& inner) {
    if (const auto* assign = ast::as<ast::Assign>(&inner)) {
      assigned_.insert(root_local(*assign->target));
      targets.insert(assign->target->id);
      if (const auto* tuple = ast::as<ast::TupleLiteral>(assign->target)) {
        for (const ast::Expr* element : tuple->elements) {
          assigned_.insert(root_local(*element));
          targets.insert(element->id);
        }
      }
    }
    if (const auto* let = ast::as<ast::Let>(&inner); let != nullptr && let->bare) assigned_.insert(input_.bindings.entity(let->pattern->id).local);
    const types::CallPlan* plan = instance_.calls.find(inner.id);
    if (plan != nullptr && plan->mut_receiver && plan->receiver != nullptr) assigned_.insert(root_local(*plan->receiver));
    if (inner.kind == ast::NodeKind::NameExpr && !targets.contains(inner.id)) read_.insert(root_local(static_cast<const ast::Expr&>(inner)));
    if (const auto* lambda = ast::as<ast::Lambda>(&inner); lambda != nullptr && lambda->form == ast::LambdaForm::member) {
      read_.insert(input_.bindings.local_of(lambda->id));
    }
    return true;
  });
}

std::string BodyLowering::declare_param(LocalId local) {
  if (is_read(local) || is_assigned(local)) return declare_local(local);
  return "";
}

void BodyLowering::is_in_template(std::unordered_set<std::string> known_params) {
  in_template_ = true;
  known_params_ = std::move(known_params);
}

// `T x = init;`, marked where nothing reads it.
// A type that the value names is not said twice; a closure that is only called keeps its own.
cpp::Stmt BodyLowering::declaration(cpp::Type type, LocalId local, cpp::Expr init) {
  const auto* call = init != nullptr ? cpp::as<cpp::Call>(init) : nullptr;
  const auto* constructed = call != nullptr ? cpp::as<cpp::TypeExpr>(call->callee) : nullptr;
  if (constructed != nullptr && cpp::print(constructed->type) == cpp::print(type)) type = cpp::type("auto");
  if (init != nullptr && cpp::as<cpp::Lambda>(init) != nullptr && uses_.called_closures.contains(local)) type = cpp::type("auto");
  cpp::Variable made{.type = std::move(type), .name = declare_local(local), .init = std::move(init)};
  if (!is_read(local)) made.specifiers = "[[maybe_unused]]";
  return cpp::stmt(std::move(made));
}

cpp::Expr BodyLowering::local(LocalId id) {
  const auto found = locals_.find(id);
  if (found == locals_.end() && input_.bindings.local(id).kind == resolve::LocalKind::result) return cpp::name("result");
  return found != locals_.end() ? found->second : cpp::name(declare_local(id));
}

// A value that has no name in Aria is called after its type.
std::string BodyLowering::role_name(TypeId id) const {
  if (store().is_option(id)) return "found";
  if (store().is_result(id)) return "outcome";
  if (shape(id).kind == types::TypeKind::tuple) return "parts";
  if (shape(id).kind != types::TypeKind::named) return "chosen";
  if (store().is_integer(id) || store().is_float(id)) return "number";
  const resolve::WellKnown& known = store().well_known();
  if (shape(id).def == known.string) return "text";
  if (shape(id).def == known.array) return "items";
  return snake_case(names_.text(input_.bindings.def(shape(id).def).name));
}

}  // namespace ariac::lower
