// The scheduler as it ships, on virtual threads: what it takes from the system is replaced, its queues, its switching from
// fiber to fiber, its stealing and its sleeping are not.
#pragma once

#include <cstdint>

#include "seam/thread.hpp"

namespace aria::sim {

// The program's scheduler for the length of a schedule; every virtual thread of the schedule sees it.
class VirtualWorkers {
 public:
  // So many times a worker is taken for stuck, though it is not.
  VirtualWorkers(std::uint32_t count, int replacements);
  ~VirtualWorkers();
  VirtualWorkers(const VirtualWorkers&) = delete;
  VirtualWorkers& operator=(const VirtualWorkers&) = delete;

 private:
  detail::world::Thread watcher_;
};

}  // namespace aria::sim
