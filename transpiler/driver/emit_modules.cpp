#include "driver/emit_modules.hpp"

#include "cpp/print.hpp"

namespace ariac::driver {

Emission emit_modules(const lower::Input& input, LineMarks line_marks) {
  const cpp::PrintOptions options{.line_directives = line_marks != LineMarks::none};
  Emission out;
  for (const lower::ModuleUnit& module : lower::lower(input)) {
    if (!module.unit.header.decls.empty()) {
      out.headers.push_back({module.path + ".aria.hpp", cpp::print(module.unit.header, options).text});
    }
    out.sources.push_back({module.path + ".aria.cpp", cpp::print(module.unit.source, options).text});
  }
  return out;
}

}  // namespace ariac::driver
