// Asio's handlers run in these calls, on the stack of whoever looks. They wake fibers and do nothing else; they never suspend.
#include "io/reactor.hpp"

#include <boost/asio/post.hpp>

#include <sys/resource.h>

#include <chrono>

#include "scheduler/scheduler.hpp"

namespace aria::detail {

Reactor& Reactor::shared() {
  static auto* reactor = new Reactor;  // workers may look at it after main
  return *reactor;
}

namespace {

// The low limit is for programs that use select(2), which takes no larger numbers.
void raise_descriptor_limit() noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

// The hint says only that there is more than one thread: Asio must lock.
Reactor::Reactor() : context_(2), never_done_(context_.get_executor()) {
  raise_descriptor_limit();
  install(*this);
  Scheduler::program();  // somebody has to look
}

bool Reactor::poll() noexcept { return context_.poll() != 0; }

void Reactor::wait(std::int64_t nanoseconds) noexcept {
  if (nanoseconds < 0) {
    context_.run_one();
  } else {
    context_.run_one_for(std::chrono::nanoseconds(nanoseconds));
  }
  context_.poll();
}

void Reactor::interrupt() noexcept {
  boost::asio::post(context_, [] {});
}

}  // namespace aria::detail
