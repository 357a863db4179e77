// Statements as documents: always with braces, one a line, comments where they were.
#include "cpp/printer.hpp"
#include "cpp/spelling.hpp"

namespace ariac::cpp {

namespace {

Doc with_semicolon(Doc doc) { return cat(std::move(doc), text(";")); }

Doc comment_behind(const std::string& behind) {
  return behind.empty() ? Doc() : trailing("  // " + spell_comment(behind));
}

std::string binding_list(const std::vector<std::string>& names) {
  std::string out = "[";
  for (const std::string& name : names) out += (out.size() > 1 ? ", " : "") + name;
  return out + "]";
}

}  // namespace

struct Printer::StmtPrinter {
  Printer& printer;
  const std::string& behind;  // the comment on the statement's line; compound statements carry it behind their brace

  Doc ending(Doc doc) const { return cat(with_semicolon(std::move(doc)), comment_behind(behind)); }

  Doc operator()(const ExprStmt& s) const { return ending(group(printer.expr(s.expr))); }
  Doc operator()(const Variable& s) const { return ending(printer.variable(s)); }
  Doc operator()(const StructuredBinding& s) const {
    return ending(assigned(text(spell_type(s.type) + " " + binding_list(s.names)), printer.expr(s.init)));
  }
  Doc operator()(const Return& s) const {
    const std::string word = s.from_coroutine ? "co_return" : "return";
    if (!s.value) return ending(text(word));
    return ending(cat(text(word + " "), group(printer.expr(s.value))));
  }
  Doc operator()(const If& s) const { return printer.if_chain(s, behind); }
  Doc operator()(const While& s) const {
    return cat(text("while ("), nest(4, printer.condition(s.condition)), text(") "), printer.block(s.body, behind));
  }
  Doc operator()(const DoWhile& s) const {
    return cat(text("do "), printer.block(s.body, behind), text(" while ("), printer.expr(s.condition), text(");"));
  }
  Doc operator()(const For& s) const {
    static const std::string none;
    Doc init = s.init.node ? std::visit(StmtPrinter{printer, none}, s.init.node->kind) : text(";");
    Doc test = s.condition ? cat(text(" "), printer.expr(s.condition)) : Doc();
    Doc step = s.step ? cat(text(" "), printer.expr(s.step)) : Doc();
    return cat(text("for ("), init, test, text(";"), step, text(") "), printer.block(s.body, behind));
  }
  Doc operator()(const RangeFor& s) const {
    const std::string names = s.names.size() == 1 ? s.names[0] : binding_list(s.names);
    const std::string lead = s.specifiers.empty() ? "" : s.specifiers + " ";
    return cat(text("for (" + lead + spell_type(s.type) + " " + names + " : "), nest(4, group(printer.expr(s.range))), text(") "),
               printer.block(s.body, behind));
  }
  Doc operator()(const Switch& s) const {
    std::vector<Doc> rows;
    for (const SwitchCase& branch : s.cases) {
      for (const Expr& label : branch.labels) rows.push_back(cat(hardline(), text("case "), printer.expr(label), text(":")));
      if (branch.labels.empty() || branch.takes_rest) rows.push_back(cat(hardline(), text("default:")));
      bool declares = false;
      for (const Stmt& inner : branch.body) declares = declares || as<Variable>(inner) != nullptr || as<StructuredBinding>(inner) != nullptr;
      if (declares) {
        rows.push_back(cat(text(" "), printer.block(branch.body)));
      } else if (!branch.body.empty()) {
        rows.push_back(nest(2, cat(hardline(), printer.statements(branch.body))));
      }
    }
    return cat(text("switch ("), printer.expr(s.value), text(") {"), comment_behind(behind),
               body(cat(nest(2, concat(std::move(rows))), hardline(), text("}"))));
  }
  Doc operator()(const Break&) const { return ending(text("break")); }
  Doc operator()(const Continue&) const { return ending(text("continue")); }
  Doc operator()(const Compound& s) const { return printer.block(s.body, behind); }
  Doc operator()(const Try& s) const {
    std::vector<Doc> parts{text("try "), printer.block(s.body, behind)};
    for (const Catch& handler : s.catches) {
      const std::string caught = handler.type ? spell_type(handler.type) + (handler.name.empty() ? "" : " " + handler.name) : "...";
      parts.push_back(text(" catch (" + caught + ") "));
      parts.push_back(printer.block(handler.body));
    }
    return concat(std::move(parts));
  }
  Doc operator()(const Using& s) const {
    if (s.is_namespace) return ending(text("using namespace " + s.name));
    if (s.alias) return ending(text("using " + s.name + " = " + spell_type(s.alias)));
    return ending(text("using " + s.name));
  }
  Doc operator()(const Lone&) const { return Doc(); }
};

Doc Printer::remarks_before(const Remarks& remarks) {
  std::vector<Doc> rows;
  for (const std::string& comment : remarks.before) {
    const std::string spelled = spell_comment(comment);
    rows.push_back(text(spelled.empty() ? "//" : "// " + spelled));
    rows.push_back(hardline());
  }
  if (remarks.source) {
    if (options_.line_directives) rows.push_back(directive(spell_line_directive(remarks.source->line, remarks.source->file)));
    rows.push_back(mark(static_cast<std::uint32_t>(marked_.size())));
    marked_.push_back(*remarks.source);
  }
  return concat(std::move(rows));
}

Doc Printer::stmt(const Stmt& s) {
  if (as<Lone>(s) != nullptr) {
    std::vector<Doc> rows;
    for (const std::string& comment : s.remarks.before) rows.push_back(text("// " + spell_comment(comment)));
    return join(rows, hardline());
  }
  Doc before = remarks_before(s.remarks);
  return cat(before, std::visit(StmtPrinter{*this, s.remarks.behind}, s.node->kind));
}

Doc Printer::statements(const Block& list) {
  std::vector<Doc> rows;
  for (const Stmt& s : list) {
    if (!s.node) continue;
    if (!rows.empty()) rows.push_back(s.remarks.blank_before ? blank_line() : hardline());
    rows.push_back(stmt(s));
  }
  return concat(std::move(rows));
}

Doc Printer::block(const Block& list, const std::string& behind) {
  if (list.empty() && behind.empty()) return text("{}");
  Doc inside = list.empty() ? Doc() : nest(2, cat(hardline(), statements(list)));
  return body(cat(text("{"), comment_behind(behind), inside, hardline(), text("}")));
}

Doc Printer::condition(const Condition& c) {
  std::vector<Doc> parts;
  if (c.init.node) {
    static const std::string none;
    parts.push_back(std::visit(StmtPrinter{*this, none}, c.init.node->kind));
    parts.push_back(line());
  }
  parts.push_back(c.declared ? variable(*c.declared) : expr(c.expr));
  return group(concat(std::move(parts)));
}

Doc Printer::if_chain(const If& node, const std::string& behind) {
  std::vector<Doc> parts;
  const If* current = &node;
  const std::string* comment = &behind;
  while (true) {
    parts.push_back(text(current->is_constexpr ? "if constexpr (" : "if ("));
    parts.push_back(nest(4, condition(current->condition)));
    parts.push_back(text(") "));
    parts.push_back(block(current->then, *comment));
    if (current->otherwise.empty()) break;
    parts.push_back(text(" else "));
    const bool chained = current->otherwise.size() == 1 && as<If>(current->otherwise[0]) != nullptr &&
                         current->otherwise[0].remarks.before.empty();
    if (!chained) {
      parts.push_back(block(current->otherwise));
      break;
    }
    comment = &current->otherwise[0].remarks.behind;
    current = as<If>(current->otherwise[0]);
  }
  return concat(std::move(parts));
}

Doc Printer::variable(const Variable& v) {
  const std::string head = (v.specifiers.empty() ? "" : v.specifiers + " ") + spell_type(v.type) + " " + v.name;
  if (v.style == InitStyle::Parens) return cat(text(head), bracketed("(", exprs(v.args), ")"));
  if (v.style == InitStyle::Braces) return cat(text(head), bracketed("{", exprs(v.args), "}"));
  if (!v.init) return text(head);
  return assigned(text(head), expr(v.init));
}

std::string print(const Stmt& stmt) { return render(Printer({}).stmt(stmt)).text; }

}  // namespace ariac::cpp
