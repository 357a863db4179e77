// Declarations and files as documents.
#include "cpp/printer.hpp"
#include "cpp/spelling.hpp"

namespace ariac::cpp {

namespace {

std::string template_param(const TemplateParam& param) {
  const std::string kind = param.constraint ? spell_type(param.constraint) : "typename";
  return kind + (param.pack ? "... " : " ") + param.name + (param.fallback ? " = " + spell_type(param.fallback) : "");
}

bool is_one_return(const Block& block) {
  return block.size() == 1 && block[0].remarks.before.empty() && block[0].remarks.behind.empty() &&
         (as<Return>(block[0]) != nullptr || as<ExprStmt>(block[0]) != nullptr);
}

// Declarations that a reader expects to stand apart.
bool stands_apart(const Decl& decl, bool in_record) {
  if (const auto* function = as<Function>(decl)) return function->definition == Definition::Body;
  if (const auto* record = as<Record>(decl)) return record->defined && !in_record;
  return as<Namespace>(decl) != nullptr || as<Concept>(decl) != nullptr;
}

bool blank_between(const Decl& previous, const Decl& next, bool in_record) {
  if (as<AccessLabel>(previous) != nullptr) return false;
  if (next.remarks.blank_before || as<AccessLabel>(next) != nullptr) return true;
  if (stands_apart(previous, in_record) || stands_apart(next, in_record)) return true;
  if (!in_record) return previous.node->kind.index() != next.node->kind.index();
  if (as<MacroCall>(next) != nullptr) return true;
  return as<Function>(next) != nullptr && as<Function>(previous) == nullptr;
}

std::string include_line(const Include& include) {
  return include.system ? "#include <" + include.path + ">" : "#include " + spell_string(include.path);
}

Doc include_lines(const std::vector<Include>& includes) {
  std::vector<Doc> rows;
  for (std::size_t i = 0; i < includes.size(); ++i) {
    if (i > 0 && includes[i].system != includes[i - 1].system) rows.push_back(hardline());
    rows.push_back(text(include_line(includes[i])));
    rows.push_back(hardline());
  }
  return concat(std::move(rows));
}

}  // namespace

struct Printer::DeclPrinter {
  Printer& printer;
  const Remarks& remarks;
  bool in_record;

  Doc ending(Doc doc) const {
    Doc comment = remarks.behind.empty() ? Doc() : trailing("  // " + spell_comment(remarks.behind));
    return cat(std::move(doc), text(";"), comment);
  }

  Doc operator()(const Variable& d) const { return ending(printer.variable(d)); }
  Doc operator()(const Function& d) const { return printer.function(d, remarks, in_record); }
  Doc operator()(const Record& d) const { return printer.record(d, remarks); }
  Doc operator()(const AccessLabel& d) const { return text(d.access + ":"); }
  Doc operator()(const TypeAlias& d) const {
    return ending(cat(printer.template_header(d.templated), text("using " + d.name + " = " + spell_type(d.type))));
  }
  Doc operator()(const UsingDecl& d) const {
    return ending(text((d.is_namespace ? "using namespace " : "using ") + d.name));
  }
  Doc operator()(const EnumClass& d) const {
    std::vector<Doc> items;
    for (const std::string& item : d.enumerators) items.push_back(text(item));
    return ending(cat(text("enum class " + d.name + " "), bracketed("{ ", std::move(items), " }")));
  }
  Doc operator()(const Concept& d) const {
    return ending(cat(printer.template_header(d.templated), text("concept " + d.name + " = "), printer.expr(d.condition)));
  }
  Doc operator()(const MacroCall& d) const {
    std::vector<Doc> args;
    for (const std::string& arg : d.args) args.push_back(text(arg));
    return cat(text(d.macro), bracketed("(", std::move(args), ")"));
  }
  Doc operator()(const Namespace& d) const {
    const std::string suffix = d.name.empty() ? "" : " " + d.name;
    return cat(text("namespace" + suffix + " {"), blank_line(), printer.decls(d.members, false), blank_line(),
               text("}  // namespace" + suffix));
  }
  Doc operator()(const Include& d) const { return text(include_line(d)); }
  Doc operator()(const LoneRemarks&) const { return Doc(); }
};

std::string Printer::template_params(const std::vector<TemplateParam>& list) {
  std::string out;
  for (const TemplateParam& param : list) out += (out.empty() ? "" : ", ") + template_param(param);
  return out;
}

Doc Printer::template_header(const Template& header) {
  if (!header.present) return Doc();
  std::vector<Doc> items;
  for (const TemplateParam& param : header.params) items.push_back(text(template_param(param)));
  Doc head = cat(text("template "), bracketed("<", std::move(items), ">"), hardline());
  if (!header.requirement) return head;
  return cat(head, text("requires "), expr(header.requirement), hardline());
}

Doc Printer::function(const Function& f, const Remarks& remarks, bool in_record) {
  std::string lead = std::string(f.never_returns ? "[[noreturn]] " : "") + (f.specifiers.empty() ? "" : f.specifiers + " ");
  if (f.result) lead += spell_type(f.result) + " ";
  if (f.scope) lead += spell_type(f.scope) + "::";
  Doc head = cat(template_header(f.outer), template_header(f.templated), text(lead + f.name), bracketed("(", params(f.params), ")"),
                 text(f.qualifiers.empty() ? "" : " " + f.qualifiers));
  if (!f.inits.empty()) {
    std::vector<Doc> inits;
    for (const MemberInit& init : f.inits) inits.push_back(cat(text(init.name), bracketed("(", exprs(init.args), ")")));
    head = cat(head, group(nest(4, cat(line(), text(": "), align(join(inits, cat(text(","), line())))))));
  }
  Doc comment = remarks.behind.empty() ? Doc() : trailing("  // " + spell_comment(remarks.behind));
  switch (f.definition) {
    case Definition::Declared: return cat(head, text(";"), comment);
    case Definition::Defaulted: return cat(head, text(" = default;"), comment);
    case Definition::Deleted: return cat(head, text(" = delete;"), comment);
    case Definition::Pure: return cat(head, text(" = 0;"), comment);
    case Definition::Body: break;
  }
  Doc broken = cat(text(" "), block(f.body, remarks.behind));
  if (!in_record || !remarks.behind.empty() || !is_one_return(f.body)) return cat(head, broken);
  Doc only = stmt(f.body[0]);
  if (only.breaks()) return cat(head, broken);
  return cat(head, choice(cat(text(" { "), only, text(" }")), broken));
}

Doc Printer::record(const Record& r, const Remarks& remarks) {
  std::string head = r.keyword + " " + r.name;
  if (!r.specialised.empty()) {
    std::string args;
    for (const Type& arg : r.specialised) args += (args.empty() ? "" : ", ") + spell_type(arg);
    head += "<" + args + ">";
  }
  if (r.is_final) head += " final";
  for (std::size_t i = 0; i < r.bases.size(); ++i) head += (i == 0 ? " : " : ", ") + r.bases[i];
  Doc lead = cat(template_header(r.templated), text(head));
  Doc comment = remarks.behind.empty() ? Doc() : trailing("  // " + spell_comment(remarks.behind));
  if (!r.defined) return cat(lead, text(";"), comment);
  if (r.members.empty()) return cat(lead, text(" {};"), comment);
  return cat(lead, text(" {"), comment, body(cat(nest(2, cat(hardline(), decls(r.members, true))), hardline(), text("};"))));
}

Doc Printer::decl(const Decl& d, bool in_record) {
  Doc inside = std::visit(DeclPrinter{*this, d.remarks, in_record}, d.node->kind);
  if (as<LoneRemarks>(d) != nullptr) {
    std::vector<Doc> rows;
    for (const std::string& comment : d.remarks.before) rows.push_back(text("// " + spell_comment(comment)));
    return join(rows, hardline());
  }
  if (as<AccessLabel>(d) != nullptr) return nest(-1, cat(hardline(), inside));
  return cat(remarks_before(d.remarks), inside);
}

Doc Printer::decls(const std::vector<Decl>& list, bool in_record) {
  std::vector<Doc> rows;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool label = as<AccessLabel>(list[i]) != nullptr;  // brings its own line break, one column out
    if (i > 0) {
      const bool blank = blank_between(list[i - 1], list[i], in_record);
      if (blank) rows.push_back(hardline());
      if (!label) rows.push_back(hardline());
    }
    rows.push_back(decl(list[i], in_record));
  }
  return concat(std::move(rows));
}

Doc Printer::file(const File& file) {
  std::vector<Doc> rows;
  for (const std::string& comment : file.opening_comment) {
    const std::string spelled = spell_comment(comment);
    rows.push_back(cat(text(spelled.empty() ? "//" : "// " + spelled), hardline()));
  }
  if (file.is_header) rows.push_back(cat(text("#pragma once"), hardline(), file.includes.empty() ? Doc() : hardline()));
  rows.push_back(include_lines(file.includes));
  if (!file.decls.empty()) rows.push_back(cat(hardline(), decls(file.decls, false), hardline()));
  return concat(std::move(rows));
}

Printed print(const File& file, const PrintOptions& options) {
  Printer printer(options);
  Rendered rendered = render(printer.file(file));
  Printed out{std::move(rendered.text), {}};
  for (const PlacedMark& mark : rendered.marks) out.lines.add(mark.line, printer.marked_places()[mark.id]);
  return out;
}

std::string print(const Decl& decl) { return render(Printer({}).decl(decl, false)).text; }
std::string print(const Type& type) { return spell_type(type); }

}  // namespace ariac::cpp
