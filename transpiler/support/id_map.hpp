// IdMap: a dense table from a strong id to a value. Absent entries hold a default value.
#pragma once

#include <cstddef>
#include <vector>

namespace ariac::support {

template <typename Id, typename Value>
class IdMap {
 public:
  // The entry of `id`, made (with all before it) when it is not there yet.
  Value& operator[](Id id) {
    if (id.index() >= values_.size()) values_.resize(id.index() + 1);
    return values_[id.index()];
  }

  // The entry of `id`, or a default value.
  const Value& at(Id id) const {
    static const Value kAbsent{};
    return id.index() < values_.size() ? values_[id.index()] : kAbsent;
  }

  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::vector<Value> values_;
};

}  // namespace ariac::support
