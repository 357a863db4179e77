// Which headers of the library a module needs beside <aria/prelude.hpp>, and whether `main` is a task.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lower/lower.hpp"

namespace ariac::lower {

// What `instances` call and what the types in `mentioned` and in them are made of decides.
std::set<std::string> library_headers(const Input& input, const std::vector<types::InstanceId>& instances, const std::vector<types::TypeId>& mentioned);

// Does any module of the program mention what the runtime provides? Then `main` is a task.
bool needs_runtime(const Input& input);

}  // namespace ariac::lower
