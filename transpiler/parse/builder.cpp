// Places, names and the file itself.
#include "parse/builder.hpp"

#include <algorithm>

#include "diagnostics/catalogue/syntax.hpp"
#include "parse/comments.hpp"

namespace ariac::parse {

source::SourceRange Builder::range_of(const antlr4::Token* token) const {
  if (token == nullptr) return {file_.id(), 0, 0};
  const std::uint32_t begin = points_.offset(token->getStartIndex());
  return {file_.id(), begin, std::max(begin, points_.offset(token->getStopIndex() + 1))};
}

source::SourceRange Builder::range_of(antlr4::ParserRuleContext* context) const {
  const source::SourceRange first = range_of(context->getStart());
  if (context->getStop() == nullptr) return {first.file, first.begin, first.begin};
  return {first.file, first.begin, std::max(first.begin, range_of(context->getStop()).end)};
}

std::string_view Builder::text_of(const antlr4::Token* token) const { return text_of(range_of(token)); }

std::string_view Builder::text_of(source::SourceRange range) const {
  const std::size_t begin = std::min<std::size_t>(range.begin, text_.size());
  return text_.substr(begin, range.end - range.begin);
}

ast::Name Builder::name_of(P::NameContext* name) {
  const antlr4::Token* token = name->getStart();
  return {interner_.intern(text_of(token)), range_of(token)};
}

std::string_view Builder::doc_before(source::SourceRange range) { return attached_doc(tree_, text_, range.begin); }

void Builder::add_statement(P::StatementContext* statement) { statements_.push_back(build_statement(statement)); }

void Builder::replace_statements(P::FileContext* file) {
  statements_.clear();
  no_members_.clear();
  if (file->statements() == nullptr) return;
  for (P::StatementContext* statement : file->statements()->statement()) add_statement(statement);
}

void Builder::finish_file() {
  for (const NoMember& found : no_members_)
    if (!tree_.has_errors) sink_.report(found.range, diag::NotAMember{.where = found.where}).help(std::string(found.help));
  tree_.items.statements = list(statements_);
  tree_.items.range = {file_.id(), 0, static_cast<std::uint32_t>(text_.size())};
}

}  // namespace ariac::parse
