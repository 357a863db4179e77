// A program with the library around it, inferred; and the words in which tests speak of the result.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "ast/walk.hpp"
#include "diagnostics/render.hpp"
#include "parse/parse.hpp"
#include "resolve/resolve.hpp"
#include "source/source_manager.hpp"
#include "types/infer.hpp"
#include "types/print_type.hpp"

namespace ariac::types {

class Inferred {
 public:
  explicit Inferred(std::string text, const std::string& name = "test.aria") {
    const std::filesystem::path library = ARIA_LIBRARY;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(library))
      if (entry.path().extension() == ".aria") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) add(file.string(), read(file), true);
    add(name, std::move(text), false);
    std::vector<resolve::ModuleSource> modules(modules_);
    bindings_ = std::make_unique<resolve::Bindings>(resolve::resolve(modules, interner_, sink_));
    table_ = infer(*bindings_, interner_, sink_);
  }

  std::string messages() const { return diagnostics::render_short(sink_.listing(), sources_); }
  std::string full_messages() const { return diagnostics::render_text(sink_.listing(), sources_); }
  bool has_errors() const { return sink_.has_errors(); }
  std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const diagnostics::Diagnostic* diagnostic : sink_.listing().shown) codes.emplace_back(diagnostic->code);
    return codes;
  }
  const diagnostics::Sink& sink() const { return sink_; }
  const TypeTable& table() const { return *table_; }
  const resolve::Bindings& bindings() const { return *bindings_; }
  const support::Interner& interner() const { return interner_; }
  diagnostics::Sink& sink() { return sink_; }

  // The type of the local called `name`, in the instance that has it; "?" where none has.
  std::string local(std::string_view name) const {
    for (const Instance& instance : table_->instances) {
      if (bindings_->def(instance.def).is_library) continue;
      for (const auto& [local, type] : instance.locals)
        if (interner_.text(bindings_->local(local).name) == name) return print_type(table_->store, *bindings_, interner_, type);
    }
    return "?";
  }

  static std::string read(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

 private:
  void add(const std::string& name, std::string text, bool library) {
    trees_.push_back(parse::parse(sources_.add(name, std::move(text)), interner_, ids_, sink_));
    std::vector<support::Symbol> path;
    if (library) {
      std::filesystem::path relative = std::filesystem::path(name).lexically_relative(ARIA_LIBRARY).replace_extension();
      if (*relative.begin() != "std") relative = "std" / relative;
      for (const auto& part : relative) path.push_back(interner_.intern(part.string()));
    }
    modules_.push_back({trees_.back().get(), path, false, library, !library});
  }

  source::SourceManager sources_;
  support::Interner interner_;
  ast::NodeIds ids_;
  diagnostics::Sink sink_;
  std::vector<std::unique_ptr<ast::Tree>> trees_;
  std::vector<resolve::ModuleSource> modules_;
  std::unique_ptr<resolve::Bindings> bindings_;
  std::unique_ptr<TypeTable> table_;
};

}  // namespace ariac::types
