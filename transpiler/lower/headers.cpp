// Which headers of the library and the runtime a module needs.
#include "lower/headers.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace ariac::lower {

namespace {

constexpr std::string_view kRuntimeHeader = "aria/concurrency.hpp";
constexpr std::array<std::string_view, 2> kHeadersApart{"aria/net.hpp", "aria/http.hpp"};  // need the runtime, and stand apart
constexpr std::array<std::string_view, 2> kImportedHeaders{"aria/std/json.hpp", "aria/std/regex.hpp"};   // those of modules outside the prelude

using resolve::DefId;
using types::TypeId;

// A declaration's own header, or the one that stands for all of the runtime's. Empty: the prelude has it.
std::string header_for(std::string_view declared) {
  const bool of_library = declared.starts_with("aria/std/");
  if (of_library && std::ranges::find(kImportedHeaders, declared) == kImportedHeaders.end()) return {};
  if (declared == "aria/error.hpp" || declared == "aria/errors.hpp" || declared == "aria/time.hpp") return {};
  return of_library ? std::string(declared) : std::string(kRuntimeHeader);
}

class HeaderSearch {
 public:
  explicit HeaderSearch(const Input& input) : input_(input) {}

  void definition(DefId id) {
    if (!id.valid()) return;
    const ast::ExternDecl* block = input_.bindings.def(id).extern_block;
    if (block == nullptr || !input_.bindings.def(id).is_library) return;
    if (std::ranges::find(kHeadersApart, block->header) != kHeadersApart.end()) found.insert(std::string(block->header));
    if (std::string header = header_for(block->header); !header.empty()) found.insert(std::move(header));
  }

  void type(TypeId id) {
    if (!id.valid() || !seen_.insert(id).second) return;
    const types::Type& parts = input_.types.store[id];
    if (parts.kind == types::TypeKind::named) definition(parts.def);
    for (const TypeId arg : parts.args) type(arg);
  }

  void instance(const types::Instance& instance) {
    for (const TypeId param : instance.params) type(param);
    type(instance.result);
    for (const auto& [node, known] : instance.types) type(known);
    for (const auto& [node, plan] : instance.calls) definition(plan.def);
  }

  std::set<std::string> found;

 private:
  const Input& input_;
  std::unordered_set<TypeId> seen_;
};

}  // namespace

std::set<std::string> library_headers(const Input& input, const std::vector<types::InstanceId>& instances, const std::vector<TypeId>& mentioned) {
  HeaderSearch search(input);
  for (const types::InstanceId id : instances) search.instance(input.types[id]);
  for (const TypeId id : mentioned) search.type(id);
  return std::move(search.found);
}

bool needs_runtime(const Input& input) {
  HeaderSearch search(input);
  for (const types::Instance& instance : input.types.instances) {
    if (!instance.def.valid()) continue;                   // was made on trial
    const resolve::ModuleId module = input.bindings.def(instance.def).module;
    if (!input.bindings.modules[module.index()].is_library) search.instance(instance);
  }
  return search.found.contains(std::string(kRuntimeHeader));
}

}  // namespace ariac::lower
