// What tasks cost: seven runs of each workload, in nanoseconds an operation.
//
//   ARIA_WORKERS=1 bench_tasks [FILTER]
#include <aria/concurrency.hpp>

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

namespace {

struct Workload {
  const char* name;
  double goal;  // nanoseconds, of the design; 0 where it names none
  int operations;
  void (*run)(int operations);
};

void spawn_and_join(int n) {
  aria::scope([n](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn([] {});
  });
}

void spawn_and_await(int n) {
  aria::scope([n](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn([i] { return i; }).await();
  });
}

void spawn_that_suspends(int n) {
  aria::scope([n](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn([] { aria::yield_now(); });
  });
}

void yields(int n) {
  aria::scope([n](aria::Scope& s) {
    for (int t = 0; t < 2; ++t) {
      s.spawn([n] {
        for (int i = 0; i < n / 2; ++i) aria::yield_now();
      });
    }
  });
}

void ping_pong(int n) {
  aria::scope([n](aria::Scope& s) {
    const aria::Channel<int> ping;
    const aria::Channel<int> pong;
    s.spawn([=] {
      for (int i = 0; i < n / 2; ++i) {
        ping.send(i);
        pong.recv();
      }
    });
    s.spawn([=] {
      for (int i = 0; i < n / 2; ++i) {
        ping.recv();
        pong.send(i);
      }
    });
  });
}

void stream(int n) {
  aria::scope([n](aria::Scope& s) {
    const aria::Channel<int> ch(128);
    s.spawn([=] {
      for (int i = 0; i < n; ++i) ch.send(i);
      ch.close();
    });
    s.spawn([=] {
      for (int v : ch) static_cast<void>(v);
    });
  });
}

void select_over_four(int n) {
  aria::scope([n](aria::Scope& s) {
    std::vector<aria::Channel<int>> channels(4);
    for (const auto& ch : channels) {
      s.spawn([n, ch] {
        for (int i = 0; i < n / 4; ++i) ch.send(i);
      });
    }
    s.spawn([=] {
      for (int i = 0; i < n / 4 * 4; ++i) {
        aria::select(aria::recv(channels[0]), aria::recv(channels[1]), aria::recv(channels[2]), aria::recv(channels[3]));
      }
    });
  });
}

void contended_mutex(int n) {
  aria::scope([n](aria::Scope& s) {
    const aria::Mutex<int> m(0);
    for (int t = 0; t < 4; ++t) {
      s.spawn([=] {
        for (int i = 0; i < n / 4; ++i) m.lock([](int& v) { ++v; });
      });
    }
  });
}

void uncontended_mutex(int n) {
  const aria::Mutex<int> m(0);
  for (int i = 0; i < n; ++i) m.lock([](int& v) { ++v; });
}

void ring(int n) {
  constexpr int size = 1'000;
  aria::scope([n](aria::Scope& s) {
    std::vector<aria::Channel<int>> links(size);
    for (int i = 0; i < size; ++i) {
      s.spawn([in = links[static_cast<std::size_t>(i)], out = links[static_cast<std::size_t>((i + 1) % size)]] {
        for (;;) {
          const auto v = in.recv_opt();
          if (!v || *v <= 0) {
            out.close();
            return;
          }
          out.send(*v - 1);
        }
      });
    }
    links[0].send(n);
  });
}

constexpr Workload workloads[] = {
    {"spawn+join", 59, 200'000, &spawn_and_join},
    {"spawn+await, one at a time", 0, 200'000, &spawn_and_await},
    {"spawn+join, suspends once", 66, 100'000, &spawn_that_suspends},
    {"yield between two tasks", 0, 1'000'000, &yields},
    {"ping-pong, unbuffered", 72, 400'000, &ping_pong},
    {"stream through capacity 128", 11, 2'000'000, &stream},
    {"select over 4, unbuffered", 80, 200'000, &select_over_four},
    {"mutex, 4 tasks", 17, 1'000'000, &contended_mutex},
    {"mutex, uncontended", 17, 2'000'000, &uncontended_mutex},
    {"ring of 1000, a hop", 122, 400'000, &ring},
};

struct Cost {
  double median;
  double lowest;
  double lowest_cpu;  // of all threads; what other programs of the machine do does not count
};

double cpu_nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

Cost cost_of(const Workload& workload) {
  std::vector<double> times;
  std::vector<double> cpu_times;
  for (int run = 0; run < 7; ++run) {
    const aria::Instant begun = aria::Instant::now();
    const double cpu_begun = cpu_nanoseconds();
    aria::block_on([&] { workload.run(workload.operations); });
    cpu_times.push_back((cpu_nanoseconds() - cpu_begun) / workload.operations);
    times.push_back(static_cast<double>(begun.elapsed().as_nanoseconds()) / workload.operations);
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.front(), *std::min_element(cpu_times.begin(), cpu_times.end())};
}

}  // namespace

int main(int argc, char** argv) {
  std::printf("%-32s %10s %10s %10s %10s\n", "workload", "median ns", "least ns", "least cpu", "goal");
  for (const Workload& workload : workloads) {
    if (argc < 2 || std::strstr(workload.name, argv[1]) != nullptr) {
      const Cost cost = cost_of(workload);
      std::printf("%-32s %10.1f %10.1f %10.1f %10.0f\n", workload.name, cost.median, cost.lowest, cost.lowest_cpu, workload.goal);
      std::fflush(stdout);
    }
  }
}
