// feature: I1
// Who looks for events: idle workers, busy ones, the watcher; foreign threads and runtimes of their own are served too.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "io/reactor.hpp"
#include "parked.hpp"
#include "scheduler/scheduler.hpp"
#include "sockets.hpp"

namespace {

using io_tests::in_scope;
using io_tests::Pair;
using namespace aria::literals;
using Clock = std::chrono::steady_clock;

// A client that knows nothing of the runtime: sends the time, again and again.
class Metronome {
 public:
  Metronome(aria::Int port, int beats, std::chrono::microseconds pause)
      : thread_([=] {
          const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
          sockaddr_in address{};
          address.sin_family = AF_INET;
          address.sin_port = htons(static_cast<std::uint16_t>(port.value()));
          address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
          ASSERT_EQ(connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
          for (int i = 0; i < beats; ++i) {
            std::this_thread::sleep_for(pause);
            const std::int64_t now = Clock::now().time_since_epoch().count();
            ASSERT_EQ(write(descriptor, &now, sizeof now), static_cast<ssize_t>(sizeof now));
          }
          ::close(descriptor);
        }) {}
  ~Metronome() { thread_.join(); }

 private:
  std::thread thread_;
};

// How late each beat arrives, in microseconds.
std::vector<double> latencies(const aria::TcpStream& stream, int beats) {
  std::vector<double> late;
  for (int i = 0; i < beats; ++i) {
    const aria::Bytes bytes = stream.read_exact(sizeof(std::int64_t));
    std::int64_t sent = 0;
    std::copy(bytes.view().begin(), bytes.view().end(), reinterpret_cast<char*>(&sent));
    late.push_back(static_cast<double>(Clock::now().time_since_epoch().count() - sent) / 1000);
  }
  std::sort(late.begin(), late.end());
  return late;
}

// Half of the beats of a metronome arrive within 10 ms, whatever the other tasks do.
void expect_prompt(const aria::TcpListener& listener, const char* meanwhile) {
  constexpr int beats = 200;
  const Metronome metronome(listener.local_addr().port(), beats, std::chrono::microseconds(500));
  const auto late = latencies(listener.accept(), beats);
  std::printf("%s: median %.0f us, p99 %.0f us, most %.0f us\n", meanwhile, late[beats / 2], late[beats * 99 / 100], late.back());
  EXPECT_LT(late[beats / 2], 10'000 * rules::slowdown);
}

// However the body ends, the tasks that wait for it see it. They outlive the body.
struct AtTheEnd {
  std::atomic<bool>& over;
  ~AtTheEnd() { over = true; }
};

std::size_t workers() { return aria::detail::Scheduler::here().worker_count(); }

TEST(Reactor, ServesWhileAllAreIdle) {
  in_scope([](aria::Scope&) {
    const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    expect_prompt(listener, "idle");
  });
}

// One worker never comes back from its item; the others still hear of events in time.
TEST(Reactor, ABusyWorkerHoldsNobodyUp) {
  std::atomic<bool> over = false;
  in_scope([&over](aria::Scope& s) {
    if (workers() < 2) {
      return;
    }
    const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    const AtTheEnd end{over};
    s.spawn([&] {
      while (!over) {
      }
    });
    expect_prompt(listener, "one busy worker");
  });
}

// Tasks that yield for ever never let a worker fall asleep.
TEST(Reactor, IsLookedAtBetweenItems) {
  std::atomic<bool> over = false;
  in_scope([&over](aria::Scope& s) {
    const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    const AtTheEnd end{over};
    for (int i = 0; i < 4; ++i) {
      s.spawn([&] {
        while (!over) {
          aria::yield_now();
        }
      });
    }
    expect_prompt(listener, "yielding tasks");
  });
}

TEST(Reactor, ServesForeignThreads) {
  const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
  std::thread server([&] {
    const aria::TcpStream stream = listener.accept();
    while (auto line = stream.read_line()) {
      stream.write(line->str() + "!\n");
    }
  });
  const aria::TcpStream client = aria::TcpStream::connect(listener.local_addr().to_string());
  for (int i = 0; i < 100; ++i) {
    client.write(std::to_string(i) + "\n");
    EXPECT_EQ(client.read_line()->str(), std::to_string(i) + "!");
  }
  client.close();
  server.join();
}

TEST(Reactor, ServesRuntimesOfTheirOwn) {
  in_scope([](aria::Scope& s) {
    const Pair pair;
    auto echo = s.spawn([&] {
      while (auto line = pair.server.read_line()) {
        pair.server.write(line->str() + "\n");
      }
    });
    aria::with_runtime([&] {
      for (int i = 0; i < 100; ++i) {
        pair.client.write(std::to_string(i) + "\n");
        EXPECT_EQ(pair.client.read_line()->str(), std::to_string(i));
      }
    }, {.workers = 1});
    pair.client.close_write();
    echo.await();
  });
}

TEST(Reactor, EndsAndBeginnings) {
  for (int i = 0; i < 300 / rules::slowdown; ++i) {
    in_scope([](aria::Scope&) {
      const Pair pair;
      pair.client.write("x\n");
      EXPECT_EQ(pair.server.read_line()->str(), "x");
    });
  }
  EXPECT_FALSE(aria::detail::Reactor::shared().is_expected());
}

}  // namespace
