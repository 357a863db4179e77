// Threads for calls that block. Grows on demand, at most 64 threads, and as many jobs of one scheduler as it allows; jobs beyond that wait in line.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "scheduler/scheduler.hpp"

namespace aria::detail {

class BlockingPool {
 public:
  static BlockingPool& shared();

  // Runs `job` on a thread of the pool. Until it ends, `scheduler` counts it as outside work.
  void submit(Scheduler& scheduler, Job& job);

 private:
  struct Entry {
    Scheduler* scheduler;
    Job* job;
  };
  void serve();
  bool begin_next(Entry& entry);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Entry> queue_;
  std::map<Scheduler*, std::uint32_t> running_;
  int threads_ = 0;
  int idle_ = 0;
};

}  // namespace aria::detail
