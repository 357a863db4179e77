// The nodes behind `Doc`; only the constructors of the algebra and its renderer look inside.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cpp/layout.hpp"

namespace ariac::cpp {

enum class DocKind {
  Text, Line, SoftLine, HardLine, Concat, Nest, Align, Group, Choice, Body, Bracketed, Assigned, Trailing, Directive, Mark
};

struct DocNode {
  DocKind kind = DocKind::Text;
  std::string content{};  // Text, Trailing, Directive; the opening bracket
  std::string close{};    // the closing bracket
  std::vector<Doc> parts{};
  int columns = 0;        // Nest
  std::uint32_t id = 0;   // Mark
  int flat_width = 0;
  bool breaks = false;
};

// Columns of a text as an editor counts them: one for each UTF-8 scalar.
int columns_of(std::string_view content);

}  // namespace ariac::cpp
