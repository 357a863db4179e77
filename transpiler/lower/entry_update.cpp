// Reads `m.get(k) ?? d` and `m.get_or(k, d)` off the left side of the value.
#include "lower/entry_update.hpp"

#include "ast/match.hpp"

namespace ariac::lower {

namespace {

// The bare name of a function would be a call.
bool is_plain(const ast::Expr& e, const std::function<resolve::LocalId(const ast::Expr&)>& local_of) {
  if (e.kind == ast::NodeKind::NameExpr) return local_of(e).valid();
  return e.kind == ast::NodeKind::IntLiteral || e.kind == ast::NodeKind::FloatLiteral;
}

// `m.NAME(k …)` on the same map and key as the target.
const ast::Call* asks(const ast::Expr& e, std::string_view name, const ast::Index& target, const support::Interner& interner,
                      const std::function<resolve::LocalId(const ast::Expr&)>& local_of) {
  const auto* call = ast::as<ast::Call>(&e);
  const auto* member = call != nullptr ? ast::as<ast::Member>(call->callee) : nullptr;
  if (member == nullptr || call->block != nullptr || call->arguments.empty() || interner.text(member->name.symbol) != name) return nullptr;
  const auto same = [&](const ast::Expr& a, const ast::Expr& b) {
    return a.kind == ast::NodeKind::NameExpr && b.kind == ast::NodeKind::NameExpr && local_of(a).valid() && local_of(a) == local_of(b);
  };
  for (const ast::Argument& argument : call->arguments)
    if (argument.name || argument.spread) return nullptr;
  return same(*member->object, *target.object) && same(*call->arguments.front().value, *target.indices.front()) ? call : nullptr;
}

}  // namespace

std::optional<EntryUpdate> entry_update(const ast::Index& target, const ast::Expr& value, const support::Interner& interner,
                                        const std::function<resolve::LocalId(const ast::Expr&)>& local_of) {
  const auto* whole = ast::as<ast::Binary>(&value);
  if (whole == nullptr || target.indices.size() != 1) return std::nullopt;
  if (whole->op != ast::BinaryOp::add && whole->op != ast::BinaryOp::subtract && whole->op != ast::BinaryOp::multiply) return std::nullopt;
  const ast::Expr* fallback = nullptr;
  if (const auto* either = ast::as<ast::Binary>(whole->left); either != nullptr && either->op == ast::BinaryOp::coalesce) {
    const ast::Call* get = asks(*either->left, "get", target, interner, local_of);
    if (get != nullptr && get->arguments.size() == 1) fallback = either->right;
  } else if (const ast::Call* get_or = asks(*whole->left, "get_or", target, interner, local_of); get_or != nullptr && get_or->arguments.size() == 2) {
    fallback = get_or->arguments[1].value;
  }
  if (fallback == nullptr || !is_plain(*fallback, local_of) || !is_plain(*whole->right, local_of)) return std::nullopt;
  return EntryUpdate{fallback, whole->op, whole->right};
}

}  // namespace ariac::lower
