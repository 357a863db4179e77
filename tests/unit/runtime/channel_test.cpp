// Rules H1 to H7 of channels, and select.
#include <aria/errors.hpp>
#include <aria/runtime.hpp>
#include <aria/select.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <vector>

#include "in_scope.hpp"

namespace {

using rules::in_scope;
using namespace aria::literals;
using Ints = aria::Channel<int>;

TEST(RuleH1, TimeoutNeitherLosesNorDuplicatesAValue) {
  in_scope([](aria::Scope&) {
    Ints ch(1);
    ch.send(1);
    EXPECT_FALSE(ch.send_timeout(2, 1_ms).has_value());
    EXPECT_EQ(ch.recv(), 1);
    EXPECT_FALSE(ch.recv_timeout(1_ms).has_value());
    EXPECT_TRUE(ch.is_empty());
  });
}

TEST(RuleH2, WaitersAreServedInOrder) {
  in_scope([](aria::Scope& s) {
    Ints ch;
    std::vector<int> order;
    for (int i = 0; i < 5; ++i) {
      s.spawn([ch, i] { ch.send(i); });
      while (ch.is_empty() && i < 0) aria::yield_now();
    }
    for (int i = 0; i < 5; ++i) order.push_back(ch.recv());
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
  });
}

TEST(RuleH2, OneProducerKeepsItsOrder) {
  in_scope([](aria::Scope& s) {
    Ints ch(3);
    s.spawn([ch] {
      for (int i = 0; i < 1'000; ++i) ch.send(i);
      ch.close();
    });
    int expected = 0;
    for (int v : ch) EXPECT_EQ(v, expected++);
    EXPECT_EQ(expected, 1'000);
  });
}

TEST(RuleH3, CloseKeepsWhatIsBufferedAndRefusesMore) {
  in_scope([](aria::Scope& s) {
    Ints ch(2);
    ch.send(1);
    ch.send(2);
    auto blocked = s.spawn([ch] { return ch.send_result(3).error(); });
    while (blocked.state().is<aria::TaskState::Ready>()) aria::yield_now();
    aria::sleep(2_ms);
    ch.close();
    ch.close();
    EXPECT_EQ(blocked.await(), 3);  // the value stays its sender's
    EXPECT_THROW(ch.send(4), aria::Raised<aria::ChannelClosed>);
    EXPECT_EQ(ch.recv(), 1);
    EXPECT_EQ(ch.recv_opt(), 2);
    EXPECT_EQ(ch.recv_opt(), std::nullopt);
    EXPECT_THROW(ch.recv(), aria::Raised<aria::ChannelClosed>);
  });
}

TEST(RuleH4, DroppingTheLastSenderCloses) {
  in_scope([](aria::Scope& s) {
    auto [tx, rx] = aria::mpsc<int>(4);
    for (int i = 0; i < 3; ++i) {
      s.spawn([sender = tx, i] { sender.send(i); });
    }
    { auto last = std::move(tx); }
    int sum = 0;
    for (int v : rx) sum += v;
    EXPECT_EQ(sum, 3);
    EXPECT_TRUE(rx.is_closed());
  });
}

TEST(RuleH5, RendezvousNeedsACounterpart) {
  in_scope([](aria::Scope& s) {
    Ints ch;
    EXPECT_FALSE(ch.try_send(1).has_value());
    EXPECT_EQ(ch.try_recv(), std::nullopt);
    auto receiver = s.spawn([ch] { return ch.recv(); });
    while (!ch.try_send(7).has_value()) aria::yield_now();
    EXPECT_EQ(receiver.await(), 7);
  });
}

TEST(RuleH6, CapacityIsNeverExceeded) {
  in_scope([](aria::Scope& s) {
    Ints ch(2);
    for (int p = 0; p < 4; ++p) {
      s.spawn([ch] {
        for (int i = 0; i < 100; ++i) ch.send(i);
      });
    }
    for (int i = 0; i < 400; ++i) {
      EXPECT_LE(ch.len(), 2);
      ch.recv();
    }
  });
}

TEST(RuleH7, ForEndsWhenNobodyCanSend) {
  in_scope([](aria::Scope& s) {
    Ints ch(8);
    s.spawn([ch] { ch.send(1); ch.send(2); });
    ch.stop_sending();
    int sum = 0;
    for (int v : ch) sum += v;
    EXPECT_EQ(sum, 3);
    EXPECT_FALSE(ch.is_closed());
  });
}

TEST(Channels, MoveOnlyValues) {
  in_scope([](aria::Scope&) {
    aria::Channel<std::unique_ptr<int>> ch(1);
    ch.send(std::make_unique<int>(4));
    EXPECT_EQ(*ch.recv(), 4);
  });
}

TEST(Channels, UnboundedNeverBlocks) {
  in_scope([](aria::Scope&) {
    auto ch = Ints::unbounded();
    for (int i = 0; i < 1'000; ++i) ch.send(i);
    EXPECT_EQ(ch.len(), 1'000);
  });
}

TEST(Select, TakesTheReadyArmAndLeavesTheOthers) {
  in_scope([](aria::Scope&) {
    Ints a(1);
    Ints b(1);
    b.send(5);
    auto chosen = aria::select(aria::recv(a), aria::recv(b), aria::after(1_h));
    ASSERT_TRUE(chosen.is<1>());
    EXPECT_EQ(*chosen.received<1>(), 5);
    EXPECT_EQ(chosen.received<0>(), nullptr);
  });
}

TEST(Select, AfterDefaultAndGuards) {
  in_scope([](aria::Scope&) {
    Ints ch(1);
    EXPECT_TRUE(aria::select(aria::recv(ch), aria::after(1_ms)).is<1>());
    EXPECT_TRUE(aria::select(aria::recv(ch), aria::otherwise()).is<1>());
    bool evaluated = false;
    auto chosen = aria::select(aria::send(ch, [&] { evaluated = true; return 1; }).when(false), aria::otherwise());
    EXPECT_TRUE(chosen.is<1>());
    EXPECT_FALSE(evaluated);
    EXPECT_TRUE(aria::select(aria::send(ch, 3)).is<0>());
    EXPECT_EQ(ch.recv(), 3);
  });
}

TEST(Select, ClosedChannels) {
  in_scope([](aria::Scope&) {
    Ints ch(1);
    ch.send(1);
    ch.close();
    EXPECT_TRUE(aria::select(aria::recv(ch), aria::closed(ch)).is<0>());
    EXPECT_TRUE(aria::select(aria::recv(ch), aria::closed(ch)).is<1>());
    EXPECT_THROW(aria::select(aria::recv(ch)), aria::Raised<aria::ChannelClosed>);
    EXPECT_THROW(aria::select(aria::send(ch, 1), aria::after(1_h)), aria::Raised<aria::ChannelClosed>);
  });
}

TEST(Select, WakesWhenAParkedArmBecomesReady) {
  in_scope([](aria::Scope& s) {
    Ints a;
    Ints b;
    s.spawn([b] { aria::sleep(2_ms); b.send(9); });
    auto chosen = aria::select(aria::recv(a), aria::recv(b));
    ASSERT_NE(chosen.received<1>(), nullptr);
    EXPECT_EQ(*chosen.received<1>(), 9);
    auto task = s.spawn([] { aria::sleep(1_ms); return 4; });
    auto by_task = aria::select(aria::recv(a), aria::recv(task));
    EXPECT_EQ(*by_task.received<1>(), 4);
  });
}

TEST(Select, ManySendersAndReceiversConserveMessages) {
  std::atomic<long> sent = 0;
  std::atomic<long> received = 0;
  constexpr int messages = 2'000;
  in_scope([&](aria::Scope& s) {
    Ints a;
    Ints b(2);
    auto senders = s.spawn([&, a, b] {
      aria::scope([&](aria::Scope& inner) {
        for (int p = 0; p < 4; ++p) {
          inner.spawn([&sent, a, b] {
            for (int i = 1; i <= messages; ++i) {
              aria::select(aria::send(a, i), aria::send(b, i));
              sent += i;
            }
          });
        }
      });
      a.close();
      b.close();
    });
    for (int c = 0; c < 3; ++c) {
      s.spawn([&received, a, b] {
        for (;;) {
          auto chosen = aria::select(aria::recv(a).when(!a.is_closed()), aria::recv(b), aria::closed(b));
          if (auto* v = chosen.received<0>()) received += *v;
          else if (auto* w = chosen.received<1>()) received += *w;
          else break;
        }
        while (auto v = a.try_recv()) received += *v;
      });
    }
  });
  EXPECT_EQ(sent, received);
}

TEST(Select, CancelledWhileParkedLosesNothing) {
  for (int round = 0; round < 200; ++round) {
    in_scope([](aria::Scope& s) {
      Ints a;
      auto receiver = s.spawn([a] {
        auto chosen = aria::select(aria::recv(a), aria::after(1_h));
        return *chosen.received<0>();
      });
      auto sender = s.spawn([a] { return a.send_timeout(1, 5_ms).has_value(); });
      receiver.cancel();
      const bool was_sent = sender.await_result().value();
      EXPECT_EQ(was_sent, receiver.await_result().has_value());
    });
  }
}

}  // namespace
