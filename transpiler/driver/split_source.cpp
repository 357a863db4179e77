// Parts are counted in functions, not in lines, so that their borders stay where they are while a body is edited.
#include "driver/split_source.hpp"

#include <algorithm>

#include "cpp/print.hpp"

namespace ariac::driver {
namespace {

using cpp::Decl;

constexpr std::size_t functions_per_part = 12;

// A body that one file alone holds: no template, nothing inline.
bool is_body(const Decl& decl) {
  const auto* function = cpp::as<cpp::Function>(decl);
  return function != nullptr && function->definition == cpp::Definition::Body && function->templated.params.empty() &&
         function->outer.params.empty() &&
         (function->specifiers.empty() || function->specifiers == "static");
}

std::size_t bodies_in(const std::vector<Decl>& decls) {
  std::size_t count = 0;
  for (const Decl& decl : decls) {
    const auto* space = cpp::as<cpp::Namespace>(decl);
    count += space != nullptr ? bodies_in(space->members) : is_body(decl) ? 1 : 0;
  }
  return count;
}

bool has_hidden_names(const std::vector<Decl>& decls) {
  return std::any_of(decls.begin(), decls.end(), [](const Decl& decl) {
    const auto* space = cpp::as<cpp::Namespace>(decl);
    return space != nullptr && (space->name.empty() || has_hidden_names(space->members));
  });
}

Decl visible(const Decl& decl, cpp::Definition definition) {
  cpp::Function function = *cpp::as<cpp::Function>(decl);
  if (function.specifiers == "static" && !function.scope) {
    function.specifiers.clear();
  }
  function.definition = definition;
  if (definition == cpp::Definition::Declared) {
    function.body.clear();
    return cpp::decl(std::move(function));
  }
  for (cpp::Param& param : function.params) {
    param.default_value = {};  // the prototype has it
  }
  return cpp::decl(std::move(function), decl.remarks);
}

// Overloads differ in the types of their parameters.
bool same_function(const cpp::Function& one, const cpp::Function& other) {
  return one.name == other.name && std::equal(one.params.begin(), one.params.end(), other.params.begin(), other.params.end(), [](const cpp::Param& mine, const cpp::Param& theirs) {
    return cpp::print(mine.type) == cpp::print(theirs.type);
  });
}

bool has_prototype(const std::vector<Decl>& decls, const cpp::Function& body) {
  return std::any_of(decls.begin(), decls.end(), [&](const Decl& decl) {
    const auto* function = cpp::as<cpp::Function>(decl);
    return function != nullptr && function->definition == cpp::Definition::Declared && same_function(*function, body);
  });
}

// What the functions of these declarations share. Places in the user's file are kept for templates only: they would
// change with every line that is added above.
std::vector<Decl> shared_part(const std::vector<Decl>& decls, bool at_top = true) {
  std::vector<Decl> shared;
  for (const Decl& decl : decls) {
    const auto* function = cpp::as<cpp::Function>(decl);
    if (const auto* space = cpp::as<cpp::Namespace>(decl)) {
      shared.push_back(cpp::decl(cpp::Namespace{space->name, shared_part(space->members, false)}));
    } else if (is_body(decl)) {
      const bool entry = at_top && function->name == "main";  // C++'s own, which nothing calls
      if (!function->scope && !entry && !has_prototype(decls, *function)) {
        shared.push_back(visible(decl, cpp::Definition::Declared));
      }
    } else if (function != nullptr && function->definition == cpp::Definition::Declared) {
      shared.push_back(visible(decl, cpp::Definition::Declared));
    } else {
      shared.push_back(decl);
      if (function == nullptr) {
        shared.back().remarks.source.reset();
      }
    }
  }
  return shared;
}

// The bodies whose numbers are from `first` up to `last`; `next` counts them on the way.
std::vector<Decl> bodies(const std::vector<Decl>& decls, std::size_t first, std::size_t last, std::size_t& next) {
  std::vector<Decl> chosen;
  for (const Decl& decl : decls) {
    if (const auto* space = cpp::as<cpp::Namespace>(decl)) {
      std::vector<Decl> members = bodies(space->members, first, last, next);
      if (!members.empty()) {
        chosen.push_back(cpp::decl(cpp::Namespace{space->name, std::move(members)}));
      }
    } else if (is_body(decl)) {
      if (next >= first && next < last) {
        chosen.push_back(visible(decl, cpp::Definition::Body));
      }
      ++next;
    }
  }
  return chosen;
}

}  // namespace

SplitSource split_source(const cpp::File& source, const std::string& shared_name) {
  const std::size_t count = bodies_in(source.decls);
  if (count < 2 * functions_per_part || has_hidden_names(source.decls)) {
    return {{}, {source}};
  }
  SplitSource split;
  split.shared = {.opening_comment = {}, .is_header = true, .includes = source.includes, .decls = shared_part(source.decls)};
  for (std::size_t first = 0; first < count; first += functions_per_part) {
    std::size_t next = 0;
    split.parts.push_back({.includes = {{shared_name, false}}, .decls = bodies(source.decls, first, first + functions_per_part, next)});
  }
  return split;
}

}  // namespace ariac::driver
