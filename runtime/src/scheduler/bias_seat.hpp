// Where a worker says which lock it is in because that lock is biased to it: see sync/channel_lock.hpp.
//
// A lock names the seat that it is biased to, and whoever takes the bias away looks at that seat, maybe long after the
// worker has ended: a channel may outlive the runtime it was used in. So seats are never freed. A worker takes one when it
// is made and leaves it when its thread has ended; whoever takes it next inherits its biases, which is right, since only
// one thread sits there at a time and what the one before did in those locks came before.
#pragma once

#include <atomic>

namespace aria::detail {

struct alignas(64) BiasSeat {
  std::atomic<const void*> inside{nullptr};  // written by the worker alone
  BiasSeat* next_free = nullptr;

  static BiasSeat& take();
  void leave() noexcept;
};

}  // namespace aria::detail
