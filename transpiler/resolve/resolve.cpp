// The steps of resolve in order.
#include "resolve/resolve.hpp"

#include "resolve/collect.hpp"
#include "resolve/constant_order.hpp"
#include "resolve/module_names.hpp"
#include "resolve/resolver.hpp"

namespace ariac::resolve {

namespace {

void find_well_known(Bindings& out, support::Interner& interner) {
  std::unordered_map<Symbol, DefId> library;
  for (const Module& module : out.modules)
    if (module.is_library)
      for (const auto& [name, def] : module.items) library.emplace(name, def);
  const auto find = [&](std::string_view name) {
    const auto found = library.find(interner.intern(name));
    return found == library.end() ? DefId() : found->second;
  };
#define ARIA_WELL_KNOWN(field, name) out.well_known.field = find(name);
#include "resolve/well_known.def"
}

}  // namespace

Bindings resolve(std::span<const ModuleSource> modules, support::Interner& interner, diagnostics::Sink& sink,
                 std::span<const std::vector<Symbol>> nearby) {
  Bindings out;
  Collector collector(out, interner, sink);
  const ModuleId root = collector.collect(modules);
  find_well_known(out, interner);
  ModuleNames names(out, interner, sink, root, modules, nearby);
  names.check_imports();
  Resolver resolver(out, interner, sink, names, collector);
  const std::size_t count = out.modules.size();
  for (std::size_t i = 0; i < count; ++i) resolver.resolve_module(ModuleId(static_cast<std::uint32_t>(i)));
  order_constants(out, interner, sink);
  return out;
}

}  // namespace ariac::resolve
