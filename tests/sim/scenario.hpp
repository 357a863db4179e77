// What the scenarios are written in: values that know when they are lost or come twice, and the list of all scenarios.
#pragma once

#include <aria/concurrency.hpp>

#include <vector>

#include "sim/explore.hpp"
#include "time/timer_queue.hpp"

namespace scenario {

using aria::Channel;
using aria::Scope;
using aria::Semaphore;
using aria::Task;
using aria::Unit;
using aria::detail::world::require;
using namespace aria::literals;

// A number below `limit`, chosen with the schedule.
inline int any(int limit) { return static_cast<int>(aria::sim::VirtualThreads::shared().number(static_cast<std::uint32_t>(limit))); }

// One message: who sent it, and its number there. Counts how many of them live; a moved-from one is empty and does not.
class Parcel {
 public:
  Parcel(int from, int nth) noexcept : sender(from), number(nth) { ++live; }
  Parcel(Parcel&& other) noexcept : sender(other.sender), number(other.number), full_(std::exchange(other.full_, false)) {}
  Parcel& operator=(Parcel&& other) noexcept {
    drop();
    sender = other.sender;
    number = other.number;
    full_ = std::exchange(other.full_, false);
    return *this;
  }
  ~Parcel() { drop(); }
  bool full() const noexcept { return full_; }

  static inline int live = 0;
  int sender;
  int number;

 private:
  void drop() noexcept {
    if (std::exchange(full_, false)) {
      --live;
    }
  }
  bool full_ = true;
};

// Keeps book of what was sent and what came: nothing lost, nothing twice, in each sender's order.
class Ledger {
 public:
  static constexpr int most_senders = 8;
  static constexpr int most_numbers = 8;
  void sent(int sender, int number) noexcept { sent_[sender][number] = true; }
  // `in_order`: one receiver of one channel sees a sender's numbers rise.
  void received(const Parcel& parcel) {
    require(parcel.full(), "a receiver got an empty value");
    require(parcel.sender >= 0 && parcel.sender < most_senders && parcel.number >= 0 && parcel.number < most_numbers, "a receiver got what nobody sent");
    bool& came = received_[parcel.sender][parcel.number];
    require(!came, "a value was received twice");
    came = true;
  }
  // Everything that was sent has come, and nothing else.
  void settle() const {
    for (int s = 0; s < most_senders; ++s) {
      for (int n = 0; n < most_numbers; ++n) {
        require(!sent_[s][n] || received_[s][n], "a value was lost");
        require(sent_[s][n] || !received_[s][n], "a value was received whose sender was told that it was not sent");
      }
    }
  }

 private:
  bool sent_[most_senders][most_numbers] = {};
  bool received_[most_senders][most_numbers] = {};
};

// Of one receiver: each sender's numbers rise.
class InOrder {
 public:
  void next(const Parcel& parcel) {
    require(parcel.number > last_[parcel.sender], "a sender's values came out of order");
    last_[parcel.sender] = parcel.number;
  }

 private:
  int last_[Ledger::most_senders] = {-1, -1, -1, -1, -1, -1, -1, -1};
};

// Until another task has made it so.
template <typename Done>
void until(const Done& done) {
  aria::detail::world::wait_until(done);
}
inline bool is_parked(const aria::detail::TaskHandle& task) { return task.core().parked_on.load(std::memory_order_acquire) != nullptr; }

// Where scenarios run: on_tasks.cpp or on_workers.cpp.
void run_program(void (*body)());
// Runs `body` as a task, below a scope that failure reports show.
void run_as_task(void (*body)());
// Scenarios that only make sense there.
std::vector<aria::sim::Scenario> own_scenarios();

// What the runtime may be told to get wrong there.
struct Mistake {
  aria::detail::Mutant mutant;
  const char* name;
  const char* what;
};
std::vector<Mistake> mistakes();

// Runs a scenario, and sees that nothing is left.
template <void (*body)()>
void whole() {
  Parcel::live = 0;
  run_program(body);
  require(Parcel::live == 0, "values are left that nobody has");
  require(aria::detail::TimerQueue::shared().pending() == 0, "timers are left");
}

std::vector<aria::sim::Scenario> all();

}  // namespace scenario
