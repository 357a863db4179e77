// A variant without parts of a library enum.
#pragma once

#include <aria/std/record.hpp>

#define ARIA_PLAIN_VARIANT(Name)                              \
  struct Name {                                               \
    auto reflect() const { return ::aria::record(#Name); }    \
  };
