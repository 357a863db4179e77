// EXPECT_PANIC(expression, "part of the message"): the expression panics with a message that holds the part.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include <aria/error.hpp>

namespace aria::testing {

template <typename F>
std::string panic_of(F&& f) {
  try {
    f();
  } catch (const Panic& panic) {
    return panic.record()->text();
  }
  return "no panic";
}

}  // namespace aria::testing

#define EXPECT_PANIC(expression, part)                                                                                   \
  EXPECT_NE(::aria::testing::panic_of([&] { static_cast<void>(expression); }).find(part), std::string::npos)             \
      << ::aria::testing::panic_of([&] { static_cast<void>(expression); })
