// Declarations: the frames of functions, the type parameters and `self` of types, and their parts.
#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/warnings.hpp"
#include "resolve/resolver.hpp"

#include <algorithm>

namespace ariac::resolve {

using namespace ast;

namespace {

constexpr std::string_view kAttributes[] = {
    "inline", "deprecated", "test",     "skip",     "timeout",         "repr",     "cfg",      "preemptive", "simd",
    "parallel", "shared",   "escaping", "blocking", "unsafe_transfer", "no_copy",  "deterministic", "cpp",   "ignore"};

bool has_syntax_errors(const Tree* tree, const Node& root) {
  if (tree == nullptr || !tree->has_errors) return false;
  bool found = std::ranges::any_of(tree->errors, [&](SourceRange error) { return error.begin >= root.range.begin && error.begin <= root.range.end; });
  walk(root, [&](const Node& node) {
    found = found || node.kind == NodeKind::ErrorExpr || node.kind == NodeKind::ErrorStmt ||
            node.kind == NodeKind::ErrorPattern || node.kind == NodeKind::ErrorType;
    return !found;
  });
  return found;
}

}  // namespace

// While a declaration is resolved: its attributes are known, its names have a frame, and the resolver knows what it is in.
class Resolver::Entered {
 public:
  enum class Role { header, type, code };

  Entered(Resolver& resolver, const DeclHead& head, NodeId node, Role role)
      : resolver_(resolver),
        around_(resolver.around_),
        mentions_of_(resolver.mentions_of_),
        self_type_(resolver.self_type_),
        in_members_(resolver.in_members_),
        defined_type_(resolver.defined_type_),
        implicit_owner_(resolver.implicit_owner_) {
    resolver.check_attributes(head);
    const DefId id = resolver.out_.def_of(node);
    resolver.around_ = id;
    resolver.implicit_owner_ = DefId();
    if (role == Role::type) {
      resolver.self_type_ = id;
      resolver.in_members_ = false;
    }
    resolver.defined_type_ = resolver.out_.def(id).kind == DefKind::associated_type ? id : DefId();
    if (role == Role::code) resolver.mentions_of_ = id;
    resolver.scopes_.push_frame(FrameKind::function, node);
    resolver.declare_type_params(id);
  }
  ~Entered() {
    resolver_.scopes_.pop_frame();
    resolver_.around_ = around_;
    resolver_.mentions_of_ = mentions_of_;
    resolver_.self_type_ = self_type_;
    resolver_.in_members_ = in_members_;
    resolver_.defined_type_ = defined_type_;
    resolver_.implicit_owner_ = implicit_owner_;
  }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  Resolver& resolver_;
  DefId around_;
  DefId mentions_of_;
  DefId self_type_;
  bool in_members_;
  DefId defined_type_;
  DefId implicit_owner_;
};

void Resolver::resolve_items(std::span<const Stmt* const> items) {
  for (const Stmt* stmt : items)
    if (stmt->kind == NodeKind::DeclStmt) resolve_item(*stmt);
}

// The parser has reported a declaration it could not read; what follows from that is no mistake of its own.
void Resolver::resolve_item(const Stmt& item) {
  diagnostics::Sink* const outer = sink_;
  if (has_syntax_errors(tree_, item)) {
    sink_ = &silent_;
    const auto* decl = as<DeclStmt>(&item);
    out_.unreadable.insert(decl != nullptr ? decl->decl->id : item.id);
  }
  names_.report_to(*sink_);
  if (const auto* decl = as<DeclStmt>(&item)) resolve_decl(*decl->decl);
  else resolve_stmt(item);
  sink_ = outer;
  names_.report_to(*outer);
}

void Resolver::resolve_program(const Tree& tree) {
  const DefId module = around_;
  around_ = mentions_of_ = out_.modules[module_.index()].program;
  scopes_.push_frame(FrameKind::function, NodeId());
  for (const Stmt* stmt : tree.items.statements)
    if (stmt->kind != NodeKind::DeclStmt) resolve_item(*stmt);
  scopes_.pop_frame();
  around_ = module;
  mentions_of_ = DefId();
}

void Resolver::resolve_decl(const Decl& decl) {
  match(
      decl, [&](const FunctionDecl& d) { resolve_function(d); }, [&](const StructDecl& d) { resolve_struct(d); },
      [&](const EnumDecl& d) { resolve_enum(d); }, [&](const TraitDecl& d) { resolve_trait(d); },
      [&](const ImplDecl& d) { resolve_impl(d); }, [&](const EffectDecl& d) { resolve_effect(d); },
      [&](const TypeDecl& d) { resolve_alias(d); }, [&](const ConstDecl& d) { resolve_constant(d); },
      [&](const TestDecl& d) { resolve_test(d); }, [](const ImportDecl&) {},
      [](const ModuleDecl&) {},     // a module of its own
      [&](const ExternDecl& d) {
        for (const Decl* member : d.members) resolve_decl(*member);
      });
}

void Resolver::check_attributes(const DeclHead& head) {
  if (out_.modules[module_.index()].is_library) return;
  for (const Attribute& attribute : head.attributes) {
    const std::string name = text(attribute.name.symbol);
    if (std::find(std::begin(kAttributes), std::end(kAttributes), name) == std::end(kAttributes))
      sink_->report(attribute.range, diag::UnknownAttribute{.name = name});
  }
}

void Resolver::declare_type_params(DefId owner) {
  const auto params = out_.type_params(owner);
  for (DefId param : std::vector<DefId>(params.begin(), params.end())) scopes_.declare(out_.def(param).name, param);
}

void Resolver::resolve_generics(const Generics& generics) {
  for (const TypeParam& param : generics.params) {
    for (const TypeExpr* bound : param.bounds) resolve_trait_name(*bound);
    resolve_optional(param.fallback);
  }
  for (const WhereBound& where : generics.where) {
    resolve_optional(where.type);
    for (const TypeExpr* bound : where.bounds) resolve_trait_name(*bound);
  }
}

void Resolver::resolve_params(std::span<const Param> params) {
  for (const Param& param : params) {
    resolve_optional(param.type);
    resolve_optional(param.fallback);
    if (!param.name || param.name.symbol == underscore_) continue;
    LocalKind kind = param.mut ? LocalKind::mut_param : LocalKind::param;
    if (param.is_self) kind = param.mut ? LocalKind::mut_self_param : LocalKind::self_param;
    for (const Param& other : params) {
      if (&other == &param) break;
      if (other.name.symbol == param.name.symbol)
        sink_->report(param.name.range, diag::DuplicateName{.name = text(param.name.symbol)})
            .label(other.name.range, "first defined here");
    }
    scopes_.declare(param.name.symbol, make_local(kind, param.name, param.id));
  }
}

void Resolver::resolve_function(const FunctionDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::code);
  // Undeclared single capitals of the signature are type parameters; in the body they have to be known.
  implicit_owner_ = out_.def_of(decl.id);
  resolve_generics(decl.generics);
  resolve_params(decl.params);
  resolve_optional(decl.result);
  resolve_row(decl.effects);
  implicit_owner_ = DefId();
  const bool free_self = !decl.params.empty() && decl.params.front().is_self && decl.params.front().type == nullptr;
  if (free_self && !self_type_.valid())
    sink_->report(decl.params.front().name.range, diag::SelfOutsideMethod{})
        .help("an extension function names the type: `self: Type`");
  const Symbol result = interner_.intern("result");
  for (const Contract* contract : decl.contracts) {
    scopes_.push_scope();
    if (contract->contract == ContractKind::ensures && scopes_.find(result) == nullptr) {
      LocalId local = out_.local_of(decl.id);
      if (!local.valid()) local = make_local(LocalKind::result, Name{result, decl.name.range}, decl.id);
      scopes_.declare(result, local);
    }
    resolve_contract(*contract);
    scopes_.pop_scope();
  }
  resolve_body(decl.body);
}

void Resolver::resolve_members(std::span<const Decl* const> members) {
  in_members_ = true;
  for (const Decl* member : members) resolve_decl(*member);
}

void Resolver::resolve_fields(std::span<const FieldDecl> fields, NodeId owner) {
  for (const FieldDecl& field : fields) {
    resolve_optional(field.type);
    if (field.fallback == nullptr) continue;
    scopes_.push_frame(FrameKind::function, owner);
    in_field_default_ = true;
    resolve_expr(*field.fallback);
    in_field_default_ = false;
    scopes_.pop_frame();
  }
}

void Resolver::resolve_invariants(const StructDecl& decl) {
  if (decl.invariants.empty()) return;
  scopes_.push_frame(FrameKind::function, decl.id);
  scopes_.declare(self_, make_local(LocalKind::self_param, Name{self_, decl.name.range}, decl.id));
  for (const Contract* invariant : decl.invariants) resolve_contract(*invariant);
  scopes_.pop_frame();
}

void Resolver::resolve_struct(const StructDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::type);
  resolve_generics(decl.generics);
  resolve_fields(decl.fields, decl.id);
  for (const TypeExpr* derive : decl.derives) resolve_trait_name(*derive);
  resolve_invariants(decl);
  resolve_members(decl.members);
}

void Resolver::resolve_enum(const EnumDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::type);
  resolve_generics(decl.generics);
  for (const Variant& variant : decl.variants) {
    resolve_fields(variant.parts, decl.id);
    resolve_optional(variant.value);
  }
  for (const TypeExpr* derive : decl.derives) resolve_trait_name(*derive);
}

void Resolver::resolve_trait(const TraitDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::type);
  resolve_generics(decl.generics);
  for (const TypeExpr* super : decl.supertraits) resolve_trait_name(*super);
  resolve_members(decl.members);
}

void Resolver::resolve_impl(const ImplDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::type);
  implicit_owner_ = out_.def_of(decl.id);
  resolve_generics(decl.generics);
  const std::size_t errors = sink_->error_count();
  if (decl.trait != nullptr) resolve_trait_name(*decl.trait);
  resolve_optional(decl.type);
  implicit_owner_ = DefId();
  // What an impl of something unknown gives is missed elsewhere.
  if (sink_->error_count() > errors)
    for (const Decl* member : decl.members)
      if (const auto* function = as<FunctionDecl>(member)) sink_->lose(text(function->name.symbol));
  resolve_members(decl.members);
}

void Resolver::resolve_effect(const EffectDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::header);
  resolve_generics(decl.generics);
  for (const FunctionDecl* operation : decl.operations) resolve_function(*operation);
}

void Resolver::resolve_alias(const TypeDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::header);
  resolve_generics(decl.generics);
  for (const TypeExpr* bound : decl.bounds) resolve_trait_name(*bound);
  resolve_optional(decl.type);
}

void Resolver::resolve_constant(const ConstDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::code);
  resolve_optional(decl.type);
  resolve_optional(decl.value);
}

void Resolver::resolve_test(const TestDecl& decl) {
  const Entered entered(*this, decl.head, decl.id, Entered::Role::code);
  resolve_params(decl.params);
  resolve_body(decl.body);
}

}  // namespace ariac::resolve
