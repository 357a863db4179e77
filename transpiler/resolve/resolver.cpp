// Names in paths, and the messages for those that mean nothing.
#include "resolve/resolver.hpp"

#include <algorithm>
#include <utility>

#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/describe.hpp"
#include "resolve/familiar_names.hpp"
#include "resolve/near_name.hpp"

namespace ariac::resolve {

using namespace ast;

Resolver::Resolver(Bindings& out, support::Interner& interner, diagnostics::Sink& sink, ModuleNames& names,
                   Collector& collector)
    : out_(out), interner_(interner), sink_(&sink), names_(names), collector_(collector),
      self_(interner.intern("self")), it_(interner.intern("it")), underscore_(interner.intern("_")) {}

void Resolver::resolve_module(ModuleId module) {
  module_ = module;
  const Tree* tree = out_.modules[module.index()].tree;
  const ModuleDecl* block = out_.modules[module.index()].block;
  around_ = out_.modules[module.index()].def;
  for (ModuleId at = module; at.valid(); at = out_.modules[at.index()].parent) tree_ = out_.modules[at.index()].tree;
  if (tree != nullptr) {
    resolve_items(tree->items.statements);
    if (out_.modules[module.index()].program.valid()) resolve_program(*tree);
  }
  if (block != nullptr) resolve_items(block->items);
}

LocalId Resolver::make_local(LocalKind kind, const Name& name, NodeId declared_by) {
  const LocalId id(static_cast<std::uint32_t>(out_.locals.size()));
  Local& local = out_.locals[id];
  local.kind = kind;
  local.name = name.symbol;
  local.range = name.range;
  local.declared_by = declared_by;
  local.owner = scopes_.frame().owner;
  out_.locals_by_node[declared_by] = id;
  return id;
}

void Resolver::record(NodeId node, const Entity& entity) {
  out_.entities[node] = entity;
  if (entity.kind != Entity::Kind::def || !mentions_of_.valid()) return;
  const DefKind kind = out_.def(entity.def).kind;
  if (kind == DefKind::constant || kind == DefKind::function) out_.mentions[mentions_of_].push_back(entity.def);
}

// Every closure between the variable's frame and this one captures it.
void Resolver::capture(LocalId local, std::size_t declared_in) {
  for (std::size_t i = declared_in + 1; i < scopes_.frame_count(); ++i) {
    Frame& frame = scopes_.frame_at(i);
    if (frame.kind != FrameKind::function && frame.captured.insert(local).second)
      out_.captures[frame.owner].push_back(local);
  }
}

Entity Resolver::entity_of(const ScopeEntry& entry, const Name&) {
  if (entry.def.valid()) return {Entity::Kind::def, LocalId(), entry.def, 1};
  capture(entry.local, entry.frame);
  return {Entity::Kind::local, entry.local, DefId(), 1};
}

Entity Resolver::entity_of(const Found& found, const Name& name) {
  if (found.kind == Found::Kind::nothing) return {};
  if (found.kind == Found::Kind::variants) return {Entity::Kind::variants, LocalId(), DefId(), 1};
  if (found.kind == Found::Kind::ambiguous) {
    sink_->report(name.range, diag::AmbiguousName{.name = text(name.symbol)})
        .label(out_.def(found.def).name_range, "it may be this one")
        .label(out_.def(found.other).name_range, "or this one")
        .help("import the one you mean by its name");
  } else if (found.is_private) {
    names_.report_private(found.def, name);
  }
  return {Entity::Kind::def, LocalId(), found.def, 1};
}

void Resolver::report_unknown(const Name& name, Sought sought) {
  const bool is_type = sought != Sought::value;
  if (names_.is_broken_import(name.symbol, module_)) return;
  if (is_type && is_left_out_by_impl(name)) return;
  const std::string written = text(name.symbol);
  if (is_type && written == "Self") {
    sink_->report(name.range, diag::NoSelfHere{}).help("`Self` is the type that a trait or an `impl` is about: write the type's name");
    return;
  }
  if (const auto word = familiar_word(written); word && !is_type) {
    sink_->report(name.range, diag::UnknownName{.name = written}).suggest(name.range, *word, "here it is `" + *word + "`");
    return;
  }
  auto report = is_type ? sink_->report(name.range, diag::UnknownType{.kind = sought == Sought::trait ? "trait" : "type", .name = written})
                        : sink_->report(name.range, diag::UnknownName{.name = written});
  const auto tested = tested_names_.find(name.symbol);
  if (!is_type && tested != tested_names_.end() && tested->second.function == function_here()) {
    report.label(tested->second.range, "`is` tests and binds nothing");
    report.help("`if let pattern = value` binds the names of the pattern where it fits");
    return;
  }
  if (!is_type && closure_name_ && closure_name_->symbol == name.symbol) {
    report.label(closure_name_->range, "there is no `" + written + "` before this has its value");
    report.help("a closure cannot call itself: write a function, `fn " + written + "(…)`, here or outside");
    return;
  }
  if (!is_type && name_own_member(name, report)) return;
  const bool lower_type = is_type && written[0] >= 'a' && written[0] <= 'z';    // `x: int`
  if (const auto advice = familiar_advice(written); !advice.empty() && !lower_type) {
    report.help(std::string(advice));
    return;
  }
  if (!is_type && name_method(name, report)) return;
  const ScopeEntry* hidden = scopes_.find_hidden(name.symbol);
  if (hidden != nullptr && hidden->local.valid()) {
    report.label(out_.local(hidden->local).range, "this variable belongs to the function around");
    report.help("a `fn` in a body captures nothing: pass the value, or write a lambda");
    return;
  }
  const std::vector<Symbol> locals = is_type ? std::vector<Symbol>() : scopes_.visible_names();
  if (const auto near = names_.suggest(name.symbol, module_, locals)) {
    report.suggest(name.range, *near, "did you mean `" + *near + "`?");
  } else if (const auto word = near_name(written, {"spawn", "loop", "begin", "select", "self", "true", "false", "nil", "return", "break", "continue", "await"}); word && !is_type) {
    report.suggest(name.range, *word, "did you mean `" + *word + "`?");
  }
}

// `impl Show for List` of a `List<T>` is told at its head; inside it means that `T`.
bool Resolver::is_left_out_by_impl(const Name& name) const {
  if (!self_type_.valid()) return false;
  const auto* impl = as<ImplDecl>(out_.def(self_type_).decl);
  const auto* type = impl == nullptr || impl->type == nullptr ? nullptr : as<ast::NamedType>(impl->type);
  if (type == nullptr || type->path.empty() || !type->path.back().arguments.empty()) return false;
  const DefId of = out_.entity(impl->type->id).def;
  if (!of.valid()) return false;
  const auto params = out_.type_params(of);
  return std::any_of(params.begin(), params.end(), [&](DefId param) { return out_.def(param).name == name.symbol; });
}

// A field or method of the own type, written without `self.`.
bool Resolver::name_own_member(const Name& name, diagnostics::Report& report) const {
  if (!self_type_.valid()) return false;
  const auto among = [&](DefId owner) {
    const auto members = out_.members(owner);
    return std::any_of(members.begin(), members.end(), [&](DefId member) { return out_.def(member).name == name.symbol; });
  };
  DefId type = self_type_;
  if (const auto* impl = as<ImplDecl>(out_.def(self_type_).decl); impl != nullptr && impl->type != nullptr) type = out_.entity(impl->type->id).def;
  if (!among(self_type_) && !(type.valid() && among(type))) return false;
  if (in_field_default_) report.help(std::string(no_self_in_default));
  else report.help("a member of the own value is written `self." + text(name.symbol) + "`, one of the own type `Self." + text(name.symbol) + "`");
  return true;
}

// A method, called like a function: `len(xs)`.
bool Resolver::name_method(const Name& name, diagnostics::Report& report) const {
  if (&name != called_) return false;
  const std::vector<std::string_view> methods = names_.method_names();
  const std::string_view written = interner_.text(name.symbol);
  const bool exists = std::ranges::find(methods, written) != methods.end();
  const auto meant = exists ? std::optional(std::string(written)) : familiar_name(written, methods);
  if (meant) report.help("`" + *meant + "` is a method: it follows its value, as in `value." + *meant + "`");
  return meant.has_value();
}

// `Item`, short for `Self::Item` in the trait or impl that declares it, and in an impl that leaves it at what the trait says.
DefId Resolver::own_associated_type(Symbol name) const {
  if (!self_type_.valid() || (defined_type_.valid() && out_.def(defined_type_).name == name)) return {};
  const auto among = [&](DefId owner) -> DefId {
    for (const DefId member : out_.members(owner))
      if (out_.def(member).kind == DefKind::associated_type && out_.def(member).name == name) return member;
    return {};
  };
  if (const DefId own = among(self_type_); own.valid()) return own;
  const auto* impl = as<ImplDecl>(out_.def(self_type_).decl);
  const DefId trait = impl == nullptr || impl->trait == nullptr ? DefId() : out_.entity(impl->trait->id).def;
  const DefId of_trait = trait.valid() ? among(trait) : DefId();
  const auto* decl = of_trait.valid() ? as<TypeDecl>(out_.def(of_trait).decl) : nullptr;
  return decl != nullptr && decl->type != nullptr ? of_trait : DefId();
}

// Between the head and the `end` of a trait or impl its own types hide those around it.
std::optional<Entity> Resolver::hiding_type(Symbol name) const {
  const DefId own = in_members_ ? own_associated_type(name) : DefId();
  if (!own.valid()) return std::nullopt;
  return Entity{Entity::Kind::def, LocalId(), own, 1};
}

Resolver::PathStart Resolver::follow_path(Path path, Wanted wanted) {
  const bool trait = std::exchange(trait_follows_, false);
  const Name& first = path.front().name;
  if (is(first.symbol, "Self") && self_type_.valid()) return {{Entity::Kind::self_type, LocalId(), self_type_, 1}, false};
  Entity entity;
  const ScopeEntry* entry = scopes_.find(first.symbol);
  if (entry != nullptr && entry->def.valid()) {
    entity = entity_of(*entry, first);
  } else if (const auto own = trait ? std::nullopt : hiding_type(first.symbol)) {
    entity = *own;
  } else {
    const bool is_type_or_module = wanted == Wanted::type || path.size() > 1;
    entity = entity_of(is_type_or_module ? names_.lookup_type(first.symbol, module_) : names_.lookup(first.symbol, module_), first);
  }
  if (const DefId own = own_associated_type(first.symbol); entity.kind == Entity::Kind::none && own.valid()) return {{Entity::Kind::def, LocalId(), own, 1}, false};
  if (entity.kind == Entity::Kind::none) {
    // A path of several steps begins with a module or a type.
    const std::string_view written = interner_.text(first.symbol);
    const bool is_module = path.size() > 1 && !written.empty() && written[0] >= 'a' && written[0] <= 'z' && !names_.is_broken_import(first.symbol, module_);
    if (is_module && !names_.suggest(first.symbol, module_, {})) sink_->report(first.range, diag::UnknownModule{.path = text(first.symbol)});
    else report_unknown(first, wanted == Wanted::any && path.size() == 1 ? Sought::value : trait ? Sought::trait : Sought::type);
    return {entity, true};
  }
  if (entity.kind != Entity::Kind::def) return {entity, false};
  for (std::size_t i = 1; i < path.size() && out_.def(entity.def).kind == DefKind::module; ++i) {
    const ModuleId inside = out_.def(entity.def).module;
    const Found found = names_.member(inside, path[i].name.symbol, module_);
    if (!found) {
      if (!names_.is_broken_import(path[i].name.symbol, inside)) names_.report_unknown_member(inside, path[i].name);
      return {{}, true};
    }
    entity = entity_of(found, path[i].name);
    entity.segments = static_cast<std::uint16_t>(i + 1);
  }
  return {entity, false};
}

}  // namespace ariac::resolve
