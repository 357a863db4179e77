// Splitting one module's source for a build that wants to be quick: what functions share goes into a header, their
// bodies into several files, compiled side by side. An edit inside a function then compiles one part, not the module.
// Only the development build does this; what `aria emit` shows stays one source.
#pragma once

#include <string>
#include <vector>

#include "cpp/model.hpp"

namespace ariac::driver {

struct SplitSource {
  cpp::File shared;              // types, constants, templates, and a prototype of each function
  std::vector<cpp::File> parts;  // one or more
};

// `shared_name` is what the parts include. A source that is short, or has parts that no other file may see, gives one
// part, which is the source as it was, and nothing shared.
SplitSource split_source(const cpp::File& source, const std::string& shared_name);

}  // namespace ariac::driver
