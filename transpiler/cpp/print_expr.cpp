// Expressions as documents: operators break behind the operator and align, call chains break before each `.call`,
// lists break as brackets do.
#include "cpp/precedence.hpp"
#include "cpp/printer.hpp"
#include "cpp/spelling.hpp"

namespace ariac::cpp {

namespace {

std::string template_args(const std::vector<Type>& args) {
  if (args.empty()) return "";
  std::string out = "<";
  for (const Type& arg : args) {
    if (out.size() > 1) out += ", ";
    out += spell_type(arg);
  }
  return out + ">";
}

// A text of several lines as adjacent literals, one a line.
Doc string_literal(const StringLiteral& node) {
  constexpr std::size_t short_enough = 60;
  const std::size_t first_end = node.bytes.find('\n');
  const bool one_line = first_end == std::string::npos || first_end + 1 == node.bytes.size();
  if (one_line || node.bytes.size() < short_enough) return text(spell_string(node.bytes) + node.suffix);
  std::vector<Doc> lines;
  for (std::size_t at = 0; at < node.bytes.size();) {
    const std::size_t end = node.bytes.find('\n', at);
    const std::size_t next = end == std::string::npos ? node.bytes.size() : end + 1;
    const bool last = next == node.bytes.size();
    lines.push_back(text(spell_string(node.bytes.substr(at, next - at)) + (last ? node.suffix : "")));
    at = next;
  }
  return align(body(join(lines, hardline())));
}

// Whether a body is one short statement that may stand on the line of its braces.
bool is_short(const Block& block) {
  if (block.size() != 1) return false;
  const Remarks& remarks = block[0].remarks;
  if (!remarks.before.empty() || !remarks.behind.empty()) return false;
  return as<Return>(block[0]) != nullptr || as<ExprStmt>(block[0]) != nullptr;
}

std::string capture_text(const Capture& capture) {
  if (capture.init) return (capture.by_reference ? "&" : "") + capture.name + " = " + print(capture.init);
  return (capture.by_reference ? "&" : "") + capture.name;
}

std::string lambda_head(const Lambda& node, const std::string& template_list) {
  std::string out = "[";
  for (const Capture& capture : node.captures) {
    if (out.size() > 1) out += ", ";
    out += capture_text(capture);
  }
  return out + "]" + template_list;
}

}  // namespace

struct Printer::ExprPrinter {
  Printer& printer;
  const Expr& whole;

  Doc operator()(const Name& e) const { return text(e.name + template_args(e.args)); }
  Doc operator()(const ScopedName& e) const { return text(spell_type(e.scope) + (e.dependent && !e.args.empty() ? "::template " : "::") + e.name + template_args(e.args)); }
  Doc operator()(const TypeExpr& e) const { return text(spell_type(e.type)); }
  Doc operator()(const Number& e) const { return text(e.spelling); }
  Doc operator()(const StringLiteral& e) const { return string_literal(e); }
  Doc operator()(const CharLiteral& e) const { return text(spell_char(e.scalar)); }
  Doc operator()(const Unary& e) const {
    const bool word = e.op == "throw" || e.op == "co_await";
    const Precedence inner = precedence_of(*e.operand);
    const bool repeats = inner == Precedence::Prefix && !word;
    const bool parens = (inner < Precedence::Prefix && e.op != "throw") || repeats;
    Doc operand = printer.expr(e.operand);
    if (parens) operand = cat(text("("), operand, text(")"));
    return cat(text(word ? e.op + " " : e.op), operand);
  }
  Doc operator()(const Binary& e) const {
    if (precedence_of_binary(e.op) == Precedence::Assignment) {
      Doc left = printer.operand(e.op, e.left, false);
      Doc right = printer.operand(e.op, e.right, true);
      if (e.op == "=") return assigned(std::move(left), std::move(right));
      return cat(std::move(left), text(" " + e.op + " "), std::move(right));
    }
    return group(align(printer.binary_chain(e)));
  }
  Doc operator()(const Conditional& e) const {
    const bool parens = precedence_of(*e.condition) <= Precedence::Assignment;
    Doc condition = printer.expr(e.condition);
    if (parens) condition = cat(text("("), condition, text(")"));
    return group(align(cat(condition, nest(4, cat(line(), text("? "), align(printer.expr(e.then)), line(), text(": "),
                                                  align(printer.expr(e.otherwise)))))));
  }
  Doc operator()(const Call&) const { return printer.postfix_chain(whole); }
  Doc operator()(const Member&) const { return printer.postfix_chain(whole); }
  Doc operator()(const Subscript&) const { return printer.postfix_chain(whole); }
  Doc operator()(const Braced& e) const { return cat(text(spell_type(e.type)), printer.initializers(e.items)); }
  Doc operator()(const Lambda& e) const { return printer.lambda(e); }
  Doc operator()(const PackExpansion& e) const { return cat(printer.expr(e.pattern), text("...")); }
  Doc operator()(const Requires& e) const {
    std::vector<Doc> rows;
    for (const Requirement& requirement : e.requirements) {
      rows.push_back(hardline());
      Doc inner = printer.expr(requirement.expr);
      rows.push_back(requirement.constraint ? cat(text("{ "), inner, text(" } -> " + spell_type(requirement.constraint) + ";"))
                                            : cat(inner, text(";")));
    }
    Doc head = e.params.empty() ? text("requires {") : cat(text("requires"), bracketed("(", printer.params(e.params), ")"), text(" {"));
    return cat(head, body(cat(nest(2, concat(std::move(rows))), hardline(), text("}"))));
  }
};

Doc Printer::expr(const Expr& expr) { return std::visit(ExprPrinter{*this, expr}, expr->kind); }

Doc Printer::operand(std::string_view op, const Expr& e, bool right) {
  Doc doc = expr(e);
  if (!operand_needs_parens(op, *e, right ? Side::Right : Side::Left)) return doc;
  return cat(text("("), std::move(doc), text(")"));
}

// `a + b + c`, collected from its left spine so that long chains cost neither stack nor indentation.
Doc Printer::binary_chain(const Binary& node) {
  std::vector<const Binary*> spine{&node};
  const Precedence level = precedence_of_binary(node.op);
  while (const auto* left = std::get_if<Binary>(&spine.back()->left->kind)) {
    if (precedence_of_binary(left->op) != level || operand_needs_parens(spine.back()->op, *spine.back()->left, Side::Left)) break;
    spine.push_back(left);
  }
  const auto inner = [&](const std::string& op, const Expr& e, bool right) {
    const auto* binary = std::get_if<Binary>(&e->kind);
    if (binary == nullptr) return operand(op, e, right);
    if (operand_needs_parens(op, *e, right ? Side::Right : Side::Left)) {
      return cat(text("("), align(group(binary_chain(*binary))), text(")"));
    }
    return nest(4, group(binary_chain(*binary)));
  };
  std::vector<Doc> parts{inner(spine.back()->op, spine.back()->left, false)};
  for (auto step = spine.rbegin(); step != spine.rend(); ++step) {
    parts.push_back(text(" " + (*step)->op));
    parts.push_back(line());
    parts.push_back(inner((*step)->op, (*step)->right, true));
  }
  return concat(std::move(parts));
}

std::vector<Doc> Printer::exprs(const std::vector<Expr>& list) {
  std::vector<Doc> docs;
  for (const Expr& e : list) docs.push_back(expr(e));
  return docs;
}

std::vector<Doc> Printer::params(const std::vector<Param>& list) {
  std::vector<Doc> docs;
  for (const Param& param : list) docs.push_back(text(spell_param(param)));
  return docs;
}

Doc Printer::initializers(const std::vector<Initializer>& items) {
  std::vector<Doc> docs;
  for (const Initializer& item : items) {
    docs.push_back(item.designator.empty() ? expr(item.value)
                                           : cat(text("." + item.designator + " = "), expr(item.value)));
  }
  return bracketed("{", std::move(docs), "}");
}

Doc Printer::postfix_head(const Expr& e) {
  const bool number = std::holds_alternative<Number>(e->kind);
  if (precedence_of(*e) >= Precedence::Postfix && !number) return expr(e);
  return cat(text("("), expr(e), text(")"));
}

// `head.field.call(…)[…].call(…)`: from two calls on, each may stand on its own line.
Doc Printer::postfix_chain(const Expr& whole) {
  std::vector<const ExprNode*> links;
  const Expr* head = &whole;
  while (true) {
    const ExprNode& node = **head;
    if (const auto* call = std::get_if<Call>(&node.kind)) {
      links.push_back(&node);
      head = &call->callee;
    } else if (const auto* member = std::get_if<Member>(&node.kind)) {
      links.push_back(&node);
      head = &member->object;
    } else if (const auto* subscript = std::get_if<Subscript>(&node.kind)) {
      links.push_back(&node);
      head = &subscript->object;
    } else {
      break;
    }
  }
  std::vector<Doc> segments{postfix_head(*head)};
  bool segment_called = std::holds_alternative<Lambda>((*head)->kind);
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    if (const auto* member = std::get_if<Member>(&(*link)->kind)) {
      Doc doc = text((member->arrow ? "->" : ".") + std::string(member->dependent ? "template " : "") + member->name +
                     template_args(member->args));
      const bool is_call = std::next(link) != links.rend() && std::holds_alternative<Call>((*std::next(link))->kind);
      if (is_call && segment_called) {
        segments.push_back(doc);
      } else {
        segments.back() = cat(segments.back(), doc);
      }
      continue;
    }
    if (const auto* call = std::get_if<Call>(&(*link)->kind)) {
      segments.back() = cat(segments.back(), bracketed("(", exprs(call->args), ")"));
      segment_called = true;
      continue;
    }
    const auto& subscript = std::get<Subscript>((*link)->kind);
    segments.back() = cat(segments.back(), text("["), expr(subscript.index), text("]"));
  }
  if (segments.size() == 1) return segments[0];
  bool forced = false;
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) forced = forced || segments[i].breaks();
  std::vector<Doc> tail;
  for (std::size_t i = 1; i < segments.size(); ++i) {
    tail.push_back(forced ? hardline() : softline());
    tail.push_back(segments[i]);
  }
  Doc chain = cat(segments[0], nest(4, concat(std::move(tail))));
  return forced ? chain : group(chain);
}

Doc Printer::lambda(const Lambda& node) {
  Doc head = text(lambda_head(node, node.template_params.empty() ? "" : "<" + template_params(node.template_params) + ">"));
  const bool needs_list = !node.params.empty() || node.is_mutable || node.result || !node.template_params.empty();
  if (needs_list) head = cat(head, bracketed("(", params(node.params), ")"));
  if (node.is_mutable) head = cat(head, text(" mutable"));
  if (node.result) head = cat(head, text(" -> " + spell_type(node.result)));
  if (node.body->empty()) return cat(head, text(" {}"));
  Doc broken = cat(head, text(" "), block(*node.body));
  if (!is_short(*node.body)) return broken;
  Doc only = stmt(node.body->front());
  if (only.breaks()) return broken;
  return choice(cat(head, text(" { "), only, text(" }")), broken);
}

std::string print(const Expr& expr) { return render(Printer({}).expr(expr)).text; }

}  // namespace ariac::cpp
