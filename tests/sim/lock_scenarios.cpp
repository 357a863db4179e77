// Locks and signals: never more inside than may be, and nobody left outside.
#include "scenario.hpp"
#include "scenarios.hpp"

namespace scenario {

using aria::detail::world::point;

void semaphore() {
  constexpr int permits = 2;
  const aria::Semaphore gate(permits);
  int inside = 0;
  aria::scope([&](Scope& s) {
    std::vector<Task<Unit>> tasks;
    for (int i = 0; i < 4; ++i) {
      tasks.push_back(s.spawn([&] {
        gate.acquire();
        require(++inside <= permits, "more tasks hold a permit than there are permits");
        point("inside");
        --inside;
        gate.release();
      }));
    }
    tasks[1].cancel();
  });
  require(gate.try_acquire() && gate.try_acquire(), "a permit was lost");
  require(!gate.try_acquire(), "a permit was given twice");
}

void mutex() {
  const aria::Mutex<int> counter(0);
  int inside = 0;
  int done = 0;
  const auto enter = [&](int& value) {
    require(++inside == 1, "two tasks hold one mutex");
    const int before = value;
    point("inside");
    value = before + 1;
    --inside;
  };
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        counter.lock(enter);
        counter.lock(enter);
        done += 2;
      });
    }
    const Task<Unit> cancelled = s.spawn([&] {
      counter.lock(enter);
      ++done;
    });
    s.spawn([&] {
      try {
        counter.lock(2_ms, enter);
        ++done;
      } catch (const aria::Raised<aria::TimeoutError>&) {
      }
    });
    cancelled.cancel();
  });
  counter.lock([&](int& value) { require(value == done, "a change under the mutex was lost"); });
}

void read_write_lock() {
  const aria::RwLock<int> shared(0);
  int readers = 0;
  int writers = 0;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        shared.read([&](const int&) {
          ++readers;
          require(writers == 0, "somebody reads while another writes");
          point("reading");
          --readers;
        });
      });
    }
    s.spawn([&] {
      shared.write([&](int& value) {
        require(++writers == 1 && readers == 0, "somebody writes while another reads or writes");
        point("writing");
        ++value;
        --writers;
      });
    });
  });
}

void condition() {
  const aria::Mutex<int> stock(0);
  const aria::Condvar arrived;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        stock.lock([&](int& n) {
          arrived.wait_while(n, [](int& left) { return left == 0; });
          require(n > 0, "a condition was left that does not hold");
          --n;
        });
      });
    }
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        stock.lock([](int& n) { ++n; });
        arrived.signal();
      });
    }
  });
}

// A party that is cancelled before the others are there does not count.
void barrier() {
  const aria::Barrier meeting(2);
  int come = 0;
  aria::scope([&](Scope& s) {
    const Task<Unit> fickle = s.spawn([&] { meeting.wait(); });
    fickle.cancel();
    static_cast<void>(fickle.await_result());
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        ++come;
        meeting.wait();
        require(come == 2, "a barrier let somebody go before all were there");
      });
    }
  });
}

// Two tasks that time wakes together, and that wait for each other without parking: on workers, both must wake up.
void meeting() {
  int come = 0;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        aria::sleep(1_ms);
        ++come;
        until([&] { return come == 2; });
      });
    }
  });
}

void wait_group() {
  const aria::WaitGroup group;
  int done = 0;
  group.add(2);
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        ++done;
        point("done");
        group.done();
      });
      s.spawn([&] {
        group.wait();
        require(done == 2, "a wait group let somebody go too early");
      });
    }
  });
}

}  // namespace scenario
