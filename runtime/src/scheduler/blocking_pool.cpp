// The pool's threads are detached and live as long as the program. std::mutex is fine here: no fiber runs on them.
#include "scheduler/blocking_pool.hpp"

#include <system_error>
#include <thread>

#include "base/stack_overflow.hpp"

namespace aria::detail {

BlockingPool& BlockingPool::shared() {
  static BlockingPool* pool = new BlockingPool;
  return *pool;
}

void BlockingPool::submit(Scheduler& scheduler, Job& job) {
  constexpr int most_threads = 64;
  scheduler.add_external();
  std::unique_lock lock(mutex_);
  queue_.push_back({&scheduler, &job});
  if (idle_ == 0 && threads_ < most_threads) {
    ++threads_;
    try {
      std::thread([this] { serve(); }).detach();
    } catch (const std::system_error&) {
      if (--threads_ == 0) {
        throw;  // nobody would ever run it
      }
    }
  }
  lock.unlock();
  changed_.notify_one();
}

void BlockingPool::serve() {
  const OverflowStack overflow_stack;
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return !queue_.empty(); });
    --idle_;
    const Entry entry = queue_.front();
    queue_.pop_front();
    lock.unlock();
    entry.job->run();
    entry.scheduler->remove_external();
    lock.lock();
  }
}

}  // namespace aria::detail
