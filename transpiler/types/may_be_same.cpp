#include "types/may_be_same.hpp"

#include <algorithm>

namespace ariac::types {

namespace {

bool is_open(TypeKind kind) { return kind == TypeKind::param || kind == TypeKind::projection || kind == TypeKind::unknown; }

}  // namespace

bool may_be_same(const TypeStore& store, TypeId left, TypeId right) {
  const Type& a = store[left];
  const Type& b = store[right];
  if (left == right || is_open(a.kind) || is_open(b.kind)) return true;
  if (a.kind != b.kind || a.def != b.def || a.index != b.index) return false;
  return a.kind == TypeKind::dyn || std::ranges::equal(a.args, b.args, [&](TypeId x, TypeId y) { return may_be_same(store, x, y); });
}

}  // namespace ariac::types
