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

// The first job whose scheduler allows one more. With the lock held.
bool BlockingPool::begin_next(Entry& entry) {
  for (auto at = queue_.begin(); at != queue_.end(); ++at) {
    if (std::uint32_t& running = running_[at->scheduler]; running < at->scheduler->options().blocking_threads) {
      ++running;
      entry = *at;
      queue_.erase(at);
      return true;
    }
  }
  return false;
}

void BlockingPool::serve() {
  const OverflowStack overflow_stack;
  std::unique_lock lock(mutex_);
  for (;;) {
    Entry entry{};
    ++idle_;
    changed_.wait(lock, [this, &entry] { return begin_next(entry); });
    --idle_;
    lock.unlock();
    entry.job->run();
    lock.lock();
    if (--running_[entry.scheduler] == 0) {
      running_.erase(entry.scheduler);
    }
    lock.unlock();
    entry.scheduler->remove_external();
    lock.lock();
  }
}

}  // namespace aria::detail
