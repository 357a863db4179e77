// Channels: rendezvous, buffered, unbounded; close, time limits, cancellation.
#include "scenario.hpp"
#include "scenarios.hpp"

namespace scenario {

namespace {

void receive_all(const Channel<Parcel>& channel, Ledger& ledger) {
  InOrder order;
  while (std::optional<Parcel> parcel = channel.recv_opt()) {
    order.next(*parcel);
    ledger.received(*parcel);
    require(channel.len() <= channel.capacity(), "a channel holds more than its capacity");
  }
}

// Senders on one channel, and receivers until it is closed.
void exchange(const Channel<Parcel>& channel, int senders, int each, int receivers) {
  Ledger ledger;
  aria::scope([&](Scope& outer) {
    for (int r = 0; r < receivers; ++r) {
      outer.spawn([&] { receive_all(channel, ledger); });
    }
    aria::scope([&](Scope& inner) {
      for (int s = 0; s < senders; ++s) {
        inner.spawn([&, s] {
          for (int n = 0; n < each; ++n) {
            channel.send(Parcel(s, n));
            ledger.sent(s, n);
            require(channel.len() <= channel.capacity(), "a channel holds more than its capacity");
          }
        });
      }
    });
    channel.close();
  });
  ledger.settle();
}

}  // namespace

void rendezvous() { exchange(Channel<Parcel>(), 2, 2, 2); }
void buffered() { exchange(Channel<Parcel>(1 + any(2)), 2, 3, 1 + any(2)); }
void unbounded() { exchange(Channel<Parcel>::unbounded(), 2, 2, 2); }

// H2: who waits first is served first.
void waiters_in_turn() {
  const Channel<Parcel> channel;
  const bool senders_wait = any(2) == 0;
  std::vector<int> served;
  aria::scope([&](Scope& s) {
    for (int i = 0; i < 3; ++i) {
      const Task<Unit> waiter = s.spawn([&, i] {
        if (senders_wait) {
          channel.send(Parcel(i, 0));
        } else {
          require(channel.recv().number == i, "a receiver was served out of turn");
        }
      });
      until([&] { return is_parked(waiter); });
    }
    for (int i = 0; i < 3; ++i) {
      if (senders_wait) {
        require(channel.recv().sender == i, "a sender was served out of turn");
      } else {
        channel.send(Parcel(0, i));
      }
    }
  });
}

// I8: nobody waits to send while there is room.
void room_for_senders() {
  const Channel<Parcel> channel(1);
  Ledger ledger;
  aria::scope([&](Scope& s) {
    const Task<Unit> sender = s.spawn([&] {
      for (int n = 0; n < 2; ++n) {
        channel.send(Parcel(0, n));
        ledger.sent(0, n);
      }
    });
    ledger.received(channel.recv());
    sender.await();
    ledger.received(channel.recv());
  });
  ledger.settle();
}

// H3: whoever is blocked when the channel closes goes on; senders keep their values, what is buffered still comes.
void close_wakes_all() {
  const Channel<Parcel> channel(any(2));
  const bool receivers = any(2) == 0;
  Ledger ledger;
  bool closed = false;
  aria::scope([&](Scope& s) {
    s.spawn([&] {
      aria::select(aria::closed(channel));
      require(channel.is_closed() && channel.is_empty(), "closed(ch) was ready before its time");
    });
    std::vector<Task<Unit>> blocked;
    for (int i = 0; i < 3; ++i) {
      blocked.push_back(s.spawn([&, i] {
        if (receivers) {
          require(!channel.recv_opt().has_value(), "a receiver got a value that nobody sent");
          return;
        }
        const bool late = closed;
        auto kept = channel.send_result(Parcel(i, 0));
        require(!late || !kept.is_ok(), "a send succeeded after close");
        if (kept.is_ok()) {
          ledger.sent(i, 0);
        }
      }));
    }
    channel.close();
    closed = true;
    for (const Task<Unit>& task : blocked) {
      task.await();  // nobody receives: close alone must wake them
    }
    while (std::optional<Parcel> parcel = channel.recv_opt()) {
      ledger.received(*parcel);
    }
  });
  ledger.settle();
}

// H7: a `for` ends when nobody is left who could send; H4: so does one over a receiving end whose senders are gone.
void iteration_ends() {
  Channel<Parcel> channel(any(2));
  Ledger ledger;
  Ledger other;
  aria::scope([&](Scope& s) {
    auto [out, in] = aria::mpsc<Parcel>(any(2));  // gone when the body ends, before its tasks are joined
    s.spawn([&, channel = channel.listening()] {
      for (Parcel&& parcel : channel) {
        ledger.received(parcel);
      }
    });
    s.spawn([&other, in = in] {
      for (Parcel&& parcel : in) {
        other.received(parcel);
      }
    });
    for (int i = 0; i < 2; ++i) {
      s.spawn([&ledger, &other, i, channel, out = out] {
        channel.send(Parcel(i, 0));
        ledger.sent(i, 0);
        out.send(Parcel(i, 0));
        other.sent(i, 0);
      });
    }
    channel.stop_sending();
  });
  ledger.settle();
  other.settle();
}

// H1: an operation that runs out of time has no effect.
void time_limits() {
  const Channel<Parcel> channel(any(2));
  Ledger ledger;
  aria::scope([&](Scope& outer) {
    outer.spawn([&] {
      try {
        for (int limited = 0; limited < 3; ++limited) {
          if (auto parcel = channel.recv_timeout(3_ms); parcel.is_ok()) {
            ledger.received(parcel.value());
          }
        }
      } catch (const aria::Raised<aria::ChannelClosed>&) {
      }
      receive_all(channel, ledger);
    });
    aria::scope([&](Scope& inner) {
      for (int s = 0; s < 2; ++s) {
        inner.spawn([&, s] {
          for (int n = 0; n < 2; ++n) {
            if (channel.send_timeout(Parcel(s, n), 3_ms).is_ok()) {
              ledger.sent(s, n);
            }
          }
        });
      }
    });
    channel.close();
  });
  ledger.settle();
}

// H1: nor has one that is cancelled; and one that has happened counts although it is cancelled.
void cancelled_operations() {
  const Channel<Parcel> channel(any(2));
  Ledger ledger;
  aria::scope([&](Scope& outer) {
    const Task<Unit> receiver = outer.spawn([&] { receive_all(channel, ledger); });
    outer.spawn([&] { receive_all(channel, ledger); });
    aria::scope([&](Scope& inner) {
      std::vector<Task<Unit>> senders;
      for (int s = 0; s < 2; ++s) {
        senders.push_back(inner.spawn([&, s] {
          for (int n = 0; n < 2; ++n) {
            channel.send(Parcel(s, n));
            ledger.sent(s, n);
          }
        }));
      }
      inner.spawn([receiver] { receiver.cancel(); });
      senders[0].cancel();
    });
    channel.close();
  });
  ledger.settle();
}

}  // namespace scenario
