// The parts of a promise that do not depend on its value's type.
#include <aria/promise.hpp>

#include <aria/detail/task_core.hpp>

#include "sync/completion.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

struct PromiseCore::State {
  std::atomic<bool> claimed{false};
};

PromiseCore::PromiseCore() : completion_(std::make_unique<Completion>()), state_(std::make_unique<State>()) {}

PromiseCore::~PromiseCore() = default;

bool PromiseCore::claim() noexcept { return !state_->claimed.exchange(true, std::memory_order_relaxed); }

void PromiseCore::publish() noexcept { completion_->complete(); }

void PromiseCore::wait(Site site) {
  checkpoint();
  if (completion_->wait("await", site, no_deadline, false) == Wait::cancelled) {
    raise_cancelled();
  }
}

}  // namespace aria::detail
