// Whether a value of one type may turn up where one of the other is asked about, when generic code lies between.
#pragma once

#include "types/type_store.hpp"

namespace ariac::types {

// Whether the two are one type where type parameters stand for the right ones. Function types are the same whatever effects
// are written in them, and every `dyn` of a trait counts as the same.
bool may_be_same(const TypeStore& store, TypeId left, TypeId right);

}  // namespace ariac::types
