// Tasks and scopes: nobody is forgotten, cancellation reaches everybody, deadlines cancel what is theirs.
#include "scenario.hpp"
#include "scenarios.hpp"

namespace scenario {

namespace {

struct Boom {
  int n;
};

// Counts who is inside; copies of a task's captures do not count.
class Presence {
 public:
  explicit Presence(int& count) : count_(count) { ++count_; }
  ~Presence() { --count_; }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

 private:
  int& count_;
};

// One of the ways to wait for what never comes.
void wait_for_ever(int way, const Channel<int>& empty, const Channel<int>& full, const Semaphore& none) {
  switch (way) {
    case 0:
      empty.recv();
      break;
    case 1:
      full.send(1);
      break;
    case 2:
      none.acquire();
      break;
    case 3:
      aria::select(aria::recv(empty), aria::send(full, 1));
      break;
    default:
      aria::sleep(1'000'000_ms);
      break;
  }
}

}  // namespace

// X2: wherever a task waits when its scope is cancelled, it ends; J1: and the scope ends after it.
void cancelled_scope() {
  const Channel<int> empty;
  const Channel<int> full;
  const Semaphore none(0);
  int inside = 0;
  const int shift = any(5);
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 3; ++i) {
      s.spawn([&, way = (shift + i) % 5] {
        const Presence here(inside);
        aria::scope([&](Scope& deeper) { deeper.spawn([&] { wait_for_ever(way, empty, full, none); }); });
      });
    }
    s.cancel();
  });
  require(inside == 0, "a scope ended before its children");
}

// F1, F2: the first failure cancels the rest, and is raised after all have ended.
void nested_failure() {
  const Channel<int> empty;
  int inside = 0;
  int boom = 0;
  try {
    aria::scope([&](Scope& s) {
      s.spawn([&] {
        const Presence here(inside);
        empty.recv();
      });
      s.spawn([&] {
        const Presence here(inside);
        aria::scope([&](Scope& deeper) {
          deeper.spawn([&] {
            const Presence deep(inside);
            aria::raise(Boom{1});
          });
          empty.recv();
        });
      });
      empty.recv();
    });
  } catch (const aria::Raised<Boom>& raised) {
    boom = raised.value().n;
  }
  require(boom == 1, "the failure of a child was not raised");
  require(inside == 0, "a scope ended before its children");
}

// D1: a time limit ends what is inside, or comes too late.
void deadlines() {
  const Channel<int> channel;
  int inside = 0;
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      const auto result = aria::timeout(5_ms, [&](Scope& limited) {
        limited.spawn([&] {
          const Presence here(inside);
          channel.recv();
        });
        return channel.recv_opt().has_value();
      });
      require(inside == 0, "a scope ended before its children");
      require(!result.is_ok() || result.value(), "a body that was cancelled gave a value");
    });
    s.spawn([&] { channel.send_timeout(1, 5_ms).is_ok(); });
    s.spawn([&] { channel.send_timeout(2, 50_ms).is_ok(); });
  });
}

// W1: everybody who awaits a task learns its outcome, or that the time is over, or is cancelled.
void awaits() {
  const Channel<int> gate;
  aria::scope([&](Scope& s) {
    const Task<int> task = s.spawn([&] { return gate.recv(); });
    s.spawn([task] { require(task.await() == 3, "await gave another value than the task"); });
    const Task<Unit> waiter = s.spawn([task] { require(task.await() == 3, "await gave another value than the task"); });
    s.spawn([task] {
      try {
        require(task.await(2_ms) == 3, "await gave another value than the task");
      } catch (const aria::Raised<aria::TimeoutError>&) {
      }
    });
    s.spawn([waiter] { waiter.cancel(); });
    gate.send(3);
    require(task.await() == 3, "await gave another value than the task");
  });
}

// S1: whoever stops a supervisor, its children end one after the other, the youngest first.
void supervised_in_turn() {
  const Channel<int> empty;
  int youngest = 2;  // of those that have not ended
  const auto serve = [&](int number) {
    struct End {
      int& youngest;
      int number;
      ~End() { require(youngest-- == number, "a supervisor's child ended out of turn"); }
    } const end{youngest, number};
    empty.recv();
  };
  const bool from_outside = any(2) == 0;
  aria::scope([&](Scope& outer) {
    outer.spawn([&] {
      aria::supervisor([&](aria::Supervisor& s) {
        for (int i = 0; i < 3; ++i) {
          s.spawn([&, i] { serve(i); }, {.restart = aria::Restart::Permanent{}});
        }
        if (from_outside) {
          outer.cancel();
        } else {
          s.cancel();
        }
      });
    });
  });
  require(youngest == -1, "a supervisor ended before its children");
}

// X4: callbacks run once each, before cancel returns; a token reaches its task wherever that waits.
void tokens_and_callbacks() {
  const Channel<int> empty;
  const aria::CancelToken token;
  int called = 0;
  bool ended = false;
  aria::scope([&](Scope& s) {
    s.on_cancel([&] { ++called; });
    const Task<Unit> task = s.spawn_with(token, [&] {
      struct End {
        bool& flag;
        ~End() { flag = true; }
      } const end{ended};
      empty.recv();
    });
    s.spawn([&] { s.cancel(); });
    s.spawn([token] { token.cancel(); });
    s.cancel();
    static_cast<void>(task);
  });
  require(called == 1, "a callback of a cancellation did not run once");
  require(ended, "a scope ended before its children");
}

// C1: behind a shield nothing is cancelled; after it, the cancellation shows.
void shielded() {
  const Channel<int> channel;
  bool cleaned = false;
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      aria::shield([&] { require(channel.recv() == 4, "a shielded receiver got another value"); });
      cleaned = true;
      aria::sleep(1_ms);
      require(false, "a checkpoint after the shield did not raise");
    });
    s.spawn([&] { aria::shield([&] { channel.send(4); }); });
    s.cancel();
  });
  require(cleaned, "a shield let a cancellation through");
}

// The first of several tasks; the losers are cancelled and joined.
void first_of_tasks() {
  const Channel<int> empty;
  int inside = 0;
  const int first = aria::scope([&](Scope& s) {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 3; ++i) {
      tasks.push_back(s.spawn([&, i] {
        const Presence here(inside);
        return i == 2 ? empty.recv() : i;
      }));
    }
    return aria::await_first(tasks);
  });
  require(first == 0 || first == 1, "the first task to end was one that cannot end");
  require(inside == 0, "a scope ended before its children");
}

// All of several tasks, one of which fails: the others are cancelled wherever they wait, and joined.
void all_of_tasks() {
  const Channel<int> empty;
  int inside = 0;
  int boom = -1;
  const int failing = any(3);
  try {
    aria::function_scope([&](Scope& s) {
      std::vector<Task<int>> tasks;
      for (int i = 0; i < 3; ++i) {
        tasks.push_back(s.spawn([&, i] {
          const Presence here(inside);
          if (i == failing) {
            aria::raise(Boom{i});
          }
          return empty.recv();
        }));
      }
      aria::await_all(tasks);
    });
  } catch (const aria::Raised<Boom>& raised) {
    boom = raised.value().n;
  }
  require(boom == failing, "a failure was not raised by who waits for all");
  require(inside == 0, "a scope ended before its children");
}

// A limit ends the wait for a task that is not below it, and leaves the task alone.
void limited_wait_for_another() {
  const Channel<int> gate;
  aria::scope([&](Scope& s) {
    const Task<int> task = s.spawn([&] { return gate.recv(); });
    const auto result = aria::timeout(5_ms, [&] { return task.await(); });
    require(!result.is_ok(), "a task ended that waits for what comes later");
    gate.send(3);
    require(task.await() == 3, "await gave another value than the task");
  });
}

// C10: an action that has not begun when it is called off never runs, any other runs once; what it holds is dropped, and
// the program does not wait for it any longer.
void actions_called_off() {
  const aria::detail::ScopeCore& root = aria::detail::ScopeCore::root();
  const std::size_t others = root.active();
  const Semaphore dropped(0);
  int runs = 0;
  bool off = false;
  bool off_in_time = false;
  const int cancellers = any(3);
  const aria::Duration after = any(2) == 0 ? aria::ms(any(3)) : 1_h;
  const aria::Instant begun = aria::Instant::now();
  aria::scope([&](Scope& s) {
    const auto held = std::shared_ptr<int>(&runs, [&](int*) { dropped.release(); });
    const auto timer = aria::Timer::after(after, [held] {
      ++*held;
      aria::yield_now();
    });
    for (int i = 0; i < cancellers; ++i) {
      s.spawn([&, timer, pause = any(3)] {
        aria::sleep(aria::ms(pause));
        timer.cancel();
        off = off || runs == 0;
        off_in_time = cancellers == 1 && begun.elapsed() < after;  // of two one may still be at it
      });
    }
  });
  dropped.acquire();
  require(runs == (off ? 0 : 1), "an action was run though it was called off, or was not run once");
  require(!off_in_time || root.active() <= others, "a timer that was called off is still waited for");
  aria::detail::world::wait_until([&] { return root.active() <= others; });
}

}  // namespace scenario
