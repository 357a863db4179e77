// Each worker has numbers of its own; other threads share.
#include "scheduler/random.hpp"

#include <atomic>

#include "scheduler/worker.hpp"

namespace aria::detail {

std::uint64_t random_number() noexcept {
  if (Worker* worker = this_worker()) {
    return worker->next_random();
  }
  static std::atomic<std::uint64_t> state{0x9E3779B97F4A7C15u};
  std::uint64_t x = state.fetch_add(0x9E3779B97F4A7C15u, std::memory_order_relaxed);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

}  // namespace aria::detail
