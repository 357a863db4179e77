// Integers: checks, wrapping, division, conversions.
#include <aria/prelude.hpp>

#include "expect_panic.hpp"

namespace aria {
namespace {

TEST(Int, ArithmeticIsCheckedPerWidth) {
  EXPECT_EQ(Int(2) + 3 * Int(4), 14);
  EXPECT_PANIC(Int::max_value() + 1, "overflow");
  EXPECT_PANIC(Int8(127) + 1, "overflow");
  EXPECT_PANIC(UInt8(0) - 1, "overflow");
  EXPECT_PANIC(Int::min_value() * -1, "overflow");
  EXPECT_PANIC(-Int::min_value(), "overflow");
  EXPECT_PANIC(Int(1) / 0, "division by zero");
  EXPECT_PANIC(Int(1) % 0, "division by zero");
  EXPECT_PANIC(Int::min_value() / -1, "overflow");
  EXPECT_EQ(Int::min_value() % -1, 0);
}

TEST(Int, WrappingWrapsPerWidth) {
  EXPECT_EQ(Int8(127).add_wrap(1), -128);
  EXPECT_EQ(Int8(-127).sub_wrap(2), 127);
  EXPECT_EQ(UInt32(0x80000001u).mul_wrap(16), 16);
  EXPECT_EQ(Int8::wrap(Int(300)), 44);
}

TEST(Int, DivisionTruncatesFloorsOrFollows) {
  EXPECT_EQ(Int(-7) / 2, -3);
  EXPECT_EQ(Int(-7).floor_div(2), -4);
  EXPECT_EQ(Int(-7) % 2, -1);
  EXPECT_EQ(Int(-7).mod(2), 1);
  EXPECT_EQ(Int(7).mod(-2), -1);
}

TEST(Int, ShiftsDropBitsAndCheckTheirCount) {
  EXPECT_EQ(UInt8(0xC1) << 1, 0x82);
  EXPECT_EQ(Int(-8) >> 1, -4);
  EXPECT_EQ(Int(1) << Int8(4), 16);
  EXPECT_PANIC(Int8(1) << 8, "shift");
  EXPECT_PANIC(Int(1) >> -1, "shift");
}

TEST(Int, PowersAndTheirKin) {
  EXPECT_EQ(Int(3).pow(4), 81);
  EXPECT_EQ(Int(-2).pow(63), Int::min_value());
  EXPECT_PANIC(Int(2).pow(63), "overflow");
  EXPECT_PANIC(Int(2).pow(-1), "negative");
  EXPECT_EQ(Int(48).gcd(-36), 12);
  EXPECT_EQ(Int(4).lcm(6), 12);
  EXPECT_EQ(Int(99).isqrt(), 9);
  EXPECT_EQ(UInt64::max_value().isqrt(), 4294967295u);
  EXPECT_EQ(Int(120).clamp(0, 100), 100);
  EXPECT_EQ(Int(1).checked_add(Int::max_value()), std::nullopt);
  EXPECT_EQ(Int8(100).saturating_add(100), 127);
  EXPECT_EQ(UInt8(1).saturating_sub(2), 0);
}

TEST(Int, ConversionsAreChecked) {
  EXPECT_EQ(Int(200).to_uint8(), 200);
  EXPECT_PANIC(Int(200).to_int8(), "does not fit Int8");
  EXPECT_PANIC(UInt64::max_value().to_int(), "does not fit Int64");
  EXPECT_PANIC(Int8(300), "does not fit");
  EXPECT_EQ(to_int(-2.9), -2);
  EXPECT_PANIC(to_int(1e19), "does not fit Int");
  EXPECT_EQ(Int(233).to_char(), Char(U'é'));
  EXPECT_PANIC(Int(0xD800).to_char(), "no character");
}

TEST(Int, LoopsReachTheEndsOfTheType) {
  Array<Int8> seen;
  Int8(125).upto(127, [&](Int8 i) { seen.push(i); });
  EXPECT_EQ(seen, (Array<Int8>{125, 126, 127}));
  Int sum = 0;
  Int(5).times([&](Int i) { sum += i; });
  Int(10).step(1, -3, [&](Int i) { sum += i; });
  EXPECT_EQ(sum, 10 + 10 + 7 + 4 + 1);
}

TEST(Int, DigitsAndBases) {
  EXPECT_EQ(Int(-705).digits(), (Array<Int>{7, 0, 5}));
  EXPECT_EQ(Int::min_value().to_base(16), "-8000000000000000");
  EXPECT_EQ(Int(255).to_base(2), "11111111");
  EXPECT_PANIC(Int(1).to_base(1), "base");
}

TEST(Float, MethodsAreFreeFunctions) {
  EXPECT_EQ(aria::sqrt(9.0), 3.0);
  EXPECT_EQ(aria::round_to(2.345, 1), 2.3);
  EXPECT_EQ(aria::mod(-7.5, 2.0), 0.5);
  EXPECT_EQ(aria::floor_div(-7.5, 2.0), -4.0);
  EXPECT_TRUE(aria::is_nan(aria::sqrt(-1.0)));
}

}  // namespace
}  // namespace aria
