// How long each phase took, for --timings.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::driver {

class Timings {
 public:
  // Measures from construction to destruction and adds to the phase of that name.
  class Phase {
   public:
    Phase(Timings& timings, std::string_view name) : timings_(timings), name_(name), start_(Clock::now()) {}
    ~Phase() { timings_.add(name_, Clock::now() - start_); }
    Phase(const Phase&) = delete;
    Phase& operator=(const Phase&) = delete;

   private:
    Timings& timings_;
    std::string_view name_;
    std::chrono::steady_clock::time_point start_;
  };

  Phase phase(std::string_view name) { return Phase(*this, name); }

  // One line a phase in order of first use, in milliseconds, and the sum.
  std::string table() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    std::string name;
    Clock::duration spent;
  };

  void add(std::string_view name, Clock::duration spent);

  std::vector<Entry> entries_;
};

}  // namespace ariac::driver
