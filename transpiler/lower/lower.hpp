// lower: which C++ would a person write for this? The only phase that sees both Aria and C++.
#pragma once

#include <string>
#include <vector>

#include "cpp/model.hpp"
#include "diagnostics/sink.hpp"
#include "effects/effect_table.hpp"
#include "ownership/use_table.hpp"
#include "resolve/bindings.hpp"
#include "source/source_manager.hpp"
#include "support/interner.hpp"
#include "types/type_table.hpp"

namespace ariac::lower {

// Which contracts the program checks: `requires` alone, or `ensures` and `invariant` too.
enum class ContractChecks { none, pre, all };

// What lowering reads. Nothing of it changes, but for features without a lowering, which are reported.
struct Input {
  const source::SourceManager& sources;
  const support::Interner& interner;
  const resolve::Bindings& bindings;
  const types::TypeTable& types;
  const effects::EffectTable& effects;
  const ownership::UseTable& uses;
  diagnostics::Sink& sink;
  ContractChecks contracts = ContractChecks::all;

  bool checks(ast::ContractKind kind) const {
    return contracts == ContractChecks::all || (contracts == ContractChecks::pre && kind == ast::ContractKind::requires_);
  }
};

struct ModuleUnit {
  std::string path;  // without suffix, relative to the output folder: `net/http`
  cpp::Unit unit;    // a header without declarations is not needed by anybody
};

// One unit for each module of the program that is not the library's.
std::vector<ModuleUnit> lower(const Input& input);

}  // namespace ariac::lower
