// OverlapIndex: which of many arms may take a value that a further one takes too. Whether an arm is reachable depends on
// no other; so a match of thousands of arms, each for one variant, text, number or short range, is checked in linear time.
//
// It looks at a few places: the value itself and parts of constructors, the first that patterns speak of. At each place
// the arms are filed under what they ask for there; arms that ask for nothing definite there are candidates for all.
#pragma once

#include <cstddef>
#include <map>
#include <unordered_map>
#include <vector>

#include "types/pattern_shape.hpp"

namespace ariac::types {

class OverlapIndex {
 public:
  void add(const Shape& shape);                                    // the next arm
  std::vector<std::size_t> candidates(const Shape& shape) const;   // in order; may hold some that do not overlap

 private:
  using Path = std::vector<std::size_t>;
  struct Feature {
    Path path;
    const Shape* shape;
  };
  struct Place {
    Path path;
    std::unordered_map<std::string, std::vector<std::size_t>> by_key;
    std::multimap<Wide, std::size_t> by_low;       // short intervals
    Wide longest = 0;
    std::vector<std::size_t> indefinite;
    std::vector<std::size_t> find(const Shape& asked) const;
  };

  static void features(const Shape& shape, Path& path, std::vector<Feature>& found);

  std::vector<Place> places_;
  std::size_t arms_ = 0;
};

}  // namespace ariac::types
