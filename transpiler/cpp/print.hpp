// The C++ model as text: Google style, 100 columns.
#pragma once

#include <string>
#include <vector>

#include "cpp/layout.hpp"
#include "cpp/line_map.hpp"
#include "cpp/model.hpp"

namespace ariac::cpp {

struct PrintOptions {
  bool line_directives = false;  // `#line` before what stems from the user's source
};

struct Printed {
  std::string text;
  LineMap lines;
};

Printed print(const File& file, const PrintOptions& options = {});

// Single pieces, for messages and tests.
std::string print(const Type& type);
std::string print(const Expr& expr);
std::string print(const Stmt& stmt);
std::string print(const Decl& decl);

}  // namespace ariac::cpp
