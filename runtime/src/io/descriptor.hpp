// A descriptor that tasks wait for. Every operation is first tried; only if it would block does the task park until the descriptor may be
// ready, and tries again.
//
// Waiting, step by step (for each direction, under the lock)
//  1. Closed? Then fail. Link the operation into the line.
//  2. If no wait of Asio's goes on, start one. It asks the system anew, so what came after the attempt is not overlooked.
//  3. Park. A cancellation unlinks the operation; Asio's wait may go on, for it reports readiness and touches no memory of ours.
//  4. Asio's handler notes that no wait goes on, and wakes the whole line. Who finds nothing begins again at 1.
//
// Closing: from then on no call begins and everybody in the lines is woken. The system gets its descriptor back when the last call that had
// begun is over, so no call meets a descriptor that meanwhile stands for something else.
// Thread-safe.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <memory>

#include <aria/site.hpp>

#include "sync/wait.hpp"

namespace aria::detail {

enum class Direction : std::uint8_t { read, write };

class Descriptor : public std::enable_shared_from_this<Descriptor> {
 public:
  static constexpr long closed = -EBADF;
  static constexpr long overdue = -ETIME;

  // Takes over a descriptor that does not block; null, and closed, if the system refuses: then `problem` is why, negative.
  static std::shared_ptr<Descriptor> adopt(long descriptor, long& problem);

  // The result of `call(descriptor)`, which is -EAGAIN as long as it would have to wait; `closed` if that comes first, `overdue` if the
  // deadline does. Raises Cancelled.
  template <typename Call>
  long perform(Direction direction, const char* reason, Site site, const Call& call, std::int64_t deadline = no_deadline) {
    for (;;) {
      const long result = attempt(call);
      if (result != -EAGAIN) {
        return result;
      }
      if (const long ended = wait_until_ready(direction, reason, site, deadline); ended != 0) {
        return ended;
      }
    }
  }
  // Once, without waiting.
  template <typename Call>
  long attempt(const Call& call) {
    if (!begin_call()) {
      return closed;
    }
    const long result = call(number_);
    end_call();
    return result;
  }

  void close() noexcept;
  bool is_closed() const noexcept { return (calls_.load(std::memory_order_acquire) & closing) != 0; }

  explicit Descriptor(int number);

 private:
  // Calls that go on, counted in twos, and whether it is closed.
  static constexpr std::uint32_t closing = 1;
  static constexpr std::uint32_t one_call = 2;

  struct Line {
    WaitList waiting;
    bool asked = false;  // a wait of Asio's goes on
  };

  bool begin_call() noexcept;
  void end_call() noexcept;
  void give_back() noexcept;
  long wait_until_ready(Direction direction, const char* reason, Site site, std::int64_t deadline);
  void ask(Direction direction);
  void ready(Direction direction) noexcept;

  const int number_;
  std::atomic<std::uint32_t> calls_{0};
  SpinLock lock_;
  boost::asio::posix::stream_descriptor descriptor_ ARIA_GUARDED_BY(lock_);
  std::array<Line, 2> lines_ ARIA_GUARDED_BY(lock_);
};

}  // namespace aria::detail
