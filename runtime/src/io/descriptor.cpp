#include "io/descriptor.hpp"

#include "io/reactor.hpp"
#include "io/system_calls.hpp"
#include "scheduler/scheduler.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {

// As long as it lives, the poller is to be looked at.
class Expectation {
 public:
  Expectation() noexcept {
    Reactor::shared().expect();
    if (this_worker() == nullptr) {
      Scheduler::program().ask_for_poller();
    }
  }
  ~Expectation() { Reactor::shared().expect_no_more(); }
  Expectation(const Expectation&) = delete;
  Expectation& operator=(const Expectation&) = delete;
};

std::size_t place_of(Direction direction) noexcept { return static_cast<std::size_t>(direction); }

}  // namespace

Descriptor::Descriptor(int number) : number_(number), descriptor_(Reactor::shared().context()) {}

std::shared_ptr<Descriptor> Descriptor::adopt(long descriptor, long& problem) {
  if (descriptor < 0) {
    problem = descriptor;
    return nullptr;
  }
  const int number = static_cast<int>(descriptor);
  auto adopted = std::make_shared<Descriptor>(number);
  boost::system::error_code refused;
  {
    SpinGuard guard(adopted->lock_);
    adopted->descriptor_.assign(number, refused);
  }
  if (refused) {
    system_calls::close(number);
    problem = -refused.value();
    return nullptr;
  }
  return adopted;
}

bool Descriptor::begin_call() noexcept {
  if ((calls_.fetch_add(one_call, std::memory_order_acquire) & closing) == 0) {
    return true;
  }
  end_call();
  return false;
}

void Descriptor::end_call() noexcept {
  if (calls_.fetch_sub(one_call, std::memory_order_acq_rel) == (one_call | closing)) {
    give_back();
  }
}

void Descriptor::close() noexcept {
  {
    SpinGuard guard(lock_);
    if ((calls_.fetch_add(one_call, std::memory_order_acquire) & closing) == 0) {
      calls_.fetch_or(closing, std::memory_order_release);
    }
    for (Line& line : lines_) {
      while (WaitNode* node = line.waiting.take()) {
        unpark(*node->wait->fiber);
      }
    }
  }
  end_call();
}

// Also by whoever came too late and was the last to leave: then it has been done. Asio's waits end, and their handlers run.
void Descriptor::give_back() noexcept {
  SpinGuard guard(lock_);
  if (descriptor_.is_open()) {
    boost::system::error_code ignored;  // whatever it says, the descriptor is gone
    descriptor_.close(ignored);
  }
}

// Else why it was not worth waiting for: `closed` or `overdue`.
long Descriptor::wait_until_ready(Direction direction, const char* reason, Site site, std::int64_t deadline) {
  Wait wait(reason, site);
  WaitNode node;
  node.wait = &wait;
  Line& line = lines_[place_of(direction)];
  const Expectation expectation;
  {
    SpinGuard guard(lock_);
    if (is_closed()) {
      return closed;
    }
    if (!line.asked) {
      ask(direction);
      line.asked = true;
    }
    line.waiting.push(node);
  }
  const int outcome = suspend(wait, deadline);
  {
    SpinGuard guard(lock_);
    line.waiting.unlink(node);
  }
  if (outcome == Wait::cancelled) {
    raise_cancelled();
  }
  return outcome == Wait::timed_out ? overdue : 0;
}

// Not part of what suspends: Asio reads thread-local state.
[[gnu::noinline]] void Descriptor::ask(Direction direction) {
  const auto event = direction == Direction::read ? boost::asio::posix::descriptor_base::wait_read : boost::asio::posix::descriptor_base::wait_write;
  descriptor_.async_wait(event, [self = shared_from_this(), direction](const boost::system::error_code&) { self->ready(direction); });
}

void Descriptor::ready(Direction direction) noexcept {
  SpinGuard guard(lock_);
  Line& line = lines_[place_of(direction)];
  line.asked = false;
  while (WaitNode* node = line.waiting.take()) {
    unpark(*node->wait->fiber);
  }
}

}  // namespace aria::detail
