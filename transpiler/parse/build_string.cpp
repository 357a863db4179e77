// Literals that are one token or a string: numbers, characters, strings.
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <string>

#include "ast/match.hpp"
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"
#include "parse/escapes.hpp"
#include "source/utf8.hpp"

namespace ariac::parse {

namespace {

std::string without_underscores(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != '_') out += c;
  return out;
}

bool is_int_suffix(std::string_view suffix) {
  for (std::string_view known : {"i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"})
    if (suffix == known) return true;
  return suffix.empty();
}

}  // namespace

const ast::Expr* Builder::build_literal(P::LiteralContext* literal) {
  if (literal->string()) return build_string(literal->string());
  if (literal->symbol()) {
    auto* symbol = make<ast::SymbolLiteral>(range_of(literal));
    symbol->name = name_of(literal->symbol()->name());
    return symbol;
  }
  return build_token_literal(static_cast<antlr4::tree::TerminalNode*>(literal->children.front()));
}

const ast::Expr* Builder::build_token_literal(antlr4::tree::TerminalNode* leaf) {
  const source::SourceRange range = range_of(leaf);
  const std::string_view text = text_of(range);
  switch (leaf->getSymbol()->getType()) {
    case P::INT: return build_int(leaf);
    case P::FLOAT: return build_float(leaf);
    case P::CHAR: return build_char(leaf);
    case P::RAW_STRING: return build_plain_string(text.substr(2, text.size() - 3), range, false);
    default: return build_plain_string(text.substr(1, text.size() - 2), range, true);
  }
}

// --- Numbers ---

const ast::Expr* Builder::build_int(antlr4::tree::TerminalNode* leaf) {
  auto* literal = make<ast::IntLiteral>(range_of(leaf));
  literal->text = text_of(leaf);
  std::string_view digits = literal->text;
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && !(digits[1] >= '0' && digits[1] <= '9') && digits[1] != '_') {
    base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : digits[1] == 'b' ? 2 : 10;
    if (base != 10) digits.remove_prefix(2);
  }
  const std::size_t suffix = digits.find_first_of("iu");
  if (suffix != std::string_view::npos) literal->suffix = digits.substr(suffix);
  if (!is_int_suffix(literal->suffix)) {
    sink_.report(literal->range, diag::UnknownNumberSuffix{.suffix = literal->suffix}).help("the suffixes are i8 i16 i32 i64 u8 u16 u32 u64 f32 f64");
    literal->suffix = {};
  }
  const std::string plain = without_underscores(digits.substr(0, suffix));
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), literal->value, base);
  literal->too_large = read.ec == std::errc::result_out_of_range;
  if (literal->too_large) sink_.report(literal->range, diag::NumberTooLarge{}).help("the largest integer is UInt64's, 18446744073709551615");
  return literal;
}

const ast::Expr* Builder::build_float(antlr4::tree::TerminalNode* leaf) {
  auto* literal = make<ast::FloatLiteral>(range_of(leaf));
  const std::string_view text = text_of(leaf);
  const std::size_t suffix = text.find('f');
  if (suffix != std::string_view::npos) literal->suffix = text.substr(suffix);
  if (!literal->suffix.empty() && literal->suffix != "f32" && literal->suffix != "f64") {
    sink_.report(literal->range, diag::UnknownNumberSuffix{.suffix = literal->suffix}).help("the suffixes are i8 i16 i32 i64 u8 u16 u32 u64 f32 f64");
    literal->suffix = {};
  }
  literal->text = tree_.arena.copy(std::string_view(without_underscores(text.substr(0, suffix))));
  const auto read = std::from_chars(literal->text.data(), literal->text.data() + literal->text.size(), literal->value);
  if (read.ec == std::errc::result_out_of_range) sink_.report(literal->range, diag::FloatOutOfRange{});
  return literal;
}

// --- Characters and strings ---

const ast::Expr* Builder::build_char(antlr4::tree::TerminalNode* leaf) {
  auto* literal = make<ast::CharLiteral>(range_of(leaf));
  const std::string_view text = text_of(leaf);
  const std::string value = unescape(text.substr(1, text.size() - 2), {literal->range.file, literal->range.begin + 1, literal->range.end - 1});
  literal->value = source::decode_scalar(value, 0).value;
  return literal;
}

const ast::Expr* Builder::build_plain_string(std::string_view content, source::SourceRange range, bool escapes) {
  auto* literal = make<ast::StringLiteral>(range);
  ast::StringPart part;
  part.range = range;
  part.text = escapes ? tree_.arena.copy(std::string_view(unescape(content, {range.file, range.begin + 1, range.end - 1}))) : content;
  if (!part.text.empty()) literal->parts = list(std::vector<ast::StringPart>{part});
  return literal;
}

// Reports escapes that mean nothing; the range is that of the text.
std::string Builder::unescape(std::string_view text, source::SourceRange range) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      out += text[i++];
      continue;
    }
    const Escape escape = read_escape(text.substr(i));
    const auto place = static_cast<std::uint32_t>(range.begin + i);
    if (!escape.valid)
      sink_.report({range.file, place, place + static_cast<std::uint32_t>(escape.length)}, diag::UnknownEscape{.escape = text.substr(i, escape.length)})
          .help("the escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\# \\xHH \\u{…}");
    out += escape.value;
    i += escape.length;
  }
  return out;
}

ast::StringPart Builder::build_interpolation(P::StringPartContext* context) {
  ast::StringPart part;
  part.range = range_of(context);
  part.value = build_expr(context->expr());
  if (context->FORMAT_SPEC()) part.spec = text_of(context->FORMAT_SPEC()).substr(1);
  return part;
}

const ast::Expr* Builder::build_string(P::StringContext* string) {
  if (string->HEREDOC()) return build_heredoc(string);
  auto* literal = make<ast::StringLiteral>(range_of(string));
  std::vector<ast::StringPart> parts;
  for (auto* context : string->stringPart()) {
    if (context->expr()) {
      parts.push_back(build_interpolation(context));
      continue;
    }
    ast::StringPart part;
    part.range = range_of(context);
    part.text = tree_.arena.copy(std::string_view(unescape(text_of(part.range), part.range)));
    parts.push_back(part);
  }
  literal->parts = list(parts);
  return literal;
}

// A string where no interpolation makes sense: names of tests, headers and files.
std::string_view Builder::string_value(P::StringContext* string) {
  const auto* literal = static_cast<const ast::StringLiteral*>(build_string(string));
  for (const ast::StringPart& part : literal->parts)
    if (part.value) sink_.report(part.range, diag::InterpolationInName{});
  return literal->parts.empty() ? std::string_view() : literal->parts.front().text;
}

}  // namespace ariac::parse
