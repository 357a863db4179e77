// The lock of a channel, which workers use by its bias, by its spin lock and from outside.
#include "scenario.hpp"
#include "scenarios.hpp"
#include "sync/channel_lock.hpp"

namespace scenario {

namespace {

using aria::detail::ChannelGuard;
using aria::detail::ChannelLock;

// A lock, and something in it that others may see half done.
struct Guarded {
  ChannelLock lock{ChannelLock::Bias::where_it_pays};
  int inside = 0;
  int uses = 0;

  template <typename Inside>
  void use(const Inside& then) {
    ChannelGuard guard(lock);
    require(++inside == 1, "two hold one lock");
    aria::detail::world::point("inside");
    then();
    require(--inside == 0, "two hold one lock");
    ++uses;
  }
  void use() {
    use([] {});
  }
};

// Runs on a thread that is no worker.
template <typename Body>
void outside(const Body& body) {
  aria::detail::world::Thread thread(body);
  thread.join();
}

}  // namespace

// Workers come often enough in a row to be given the bias, and others take it away.
void one_holder_at_a_time() {
  Guarded guarded;
  const bool foreign = any(2) == 0;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        for (int n = 0; n < 4; ++n) {
          guarded.use();
          if (n == 2) {
            aria::yield_now();
          }
        }
      });
    }
    if (foreign) {
      outside([&] {
        guarded.use();
        guarded.use();
      });
    }
  });
  require(guarded.uses == (foreign ? 10 : 8), "a use was lost");
}

// A worker holds several of them, each of which may be biased to it: a select does so, and values whose moves use channels.
void nested_locks() {
  Guarded outer;
  Guarded inner;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 2; ++i) {
      s.spawn([&] {
        for (int n = 0; n < 3; ++n) {
          inner.use();
          outer.use([&] { inner.use(); });
          outer.use();
        }
      });
    }
  });
  require(outer.uses == 12 && inner.uses == 12, "a use was lost");
}

// A channel's bias goes to whoever is alone with it for a while, in spite of all operations that others make meanwhile.
void bias_changes_hands() {
  const Channel<Parcel> channel(2);
  Ledger ledger;
  const auto there_and_back = [&](int sender) {
    for (int n = 0; n < 3; ++n) {
      if (channel.try_send(Parcel(sender, n)).is_ok()) {
        ledger.sent(sender, n);
      }
      if (std::optional<Parcel> parcel = channel.try_recv()) {
        ledger.received(*parcel);
      }
    }
  };
  aria::scope([&](Scope& s) {
    s.spawn([&] { there_and_back(0); });
    s.spawn([&] { there_and_back(1); });
    outside([&] {
      there_and_back(2);
      require(channel.len() <= channel.capacity(), "a channel holds more than its capacity");
      channel.close();
    });
  });
  while (std::optional<Parcel> parcel = channel.recv_opt()) {
    ledger.received(*parcel);
  }
  ledger.settle();
}

}  // namespace scenario
