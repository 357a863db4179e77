// Builder: from ANTLR's tree to ours. Every accepted spelling becomes the node of its canonical one.
//
// build_decl.cpp   declarations            build_expr.cpp     operators, literals, collections
// build_stmt.cpp   bodies and statements   build_call.cpp     names, calls, chains, spawn
// build_pattern.cpp patterns               build_control.cpp  if, loops, match, select, handle, begin, with
// build_type.cpp   types, effect rows      build_closure.cpp  blocks and lambdas
// build_string.cpp strings, numbers, characters
//
// A statement, member or variant that holds a mistake has been reported by the parser; its context carries an
// exception, and an ErrorStmt (or nothing, for members) stands for it. All other contexts are complete.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "AriaParser.h"
#include "ast/tree.hpp"
#include "diagnostics/sink.hpp"
#include "parse/code_points.hpp"
#include "source/source_file.hpp"

namespace ariac::parse {

using P = AriaParser;

class Builder {
 public:
  Builder(ast::Tree& tree, const source::SourceFile& file, std::string_view text, const CodePoints& points, support::Interner& interner,
          ast::NodeIds& ids, diagnostics::Sink& sink)
      : tree_(tree), file_(file), text_(text), points_(points), interner_(interner), ids_(ids), sink_(sink) {}

  // `copy(x)` means `copy x`: nothing of the file is called so.
  void read_as_operator(std::string_view word, ast::UnaryOp op) { called_operators_.emplace_back(word, op); }
  void add_statement(P::StatementContext* statement);
  void replace_statements(P::FileContext* file);   // all of a file's, in place of those added so far
  void finish_file();

 private:
  friend class Folder;

  // --- Nodes, names and places ---
  template <typename T>
  T* make(source::SourceRange range) {
    T* node = tree_.arena.make<T>();
    node->kind = T::kKind;
    node->id = ids_.next();
    node->range = range;
    return node;
  }
  template <typename T>
  std::span<const T> list(const std::vector<T>& values) { return tree_.arena.copy(values); }

  source::SourceRange range_of(const antlr4::Token* token) const;
  source::SourceRange range_of(antlr4::ParserRuleContext* context) const;
  source::SourceRange range_of(antlr4::tree::TerminalNode* leaf) const { return range_of(leaf->getSymbol()); }
  std::string_view text_of(const antlr4::Token* token) const;
  std::string_view text_of(antlr4::tree::TerminalNode* leaf) const { return text_of(leaf->getSymbol()); }
  std::string_view text_of(source::SourceRange range) const;
  ast::Name name_of(P::NameContext* name);
  ast::Name name_of(antlr4::tree::TerminalNode* leaf) { return {interner_.intern(text_of(leaf)), range_of(leaf)}; }
  ast::Name name_of(std::string_view text, source::SourceRange range) { return {interner_.intern(text), range}; }
  std::string_view text_of(const ast::Name& name) const { return interner_.text(name.symbol); }
  std::string_view doc_before(source::SourceRange range);

  // --- build_decl.cpp ---
  const ast::Decl* build_declaration(P::DeclarationContext* decl, const ast::DeclHead& head, source::SourceRange range);
  ast::DeclHead build_head(const std::vector<P::AttributeContext*>& attributes, P::VisibilityContext* visibility, source::SourceRange range);
  ast::Visibility build_visibility(P::VisibilityContext* visibility);
  ast::Attribute build_attribute(P::AttributeContext* attribute);
  const ast::Decl* build_import(P::ImportDeclContext* decl, ast::DeclHead head, source::SourceRange range);
  void build_import_tree(P::ImportTreeContext* tree, std::vector<ast::Name> path, std::vector<ast::ImportItem>& items);
  const ast::Decl* build_module(P::ModuleDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_extern(P::ExternDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::FunctionDecl* build_function(P::FunctionDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_struct(P::StructDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_data(P::DataDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_enum(P::EnumDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_trait(P::TraitDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_impl(P::ImplDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_effect(P::EffectDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_alias(P::AliasDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_const(P::ConstDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  const ast::Decl* build_test(P::TestDeclContext* decl, const ast::DeclHead& head, source::SourceRange range);
  std::span<const ast::Decl* const> build_members(P::BodyContext* body, std::string_view where);
  std::span<const ast::FieldDecl> build_parts(P::PartsContext* parts);
  ast::Generics build_generics(P::TypeParametersContext* parameters, P::WhereClauseContext* where);
  std::span<const ast::Param> build_params(P::ParametersContext* parameters);

  // --- build_stmt.cpp ---
  ast::Body build_body(P::BodyContext* body);
  ast::Body build_body(P::StatementsContext* statements);
  ast::Body build_body(const std::vector<P::StatementContext*>& statements);
  ast::Body body_of(const ast::Stmt* statement);
  const ast::Stmt* build_statement(P::StatementContext* statement);
  const ast::Stmt* build_simple(P::SimpleStatementContext* statement);
  const ast::Stmt* build_plain(P::PlainStatementContext* statement);
  const ast::Stmt* build_assignment(P::AssignmentContext* assignment);
  const ast::Contract* build_contract(P::ContractContext* contract);
  const ast::Stmt* statement_of(const ast::Expr* value);
  ast::Condition build_condition(P::ConditionContext* condition, bool negated);
  void check_target(const ast::Expr& target);

  // --- build_type.cpp ---
  const ast::TypeExpr* build_type(P::TypeContext* type);
  const ast::TypeExpr* build_type_primary(P::TypePrimaryContext* type);
  const ast::TypeExpr* build_result(P::ResultTypeContext* result, ast::EffectRow& effects);
  void build_effects(P::EffectRowsContext* rows, ast::EffectRow& effects);
  void build_effect_set(P::EffectSetContext* set, ast::EffectRow& effects);
  ast::Path build_path(P::PathContext* path, std::span<const ast::TypeArgument> arguments = {});
  std::span<const ast::TypeArgument> build_type_arguments(P::TypeArgumentsContext* arguments);
  std::span<const ast::TypeArgument> build_type_arguments(const std::vector<P::TypeArgumentContext*>& arguments);
  std::span<const ast::TypeExpr* const> build_types(const std::vector<P::TypeContext*>& types);

  // --- build_pattern.cpp ---
  const ast::Pattern* build_pattern(P::PatternContext* pattern);
  const ast::Pattern* build_pattern(P::TestedPatternContext* pattern);
  const ast::Pattern* build_pattern(P::PatternPrimaryContext* pattern);
  const ast::Pattern* build_literal_pattern(P::PatternPrimaryContext* pattern);
  const ast::Pattern* build_path_pattern(P::PatternPrimaryContext* pattern);
  const ast::Pattern* build_tuple_pattern(P::PatternPrimaryContext* pattern);
  const ast::Pattern* build_array_pattern(P::PatternPrimaryContext* pattern);
  const ast::Pattern* build_element_pattern(P::PatternElementContext* element);
  const ast::Pattern* alternatives(std::vector<const ast::Pattern*> patterns, source::SourceRange range);
  const ast::Pattern* build_range_pattern(const ast::Expr* from, P::RangeEndContext* end, source::SourceRange range);
  const ast::Expr* build_pattern_value(P::PatternValueContext* value);
  const ast::Expr* build_pattern_literal(P::PatternLiteralContext* literal);
  ast::PatternField build_pattern_field(P::PatternFieldContext* field, bool& open);
  void report_part_after_rest(source::SourceRange part);
  const ast::Pattern* binding(const ast::Name& name, bool mut = false);

  // --- expr_to_pattern.cpp: patterns that the grammar reads as expressions (`is`, select arms) ---
  const ast::Pattern* pattern_of(const ast::Expr* value);
  const ast::Pattern* pattern_of_path(ast::Path path, source::SourceRange range);
  const ast::Pattern* pattern_of_call(const ast::Call& call);
  const ast::Pattern* pattern_of_array(const ast::ArrayLiteral& array);
  const ast::Pattern* bad_pattern(source::SourceRange range);
  bool reads_as_pattern(const ast::Expr* value) const;

  // --- build_expr.cpp ---
  const ast::Expr* build_expr(P::ExprContext* expr);
  const ast::Expr* build_primary(P::PrimaryContext* primary);
  const ast::Expr* build_name(P::NameContext* name);
  const ast::Expr* build_tuple(P::PrimaryContext* primary);
  const ast::Expr* build_array(P::PrimaryContext* primary);
  const ast::Expr* build_map(P::PrimaryContext* primary);
  ast::MapEntry build_entry(P::EntryContext* entry);
  const ast::Expr* build_comprehension(P::ComprehensionContext* comprehension, const ast::Expr* key, const ast::Expr* value, source::SourceRange range);
  const ast::Expr* build_whole_right(P::WholeRightContext* context);
  const ast::Expr* build_quantifier(P::WholeRightContext* context);
  const ast::Expr* error_expr(source::SourceRange range) { return make<ast::ErrorExpr>(range); }

  // --- build_call.cpp ---
  const ast::Expr* build_operand(P::OperandContext* operand);
  const ast::Expr* build_suffix(const ast::Expr* object, P::SuffixContext* suffix);
  const ast::Expr* build_call(const ast::Expr* callee, P::SuffixContext* suffix, source::SourceRange range);
  const ast::Expr* build_called_operator(const ast::Expr* callee, std::span<const ast::Argument> arguments, source::SourceRange range);
  const ast::Expr* build_block_call(const ast::Expr* callee, P::BlockContext* block, source::SourceRange range);
  const ast::Expr* build_block_spawn(const ast::Expr* callee, P::BlockContext* block, source::SourceRange range);
  const ast::Expr* build_struct_literal(const ast::Expr* callee, P::SuffixContext* suffix, source::SourceRange range);
  const ast::Expr* build_path_step(const ast::Expr* object, const ast::Name& name, source::SourceRange range);
  bool path_segments(const ast::Expr* object, std::vector<ast::PathSegment>& segments) const;
  const ast::Expr* build_index(P::IndexContext* index);
  std::span<const ast::Argument> build_arguments(P::ArgumentsContext* arguments);
  ast::Argument build_argument(P::ArgumentContext* argument);
  ast::Spawn* start_spawn(antlr4::tree::TerminalNode* word, P::SpawnOptionsContext* options, source::SourceRange range);
  const ast::Expr* build_spawn(P::WholeRightContext* context);
  const ast::Expr* build_method_spawn(const ast::Expr* receiver, P::SpawnSuffixContext* suffix);

  // --- build_closure.cpp ---
  const ast::Lambda* build_block(P::BlockContext* block);
  const ast::Expr* build_lambda(P::LambdaContext* lambda);
  const ast::Expr* build_member_lambda(const ast::Name& member, source::SourceRange range);
  std::span<const ast::LambdaParam> build_lambda_params(P::LambdaParametersContext* parameters);
  std::span<const ast::LambdaParam> build_lambda_params(P::ParametersContext* parameters);
  std::span<const ast::LambdaParam> build_block_params(P::BlockParametersContext* parameters, bool& written);
  ast::Body unwrap_block(ast::Body body) const;

  // --- build_control.cpp ---
  const ast::Expr* build_if(P::IfExprContext* context);
  const ast::Expr* build_inline_if(P::IfExprContext* context);
  bool is_parallel(const ast::Expr& iterable) const;
  const ast::Expr* build_parallel_loop(P::LoopExprContext* context, const ast::Expr* iterable);
  const ast::Expr* build_loop(P::LoopExprContext* context);
  const ast::Expr* build_match(P::MatchExprContext* context);
  const ast::Expr* build_select(P::SelectExprContext* context);
  void build_select_head(P::SelectArmContext* context, ast::SelectArm& arm);
  void read_select_head(const ast::Stmt* head, ast::SelectArm& arm);
  bool read_select_call(const ast::Call& call, ast::SelectArm& arm) const;
  const ast::Expr* build_handle(P::HandleExprContext* context);
  const ast::Expr* build_begin(P::BeginExprContext* context);
  const ast::Expr* build_with(P::WithExprContext* context);

  // --- build_string.cpp ---
  const ast::Expr* build_literal(P::LiteralContext* literal);
  const ast::Expr* build_token_literal(antlr4::tree::TerminalNode* leaf);
  const ast::Expr* build_int(antlr4::tree::TerminalNode* leaf);
  const ast::Expr* build_float(antlr4::tree::TerminalNode* leaf);
  const ast::Expr* build_char(antlr4::tree::TerminalNode* leaf);
  const ast::Expr* build_plain_string(std::string_view content, source::SourceRange range, bool escapes);
  const ast::Expr* build_string(P::StringContext* string);
  std::string_view string_value(P::StringContext* string);
  const ast::Expr* build_heredoc(P::StringContext* string);
  ast::StringPart build_interpolation(P::StringPartContext* part);
  std::string unescape(std::string_view text, source::SourceRange range);

  ast::Tree& tree_;
  const source::SourceFile& file_;
  std::string_view text_;                // what was parsed: as long as the file, invalid bytes replaced
  const CodePoints& points_;
  support::Interner& interner_;
  ast::NodeIds& ids_;
  diagnostics::Sink& sink_;
  std::vector<const ast::Stmt*> statements_;   // of the file, so far
  std::vector<std::pair<std::string_view, ast::UnaryOp>> called_operators_;
  struct NoMember {
    source::SourceRange range;
    std::string_view where, help;
  };
  std::vector<NoMember> no_members_;     // reported only if the file has no syntax errors: after one, they may belong elsewhere
};

}  // namespace ariac::parse
