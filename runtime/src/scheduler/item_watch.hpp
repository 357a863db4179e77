// Judges from samples of a worker whether it is on one item for too long.
//
// Two ways of being long: a thread that is not on a processor waits in a call, so nothing is lost by letting another one
// work in its place at once; one that computes would share its processor with the other, so it is given more time, and is
// asked to yield at its next poll before that.
#pragma once

#include <cstdint>

namespace aria::detail {

class ItemWatch {
 public:
  // All times in nanoseconds.
  static constexpr std::int64_t period = 10'000'000;          // between two samples
  static constexpr std::int64_t longest_to_wait = 10'000'000;
  static constexpr std::int64_t longest_to_compute = 100'000'000;

  struct Sample {
    bool asleep;
    std::uint64_t dispatches;    // items that the worker has begun
    std::int64_t now;
    std::int64_t on_processor;   // so far; negative: not known
  };
  enum class Verdict : std::uint8_t {
    fine,
    overdue,  // computes for long: is to yield at its next poll
    waits,    // in a call that blocks its thread
    stuck,    // computes for very long, without a poll
  };

  Verdict judge(const Sample& sample) noexcept {
    const Sample before = last_;
    last_ = sample;
    if (sample.asleep || before.asleep || sample.dispatches != before.dispatches) {
      begun_ = sample.now;
      return Verdict::fine;
    }
    const std::int64_t elapsed = sample.now - before.now;
    const bool computes = sample.on_processor < 0 || before.on_processor < 0 || (sample.on_processor - before.on_processor) * 10 >= elapsed;
    if (!computes && sample.now - begun_ >= longest_to_wait) {
      return Verdict::waits;
    }
    return sample.now - begun_ >= longest_to_compute ? Verdict::stuck : Verdict::overdue;
  }

 private:
  Sample last_{true, 0, 0, -1};
  std::int64_t begun_ = 0;  // of the first sample that saw the item
};

}  // namespace aria::detail
