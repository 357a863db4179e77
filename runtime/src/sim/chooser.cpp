#include "sim/chooser.hpp"

#include <algorithm>
#include <sstream>

namespace aria::sim {

namespace {

class RandomWalk final : public Chooser {
 public:
  RandomWalk(std::uint64_t seed, std::uint32_t patience) : random_(seed), patience_(patience) {}
  bool begin() override { return true; }
  std::uint32_t pick(std::span<const ThreadId> ready, bool goes_on) override {
    if (goes_on && random_.below(8) < patience_) {
      return 0;
    }
    return random_.below(static_cast<std::uint32_t>(ready.size()));
  }
  std::uint32_t number(std::uint32_t limit) override { return random_.below(limit); }

 private:
  Random random_;
  const std::uint32_t patience_;
};

class ByPriority final : public Chooser {
 public:
  ByPriority(std::uint64_t seed, std::uint32_t depth) : random_(seed), depth_(depth) {}
  bool begin() override {
    longest_ = std::max(longest_, step_);
    step_ = 0;
    lowest_ = low_start;
    priorities_.clear();
    changes_.clear();
    for (std::uint32_t i = 1; i < depth_; ++i) {
      changes_.push_back(random_.below(longest_));
    }
    return true;
  }
  std::uint32_t pick(std::span<const ThreadId> ready, bool) override {
    std::uint32_t best = highest(ready);
    if (std::find(changes_.begin(), changes_.end(), step_) != changes_.end()) {
      priorities_[ready[best]] = --lowest_;
      best = highest(ready);
    }
    ++step_;
    return best;
  }
  void gives_way(ThreadId thread) override {
    static_cast<void>(priority(thread));
    priorities_[thread] = --lowest_;
  }
  std::uint32_t number(std::uint32_t limit) override { return random_.below(limit); }

 private:
  static constexpr std::uint32_t low_start = 1'000'000;

  std::uint32_t priority(ThreadId thread) {
    while (priorities_.size() <= thread) {
      priorities_.push_back(low_start + 1 + random_.below(1'000'000));
    }
    return priorities_[thread];
  }
  std::uint32_t highest(std::span<const ThreadId> ready) {
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i < ready.size(); ++i) {
      if (priority(ready[i]) > priority(ready[best])) {
        best = i;
      }
    }
    static_cast<void>(priority(ready[best]));
    return best;
  }

  Random random_;
  const std::uint32_t depth_;
  std::uint32_t step_ = 0;
  std::uint32_t longest_ = 64;
  std::uint32_t lowest_ = low_start;
  std::vector<std::uint32_t> priorities_;
  std::vector<std::uint32_t> changes_;
};

// Depth first: each schedule repeats the last one up to the deepest choice that has an alternative left.
class BoundedSearch final : public Chooser {
 public:
  explicit BoundedSearch(std::uint32_t preemptions) : most_(preemptions) {}
  bool begin() override {
    if (begun_) {
      while (!path_.empty() && !advance(path_.back())) {
        path_.pop_back();
      }
      if (path_.empty()) {
        return false;
      }
    }
    begun_ = true;
    at_ = 0;
    spent_ = 0;
    return true;
  }
  std::uint32_t pick(std::span<const ThreadId> ready, bool goes_on) override {
    return decide(static_cast<std::uint32_t>(ready.size()), goes_on);
  }
  std::uint32_t number(std::uint32_t limit) override { return decide(std::min(limit, 2u), false); }

 private:
  struct Step {
    std::uint32_t chosen;
    std::uint32_t options;
    bool costs;  // another choice than the first is a preemption
    std::uint32_t spent_before;
  };

  bool advance(Step& step) const {
    return (!step.costs || step.spent_before < most_) && ++step.chosen < step.options;
  }
  std::uint32_t decide(std::uint32_t options, bool costs) {
    if (at_ == path_.size()) {
      path_.push_back({0, options, costs, spent_});
    }
    const Step& step = path_[at_++];
    spent_ += step.costs && step.chosen != 0 ? 1 : 0;
    return step.chosen;
  }

  const std::uint32_t most_;
  bool begun_ = false;
  std::vector<Step> path_;
  std::size_t at_ = 0;
  std::uint32_t spent_ = 0;
};

class Replay final : public Chooser {
 public:
  explicit Replay(Choices choices) : choices_(std::move(choices)) {}
  bool begin() override {
    at_ = 0;
    return true;
  }
  std::uint32_t pick(std::span<const ThreadId> ready, bool) override { return next(static_cast<std::uint32_t>(ready.size())); }
  std::uint32_t number(std::uint32_t limit) override { return next(limit); }

 private:
  std::uint32_t next(std::uint32_t options) { return at_ < choices_.size() ? choices_[at_++] % options : 0; }
  const Choices choices_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Chooser> random_walk(std::uint64_t seed, std::uint32_t patience) { return std::make_unique<RandomWalk>(seed, patience); }
std::unique_ptr<Chooser> by_priority(std::uint64_t seed, std::uint32_t depth) { return std::make_unique<ByPriority>(seed, depth); }
std::unique_ptr<Chooser> bounded_search(std::uint32_t preemptions) { return std::make_unique<BoundedSearch>(preemptions); }
std::unique_ptr<Chooser> replay(Choices choices) { return std::make_unique<Replay>(std::move(choices)); }

std::string to_text(const Choices& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i] != 0) {
      text += (text.empty() ? "" : " ") + std::to_string(i) + ":" + std::to_string(choices[i]);
    }
  }
  return text;
}

Choices from_text(const std::string& text) {
  Choices choices;
  std::istringstream words(text);
  std::size_t position = 0;
  char colon = 0;
  std::uint32_t choice = 0;
  while (words >> position >> colon >> choice) {
    choices.resize(std::max(choices.size(), position + 1), 0);
    choices[position] = choice;
  }
  return choices;
}

}  // namespace aria::sim
