// Select: exactly one arm commits, and the others leave nothing behind.
#include "scenario.hpp"
#include "scenarios.hpp"

namespace scenario {

namespace {

// Two channels, with senders and receivers that take whichever is ready.
struct Crossroads {
  Channel<Parcel> a{any(2)};
  Channel<Parcel> b{any(2)};
  Ledger ledger;

  void send_all(int sender, int count) {
    for (int n = 0; n < count; ++n) {
      aria::select(aria::send(a, [&] { return Parcel(sender, n); }), aria::send(b, [&] { return Parcel(sender, n); }));
      ledger.sent(sender, n);
    }
  }
  void note(Parcel* parcel) {
    require(parcel != nullptr, "the arm that was taken has no value");
    ledger.received(*parcel);
  }
  // Until both are closed and drained.
  void receive_all() {
    for (bool more_a = true, more_b = true; more_a || more_b;) {
      auto chosen = aria::select(aria::recv(a).when(more_a), aria::recv(b).when(more_b), aria::closed(a).when(more_a), aria::closed(b).when(more_b));
      if (chosen.is<2>() || chosen.is<3>()) {
        (chosen.is<2>() ? more_a : more_b) = false;
      } else {
        note(chosen.is<0>() ? chosen.received<0>() : chosen.received<1>());
      }
    }
  }
  void receive_all_with_timer() {
    for (int i = 0; i < 3; ++i) {
      auto chosen = aria::select(aria::recv(a), aria::recv(b), aria::after(2_ms), aria::closed(a), aria::closed(b));
      if (chosen.is<0>() || chosen.is<1>()) {
        note(chosen.is<0>() ? chosen.received<0>() : chosen.received<1>());
      }
    }
    receive_all();
  }
  void close() const {
    a.close();
    b.close();
  }
};

}  // namespace

void select_exchange() {
  Crossroads roads;
  aria::scope([&](Scope& outer) {
    outer.spawn([&] { roads.receive_all(); });
    outer.spawn([&] { roads.receive_all(); });
    aria::scope([&](Scope& inner) {
      inner.spawn([&] { roads.send_all(0, 2); });
      inner.spawn([&] { roads.send_all(1, 2); });
    });
    roads.close();
  });
  roads.ledger.settle();
}

void select_with_cancellation() {
  Crossroads roads;
  aria::scope([&](Scope& outer) {
    outer.spawn([&] { roads.receive_all(); });
    const Task<Unit> receiver = outer.spawn([&] { roads.receive_all(); });
    aria::scope([&](Scope& inner) {
      const Task<Unit> sender = inner.spawn([&] { roads.send_all(0, 2); });
      inner.spawn([&] { roads.send_all(1, 1); });
      inner.spawn([receiver] { receiver.cancel(); });
      sender.cancel();
    });
    roads.close();
  });
  roads.ledger.settle();
}

void select_with_timer() {
  Crossroads roads;
  aria::scope([&](Scope& outer) {
    outer.spawn([&] { roads.receive_all_with_timer(); });
    aria::scope([&](Scope& inner) {
      inner.spawn([&] { roads.send_all(0, 2); });
      inner.spawn([&] { roads.a.send_timeout(Parcel(1, 0), 3_ms).is_ok() ? roads.ledger.sent(1, 0) : void(); });
    });
    roads.close();
  });
  roads.ledger.settle();
}

// `default` only when nothing is ready; `closed` only once the channel is closed and drained.
void select_closed_and_default() {
  Channel<Parcel> channel(1);
  const Channel<int> never;
  Ledger ledger;
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      for (int n = 0; n < 2; ++n) {
        auto chosen = aria::select(aria::send(channel, [&] { return Parcel(0, n); }), aria::recv(never), aria::otherwise());
        require(!chosen.is<1>(), "a value came from where nobody sends");
        if (chosen.is<0>()) {
          ledger.sent(0, n);
        }
      }
      channel.close();
    });
    s.spawn([&] {
      for (bool open = true; open;) {
        auto chosen = aria::select(aria::recv(channel), aria::closed(channel));
        if (Parcel* parcel = chosen.received<0>()) {
          ledger.received(*parcel);
        } else {
          open = false;
          require(channel.is_closed() && channel.is_empty(), "closed(ch) was ready before its time");
        }
      }
    });
  });
  ledger.settle();
}

// `default` says that there was a moment when no arm was ready: one of these two always is.
void fallback_is_the_truth() {
  const Channel<int> a(1);
  const Channel<int> b(1);
  b.send(1);
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      require(a.try_send(1).is_ok(), "there was no room in an empty channel");
      b.try_recv();
    });
    auto chosen = aria::select(aria::recv(a), aria::recv(b), aria::otherwise());
    require(!chosen.is<2>(), "a fallback was taken though one arm was ready all the time");
  });
}

// Completion arms: several waiters of the same tasks, one of which is cancelled.
void select_tasks() {
  const Channel<int> gate;
  aria::scope([&](Scope& s) {
    const Task<int> a = s.spawn([&] { return gate.recv(); });
    const Task<int> b = s.spawn([] { return 7; });
    const auto look = [a, b] {
      auto chosen = aria::select(aria::recv(a), aria::recv(b));
      require(chosen.is<0>() ? *chosen.received<0>() == 5 : *chosen.received<1>() == 7, "an arm was taken whose task has not ended");
    };
    s.spawn(look);
    const Task<Unit> other = s.spawn(look);
    s.spawn([other] { other.cancel(); });
    gate.send(5);
    require(a.await() == 5, "await gave another value than the task");
  });
}

}  // namespace scenario
