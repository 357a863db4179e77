// Items: the C++ declarations of one file before they are put in order, each with what it mentions.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cpp/decl.hpp"
#include "lower/names.hpp"

namespace ariac::lower {

struct Item {
  enum class Kind { forward, type, trait, impl, prototype, constant, template_body, body } kind;
  DefId def;
  ModuleId space;                 // whose namespace it stands in
  cpp::Decl decl;
  std::set<DefId> mentions{};
};

struct ModuleItems {
  ModuleId file;
  std::vector<Item> items;
  std::string entry;              // the function that is the program, if it stands here
  std::set<std::string> library_headers;
  std::vector<std::string> opening_comment{};
  std::vector<std::string> closing_comment{};
};

}  // namespace ariac::lower
