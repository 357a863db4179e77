// Declarations: their heads, functions, modules and tests. Types stand in build_type_decl.cpp, imports in build_import.cpp.
#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

ast::Visibility Builder::build_visibility(P::VisibilityContext* visibility) {
  if (!visibility) return ast::Visibility::module;
  if (!visibility->name()) return ast::Visibility::everywhere;
  const ast::Name scope = name_of(visibility->name());
  if (text_of(scope) != "package") sink_.report(scope.range, diag::UnknownVisibility{.name = text_of(scope)}).help("write `pub` or `pub(package)`");
  return ast::Visibility::package;
}

ast::Attribute Builder::build_attribute(P::AttributeContext* attribute) {
  ast::Attribute built;
  built.name = name_of(attribute->name());
  if (attribute->arguments()) built.arguments = build_arguments(attribute->arguments());
  built.range = range_of(attribute);
  return built;
}

ast::DeclHead Builder::build_head(const std::vector<P::AttributeContext*>& attributes, P::VisibilityContext* visibility, source::SourceRange range) {
  ast::DeclHead head;
  std::vector<ast::Attribute> built;
  for (auto* attribute : attributes) built.push_back(build_attribute(attribute));
  head.attributes = list(built);
  head.visibility = build_visibility(visibility);
  head.doc = doc_before(range);
  return head;
}

const ast::Decl* Builder::build_declaration(P::DeclarationContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  if (decl->functionDecl()) return build_function(decl->functionDecl(), head, range);
  if (decl->structDecl()) return build_struct(decl->structDecl(), head, range);
  if (decl->enumDecl()) return build_enum(decl->enumDecl(), head, range);
  if (decl->dataDecl()) return build_data(decl->dataDecl(), head, range);
  if (decl->traitDecl()) return build_trait(decl->traitDecl(), head, range);
  if (decl->implDecl()) return build_impl(decl->implDecl(), head, range);
  if (decl->effectDecl()) return build_effect(decl->effectDecl(), head, range);
  if (decl->aliasDecl()) return build_alias(decl->aliasDecl(), head, range);
  if (decl->constDecl()) return build_const(decl->constDecl(), head, range);
  if (decl->importDecl()) return build_import(decl->importDecl(), head, range);
  if (decl->moduleDecl()) return build_module(decl->moduleDecl(), head, range);
  if (decl->externDecl()) return build_extern(decl->externDecl(), head, range);
  return build_test(decl->testDecl(), head, range);
}

// --- Functions ---

const ast::FunctionDecl* Builder::build_function(P::FunctionDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* function = make<ast::FunctionDecl>(range);
  auto* signature = decl->signature();
  function->head = head;
  function->is_async = decl->ASYNC() != nullptr;
  function->name = name_of(signature->name());
  function->generics = build_generics(signature->typeParameters(), signature->whereClause());
  function->has_params = signature->parameters() != nullptr;
  function->params = build_params(signature->parameters());
  if (signature->resultType()) function->result = build_result(signature->resultType(), function->effects);
  if (signature->effectRows()) build_effects(signature->effectRows(), function->effects);
  std::vector<const ast::Contract*> contracts;
  for (auto* contract : decl->contract()) contracts.push_back(build_contract(contract));
  if (decl->assignment()) {
    function->short_form = function->has_body = true;
    function->body = body_of(build_assignment(decl->assignment()));
  } else if (decl->body()) {
    function->has_body = true;
    const ast::Body body = build_body(decl->body());
    std::vector<const ast::Stmt*> rest;
    for (const ast::Stmt* statement : body.statements) {
      const auto* contract = ast::as<ast::Contract>(statement);
      if (contract && contract->contract != ast::ContractKind::invariant) contracts.push_back(contract);
      else rest.push_back(statement);
    }
    function->body = {list(rest), body.range};
  }
  function->contracts = list(contracts);
  return function;
}

std::span<const ast::Param> Builder::build_params(P::ParametersContext* parameters) {
  if (!parameters) return {};
  std::vector<ast::Param> params;
  for (auto* parameter : parameters->parameter()) {
    ast::Param param;
    param.id = ids_.next();
    param.name = name_of(parameter->name());
    if (parameter->type()) param.type = build_type(parameter->type());
    if (parameter->expr()) param.fallback = build_expr(parameter->expr());
    param.mut = parameter->MUT() != nullptr;
    param.rest = parameter->ELLIPSIS() != nullptr;
    param.is_self = text_of(param.name) == "self";
    for (auto* attribute : parameter->attribute()) param.escaping |= text_of(name_of(attribute->name())) == "escaping";
    if (param.is_self && !params.empty()) sink_.report(param.name.range, diag::SelfIsNotFirst{});
    if (!params.empty() && params.back().rest) sink_.report(param.name.range, diag::ParameterAfterRest{.rest = text_of(params.back().name)});
    params.push_back(param);
  }
  return list(params);
}

ast::Generics Builder::build_generics(P::TypeParametersContext* parameters, P::WhereClauseContext* where) {
  ast::Generics generics;
  std::vector<ast::TypeParam> params;
  if (parameters) {
    for (auto* parameter : parameters->typeParameter()) {
      ast::TypeParam param;
      param.id = ids_.next();
      param.name = name_of(parameter->name());
      if (parameter->bounds()) param.bounds = build_types(parameter->bounds()->type());
      if (parameter->type()) param.fallback = build_type(parameter->type());
      params.push_back(param);
    }
  }
  std::vector<ast::WhereBound> bounds;
  if (where)
    for (auto* bound : where->whereBound()) bounds.push_back({build_type(bound->type()), build_types(bound->bounds()->type())});
  generics.params = list(params);
  generics.where = list(bounds);
  return generics;
}

// --- Modules, extern blocks, constants, tests ---

const ast::Decl* Builder::build_module(P::ModuleDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* module = make<ast::ModuleDecl>(range);
  module->head = head;
  module->is_header = decl->MODULE_HEADER() != nullptr;
  std::vector<ast::Name> path;
  for (auto* name : decl->path()->name()) path.push_back(name_of(name));
  module->path = list(path);
  module->items = build_body(decl->body()).statements;
  return module;
}

const ast::Decl* Builder::build_extern(P::ExternDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* block = make<ast::ExternDecl>(range);
  block->head = head;
  block->language = name_of(decl->name(0));
  block->header = string_value(decl->string());
  if (decl->AS()) block->alias = name_of(decl->name(1));
  block->has_block = decl->EXTERN_BLOCK() != nullptr;
  block->members = build_members(decl->body(), "an extern block");
  return block;
}

const ast::Decl* Builder::build_const(P::ConstDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* constant = make<ast::ConstDecl>(range);
  constant->head = head;
  constant->name = name_of(decl->name());
  if (decl->type()) constant->type = build_type(decl->type());
  if (decl->expr()) constant->value = build_expr(decl->expr());
  return constant;
}

const ast::Decl* Builder::build_test(P::TestDeclContext* decl, const ast::DeclHead& head, source::SourceRange range) {
  auto* test = make<ast::TestDecl>(range);
  test->head = head;
  test->test = decl->LITMUS() ? ast::TestKind::litmus : decl->PROPERTY() ? ast::TestKind::property : decl->EXAMPLES() ? ast::TestKind::examples : ast::TestKind::test;
  if (decl->string()) test->name = string_value(decl->string());
  test->params = build_params(decl->parameters());
  test->body = build_body(decl->body());
  return test;
}

}  // namespace ariac::parse
