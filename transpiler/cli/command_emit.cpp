// `aria emit FILE|DIR`
#include "cli/commands.hpp"

namespace ariac::cli {

void add_emit(CLI::App&, Session&) {}
void add_effects(CLI::App&, Session&) {}
void add_explain(CLI::App&, Session&) {}

}  // namespace ariac::cli
