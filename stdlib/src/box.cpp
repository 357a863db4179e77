// Dropping and copying of boxed values without unbounded recursion.
//
// Both nest up to a depth; beyond it values wait in a queue that the outermost drop or copy empties.
#include <aria/std/box.hpp>

#include <vector>

namespace aria::detail {

namespace {

struct Waiting {
  void* value;
  void (*destroy)(void*);
};

struct Uncopied {
  void* place;
  const void* from;
  void (*make)(void*, const void*);
};

thread_local std::vector<Waiting> waiting;
thread_local std::vector<Uncopied> uncopied;

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

constinit thread_local int copy_depth = 0;
constinit thread_local bool copies_wait = false;

void copy_later(void* place, const void* from, void (*make)(void*, const void*)) {
  uncopied.push_back({place, from, make});
  copies_wait = true;
}

void copy_waiting() {
  while (!uncopied.empty()) {
    const Uncopied next = uncopied.back();
    uncopied.pop_back();
    next.make(next.place, next.from);
  }
  copies_wait = false;
}

}  // namespace aria::detail
