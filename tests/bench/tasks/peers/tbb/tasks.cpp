// The fork-join workloads with oneTBB on two threads.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

using oneapi::tbb::task_group;

double now() { return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

void report(const char* name, double value, const char* unit) { std::printf("%s %.3f %s\n", name, value, unit); }

void expect(bool right) {
  if (!right) {
    std::abort();
  }
}

long fib(int n) {
  if (n < 2) {
    return n;
  }
  long a = 0;
  task_group group;
  group.run([&a, n] { a = fib(n - 1); });
  const long b = fib(n - 2);
  group.wait();
  return a + b;
}

long skynet(long number, long size) {
  if (size == 1) {
    return number;
  }
  long values[10] = {};
  task_group group;
  for (int i = 0; i < 10; ++i) {
    group.run([&values, i, number, size] { values[i] = skynet(number + i * (size / 10), size / 10); });
  }
  group.wait();
  long sum = 0;
  for (const long value : values) {
    sum += value;
  }
  return sum;
}

void run(std::string_view workload) {
  const double begun = now();
  if (workload == "fib") {
    expect(fib(32) == 2'178'309);
    report("fib32", (now() - begun) / 7'049'155, "ns/task");
  } else if (workload == "skynet") {
    expect(skynet(0, 1'000'000) == 499'999'500'000);
    report("skynet", (now() - begun) / 1e6, "ms");
  } else if (workload == "spawn_join") {
    std::atomic<long> done = 0;
    task_group group;
    for (int i = 0; i < 1'000'000; ++i) {
      group.run([&done] { done.fetch_add(1, std::memory_order_relaxed); });
    }
    group.wait();
    expect(done == 1'000'000);
    report("spawn_join", (now() - begun) / 1e6, "ns/task");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const oneapi::tbb::global_control limit(oneapi::tbb::global_control::max_allowed_parallelism, 2);
  oneapi::tbb::task_arena arena(2);
  for (int i = 1; i < argc; ++i) {
    arena.execute([&] { run(argv[i]); });
  }
}
