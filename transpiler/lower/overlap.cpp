#include "lower/overlap.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace ariac::lower {

namespace {

// `tree.kids[i].left` as `tree`, `kids`, `[`, `left`.
struct PlacePath {
  std::string root;
  std::vector<std::string> steps;    // a known element is `[3`
};

std::optional<PlacePath> path_of(const cpp::Expr& e) {
  if (const auto* name = cpp::as<cpp::Name>(e)) return PlacePath{name->name, {}};
  if (const auto* unary = cpp::as<cpp::Unary>(e)) return unary->op == "*" ? path_of(unary->operand) : std::nullopt;
  if (const auto* call = cpp::as<cpp::Call>(e)) {
    const auto* callee = cpp::as<cpp::Name>(call->callee);
    const bool hands_on = callee != nullptr && call->args.size() == 1 && (callee->name == "std::move" || callee->name == "std::get");
    return hands_on ? path_of(call->args[0]) : std::nullopt;
  }
  const auto* member = cpp::as<cpp::Member>(e);
  const auto* element = cpp::as<cpp::Subscript>(e);
  if (member == nullptr && element == nullptr) return std::nullopt;
  std::optional<PlacePath> path = path_of(member != nullptr ? member->object : element->object);
  const auto* number = element != nullptr ? cpp::as<cpp::Number>(element->index) : nullptr;
  if (path) path->steps.push_back(member != nullptr ? member->name : number != nullptr ? "[" + number->spelling : "[");
  return path;
}

bool may_be_same(const std::string& a, const std::string& b) {
  const bool unknown = a == "[" || b == "[";
  return unknown ? a.starts_with('[') && b.starts_with('[') : a == b;
}

}  // namespace

bool may_overlap(const cpp::Expr& place, const cpp::Expr& value, const std::function<bool(const std::string&)>& may_refer) {
  const std::optional<PlacePath> from = path_of(value);
  if (!from) return false;
  const std::optional<PlacePath> to = path_of(place);
  if (!to || from->root != to->root) return may_refer(from->root);
  const std::size_t shared = std::min(from->steps.size(), to->steps.size());
  return std::equal(from->steps.begin(), from->steps.begin() + static_cast<std::ptrdiff_t>(shared), to->steps.begin(), may_be_same);
}

}  // namespace ariac::lower
