// Constructors of the document algebra: each computes once how wide its node is when nothing breaks.
#include "cpp/layout.hpp"

#include <algorithm>

#include "cpp/doc_node.hpp"

namespace ariac::cpp {

namespace {

Doc make(DocNode node) { return Doc(std::make_shared<const DocNode>(std::move(node))); }

// Sums the widths of parts that stand side by side, up to the first forced break.
void measure(DocNode& node, int between) {
  for (std::size_t i = 0; i < node.parts.size(); ++i) {
    if (i > 0) node.flat_width += between;
    node.flat_width += node.parts[i].flat_width();
    if (node.parts[i].breaks()) {
      node.breaks = true;
      return;
    }
  }
}

Doc wrap(DocKind kind, Doc content, int columns = 0) {
  DocNode node{.kind = kind, .columns = columns};
  node.flat_width = content.flat_width();
  node.breaks = content.breaks();
  node.parts.push_back(std::move(content));
  return make(std::move(node));
}

const std::shared_ptr<const DocNode>& nothing() {
  static const auto node = std::make_shared<const DocNode>(DocNode{.kind = DocKind::Concat});
  return node;
}

}  // namespace

int columns_of(std::string_view content) {
  return static_cast<int>(std::ranges::count_if(content, [](char c) { return (c & 0xC0) != 0x80; }));
}

Doc::Doc() : node_(nothing()) {}
bool Doc::empty() const { return node_->kind == DocKind::Concat && node_->parts.empty(); }
bool Doc::breaks() const { return node_->breaks; }
int Doc::flat_width() const { return node_->flat_width; }

Doc text(std::string_view content) {
  return make({.kind = DocKind::Text, .content = std::string(content), .flat_width = columns_of(content)});
}

Doc line() {
  static const Doc doc = make({.kind = DocKind::Line, .flat_width = 1});
  return doc;
}

Doc softline() {
  static const Doc doc = make({.kind = DocKind::SoftLine});
  return doc;
}

Doc hardline() {
  static const Doc doc = make({.kind = DocKind::HardLine, .breaks = true});
  return doc;
}

Doc blank_line() { return cat(hardline(), hardline()); }

Doc concat(std::vector<Doc> parts) {
  DocNode node{.kind = DocKind::Concat, .parts = std::move(parts)};
  std::erase_if(node.parts, [](const Doc& part) { return part.empty(); });
  measure(node, 0);
  return make(std::move(node));
}

Doc join(const std::vector<Doc>& parts, const Doc& separator) {
  std::vector<Doc> all;
  for (const Doc& part : parts) {
    if (!all.empty()) all.push_back(separator);
    all.push_back(part);
  }
  return concat(std::move(all));
}

Doc nest(int columns, Doc content) { return wrap(DocKind::Nest, std::move(content), columns); }
Doc align(Doc content) { return wrap(DocKind::Align, std::move(content)); }
Doc group(Doc content) { return wrap(DocKind::Group, std::move(content)); }

Doc choice(Doc one_line, Doc broken) {
  DocNode node{.kind = DocKind::Choice, .flat_width = one_line.flat_width(), .breaks = one_line.breaks()};
  node.parts = {std::move(one_line), std::move(broken)};
  return make(std::move(node));
}

Doc body(Doc content) { return wrap(DocKind::Body, std::move(content)); }

Doc bracketed(std::string_view open, std::vector<Doc> items, std::string_view close) {
  DocNode node{.kind = DocKind::Bracketed,
               .content = std::string(open),
               .close = std::string(close),
               .parts = std::move(items),
               .flat_width = columns_of(open)};
  measure(node, 2);
  if (!node.breaks) node.flat_width += columns_of(close);
  return make(std::move(node));
}

Doc assigned(Doc left, Doc right) {
  DocNode node{.kind = DocKind::Assigned, .parts = {std::move(left), std::move(right)}};
  measure(node, 3);
  return make(std::move(node));
}

Doc trailing(std::string_view comment) {
  return make({.kind = DocKind::Trailing, .content = std::string(comment)});
}

Doc directive(std::string_view content) {
  return make({.kind = DocKind::Directive, .content = std::string(content), .breaks = true});
}

Doc mark(std::uint32_t id) { return make({.kind = DocKind::Mark, .id = id}); }

}  // namespace ariac::cpp
