// Dropping of boxed values without unbounded recursion.
//
// Drops nest up to a depth; beyond it values wait in a queue that the outermost drop empties.
#include <aria/std/box.hpp>

#include <vector>

namespace aria::detail {

namespace {

struct Waiting {
  void* value;
  void (*destroy)(void*);
};

thread_local std::vector<Waiting> waiting;

}  // namespace

constinit thread_local int drop_depth = 0;
constinit thread_local bool drops_wait = false;

void drop_later(void* value, void (*destroy)(void*)) {
  waiting.push_back({value, destroy});
  drops_wait = true;
}

void drop_waiting() noexcept {
  while (!waiting.empty()) {
    const Waiting next = waiting.back();
    waiting.pop_back();
    next.destroy(next.value);
  }
  drops_wait = false;
}

}  // namespace aria::detail
