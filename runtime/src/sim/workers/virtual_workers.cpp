// Virtual workers: what the shipped scheduler takes from the system, virtually.
#include "sim/workers/virtual_workers.hpp"

#include <cxxabi.h>
#include <sys/mman.h>

#include <new>
#include <vector>

#include <aria/detail/task_core.hpp>

#include "base/stack_overflow.hpp"
#include "scheduler/blocking_pool.hpp"
#include "scheduler/scheduler.hpp"
#include "scheduler/stack_pool.hpp"
#include "sim/virtual_threads.hpp"

namespace aria::detail {

namespace {

Scheduler* scheduler_of_schedule = nullptr;

// All stacks there are. A failed schedule leaves some taken, so the next one begins by having them all.
struct Stacks {
  static constexpr std::size_t size = 128 * 1024;
  std::vector<char*> all;
  std::vector<char*> free;
} stacks;

}  // namespace

Scheduler& Scheduler::program() { return *scheduler_of_schedule; }
Scheduler& Scheduler::here() { return *scheduler_of_schedule; }

StackPool& StackPool::shared() {
  static StackPool pool;
  return pool;
}

StackMemory StackPool::take(std::size_t) {
  if (stacks.free.empty()) {
    void* memory = mmap(nullptr, Stacks::size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      throw std::bad_alloc();
    }
    stacks.all.push_back(static_cast<char*>(memory));
    stacks.free.push_back(static_cast<char*>(memory));
  }
  char* bottom = stacks.free.back();
  stacks.free.pop_back();
  return {bottom, Stacks::size};
}

void StackPool::give_back(StackMemory stack) noexcept { stacks.free.push_back(stack.bottom); }
void StackPool::release_memory() {}
bool is_stack_guard(const void*) noexcept { return false; }

void context::adopt_thread(Context& context) {
  context.exceptions_of_thread = reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
  context.running.store(true, std::memory_order_relaxed);
}

BlockingPool& BlockingPool::shared() {
  static BlockingPool pool;
  return pool;
}
void BlockingPool::submit(Scheduler& scheduler, Job& job) {
  scheduler.add_external();
  const auto run = [](void* job) {
    static_cast<Job*>(job)->run();
    Scheduler::here().remove_external();
  };
  sim::VirtualThreads::shared().start(run, &job);
}
void start_thread(TaskCore& task) { BlockingPool::shared().submit(Scheduler::here(), task); }

}  // namespace aria::detail

namespace aria::sim {

// After a failure the last schedule's workers are gone with their stacks, and their memory is lost.
VirtualWorkers::VirtualWorkers(std::uint32_t count, int replacements) {
  detail::stacks.free = detail::stacks.all;
  detail::scheduler_of_schedule = new detail::Scheduler({.workers = count, .stack_size = detail::Stacks::size});
  if (replacements > 0) {
    watcher_ = detail::world::Thread([replacements] {
      detail::Scheduler& scheduler = *detail::scheduler_of_schedule;
      for (int i = 0; i < replacements; ++i) {
        detail::world::point("watch");
        scheduler.replace(scheduler.worker(VirtualThreads::shared().number(static_cast<std::uint32_t>(scheduler.workers().size()))));
      }
    });
  }
}

VirtualWorkers::~VirtualWorkers() {
  if (watcher_.joinable()) {
    watcher_.join();
  }
  delete detail::scheduler_of_schedule;
  detail::scheduler_of_schedule = nullptr;
}

}  // namespace aria::sim
