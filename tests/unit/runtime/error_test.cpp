// Raising, rescuing, causes, suppressed errors, defers.
#include <aria/defer.hpp>
#include <aria/detail/panic_record.hpp>
#include <aria/error.hpp>

#include <gtest/gtest.h>

#include <memory>

namespace {

struct Refused {
  int code;
};
struct Broken {
  std::string to_string() const { return "broken pipe"; }
};

TEST(Errors, RaisedValueIsCaughtByItsType) {
  try {
    aria::raise(Refused{7});
  } catch (const aria::Raised<Refused>& raised) {
    EXPECT_EQ(raised.value().code, 7);
    EXPECT_STREQ(raised.record()->site().file, __FILE__);
    EXPECT_EQ(raised.record()->site().line, __LINE__ - 4u);
  }
}

TEST(Errors, BareRescueSeesErrorsButNoPanic) {
  EXPECT_THROW(aria::raise(Refused{1}), aria::AnyRaised);
  bool rescued = false;
  try {
    try {
      aria::panic("out of coffee");
    } catch (const aria::AnyRaised&) {
      rescued = true;
    }
  } catch (const aria::Panic& panic) {
    EXPECT_EQ(panic.record()->text(), "out of coffee");
  }
  EXPECT_FALSE(rescued);
}

TEST(Errors, CaughtKeepsTheErrorBeyondTheCatchBlock) {
  aria::Caught<Refused> caught;
  EXPECT_FALSE(caught);
  try {
    aria::raise(Refused{3});
  } catch (const aria::Raised<Refused>& raised) {
    caught = raised;
  }
  EXPECT_EQ(caught->code, 3);
  EXPECT_THROW(caught.raise_again(), aria::Raised<Refused>);
}

TEST(Errors, CauseChains) {
  aria::Caught<Refused> caught;
  try {
    aria::raise(Refused{3});
  } catch (const aria::Raised<Refused>& raised) {
    caught = raised;
  }
  try {
    aria::raise(Broken{}, aria::from(caught));
  } catch (const aria::Unwinding& error) {
    EXPECT_EQ(error.record()->text(), "broken pipe");
    EXPECT_EQ(error.record()->cause(), caught.record());
  }
}

TEST(Errors, MoveOnlyValuesCanBeRaised) {
  try {
    aria::raise(std::make_unique<int>(5));
  } catch (const aria::Raised<std::unique_ptr<int>>& raised) {
    EXPECT_EQ(*raised.value(), 5);
  }
}

TEST(Errors, KeepsSixteenSuppressedAndCountsTheRest) {
  aria::detail::ErrorRef primary = aria::detail::make_error(Refused{0}, aria::Site::here());
  for (int i = 1; i <= 20; ++i) {
    primary->suppress(aria::detail::make_error(Refused{i}, aria::Site::here()));
  }
  EXPECT_EQ(primary->suppressed().size(), 16u);
  EXPECT_EQ(primary->suppressed_dropped(), 4u);
}

TEST(Defer, ErrorWhileAnotherIsOnItsWayIsSuppressed) {
  try {
    aria::Defer fails([] { aria::raise(Broken{}); });
    aria::raise(Refused{1});
  } catch (const aria::Raised<Refused>& raised) {
    ASSERT_EQ(raised.record()->suppressed().size(), 1u);
    EXPECT_EQ(raised.record()->suppressed()[0]->text(), "broken pipe");
  }
}

TEST(Defer, ErrorOnANormalWayOutPropagates) {
  const auto body = [] { aria::Defer fails([] { aria::raise(Broken{}); }); };
  EXPECT_THROW(body(), aria::Raised<Broken>);
}

TEST(Defer, RunsInReverseOrderAndAttachesToTheInnermostError) {
  std::string order;
  try {
    aria::Defer outer([&] { order += "outer "; });
    aria::Defer handles_own([&] {
      try {
        aria::raise(Broken{});
      } catch (const aria::AnyRaised&) {
        order += "inner ";
      }
    });
    aria::raise(Refused{1});
  } catch (const aria::Raised<Refused>& raised) {
    EXPECT_EQ(order, "inner outer ");
    EXPECT_TRUE(raised.record()->suppressed().empty());
  }
}

}  // namespace
