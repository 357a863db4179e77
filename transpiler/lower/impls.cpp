// Where the methods of an impl stand: members, or free functions.
#include "lower/impls.hpp"

#include <algorithm>

namespace ariac::lower {

bool is_member_impl(const Input& input, const types::ImplInfo& impl) {
  const types::Type& self = input.types.store[impl.self_type];
  if (self.kind != types::TypeKind::named || input.bindings.def(self.def).is_library) return false;
  return std::ranges::all_of(self.args, [&](types::TypeId arg) {
    return input.types.store[arg].kind == types::TypeKind::param && std::ranges::count(self.args, arg) == 1;
  });
}

}  // namespace ariac::lower
