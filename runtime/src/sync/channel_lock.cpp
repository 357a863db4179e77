#include "sync/channel_lock.hpp"

#include <algorithm>

namespace aria::detail {

void ChannelLock::note_use(const Worker* worker) noexcept {
  BiasSeat* const seat = worker != nullptr ? &worker->seat : nullptr;
  if (seat != last_) {
    const BiasSeat* owner = owner_.load(std::memory_order_relaxed);
    if (owner != nullptr && !world::mutated(Mutant::bias_is_not_revoked)) {
      revoke(*owner);
    }
    last_ = seat;
    left_ = needed_;
  } else if (--left_ == 0) {
    owner_.store(seat, std::memory_order_relaxed);  // a foreign thread has no seat and gets nothing
    left_ = needed_;
  }
}

void ChannelLock::revoke(const BiasSeat& owner) noexcept {
  owner_.store(nullptr, std::memory_order_seq_cst);
  process_barrier();
  if (!world::mutated(Mutant::revoker_overlooks_owner)) {
    world::wait_until([this, &owner] { return owner.inside.load(std::memory_order_acquire) != this; });
  }
  needed_ = std::min(2 * needed_, world::often(longest_streak));
}

}  // namespace aria::detail
