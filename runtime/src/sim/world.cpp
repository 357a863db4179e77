// The virtual world behind the seam: points, waiting, barriers, random numbers, memory. What a scheduler is differs: see
// tasks/ and workers/.
#include "seam/world.hpp"

#include <new>

#include "scheduler/block_pool.hpp"
#include "scheduler/futex.hpp"
#include "scheduler/random.hpp"
#include "seam/thread.hpp"
#include "sim/virtual_threads.hpp"

namespace aria::detail {

namespace {
sim::VirtualThreads& threads() { return sim::VirtualThreads::shared(); }
}  // namespace

namespace world {

Mutant active_mutant = Mutant::none;

void point(const char* what) noexcept { threads().point(what); }
void block(Test done, const void* context) noexcept { threads().block(done, context, "for a lock or a flag"); }
void pause(const char* what) noexcept {
  threads().block([](const void*) { return false; }, nullptr, what, sim::VirtualThreads::Limit::timed);
}
void broken(const char* rule) noexcept { threads().fail(rule); }

void Thread::start(Body& body) {
  threads().start([](void* argument) {
    Body& body = *static_cast<Body*>(argument);
    body.run();
    body.ended = true;
  }, &body);
}

}  // namespace world

Fiber& foreign_fiber() noexcept { return threads().fiber(); }

std::uint64_t random_number() noexcept { return threads().number(8) * 0x9E3779B97F4A7C15u; }

std::atomic<bool> process_barrier_works{true};
void register_process_barrier() noexcept {}
void process_barrier() noexcept { world::point("process barrier"); }

void futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected, std::int64_t nanoseconds) noexcept {
  const auto changed = [&word, expected] { return word.load(std::memory_order_relaxed) != expected; };
  using Changed = decltype(changed);
  threads().block([](const void* context) { return (*static_cast<Changed*>(context))(); }, &changed, "to be woken",
                  nanoseconds < 0 ? sim::VirtualThreads::Limit::none : sim::VirtualThreads::Limit::timed);
}
void futex_wake(std::atomic<std::uint32_t>&, int) noexcept {}  // who waits looks at the word

void* allocate_block(std::size_t size) { return ::operator new(size, std::align_val_t(block_step)); }
void free_block(void* block, std::size_t) noexcept { ::operator delete(block, std::align_val_t(block_step)); }
void give_back_blocks(BlockCache&) {}
bool BlockCache::empty() const noexcept { return true; }

}  // namespace aria::detail
