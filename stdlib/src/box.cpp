// Dropping of boxed values without unbounded recursion.
//
// Drops nest up to a depth; beyond it values wait in a queue that the outermost drop empties. The state belongs to the
// thread: a drop never suspends, so it cannot move to another one halfway.
#include <aria/std/box.hpp>

#include <vector>

namespace aria::detail {

namespace {

constexpr int deepest = 128;

struct Waiting {
  void* value;
  void (*destroy)(void*);
};

thread_local int depth = 0;
thread_local std::vector<Waiting> waiting;

}  // namespace

[[gnu::noinline]] void drop_boxed(void* value, void (*destroy)(void*)) noexcept {
  if (depth == deepest) {
    waiting.push_back({value, destroy});
    return;
  }
  ++depth;
  destroy(value);
  if (depth == 1) {
    while (!waiting.empty()) {
      const Waiting next = waiting.back();
      waiting.pop_back();
      next.destroy(next.value);
    }
  }
  --depth;
}

}  // namespace aria::detail
