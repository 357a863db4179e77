// Declarations of types: structs, classes, data, enums, traits, impls, effects, aliases.
#include <algorithm>
#include <string>

#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::Decl* Builder::build_struct(P::StructDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* type = make<ast::StructDecl>(range);
  type->head = head;
  type->form = decl->CLASS() ? ast::StructKind::class_ : ast::StructKind::struct_;
  type->name = name_of(decl->name());
  type->generics = build_generics(decl->typeParameters(), decl->whereClause());
  std::vector<ast::FieldDecl> fields;
  std::vector<const ast::Contract*> invariants;
  std::vector<const ast::TypeExpr*> derives;
  std::vector<const ast::Decl*> members;
  for (auto* member : decl->member()) {
    const source::SourceRange place = range_of(member);
    if (member->exception) {
      tree_.has_errors = true;
      continue;
    }
    if (auto* field = member->field()) {
      ast::FieldDecl built{ids_.next(), build_visibility(member->visibility()), doc_before(place), name_of(field->name()), build_type(field->type()), nullptr, place};
      if (field->expr()) built.fallback = build_expr(field->expr());
      fields.push_back(built);
    } else if (member->declaration()) {
      members.push_back(build_declaration(member->declaration(), build_head(member->attribute(), member->visibility(), place), place));
      if (!ast::as<ast::FunctionDecl>(members.back()) && !ast::as<ast::ConstDecl>(members.back()) && !ast::as<ast::TypeDecl>(members.back()))
        no_members_.push_back({members.back()->range, "a struct", "a struct holds fields, functions, constants and invariants"});
    } else if (member->contract()) {
      invariants.push_back(build_contract(member->contract()));
      if (invariants.back()->contract != ast::ContractKind::invariant) sink_.report(place, diag::NotAMember{.where = "a struct"}).help("a condition on the fields is an `invariant`");
    } else {
      for (const ast::TypeExpr* derived : build_types(member->derive()->type())) derives.push_back(derived);
    }
  }
  const bool shared = std::any_of(head.attributes.begin(), head.attributes.end(), [this](const ast::Attribute& a) { return text_of(a.name) == "shared"; });
  if (decl->CLASS() && !shared) sink_.report(range_of(decl->CLASS()), diag::ClassWithoutShared{}).help("write `@shared class` for a reference type, or `struct` for a value");
  type->fields = list(fields);
  type->invariants = list(invariants);
  type->derives = list(derives);
  type->members = list(members);
  return type;
}

std::span<const ast::FieldDecl> Builder::build_parts(P::PartsContext* parts) {
  std::vector<ast::FieldDecl> fields;
  for (auto* part : parts->part()) {
    const source::SourceRange range = range_of(part);
    ast::FieldDecl field{ids_.next(), build_visibility(part->visibility()), doc_before(range), {}, build_type(part->type()), nullptr, range};
    if (part->name()) field.name = name_of(part->name());
    if (part->expr()) field.fallback = build_expr(part->expr());
    fields.push_back(field);
  }
  return list(fields);
}

const ast::Decl* Builder::build_data(P::DataDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* type = make<ast::StructDecl>(range);
  type->head = head;
  type->form = ast::StructKind::data;
  type->name = name_of(decl->name());
  type->generics = build_generics(decl->typeParameters(), decl->whereClause());
  type->fields = build_parts(decl->parts());
  for (const ast::FieldDecl& field : type->fields)
    if (!field.name) sink_.report(field.range, diag::DataPartWithoutName{}).help("write `name: Type`");
  return type;
}

const ast::Decl* Builder::build_enum(P::EnumDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* type = make<ast::EnumDecl>(range);
  type->head = head;
  type->name = name_of(decl->name());
  type->generics = build_generics(decl->typeParameters(), decl->whereClause());
  std::vector<ast::Variant> variants;
  for (auto* variant : decl->variant()) {
    if (variant->exception) {
      tree_.has_errors = true;
      continue;
    }
    const source::SourceRange place = range_of(variant);
    ast::Variant built{ids_.next(), doc_before(place), name_of(variant->name()), {}, variant->parts() != nullptr, nullptr, place};
    if (variant->parts()) built.parts = build_parts(variant->parts());
    if (variant->expr()) built.value = build_expr(variant->expr());
    variants.push_back(built);
  }
  std::vector<const ast::TypeExpr*> derives;
  for (auto* derive : decl->derive())
    for (const ast::TypeExpr* derived : build_types(derive->type())) derives.push_back(derived);
  type->variants = list(variants);
  type->derives = list(derives);
  return type;
}

// Functions, constants and types among the statements of a body; an extern block admits type declarations too.
std::span<const ast::Decl* const> Builder::build_members(P::BodyContext* body, std::string_view where) {
  std::vector<const ast::Decl*> members;
  if (!body) return {};
  const bool of_extern = where == "an extern block";
  for (const ast::Stmt* statement : build_body(body).statements) {
    if (statement->kind == ast::NodeKind::ErrorStmt) continue;
    const auto* wrapped = ast::as<ast::DeclStmt>(statement);
    const ast::NodeKind kind = wrapped ? wrapped->decl->kind : ast::NodeKind::ErrorStmt;
    const bool fits = kind == ast::NodeKind::FunctionDecl || kind == ast::NodeKind::ConstDecl || kind == ast::NodeKind::TypeDecl ||
                      (of_extern && (kind == ast::NodeKind::ImplDecl || kind == ast::NodeKind::TraitDecl || kind == ast::NodeKind::StructDecl ||
                                     kind == ast::NodeKind::EnumDecl || kind == ast::NodeKind::EffectDecl));
    if (fits) members.push_back(wrapped->decl);
    else no_members_.push_back({statement->range, where, "only functions, constants and types can stand here"});
  }
  return list(members);
}

const ast::Decl* Builder::build_trait(P::TraitDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* trait = make<ast::TraitDecl>(range);
  trait->head = head;
  trait->name = name_of(decl->name());
  trait->generics = build_generics(decl->typeParameters(), decl->whereClause());
  if (decl->bounds()) trait->supertraits = build_types(decl->bounds()->type());
  trait->members = build_members(decl->body(), "a trait");
  return trait;
}

const ast::Decl* Builder::build_impl(P::ImplDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* impl = make<ast::ImplDecl>(range);
  impl->head = head;
  impl->generics = build_generics(decl->typeParameters(), decl->whereClause());
  if (decl->type().size() == 2) impl->trait = build_type(decl->type(0));
  impl->type = build_type(decl->type().back());
  impl->members = build_members(decl->body(), "an impl");
  return impl;
}

const ast::Decl* Builder::build_effect(P::EffectDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* effect = make<ast::EffectDecl>(range);
  effect->head = head;
  effect->name = name_of(decl->name());
  effect->generics = build_generics(decl->typeParameters(), nullptr);
  std::vector<const ast::FunctionDecl*> operations;
  for (const ast::Decl* member : build_members(decl->body(), "an effect")) {
    if (const auto* operation = ast::as<ast::FunctionDecl>(member)) operations.push_back(operation);
    else sink_.report(member->range, diag::NotAMember{.where = "an effect"}).help("an effect holds the signatures of its operations");
  }
  effect->operations = list(operations);
  return effect;
}

const ast::Decl* Builder::build_alias(P::AliasDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* alias = make<ast::TypeDecl>(range);
  alias->head = head;
  alias->name = name_of(decl->name());
  alias->generics = build_generics(decl->typeParameters(), nullptr);
  if (decl->bounds()) alias->bounds = build_types(decl->bounds()->type());
  if (decl->type()) alias->type = build_type(decl->type());
  return alias;
}

}  // namespace ariac::parse
