// Which modules a file needs, so that the driver can load them before resolve() runs.
//
//   for (const ImportRequest& request : imports_of(source, interner)) …
//
// A request names a path from the source root, or from a dependency root or `std`. The path may go on into the module
// (`import a::b::X` asks for `a::b::X`): the driver loads the files of all its prefixes that exist
// (`a.aria`, `a/mod.aria`, `a/b.aria` …), and their requests in turn. A request that no file answers is no error here:
// resolve() reports what stays unknown.
#pragma once

#include <optional>
#include <vector>

#include "resolve/resolve.hpp"

namespace ariac::resolve {

struct ImportRequest {
  std::vector<Symbol> path;
  SourceRange range;
  bool is_import = false;      // false: a qualified path in an expression, pattern or type
};

std::vector<ImportRequest> imports_of(const ModuleSource& source, support::Interner& interner);

// The module path that `import "./rel/file"` means in that module; nothing when it leaves the source root.
std::optional<std::vector<Symbol>> path_of_file_import(std::string_view file, const std::vector<Symbol>& importer,
                                                       bool is_folder_index, support::Interner& interner);

}  // namespace ariac::resolve
