#include "scheduler/bias_seat.hpp"

#include <utility>

#include "scheduler/spin_lock.hpp"

namespace aria::detail {

namespace {

// The lock orders what one worker did in its seat before what the next one does.
struct FreeSeats {
  SpinLock lock;
  BiasSeat* first ARIA_GUARDED_BY(lock) = nullptr;
};
constinit FreeSeats free_seats;

}  // namespace

BiasSeat& BiasSeat::take() {
  {
    SpinGuard guard(free_seats.lock);
    if (BiasSeat* seat = free_seats.first) {
      free_seats.first = std::exchange(seat->next_free, nullptr);
      return *seat;
    }
  }
  return *new BiasSeat;
}

void BiasSeat::leave() noexcept {
  SpinGuard guard(free_seats.lock);
  next_free = std::exchange(free_seats.first, this);
}

}  // namespace aria::detail
