// Who goes on? The strategies that answer it.
//
// A choice is a number: 0 lets the running thread go on if it can, else the first that can; the others follow in turn.
// A schedule is the list of its choices, and a list that is too short goes on with zeros. So any list is a schedule,
// which is what replaying and shrinking need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace aria::sim {

using ThreadId = std::uint32_t;
using Choices = std::vector<std::uint32_t>;

class Chooser {
 public:
  virtual ~Chooser() = default;

  // A new schedule begins. False when there is none left.
  virtual bool begin() = 0;
  // The index of one of `ready`, of which there are at least two. `goes_on`: the first of them is the running thread.
  virtual std::uint32_t pick(std::span<const ThreadId> ready, bool goes_on) = 0;
  // The running thread wants the others to go first.
  virtual void gives_way(ThreadId) {}
  // A number below `limit`, for what is random in the program or the test.
  virtual std::uint32_t number(std::uint32_t limit) = 0;
};

class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed * 0x9E3779B97F4A7C15u + 0x2545F4914F6CDD1Du) {}
  std::uint64_t next() noexcept {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }
  std::uint32_t below(std::uint32_t limit) noexcept { return static_cast<std::uint32_t>((next() >> 32) * limit >> 32); }

 private:
  std::uint64_t state_;
};

// Any thread that can, each time anew; `patience` of 8 times it stays with the running one.
std::unique_ptr<Chooser> random_walk(std::uint64_t seed, std::uint32_t patience = 0);
// Probabilistic concurrency testing: random priorities, lowered at depth - 1 random moments. Finds a mistake that needs
// `depth` orderings with a known least probability (Burckhardt and others, ASPLOS 2010).
std::unique_ptr<Chooser> by_priority(std::uint64_t seed, std::uint32_t depth);
// Every schedule with at most so many preemptions, one after another.
std::unique_ptr<Chooser> bounded_search(std::uint32_t preemptions);
// The given choices, then zeros.
std::unique_ptr<Chooser> replay(Choices choices);

// "12:1 40:3": the choices that are not 0, each after its position.
std::string to_text(const Choices& choices);
Choices from_text(const std::string& text);

}  // namespace aria::sim
