// Reading the paths that a file asks for.
#include "resolve/imports.hpp"

#include "ast/walk.hpp"

namespace ariac::resolve {

using namespace ast;

std::optional<std::vector<Symbol>> path_of_file_import(std::string_view file, const std::vector<Symbol>& importer,
                                                       bool is_folder_index, support::Interner& interner) {
  std::vector<Symbol> path = importer;
  if (!is_folder_index && !path.empty()) path.pop_back();
  if (file.starts_with('/')) return std::nullopt;
  if (file.ends_with(".aria")) file.remove_suffix(5);
  while (!file.empty()) {
    const std::size_t slash = std::min(file.find('/'), file.size());
    const std::string_view step = file.substr(0, slash);
    file.remove_prefix(std::min(slash + 1, file.size()));
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      path.push_back(interner.intern(step));
    } else {
      if (path.empty()) return std::nullopt;
      path.pop_back();
    }
  }
  return path;
}

namespace {

class RequestFinder {
 public:
  RequestFinder(const ModuleSource& source, support::Interner& interner) : source_(source), interner_(interner) {}

  void visit(const Node& root) {
    walk(root, [this](const Node& node) {
      if (const auto* import = as<ImportDecl>(&node)) add_import(*import);
      if (const auto* path = as<PathExpr>(&node)) add_path(path->path, path->range);
      if (const auto* path = as<NamedType>(&node)) add_path(path->path, path->range);
      if (const auto* path = as<DynType>(&node)) add_path(path->path, path->range);
      if (const auto* path = as<ConstructorPattern>(&node)) add_path(path->path, path->range);
      return true;
    });
  }

  std::vector<ImportRequest> take() { return std::move(requests_); }

 private:
  void add_import(const ImportDecl& decl) {
    for (const ImportItem& item : decl.items) {
      if (!item.file.empty()) {
        auto path = path_of_file_import(item.file, source_.path, source_.is_folder_index, interner_);
        if (path && !path->empty()) requests_.push_back({std::move(*path), item.range, true});
        continue;
      }
      std::vector<Symbol> path;
      for (const Name& name : item.path) path.push_back(name.symbol);
      if (!path.empty()) requests_.push_back({std::move(path), item.range, true});
    }
  }

  // A path that begins with a type (`Shape::Circle`) needs no module.
  void add_path(Path written, SourceRange range) {
    if (written.size() < 2) return;
    const std::string_view first = interner_.text(written.front().name.symbol);
    if (first.empty() || (first.front() >= 'A' && first.front() <= 'Z')) return;
    std::vector<Symbol> path;
    for (const PathSegment& segment : written) path.push_back(segment.name.symbol);
    requests_.push_back({std::move(path), range, false});
  }

  const ModuleSource& source_;
  support::Interner& interner_;
  std::vector<ImportRequest> requests_;
};

}  // namespace

std::vector<ImportRequest> imports_of(const ModuleSource& source, support::Interner& interner) {
  RequestFinder finder(source, interner);
  for (const Stmt* stmt : source.tree->items.statements) finder.visit(*stmt);
  return finder.take();
}

}  // namespace ariac::resolve
