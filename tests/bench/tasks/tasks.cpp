// What tasks, channels, locks and timers cost: `bench_tasks NAME...` prints a line `name value unit` for each workload.
// tasks.aria and the programs of other languages in peers/ do the same under the same names; run.py compares them.
#include <aria/concurrency.hpp>

#include <time.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

void report(const char* name, double value, const char* unit) {
  std::printf("%s %.3f %s\n", name, value, unit);
  std::fflush(stdout);
}

void report_each(const char* name, aria::Duration time, std::int64_t count, const char* unit) {
  report(name, static_cast<double>(time.as_nanoseconds()) / static_cast<double>(count), unit);
}

void report_ms(const char* name, aria::Duration time) { report(name, static_cast<double>(time.as_nanoseconds()) / 1e6, "ms"); }

void expect(bool right, const char* workload) {
  if (!right) {
    std::fprintf(stderr, "%s gave a wrong result\n", workload);
    std::abort();
  }
}

void spawn_join(int n) {
  const aria::Atomic<std::int64_t> done(0);
  const aria::Instant begun = aria::Instant::now();
  aria::scope([&](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn_job([done] { done.fetch_add(1); });
  });
  report_each("spawn_join", begun.elapsed(), n, "ns/task");
  expect(done.load() == n, "spawn_join");
}

// Each may suspend, so it cannot run as a job.
void spawn_join_yield(int n) {
  const aria::Instant begun = aria::Instant::now();
  aria::scope([n](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn([] { aria::yield_now(); });
  });
  report_each("spawn_join_yield", begun.elapsed(), n, "ns/task");
}

void spawn_await_seq(int n) {
  const aria::Instant begun = aria::Instant::now();
  std::int64_t sum = 0;
  aria::scope([&](aria::Scope& s) {
    for (int i = 0; i < n; ++i) sum += s.spawn_job([i] { return i; }).await();
  });
  report_each("spawn_await_seq", begun.elapsed(), n, "ns/task");
  expect(sum == std::int64_t{n} * (n - 1) / 2, "spawn_await_seq");
}

std::int64_t skynet(std::int64_t number, std::int64_t size) {
  if (size == 1) return number;
  return aria::function_scope([=](aria::Scope& scope) {
    const std::int64_t part = size / 10;
    aria::Array<aria::Task<std::int64_t>> tasks;
    for (int i = 0; i < 10; ++i) tasks.push(scope.spawn([=] { return skynet(number + i * part, part); }));
    std::int64_t sum = 0;
    for (const std::int64_t value : aria::await_all(tasks)) sum += value;
    return sum;
  });
}

void skynet_tasks(std::int64_t size) {
  const aria::Instant begun = aria::Instant::now();
  expect(skynet(0, size) == size * (size - 1) / 2, "skynet");
  report_ms("skynet", begun.elapsed());
}

void skynet_node(const aria::Channel<std::int64_t>& out, std::int64_t number, std::int64_t size) {
  if (size == 1) {
    out.send(number);
    return;
  }
  const std::int64_t part = size / 10;
  const aria::Channel<std::int64_t> answers;
  aria::scope([&](aria::Scope& s) {
    for (int i = 0; i < 10; ++i) s.spawn([=] { skynet_node(answers, number + i * part, part); });
    std::int64_t sum = 0;
    for (int i = 0; i < 10; ++i) sum += answers.recv();
    out.send(sum);
  });
}

void skynet_channels(std::int64_t size) {
  const aria::Instant begun = aria::Instant::now();
  const aria::Channel<std::int64_t> answer;
  aria::scope([&](aria::Scope& s) {
    s.spawn([=] { skynet_node(answer, 0, size); });
    expect(answer.recv() == size * (size - 1) / 2, "skynet_channels");
  });
  report_ms("skynet_channels", begun.elapsed());
}

int fib(int n) {
  if (n < 2) return n;
  return aria::function_scope([n](aria::Scope& tasks) {
    const auto a = tasks.spawn([n] { return fib(n - 1); });
    const int b = fib(n - 2);
    return a.await() + b;
  });
}

void fib_tasks(int n) {
  const aria::Instant begun = aria::Instant::now();
  expect(fib(n) == (n == 32 ? 2'178'309 : 144), "fib");
  report_each("fib32", begun.elapsed(), 7'049'155, "ns/task");
}

void pingpong(const char* name, int n) {
  const aria::Channel<int> there;
  const aria::Channel<int> back;
  const aria::Instant begun = aria::Instant::now();
  aria::scope([&](aria::Scope& s) {
    s.spawn([=] {
      for (int i = 0; i < n; ++i) back.send(there.recv());
    });
    for (int i = 0; i < n; ++i) {
      there.send(i);
      back.recv();
    }
  });
  report_each(name, begun.elapsed(), n, "ns/rt");
}

void stream(const char* name, const aria::Channel<std::int64_t>& ch, int senders, int receivers, int n) {
  const aria::Atomic<std::int64_t> total(0);
  const aria::Instant begun = aria::Instant::now();
  aria::scope([&](aria::Scope& s) {
    for (int i = 0; i < receivers; ++i) {
      s.spawn([=] {
        std::int64_t sum = 0;
        for (const std::int64_t v : ch) sum += v;
        total.fetch_add(sum);
      });
    }
    aria::scope([&](aria::Scope& producers) {
      for (int i = 0; i < senders; ++i) {
        producers.spawn([=] {
          for (int k = 0; k < n / senders; ++k) ch.send(k);
        });
      }
    });
    ch.close();
  });
  report_each(name, begun.elapsed(), n, "ns/msg");
  const std::int64_t share = n / senders;
  expect(total.load() == senders * (share * (share - 1) / 2), name);
}

void ring(int size, int hops) {
  std::vector<aria::Channel<int>> links(static_cast<std::size_t>(size));
  const aria::Channel<aria::Unit> done(1);
  aria::scope([&](aria::Scope& s) {
    for (std::size_t i = 0; i < links.size(); ++i) {
      s.spawn([in = links[i], out = links[(i + 1) % links.size()], done] {
        for (const int v : in) {
          if (v == 0) {
            done.send(aria::Unit{});
            break;
          }
          out.send(v - 1);
        }
      });
    }
    const aria::Instant begun = aria::Instant::now();
    links[0].send(hops);
    done.recv();
    report_each("ring", begun.elapsed(), hops, "ns/hop");
    for (const auto& link : links) link.close();
  });
}

void select_four(const char* name, int capacity, int n) {
  std::vector<aria::Channel<std::int64_t>> channels;
  for (int i = 0; i < 4; ++i) channels.emplace_back(capacity);
  aria::scope([&](aria::Scope& s) {
    for (const auto& ch : channels) {
      s.spawn([=] {
        for (int k = 0; k < n / 4; ++k) ch.send(k);
      });
    }
    const aria::Instant begun = aria::Instant::now();
    std::int64_t sum = 0;
    for (int i = 0; i < n; ++i) {
      auto chosen = aria::select(aria::recv(channels[0]), aria::recv(channels[1]), aria::recv(channels[2]), aria::recv(channels[3]));
      if (const auto* a = chosen.received<0>()) {
        sum += *a;
      } else if (const auto* b = chosen.received<1>()) {
        sum += *b;
      } else if (const auto* c = chosen.received<2>()) {
        sum += *c;
      } else {
        sum += *chosen.received<3>();
      }
    }
    report_each(name, begun.elapsed(), n, "ns/msg");
    const std::int64_t share = n / 4;
    expect(sum == 4 * (share * (share - 1) / 2), name);
  });
}

void nothing_there(int n) {
  const aria::Channel<int> a(1);
  const aria::Channel<int> b(1);
  int got = 0;
  aria::Instant begun = aria::Instant::now();
  for (int i = 0; i < n; ++i) got += aria::select(aria::recv(a), aria::otherwise()).is<0>();
  report_each("try_recv_empty", begun.elapsed(), n, "ns/op");
  begun = aria::Instant::now();
  for (int i = 0; i < n; ++i) got += !aria::select(aria::recv(a), aria::recv(b), aria::otherwise()).is<2>();
  report_each("select2_default", begun.elapsed(), n, "ns/op");
  expect(got == 0, "select_default");
}

// Bytes of memory that the process holds.
double resident() {
  long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    expect(std::fscanf(file, "%*s %ld", &pages) == 1, "statm");
    std::fclose(file);
  }
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Milliseconds of processor time that the process has used.
double cpu_ms() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void parked(int n) {
  const std::string name = "parked_" + std::to_string(n / 1000) + "k";
  const aria::Channel<aria::Unit> gate;
  const aria::Atomic<std::int64_t> started(0);
  const double before = resident();
  aria::Instant begun = aria::Instant::now();
  aria::scope([&](aria::Scope& s) {
    for (int i = 0; i < n; ++i) {
      s.spawn([=] {
        started.fetch_add(1);
        gate.recv_opt();
      });
    }
    while (started.load() < n) aria::yield_now();
    const aria::Duration created = begun.elapsed();
    aria::sleep(aria::ms(100));
    report((name + "_rss").c_str(), (resident() - before) / n, "B/task");
    report_each((name + "_create").c_str(), created, n, "ns/task");
    begun = aria::Instant::now();
    gate.close();
  });
  report_each((name + "_wake").c_str(), begun.elapsed(), n, "ns/task");
}

void timers(int n) {
  const double cpu = cpu_ms();
  const aria::Instant begun = aria::Instant::now();
  aria::scope([n](aria::Scope& s) {
    for (int i = 0; i < n; ++i) s.spawn([i] { aria::sleep(aria::ms(1 + i % 1000)); });
  });
  report_ms("timers_1M_wall", begun.elapsed());
  report("timers_1M_cpu", cpu_ms() - cpu, "ms");
}

void timer_cancel(int n) {
  const aria::Instant begun = aria::Instant::now();
  for (int i = 0; i < n; ++i) aria::Timer::after(aria::seconds(1), [] {}).cancel();
  report_each("timer_create_cancel", begun.elapsed(), n, "ns/op");
}

void mutex(int n) {
  const aria::Mutex<std::int64_t> counter(0);
  const aria::Instant begun = aria::Instant::now();
  aria::scope([&](aria::Scope& s) {
    for (int t = 0; t < 4; ++t) {
      s.spawn([=] {
        for (int i = 0; i < n; ++i) counter.lock([](std::int64_t& count) { ++count; });
      });
    }
  });
  report_each("mutex4", begun.elapsed(), 4 * std::int64_t{n}, "ns/op");
  expect(counter.lock([](std::int64_t& count) { return count; }) == 4 * std::int64_t{n}, "mutex");
}

void yields(int n) {
  const aria::Instant begun = aria::Instant::now();
  aria::scope([n](aria::Scope& s) {
    for (int t = 0; t < 2; ++t) {
      s.spawn([n] {
        for (int i = 0; i < n; ++i) aria::yield_now();
      });
    }
  });
  report_each("yield", begun.elapsed(), 2 * std::int64_t{n}, "ns/switch");
}

struct Workload {
  std::string_view name;
  void (*run)(int scale);  // what all sizes are divided by
};

constexpr Workload workloads[] = {
    {"spawn_join", [](int scale) { spawn_join(1'000'000 / scale); }},
    {"spawn_join_yield", [](int scale) { spawn_join_yield(1'000'000 / scale); }},
    {"spawn_seq", [](int scale) { spawn_await_seq(1'000'000 / scale); }},
    {"skynet", [](int scale) { skynet_tasks(1'000'000 / scale); }},
    {"skynet_channels", [](int scale) { skynet_channels(1'000'000 / scale); }},
    {"fib", [](int scale) { fib_tasks(scale == 1 ? 32 : 12); }},
    {"pingpong_st", [](int scale) { pingpong("pingpong_st", 1'000'000 / scale); }},
    {"pingpong_mt", [](int scale) { pingpong("pingpong_mt", 1'000'000 / scale); }},
    {"spsc", [](int scale) { stream("chan_spsc", aria::Channel<std::int64_t>(128), 1, 1, 10'000'000 / scale); }},
    {"unbounded", [](int scale) { stream("chan_unbounded_spsc", aria::Channel<std::int64_t>::unbounded(), 1, 1, 10'000'000 / scale); }},
    {"mpmc2", [](int scale) { stream("chan_mpmc2x2", aria::Channel<std::int64_t>(128), 2, 2, 10'000'000 / scale); }},
    {"mpmc4", [](int scale) { stream("chan_mpmc4x4", aria::Channel<std::int64_t>(128), 4, 4, 10'000'000 / scale); }},
    {"ring", [](int scale) { ring(10'000 / scale, 10'000'000 / scale); }},
    {"select", [](int scale) { select_four("select4_unbuf", 0, 4'000'000 / scale); select_four("select4_buf128", 128, 4'000'000 / scale); }},
    {"select_default", [](int scale) { nothing_there(10'000'000 / scale); }},
    {"parked100k", [](int scale) { parked(100'000 / scale); }},
    {"parked1m", [](int scale) { parked(1'000'000 / scale); }},
    {"timers", [](int scale) { timers(1'000'000 / scale); }},
    {"timer_cancel", [](int scale) { timer_cancel(1'000'000 / scale); }},
    {"mutex", [](int scale) { mutex(1'000'000 / scale); }},
    {"yield", [](int scale) { yields(5'000'000 / scale); }},
    {"hello", [](int) { std::puts("hello"); }},
};

void run_named() {
  const aria::ProgramArguments arguments = aria::program_arguments();
  int scale = 1;
  for (int i = 0; i < arguments.count; ++i) {
    if (std::string_view(arguments.values[i]) == "quick") {
      scale = 1'000;
    }
    for (const Workload& workload : workloads) {
      if (workload.name == arguments.values[i]) {
        workload.run(scale);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) { return aria::run_async_main(argc, argv, &run_named); }
