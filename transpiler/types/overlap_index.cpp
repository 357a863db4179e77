// Filing arms by what they ask for, and finding them again.
#include "types/overlap_index.hpp"

#include <algorithm>
#include <numeric>

namespace ariac::types {

namespace {

constexpr std::size_t kPlaces = 4;
constexpr Wide kShort = 4096;

// Empty: it asks for nothing that can be filed.
std::string key_of(const Shape& shape) {
  if (shape.kind == Shape::Kind::text) return "t" + shape.text;
  if (shape.kind != Shape::Kind::constructor || shape.constructor == shape.of) return "";
  return shape.constructor.valid() ? "c" + std::to_string(shape.constructor.index()) : "";
}

bool is_short(const Shape& shape) {
  return shape.kind == Shape::Kind::interval && shape.interval.low <= shape.interval.high && shape.interval.high - shape.interval.low <= kShort;
}

}  // namespace

void OverlapIndex::features(const Shape& shape, Path& path, std::vector<Feature>& found) {
  if (is_short(shape) || !key_of(shape).empty()) found.push_back({path, &shape});
  if (shape.kind != Shape::Kind::constructor) return;
  for (std::size_t i = 0; i < shape.parts.size(); ++i) {
    path.push_back(i);
    features(*shape.parts[i], path, found);
    path.pop_back();
  }
}

std::vector<std::size_t> OverlapIndex::Place::find(const Shape& asked) const {
  std::vector<std::size_t> found = indefinite;
  if (const std::string key = key_of(asked); !key.empty()) {
    if (const auto same = by_key.find(key); same != by_key.end()) found.insert(found.end(), same->second.begin(), same->second.end());
  } else {
    for (auto next = by_low.lower_bound(asked.interval.low - longest); next != by_low.end() && next->first <= asked.interval.high; ++next)
      found.push_back(next->second);
  }
  return found;
}

void OverlapIndex::add(const Shape& shape) {
  const std::size_t arm = arms_++;
  Path path;
  std::vector<Feature> found;
  features(shape, path, found);
  for (const Feature& feature : found) {
    const bool known = std::ranges::any_of(places_, [&](const Place& place) { return place.path == feature.path; });
    if (known || places_.size() == kPlaces) continue;
    places_.push_back({feature.path, {}, {}, 0, std::vector<std::size_t>(arm)});
    std::iota(places_.back().indefinite.begin(), places_.back().indefinite.end(), std::size_t{0});
  }
  for (Place& place : places_) {
    const auto here = std::ranges::find(found, place.path, &Feature::path);
    if (here == found.end()) {
      place.indefinite.push_back(arm);
    } else if (is_short(*here->shape)) {
      const Interval interval = here->shape->interval;
      place.by_low.emplace(interval.low, arm);
      place.longest = std::max(place.longest, interval.high - interval.low);
    } else {
      place.by_key[key_of(*here->shape)].push_back(arm);
    }
  }
}

std::vector<std::size_t> OverlapIndex::candidates(const Shape& shape) const {
  Path path;
  std::vector<Feature> asked;
  features(shape, path, asked);
  std::vector<std::size_t> best;
  bool narrowed = false;
  for (const Place& place : places_) {
    const auto here = std::ranges::find(asked, place.path, &Feature::path);
    if (here == asked.end()) continue;
    std::vector<std::size_t> found = place.find(*here->shape);
    if (!narrowed || found.size() < best.size()) best = std::move(found);
    narrowed = true;
  }
  if (!narrowed) {
    best.resize(arms_);
    std::iota(best.begin(), best.end(), std::size_t{0});
  }
  std::ranges::sort(best);
  return best;
}

}  // namespace ariac::types
