// Shape: what a pattern takes, as exhaustiveness.cpp asks about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "types/type_table.hpp"

namespace ariac::types {

__extension__ typedef __int128 Wide;   // holds every Int and UInt64

struct Interval {
  Wide low = 0, high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Shape;
using ShapePtr = std::shared_ptr<const Shape>;
using Shapes = std::vector<ShapePtr>;

struct Shape {
  enum class Kind : std::uint8_t { anything, constructor, interval, text, array, choice, opaque } kind = Kind::anything;
  DefId constructor;          // a variant, or the struct; invalid: a tuple
  DefId of;                   // the enum of a variant
  Interval interval;          // integers, characters (by code), Bool (0 and 1)
  std::string text;           // of a string or float literal
  std::size_t before = 0;     // of an array with a rest: how many parts stand before it
  bool has_rest = false;
  Shapes parts;               // of a constructor, array; the alternatives of a choice
};

}  // namespace ariac::types
