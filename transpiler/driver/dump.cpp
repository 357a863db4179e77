// Dumps by phase.
#include "driver/dump.hpp"

#include "ast/dump.hpp"
#include "diagnostics/catalogue/internal.hpp"
#include "effects/signature_line.hpp"

namespace ariac::driver {
namespace {

std::string trees(const Compilation& compilation) {
  std::vector<const ast::Tree*> own;
  for (const resolve::ModuleSource& module : compilation.modules) {
    if (!module.is_library) own.push_back(module.tree);
  }
  std::string text;
  for (const ast::Tree* tree : own) {
    if (own.size() > 1) text += "# " + compilation.sources.file(tree->file).path() + "\n";
    text += ast::dump(*tree, compilation.interner);
  }
  return text;
}

}  // namespace

std::string dump(Compilation& compilation, Dump what) {
  switch (what) {
    case Dump::ast:
      return trees(compilation);
    case Dump::effects:
      return effects::print_functions(compilation.effects, *compilation.types, compilation.bindings, compilation.interner);
    case Dump::cpp:
    case Dump::types:
    case Dump::meta:
      break;
  }
  compilation.sink.report({}, diag::NotAvailableYet{.feature = "`--emit=" + extension_of(what) + "`"});
  return "";
}

std::string extension_of(Dump what) {
  switch (what) {
    case Dump::cpp:
      return "cpp";
    case Dump::ast:
      return "ast";
    case Dump::types:
      return "types";
    case Dump::effects:
      return "effects";
    case Dump::meta:
      return "meta";
  }
  return "";
}

}  // namespace ariac::driver
