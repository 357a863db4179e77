// Step 3 of resolve: walks every declaration and body once and gives each name its Entity, each variable its Local,
// each closure its captures. One file per family of nodes: resolve_decl, resolve_stmt, resolve_expr, resolve_control,
// resolve_pattern, resolve_type.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "resolve/bindings.hpp"
#include "resolve/collect.hpp"
#include "resolve/module_names.hpp"
#include "resolve/scope.hpp"

namespace ariac::resolve {

// The help where a default of a field names `self`, or a field as if it were a variable.
constexpr std::string_view no_self_in_default = "a default cannot ask for other fields of its value: let a function that makes the value compute it, or a method";

class Resolver {
 public:
  Resolver(Bindings& out, support::Interner& interner, diagnostics::Sink& sink, ModuleNames& names,
           Collector& collector);

  void resolve_module(ModuleId module);

 private:
  // --- declarations (resolve_decl.cpp) ---
  void resolve_items(std::span<const ast::Stmt* const> items);
  void resolve_program(const ast::Tree& tree);
  void resolve_item(const ast::Stmt& item);
  void resolve_decl(const ast::Decl& decl);
  void resolve_function(const ast::FunctionDecl& decl);
  void resolve_struct(const ast::StructDecl& decl);
  void resolve_enum(const ast::EnumDecl& decl);
  void resolve_trait(const ast::TraitDecl& decl);
  void resolve_impl(const ast::ImplDecl& decl);
  void resolve_effect(const ast::EffectDecl& decl);
  void resolve_alias(const ast::TypeDecl& decl);
  void resolve_constant(const ast::ConstDecl& decl);
  void resolve_test(const ast::TestDecl& decl);
  void resolve_members(std::span<const ast::Decl* const> members);
  void resolve_fields(std::span<const ast::FieldDecl> fields, NodeId owner);
  void resolve_invariants(const ast::StructDecl& decl);
  void resolve_params(std::span<const ast::Param> params);
  void resolve_generics(const ast::Generics& generics);
  void check_attributes(const ast::DeclHead& head);
  void declare_type_params(DefId owner);

  // --- statements (resolve_stmt.cpp) ---
  void resolve_body(const ast::Body& body);                 // in a scope of its own
  void resolve_statements(std::span<const ast::Stmt* const> statements);
  void declare_in_body(std::span<const ast::Stmt* const> statements);
  void resolve_stmt(const ast::Stmt& stmt);
  void resolve_let(const ast::Let& let);
  void resolve_bare_declaration(const ast::Let& let);
  void resolve_assign(const ast::Assign& assign);
  void resolve_target(const ast::Expr& target, ast::AssignOp op);
  void resolve_contract(const ast::Contract& contract);

  class Entered;

  // --- expressions (resolve_expr.cpp, resolve_control.cpp) ---
  void resolve_expr(const ast::Expr& expr);
  void resolve_optional(const ast::Expr* expr);
  void resolve_given(const ast::Name& name, const ast::Expr* value);
  bool resolve_tried(const ast::NameExpr& expr);
  void resolve_name(const ast::NameExpr& name, bool may_be_module);
  void resolve_path(const ast::PathExpr& expr);
  void resolve_member(const ast::Member& expr, bool may_be_module);
  void resolve_object(const ast::Expr& expr);               // what a member is taken of: may name a module
  void resolve_index(const ast::Index& expr);
  void resolve_call(const ast::Call& call);
  void resolve_arguments(std::span<const ast::Argument> arguments);
  void resolve_comprehension(const ast::Comprehension& expr);
  void resolve_quantifier(const ast::Quantifier& expr);
  void resolve_lambda(const ast::Lambda& lambda, FrameKind kind);
  void resolve_spawn(const ast::Spawn& spawn);
  void resolve_if(const ast::If& expr);
  void resolve_condition(const ast::Condition& condition);
  void resolve_while(const ast::While& expr);
  void resolve_for(const ast::For& expr);
  void resolve_match(const ast::Match& expr);
  void resolve_begin(const ast::Begin& expr);
  void resolve_with(const ast::With& expr);
  void resolve_handle(const ast::Handle& expr);
  void resolve_operation(const ast::HandleArm& arm);
  void resolve_select(const ast::Select& expr);
  void resolve_select_arm(const ast::SelectArm& arm);
  void check_jump(const ast::Expr& jump, std::string_view keyword);
  LocalId it_of(std::size_t frame, const ast::Name& name);
  void use_it(const ast::NameExpr& name) { record(name.id, {Entity::Kind::local, it_of(frame_of_it(), name.name), DefId(), 1}); }
  std::size_t frame_of_it() const;   // frame_count() when there is none

  // --- patterns (resolve_pattern.cpp) ---
  void resolve_pattern(const ast::Pattern& pattern, LocalKind kind);
  void declare_pattern_name(const ast::Name& name, NodeId node, LocalKind kind);
  void resolve_alternatives(const ast::OrPattern& pattern, LocalKind kind);
  void walk_names(const ast::Pattern& pattern, std::vector<Symbol>& names) const;
  NodeId function_here() const { return scopes_.frame_count() == 0 ? NodeId() : scopes_.frame_at(scopes_.function_frame()).owner; }
  void note_tested_names(const ast::Pattern& pattern);
  void resolve_constructor(const ast::ConstructorPattern& pattern, LocalKind kind);
  void resolve_lambda_params(std::span<const ast::LambdaParam> params);

  // --- types (resolve_type.cpp) ---
  void resolve_type(const ast::TypeExpr& type);
  void resolve_optional(const ast::TypeExpr* type);
  void resolve_type_arguments(std::span<const ast::TypeArgument> arguments);
  void resolve_type_path(ast::Path path, NodeId node);
  void check_dyn(const ast::DynType& type);
  void resolve_trait_name(const ast::TypeExpr& type);
  void resolve_row(const ast::EffectRow& row);
  void resolve_effect_name(const ast::TypeExpr& type);
  void report_unknown_effect(const ast::Name& name);
  DefId implicit_type_param(const ast::Name& name, NodeId node);

  // --- shared (resolver.cpp) ---
  struct PathStart {
    Entity entity;
    bool reported = false;
  };
  // Follows a path through modules as far as a definition; what comes after it is left to inference.
  enum class Wanted : std::uint8_t { type, any };      // for the message when it is unknown
  PathStart follow_path(ast::Path path, Wanted wanted = Wanted::any);
  Entity entity_of(const ScopeEntry& entry, const ast::Name& name);
  Entity entity_of(const Found& found, const ast::Name& name);
  LocalId make_local(LocalKind kind, const ast::Name& name, NodeId declared_by);
  void record(NodeId node, const Entity& entity);
  void capture(LocalId local, std::size_t declared_in);
  enum class Sought : std::uint8_t { value, type, trait };
  void report_unknown(const ast::Name& name, Sought sought);
  DefId own_associated_type(Symbol name) const;
  std::optional<Entity> hiding_type(Symbol name) const;
  bool is_left_out_by_impl(const ast::Name& name) const;
  bool name_own_member(const ast::Name& name, diagnostics::Report& report) const;
  bool name_method(const ast::Name& name, diagnostics::Report& report) const;
  std::string text(Symbol symbol) const { return std::string(interner_.text(symbol)); }
  bool is(Symbol symbol, std::string_view wanted) const { return interner_.text(symbol) == wanted; }

  Bindings& out_;
  support::Interner& interner_;
  diagnostics::Sink* sink_;
  diagnostics::Sink silent_;         // takes what is said about declarations with syntax errors
  ModuleNames& names_;
  Collector& collector_;

  ModuleId module_;
  const ast::Tree* tree_ = nullptr;  // the file it stands in
  ScopeStack scopes_;
  const ast::Name* called_ = nullptr;   // the name whose call with arguments is being resolved
  DefId around_;                    // the definition whose parts are being resolved: parent of what a body declares
  DefId mentions_of_;               // the constant or function whose code is being resolved
  bool trait_follows_ = false;      // the next path of a type names a trait
  DefId self_type_;                 // struct, enum, trait or impl that `Self` means
  bool in_members_ = false;         // between its head and its end
  bool in_field_default_ = false;   // where the value itself is not there yet
  DefId defined_type_;              // the associated type whose definition is read: in it the name means what is outside
  DefId implicit_owner_;            // takes undeclared single capitals as its type parameters, while its header is read
  DefId self_missed_in_;            // where a missing `self` has been reported
  bool in_ensures_ = false;
  std::uint32_t handler_arms_ = 0;
  // Names bound by the first alternative of the or-pattern being read; later alternatives bind the same locals.
  std::vector<std::pair<Symbol, LocalId>>* alternative_names_ = nullptr;
  bool first_alternative_ = true;
  // Names in patterns after `is`, for the message where one is used as if it were bound.
  struct TestedName {
    ast::SourceRange range;
    NodeId function;
  };
  std::unordered_map<Symbol, TestedName> tested_names_;
  std::optional<ast::Name> closure_name_;      // the variable that the closure at hand is assigned to: not known in it yet
  Symbol self_, it_, underscore_;
};

}  // namespace ariac::resolve
