// channels.aria.cpp
// Channels and select.
#include <aria/prelude.hpp>
#include <aria/concurrency.hpp>
#include <aria/main.hpp>

namespace channels {

// produce(out: SendChan<Int>, count: Int) !{Async}
static void produce(const aria::SendChan<aria::Int>& out, aria::Int count) {
  for (aria::Int n : aria::range(1, count)) {
    out.send(n);
  }
}

// collect(inbox: RecvChan<Int>, quit: Channel<Unit>) -> Int !{Async, Console}
static aria::Int collect(const aria::RecvChan<aria::Int>& inbox,
                         const aria::Channel<aria::Unit>& quit) {
  aria::Int sum = 0;
  while (true) {
    auto chosen = aria::select(aria::recv(inbox), aria::closed(inbox), aria::recv(quit),
                               aria::after(aria::seconds(1)));
    if (auto* n = chosen.received<0>()) {
      sum += *n;
    } else if (chosen.is<1>()) {
      break;
    } else if (chosen.is<2>()) {
      return -1;
    } else {
      aria::println("idle");
    }
  }
  return sum;
}

// main() !{Async, Console, Spawn}
void main() {
  aria::function_scope([&](aria::Scope& tasks) {
    auto parts = aria::mpsc<aria::Int>(8);
    aria::SendChan<aria::Int> out = std::get<0>(std::move(parts));
    aria::RecvChan<aria::Int> inbox = std::get<1>(std::move(parts));
    auto quit = aria::Channel<aria::Unit>();
    tasks.spawn([out = std::move(out)] { produce(out, 10); });
    aria::println(channels::collect(inbox, quit));
  });
}

}  // namespace channels

int main(int argc, char** argv) {
  return aria::run_async_main(argc, argv, channels::main);
}
