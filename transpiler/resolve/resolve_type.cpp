// Names in types, bounds and effect rows.
#include "diagnostics/catalogue/names.hpp"
#include "resolve/describe.hpp"
#include "resolve/near_name.hpp"
#include "resolve/resolver.hpp"

namespace ariac::resolve {

using namespace ast;

namespace {

// Effects that are part of the language; what operations they have stands in the library.
constexpr std::string_view kBuiltinEffects[] = {"Async",   "Blocking", "IO",      "Console", "FileSystem", "Network", "Clock",
                                                "Random",  "Process",  "Foreign", "Spawn",   "Raise",      "Mut",     "Cancel"};

bool is_single_capital(std::string_view text) { return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z'; }

}  // namespace

void Resolver::resolve_optional(const TypeExpr* type) {
  if (type != nullptr) resolve_type(*type);
}

void Resolver::resolve_type(const TypeExpr& type) {
  match(
      type, [&](const NamedType& t) { resolve_type_path(t.path, t.id); },
      [&](const ArrayType& t) { resolve_type(*t.element); },
      [&](const MapType& t) {
        resolve_type(*t.key);
        resolve_type(*t.value);
      },
      [&](const TupleType& t) {
        for (const TypeExpr* element : t.elements) resolve_type(*element);
      },
      [&](const OptionType& t) { resolve_type(*t.inner); },
      [&](const FunctionType& t) {
        for (const FunctionTypeParam& param : t.params) resolve_type(*param.type);
        resolve_optional(t.result);
        resolve_row(t.effects);
      },
      [&](const DynType& t) {
        trait_follows_ = true;
        resolve_type_path(t.path, t.id);
        check_dyn(t);
      },
      [&](const PointerType& t) { resolve_type(*t.pointee); },
      [](const ErrorType&) {});
}

void Resolver::resolve_type_arguments(std::span<const TypeArgument> arguments) {
  for (const TypeArgument& argument : arguments) resolve_optional(argument.type);
}

// An undeclared single capital in the header of a function or impl is a type parameter of it.
DefId Resolver::implicit_type_param(const Name& name, NodeId node) {
  const DefId id(static_cast<std::uint32_t>(out_.defs.size()));
  Def& def = out_.defs[id];
  def.kind = DefKind::type_param;
  def.name = name.symbol;
  def.parent = implicit_owner_;
  def.module = module_;
  def.visibility = Visibility::everywhere;
  def.name_range = name.range;
  def.node = node;
  def.is_implicit = true;
  def.is_library = out_.modules[module_.index()].is_library;
  auto& params = out_.type_params_by_def[implicit_owner_];
  def.index = static_cast<std::uint32_t>(params.size());
  params.push_back(id);
  scopes_.declare(name.symbol, id);
  return id;
}

void Resolver::resolve_type_path(Path path, NodeId node) {
  for (const PathSegment& segment : path) resolve_type_arguments(segment.arguments);
  const Name& first = path.front().name;
  if (path.size() == 1 && implicit_owner_.valid() && is_single_capital(interner_.text(first.symbol)) &&
      scopes_.find(first.symbol) == nullptr && !names_.lookup(first.symbol, module_) && !is_left_out_by_impl(first)) {
    record(node, {Entity::Kind::def, LocalId(), implicit_type_param(first, node), 1});
    return;
  }
  // `Unit` and `Never` need no declaration.
  if (path.size() == 1 && (is(first.symbol, "Unit") || is(first.symbol, "Never") || is(first.symbol, "Fn")) &&
      !names_.lookup(first.symbol, module_))
    return;
  // Accepted names of the two traits of tasks.
  if (path.size() == 1 && (is(first.symbol, "Send") || is(first.symbol, "Sync")) && !names_.lookup(first.symbol, module_)) {
    const DefId meant = is(first.symbol, "Send") ? out_.well_known.transfer : out_.well_known.sharable;
    if (meant.valid()) return record(node, {Entity::Kind::def, LocalId(), meant, 1});
  }
  const PathStart start = follow_path(path, Wanted::type);
  if (start.reported) return;
  if (start.entity.kind == Entity::Kind::variants) {
    auto report = sink_->report(first.range, diag::NotAType{.name = text(first.symbol), .kind = "a variant"});
    const auto found = out_.variants.find(first.symbol);
    if (found != out_.variants.end() && found->second.size() == 1)
      report.help("the type is its enum, `" + text(out_.def(out_.def(found->second.front()).parent).name) + "`");
    return;
  }
  if (start.entity.kind == Entity::Kind::def) {
    const Def& def = out_.def(start.entity.def);
    const Name& last = path[start.entity.segments - 1].name;
    if (!is_type(def.kind)) {
      sink_->report(last.range, diag::NotAType{.name = text(last.symbol), .kind = describe(def)});
      return;
    }
  }
  record(node, start.entity);
}

// `dyn Trait`: of a type whose values are known there is no such form.
void Resolver::check_dyn(const DynType& type) {
  const Entity& entity = out_.entity(type.id);
  if (entity.kind != Entity::Kind::def) return;
  const Def& def = out_.def(entity.def);
  if (def.kind == DefKind::trait || def.kind == DefKind::alias || def.kind == DefKind::associated_type) return;
  sink_->report(type.range, diag::NotATrait{.name = text(def.name), .kind = describe(def)}).help("a value of it is written `" + text(def.name) + "`, without `dyn`");
}

void Resolver::resolve_trait_name(const TypeExpr& type) {
  trait_follows_ = as<NamedType>(&type) != nullptr;
  resolve_type(type);
  const Entity& entity = out_.entity(type.id);
  if (entity.kind != Entity::Kind::def) return;
  const Def& def = out_.def(entity.def);
  if (def.kind == DefKind::trait || def.kind == DefKind::type_param || def.kind == DefKind::alias) return;
  sink_->report(type.range, diag::NotATrait{.name = text(def.name), .kind = describe(def)});
}

void Resolver::resolve_row(const EffectRow& row) {
  for (const TypeExpr* effect : row.effects) resolve_effect_name(*effect);
}

void Resolver::resolve_effect_name(const TypeExpr& type) {
  const auto* named = as<NamedType>(&type);
  if (named == nullptr) return resolve_type(type);
  for (const PathSegment& segment : named->path) resolve_type_arguments(segment.arguments);
  const Name& first = named->path.front().name;
  const std::string_view written = interner_.text(first.symbol);
  // `!{e}`: a row variable.
  if (named->path.size() == 1 && !written.empty() && written[0] >= 'a' && written[0] <= 'z') return;
  Found found = names_.lookup(first.symbol, module_);
  if (named->path.size() > 1 && found) {
    const PathStart start = follow_path(named->path);
    if (start.reported) return;
    found = {Found::Kind::def, start.entity.def, false, {}};
  }
  if (found.kind == Found::Kind::def && out_.def(found.def).kind == DefKind::effect) {
    Entity entity = entity_of(found, first);
    entity.segments = static_cast<std::uint16_t>(named->path.size());
    return record(type.id, entity);
  }
  std::vector<std::string_view> known(std::begin(kBuiltinEffects), std::end(kBuiltinEffects));
  for (std::string_view effect : known)
    if (named->path.size() == 1 && effect == written)
      return record(type.id, {Entity::Kind::builtin_effect, LocalId(), DefId(), 1});
  report_unknown_effect(first);
}

void Resolver::report_unknown_effect(const Name& name) {
  auto report = sink_->report(name.range, diag::UnknownEffect{.name = interner_.text(name.symbol)});
  std::vector<std::string_view> known(std::begin(kBuiltinEffects), std::end(kBuiltinEffects));
  for (const auto& [item, def] : out_.modules[module_.index()].items)
    if (out_.def(def).kind == DefKind::effect) known.push_back(interner_.text(item));
  if (const auto near = near_name(interner_.text(name.symbol), known)) report.suggest(name.range, *near, "did you mean `" + *near + "`?");
}

}  // namespace ariac::resolve
