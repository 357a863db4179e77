#include "types/bound_values.hpp"

namespace ariac::types {

// Until nothing is added: what hides a bound value is bound itself.
void find_bound_values(ProgramInference& program, std::span<const HandedOn> handed_on) {
  for (bool grows = true; grows;) {
    grows = false;
    for (const HandedOn& handed : handed_on) {
      if (!handed.inside.valid() || program.bound_value(handed.inside) != nullptr || !program.transfer_obstacle(handed.value)) continue;
      program.bound_values.push_back({handed.inside, handed.value, handed.at});
      program.forget_structural_answers();
      grows = true;
    }
  }
}

}  // namespace ariac::types
