// A node is its kind, its plain fields on the same line, and its children indented below. Fields that hold their
// default are left out, so that a dump shows what the source says.
#include "ast/dump.hpp"

#include <charconv>
#include <string_view>
#include <type_traits>

#include "ast/walk.hpp"

namespace ariac::ast {

namespace {

std::string_view name_of(NodeKind kind) {
  switch (kind) {
#define ARIA_NODE(kind_) \
  case NodeKind::kind_: return #kind_;
#include "ast/node_kinds.def"
  }
  return "?";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (c == '\r') out += "\\r";
    else if (c == '\0') out += "\\0";
    else if (c == '"' || c == '\\') (out += '\\') += c;
    else out += c;
  }
  return out + "\"";
}

class Dumper {
 public:
  explicit Dumper(const support::Interner& interner) : interner_(interner) {}

  void body(const Body& body) {
    for (const Stmt* statement : body.statements) child("", statement);
  }

  std::string take() { return std::move(out_); }

 private:
  // --- Fields that stand on the node's own line ---
  template <typename T>
  void plain(const char* name, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      if (value) out_ += std::string(" ") + name;
    } else if constexpr (std::is_same_v<T, Name>) {
      if (value) out_ += std::string(" ") + name + "=" + std::string(interner_.text(value.symbol));
    } else if constexpr (std::is_same_v<T, std::string_view>) {
      if (!value.empty()) out_ += std::string(" ") + name + "=" + quoted(value);
    } else if constexpr (std::is_enum_v<T>) {
      if (static_cast<int>(value) != 0) out_ += std::string(" ") + name + "=" + std::to_string(static_cast<int>(value));
    } else if constexpr (std::is_same_v<T, double>) {
      char digits[64];
      const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
      out_ += std::string(" ") + name + "=" + std::string(digits, end);
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
      if (value >= 0) out_ += std::string(" ") + name + "=" + std::to_string(value);
    } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, char32_t>) {
      out_ += std::string(" ") + name + "=" + std::to_string(static_cast<std::uint64_t>(value));
    }
  }

  template <typename T>
  static constexpr bool is_place = std::is_same_v<T, SourceRange> || std::is_same_v<T, NodeId>;

  // --- Fields that stand below it ---
  template <typename T>
  void nested(const char* name, const T& value) {
    if constexpr (std::is_pointer_v<T>) {
      if (value != nullptr) child(name, value);
    } else if constexpr (is_span<T>) {
      if (value.empty()) return;
      line(name);
      ++depth_;
      for (const auto& element : value) item(element);
      --depth_;
    } else if constexpr (!is_place<T> && !std::is_same_v<T, Name> && requires { value.reflect(); }) {
      record(name, value);
    }
  }

  template <typename T>
  void item(const T& element) {
    if constexpr (std::is_pointer_v<T>) child("", element);
    else if constexpr (std::is_same_v<T, Name>) line(interner_.text(element.symbol));
    else if constexpr (std::is_enum_v<T>) line(std::to_string(static_cast<int>(element)));
    else record("-", element);
  }

  template <typename T>
  void record(const char* name, const T& value) {
    const std::size_t start = out_.size();
    line(name);
    const std::size_t bare = out_.size();
    contents(value);
    if (out_.size() == bare && std::string_view(name) != "-") out_.resize(start);     // all defaults
  }

  template <typename N>
  void child(std::string_view name, const N* node) {
    visit(*node, [&](const auto& actual) {
      line(name.empty() ? std::string(name_of(node->kind)) : std::string(name) + ": " + std::string(name_of(node->kind)));
      contents(actual);
    });
  }

  template <typename T>
  void contents(const T& value) {
    out_.pop_back();                                       // the line's end
    std::apply([&](const auto&... field) { (plain(field.name, field.value), ...); }, value.reflect());
    out_ += '\n';
    ++depth_;
    std::apply([&](const auto&... field) { (nested(field.name, field.value), ...); }, value.reflect());
    --depth_;
  }

  void line(std::string_view text) { out_ += std::string(2 * depth_, ' ') + std::string(text) + "\n"; }

  const support::Interner& interner_;
  std::string out_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string dump(const Tree& tree, const support::Interner& interner) {
  Dumper dumper(interner);
  dumper.body(tree.items);
  return dumper.take();
}

}  // namespace ariac::ast
