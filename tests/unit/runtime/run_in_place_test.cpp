// Who waits for a child that has not begun runs it itself. Nothing but the speed may show that.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include <aria/concurrency.hpp>

namespace {

using aria::Scope;
using aria::Task;
using namespace aria::literals;

// Each waits for the next: far more than one stack holds.
int chain(int length) {
  return length == 0 ? 0 : aria::function_scope([length](Scope& s) { return 1 + s.spawn([length] { return chain(length - 1); }).await(); });
}

TEST(RunInPlace, ChainsOfAwaitsMayBeLongerThanAStack) {
  EXPECT_EQ(aria::block_on([] { return chain(20'000); }), 20'000);
}

TEST(RunInPlace, KeepsNobodyElseWaiting) {
  const auto runtime = aria::RuntimeBuilder().workers(1);
  std::atomic<bool> oldest_ran = false;
  std::atomic<bool> yielding_ran = false;
  runtime.run([&] {
    aria::scope([&](Scope& s) {
      s.spawn([&] { oldest_ran = true; });
      s.spawn([&] {
        aria::yield_now();
        yielding_ran = true;
      });
      while (!oldest_ran || !yielding_ran) {
        s.spawn([] {}).await();
      }
    });
  });
  EXPECT_TRUE(oldest_ran && yielding_ran);
}

// The older of two is awaited first, as one writes it; the younger ones spawn for ever, until its failure ends them.
void grow(int depth, int limit) {
  aria::function_scope([=](Scope& s) {
    if (depth == limit) {
      aria::raise(aria::String("deep enough"));
    }
    const Task<aria::Unit> older = s.spawn([=] { grow(depth + 1, limit); });
    const Task<aria::Unit> younger = s.spawn([=] { grow(depth + 1, limit + 1); });
    older.await();
    younger.await();
  });
}

TEST(RunInPlace, AnOlderTaskThatIsAwaitedGoesBeforeAYoungerOne) {
  EXPECT_THROW(aria::RuntimeBuilder().workers(1).run([] { grow(0, 4); }), aria::Raised<aria::String>);
}

TEST(RunInPlace, ATaskIsItselfEvenAsACall) {
  aria::block_on([] {
    aria::scope([](Scope& s) {
      const aria::Int waiter = aria::current_task().id();
      const Task<aria::Int> child = s.spawn([] {
        aria::yield_now();
        return aria::current_task().id();
      });
      EXPECT_EQ(child.await(), child.id());
      EXPECT_EQ(aria::current_task().id(), waiter);
    });
  });
}

TEST(RunInPlace, AFailureIsOfWhoAwaits) {
  std::string seen;
  aria::block_on([&] {
    aria::function_scope([&](Scope& s) {
      const Task<int> child = s.spawn([]() -> int { aria::raise(aria::String("lost")); });
      try {
        child.await();
      } catch (const aria::Raised<aria::String>& error) {
        seen = std::string(std::string_view(error.value()));
      }
    });
  });
  EXPECT_EQ(seen, "lost");
}

// The wait is limited, the task is not.
TEST(RunInPlace, ALimitedWaitDoesNotRunWhatItCannotEnd) {
  const aria::Channel<int> gate;
  aria::block_on([&] {
    aria::scope([&](Scope& s) {
      const Task<int> task = s.spawn([&] { return gate.recv(); });
      EXPECT_FALSE(aria::timeout(5_ms, [&] { return task.await(); }).is_ok());
      gate.send(7);
      EXPECT_EQ(task.await(), 7);
    });
  });
}

// The one that fails is started first and runs last.
TEST(RunInPlace, AFailureEndsTheOthersWhereverTheyWait) {
  const aria::Channel<int> empty;
  std::string seen;
  aria::block_on([&] {
    aria::function_scope([&](Scope& s) {
      std::vector<Task<int>> tasks;
      tasks.push_back(s.spawn([]() -> int {
        aria::sleep(2_ms);
        aria::raise(aria::String("lost"));
      }));
      for (int i = 0; i < 10; ++i) {
        tasks.push_back(s.spawn([&] { return empty.recv(); }));
      }
      try {
        aria::await_all(tasks);
      } catch (const aria::Raised<aria::String>& error) {
        seen = std::string(std::string_view(error.value()));
      }
    });
  });
  EXPECT_EQ(seen, "lost");
}

TEST(RunInPlace, TasksInSpawnOrderStayInThatOrder) {
  std::string order;
  aria::RuntimeBuilder().workers(1).schedule(aria::Schedule::Fifo{}).run([&] {
    aria::scope([&](Scope& s) {
      const Task<aria::Unit> first = s.spawn([&] { order += 'a'; });
      const Task<aria::Unit> second = s.spawn([&] { order += 'b'; });
      second.await();
      first.await();
    });
  });
  EXPECT_EQ(order, "ab");
}

}  // namespace
