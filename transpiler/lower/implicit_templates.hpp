// Templates that nobody wrote: an untyped function that generic functions call has parameters of its callers, which C++
// cannot always tell from the arguments of a call.
#pragma once

#include <span>
#include <vector>

#include "lower/lower_type.hpp"

namespace ariac::lower {

// The parameter of the caller by which an instance calls each parameter of its class template; invalid: by none.
std::vector<DefId> params_of_object(const Input& input, types::InstanceId method);

// Type parameters of the function alone; an untyped one has those of the generic function that calls it.
std::vector<DefId> params_of_template(const Input& input, types::InstanceId function, std::span<const DefId> around);

// What a call of an untyped function's template gives for them, up to the last that C++ does not deduce.
std::vector<TypeId> implicit_template_arguments(const Input& input, const types::CallPlan& plan);

}  // namespace ariac::lower
