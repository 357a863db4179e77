// What names of Aria become in C++.
#include "lower/names.hpp"

#include <gtest/gtest.h>

namespace ariac::lower {
namespace {

TEST(Names, predicates_and_mutators_say_what_they_are) {
  EXPECT_EQ(cpp_identifier("empty?"), "is_empty");
  EXPECT_EQ(cpp_identifier("sort_by!"), "sort_by_mut");
  EXPECT_EQ(cpp_identifier("total"), "total");
}

TEST(Names, words_of_cpp_get_an_underscore) {
  EXPECT_EQ(cpp_identifier("union"), "union_");
  EXPECT_EQ(cpp_identifier("default"), "default_");
  EXPECT_EQ(cpp_identifier("new?"), "is_new");
}

TEST(Names, positional_parts_are_counted_in_words) {
  EXPECT_EQ(positional_part(0, 1), "value");
  EXPECT_EQ(positional_part(0, 2), "first");
  EXPECT_EQ(positional_part(2, 4), "third");
  EXPECT_EQ(positional_part(3, 4), "part4");
}

}  // namespace
}  // namespace ariac::lower
