// classes.aria.cpp
// Shared classes: references to one object.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace classes {

struct Counter {
  aria::Int count = 0;
  aria::Array<std::function<void(aria::Int)>> watchers{};

  void watch(std::function<void(aria::Int)> watcher);
  void increment();
};

// watch(mut self, watcher: Fn(Int) -> Unit) !{}
void Counter::watch(std::function<void(aria::Int)> watcher) {
  watchers.push(watcher);
}

// increment(mut self) !{Console}
void Counter::increment() {
  count += 1;
  for (const std::function<void(aria::Int)>& watcher : aria::Array<std::function<void(aria::Int)>>(
          watchers)) {
    watcher(count);
  }
}

// main() !{Console}
void main() {
  aria::Shared<Counter> counter = aria::make_shared(Counter{});
  aria::Shared<Counter> other = counter;
  counter->watch([](aria::Int n) { aria::println(aria::format("now {}", n)); });
  other->increment();
  aria::println(counter->count);
}

}  // namespace classes

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, classes::main);
}
