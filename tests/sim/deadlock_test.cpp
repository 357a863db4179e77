// When nobody can go on, the report says who waits for what.
#include <gmock/gmock.h>

#include "scenario.hpp"

namespace {

using aria::sim::Explored;
using testing::HasSubstr;

void wait_for_each_other() {
  scenario::run_program([] {
    const aria::Channel<int> a;
    const aria::Channel<int> b;
    aria::scope([&](aria::Scope& s) {
      s.spawn([&] { b.send(a.recv()); }, {.name = "left"});
      s.spawn([&] { a.send(b.recv()); }, {.name = "right"});
    });
  });
}

TEST(Deadlock, NamesWhoWaitsForWhat) {
  const Explored explored = aria::sim::explore({"wait_for_each_other", &wait_for_each_other}, {.schedules = 1});
  ASSERT_TRUE(explored.found);
  EXPECT_THAT(explored.found->failure, HasSubstr("deadlock"));
  EXPECT_THAT(explored.found->failure, HasSubstr("task left waits in recv"));
  EXPECT_THAT(explored.found->failure, HasSubstr("task right waits in recv"));
}

}  // namespace
