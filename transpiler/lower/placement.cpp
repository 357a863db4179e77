// One walk finds the innermost body that holds all mentions of each local.
#include "lower/placement.hpp"

#include <algorithm>
#include <map>

#include "ast/match.hpp"
#include "ast/walk.hpp"

namespace ariac::lower {

namespace {

using ast::NodeId;
using resolve::LocalId;

struct Step {
  const void* body;
  std::size_t index;
  const ast::Stmt* stmt;
  bool operator==(const Step& other) const { return body == other.body && index == other.index; }
};
using Path = std::vector<Step>;

struct Mentions {
  Path common;         // the steps all mentions share
  bool same_body = true;   // what follows the common steps is one body
  const void* body = nullptr;
  Step first{};        // the earliest statement in that body
  Path declaration;
  bool seen = false;
};

class Collector {
 public:
  explicit Collector(const resolve::Bindings& bindings) : bindings_(bindings) {}

  void visit(const ast::Body& body) {
    for (std::size_t i = 0; i < body.statements.size(); ++i) {
      path_.push_back({body.statements.data(), i, body.statements[i]});
      visit(*body.statements[i]);
      path_.pop_back();
    }
  }

  void visit(const ast::Node& node) {
    if (node.kind == ast::NodeKind::NameExpr) mention(node.id);
    if (ast::as<ast::DeclStmt>(&node) != nullptr) return;
    if (ast::as<ast::Lambda>(&node) != nullptr) depths_[node.id] = path_.size();
    ast::visit(node, [&](const auto& actual) { fields(actual); });
    // `x: T = e` declares or assigns like `x = e`.
    if (const auto* let = ast::as<ast::Let>(&node); let != nullptr && let->bare) mention(let->pattern->id);
  }

  std::map<LocalId, Mentions> mentions;

  // How many statements are around the body that the local belongs to.
  std::size_t depth_of(LocalId local) const {
    const auto lambda = depths_.find(bindings_.local(local).owner);
    return lambda == depths_.end() ? 0 : lambda->second;
  }

 private:
  template <typename T>
  void fields(const T& value) {
    if constexpr (std::is_same_v<T, ast::Body>) {
      visit(value);
    } else if constexpr (std::is_pointer_v<T>) {
      if constexpr (std::is_base_of_v<ast::Node, std::remove_pointer_t<T>>) {
        if (value != nullptr) visit(static_cast<const ast::Node&>(*value));
      }
    } else if constexpr (ast::is_span<T>) {
      for (const auto& element : value) fields(element);
    } else if constexpr (requires { value.reflect(); }) {
      std::apply([&](const auto&... field) { (fields(field.value), ...); }, value.reflect());
    }
  }

  void mention(NodeId name) {
    const resolve::Entity& entity = bindings_.entity(name);
    const LocalId declared = bindings_.local_of(name);
    const LocalId local = declared.valid() ? declared : entity.kind == resolve::Entity::Kind::local ? entity.local : LocalId();
    if (!local.valid() || bindings_.local(local).kind != resolve::LocalKind::bare || path_.empty()) return;
    Mentions& all = mentions[local];
    if (declared.valid() && all.declaration.empty()) all.declaration = path_;
    if (!all.seen) {
      all = {.common = Path(path_.begin(), path_.end() - 1), .body = path_.back().body, .first = path_.back(), .declaration = all.declaration, .seen = true};
      return;
    }
    const auto shared = static_cast<std::size_t>(std::ranges::mismatch(all.common, path_).in1 - all.common.begin());
    if (shared < all.common.size()) {
      const Step before = all.common[shared];
      all.common.resize(shared);
      all.body = before.body;
      all.first = before;
      all.same_body = true;
    }
    if (path_.size() > shared && path_[shared].body == all.body) {
      if (path_[shared].index < all.first.index) all.first = path_[shared];
    } else {
      all.same_body = false;
    }
  }

  const resolve::Bindings& bindings_;
  std::unordered_map<NodeId, std::size_t> depths_;   // of lambdas
  Path path_;
};

Placement places_of(const Collector& collector, const HasDrop& has_drop) {
  Placement out;
  for (const auto& [local, mentions] : collector.mentions) {
    if (mentions.declaration.empty()) continue;
    const Path& declared = mentions.declaration;
    if (has_drop(local)) {
      const std::size_t depth = collector.depth_of(local);
      if (declared.size() > depth + 1) out.before[declared[depth].stmt].push_back(local);
      continue;
    }
    const bool in_place = mentions.same_body && declared.size() == mentions.common.size() + 1 &&
                          declared.back().body == mentions.body && declared.back().index == mentions.first.index &&
                          (ast::as<ast::Assign>(declared.back().stmt) != nullptr || ast::as<ast::Let>(declared.back().stmt) != nullptr);
    if (in_place) continue;
    const bool has_parent = !mentions.common.empty();
    const ast::Stmt* before = mentions.same_body || !has_parent ? mentions.first.stmt : mentions.common.back().stmt;
    out.before[before].push_back(local);
  }
  return out;
}

}  // namespace

Placement place_locals(const ast::Body& body, const resolve::Bindings& bindings, const HasDrop& has_drop) {
  Collector collector(bindings);
  collector.visit(body);
  return places_of(collector, has_drop);
}

Placement place_locals(const ast::Expr& value, const resolve::Bindings& bindings, const HasDrop& has_drop) {
  Collector collector(bindings);
  collector.visit(value);
  return places_of(collector, has_drop);
}

}  // namespace ariac::lower
