// What the print_*.cpp files share: each turns one family of the model into a document.
#pragma once

#include <string>
#include <vector>

#include "cpp/layout.hpp"
#include "cpp/model.hpp"
#include "cpp/print.hpp"

namespace ariac::cpp {

std::string spell_type(const Type& type);
std::string spell_param(const Param& param);

class Printer {
 public:
  explicit Printer(PrintOptions options) : options_(options) {}

  Doc file(const File& file);
  Doc decl(const Decl& decl, bool in_record);
  Doc stmt(const Stmt& stmt);
  Doc expr(const Expr& expr);

  const std::vector<SourcePlace>& marked_places() const { return marked_; }

 private:
  struct StmtPrinter;
  struct DeclPrinter;
  struct ExprPrinter;

  // Statements and blocks.
  Doc block(const Block& statements, const std::string& behind = "");
  Doc statements(const Block& statements);
  Doc condition(const Condition& condition);
  Doc if_chain(const If& node, const std::string& behind);
  Doc variable(const Variable& variable);
  Doc remarks_before(const Remarks& remarks);

  // Expressions.
  Doc operand(std::string_view op, const Expr& expr, bool right);
  Doc postfix_head(const Expr& expr);
  Doc postfix_chain(const Expr& expr);
  Doc binary_chain(const Binary& node);
  Doc lambda(const Lambda& node);
  std::vector<Doc> exprs(const std::vector<Expr>& list);
  std::vector<Doc> params(const std::vector<Param>& list);
  Doc initializers(const std::vector<Initializer>& items);

  // Declarations.
  Doc decls(const std::vector<Decl>& list, bool in_record);
  Doc template_header(const Template& header);
  Doc function(const Function& node, const Remarks& remarks, bool in_record);
  Doc record(const Record& node, const Remarks& remarks);
  std::string template_params(const std::vector<TemplateParam>& list);

  PrintOptions options_;
  std::vector<SourcePlace> marked_;
};

}  // namespace ariac::cpp
