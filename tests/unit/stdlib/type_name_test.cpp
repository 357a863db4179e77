// How types are named to the user: in reports of errors, and by `AnyError.type_name`.
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <tuple>

#include <aria/prelude.hpp>

namespace {

struct Outer {
  template <typename T>
  struct Part {};
};

TEST(TypeName, IsWhatTheUserWrote) {
  const auto named = [](const std::type_info& type) { return aria::detail::readable_type_name(type); };
  EXPECT_EQ(named(typeid(aria::String)), "String");
  EXPECT_EQ(named(typeid(aria::Int)), "Int");
  EXPECT_EQ(named(typeid(aria::UInt64)), "UInt64");
  EXPECT_EQ(named(typeid(double)), "Float");
  EXPECT_EQ(named(typeid(std::tuple<aria::Int, aria::String>)), "(Int, String)");
  EXPECT_EQ(named(typeid(aria::Array<std::optional<aria::Int8>>)), "[Int8?]");
  EXPECT_EQ(named(typeid(aria::Map<aria::String, aria::Array<aria::Int>>)), "Map<String, [Int]>");
  EXPECT_EQ(named(typeid(std::function<aria::String(const aria::Array<bool>&, aria::Int)>)), "Fn([Bool], Int) -> String");
  EXPECT_EQ(named(typeid(std::function<void()>)), "Fn() -> Unit");
  EXPECT_EQ(named(typeid(Outer::Part<aria::UInt8>)), "Outer::Part<UInt8>");
}

}  // namespace
