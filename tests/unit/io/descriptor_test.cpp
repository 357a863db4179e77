// feature: I1
// A descriptor: who waits is woken by readiness and by closing; the system gets its number back only when nobody uses it.
#include "io/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mutex>
#include <thread>
#include <vector>

#include "io/reactor.hpp"
#include "io/system_calls.hpp"
#include "parked.hpp"
#include "sockets.hpp"

namespace {

using aria::detail::Descriptor;
using aria::detail::Direction;

struct Pipe {
  Pipe() {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    long problem = 0;
    reading = Descriptor::adopt(ends[0], problem);
    number = ends[0];
    writing = ends[1];
  }
  ~Pipe() {
    reading->close();
    ::close(writing);
  }
  long read_one() {
    return reading->perform(Direction::read, "read", aria::Site::here(), [](int descriptor) -> long {
      char byte;
      const long result = ::read(descriptor, &byte, 1);
      return result < 0 ? -errno : result == 0 ? 0 : byte;
    });
  }
  void write_one(char byte) const { EXPECT_EQ(::write(writing, &byte, 1), 1); }

  std::shared_ptr<Descriptor> reading;
  int number = -1;
  int writing = -1;
};

bool is_open(int number) { return fcntl(number, F_GETFD) != -1; }

TEST(Descriptor, WakesWhoWaits) {
  io_tests::in_scope([](aria::Scope& s) {
    Pipe pipe;
    auto reader = s.spawn([&] { return pipe.read_one(); });
    rules::until_parked(reader);
    pipe.write_one('x');
    EXPECT_EQ(reader.await(), 'x');
  });
}

TEST(Descriptor, OneByteForEachOfManyReaders) {
  io_tests::in_scope([](aria::Scope& s) {
    Pipe pipe;
    std::vector<aria::Task<long>> readers;
    for (int i = 0; i < 20; ++i) {
      readers.push_back(s.spawn([&] { return pipe.read_one(); }));
    }
    long sum = 0;
    for (std::size_t i = 0; i < readers.size(); ++i) {
      pipe.write_one(1);
      aria::yield_now();
    }
    for (auto& reader : readers) {
      sum += reader.await();
    }
    EXPECT_EQ(sum, 20);
  });
}

TEST(Descriptor, ACancelledReaderTakesNothing) {
  io_tests::in_scope([](aria::Scope& s) {
    Pipe pipe;
    for (int i = 0; i < 50; ++i) {
      auto reader = s.spawn([&] { return pipe.read_one(); });
      rules::until_parked(reader);
      io_tests::stop(reader);
    }
    auto reader = s.spawn([&] { return pipe.read_one(); });
    rules::until_parked(reader);
    pipe.write_one('y');
    EXPECT_EQ(reader.await(), 'y');
  });
  EXPECT_FALSE(aria::detail::Reactor::shared().is_expected());
}

TEST(Descriptor, ClosingWakesEverybody) {
  io_tests::in_scope([](aria::Scope& s) {
    Pipe pipe;
    std::vector<aria::Task<long>> readers;
    for (int i = 0; i < 10; ++i) {
      readers.push_back(s.spawn([&] { return pipe.read_one(); }));
      rules::until_parked(readers.back());
    }
    pipe.reading->close();
    for (auto& reader : readers) {
      EXPECT_EQ(reader.await(), Descriptor::closed);
    }
    EXPECT_FALSE(is_open(pipe.number));
    EXPECT_EQ(pipe.read_one(), Descriptor::closed);
    pipe.reading->close();
  });
}

TEST(Descriptor, StaysOpenWhileACallGoesOn) {
  Pipe pipe;
  const long result = pipe.reading->attempt([&](int number) {
    std::thread([&] { pipe.reading->close(); }).join();
    EXPECT_TRUE(pipe.reading->is_closed());
    EXPECT_EQ(pipe.reading->attempt([](int) { return 1L; }), Descriptor::closed);
    EXPECT_TRUE(is_open(number));
    return 5L;
  });
  EXPECT_EQ(result, 5);
  EXPECT_FALSE(is_open(pipe.number));
}

// Calls and closings race, and the numbers are used again at once: a call must only ever see its own descriptor.
struct Known {
  std::shared_ptr<Descriptor> descriptor;
  ino_t file = 0;
};

Known make_known() {
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
  ::close(ends[1]);
  struct stat status {};
  fstat(ends[0], &status);
  long problem = 0;
  return {Descriptor::adopt(ends[0], problem), status.st_ino};
}

TEST(Descriptor, NeverMeetsAnotherOne) {
  constexpr int rounds = 20'000 / rules::slowdown;
  std::mutex lock;
  Known shown = make_known();
  std::atomic<bool> over = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> seen = 0;
  const auto call = [&] {
    while (!over) {
      const Known known = [&] {
        const std::lock_guard guard(lock);
        return shown;
      }();
      known.descriptor->attempt([&](int number) {
        struct stat status {};
        wrong += fstat(number, &status) != 0 || status.st_ino != known.file ? 1 : 0;
        ++seen;
        return 0L;
      });
    }
  };
  std::thread first(call);
  std::thread second(call);
  for (int i = 0; i < rounds; ++i) {
    Known next = make_known();
    Known last = [&] {
      const std::lock_guard guard(lock);
      return std::exchange(shown, next);
    }();
    last.descriptor->close();
  }
  over = true;
  first.join();
  second.join();
  shown.descriptor->close();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(seen, 0);
}

}  // namespace
