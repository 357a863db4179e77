// How long each phase took, for --timings: by the clock, and by what it and its child processes had of the processor,
// which says more where other programs run beside.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::driver {

class Timings {
 public:
  struct Spent {
    std::chrono::nanoseconds time{};
    std::chrono::nanoseconds cpu{};
    Spent operator-(Spent start) const { return {time - start.time, cpu - start.cpu}; }
    void operator+=(Spent more) { time += more.time, cpu += more.cpu; }
  };

  // Measures from construction to destruction and adds to the phase of that name.
  class Phase {
   public:
    Phase(Timings& timings, std::string_view name) : timings_(timings), name_(name), start_(now()) {}
    ~Phase() { timings_.add(name_, now() - start_); }
    Phase(const Phase&) = delete;
    Phase& operator=(const Phase&) = delete;

   private:
    Timings& timings_;
    std::string_view name_;
    Spent start_;
  };

  Phase phase(std::string_view name) { return Phase(*this, name); }

  // One line a phase in order of first use, in milliseconds, and the sum.
  std::string table() const;

 private:
  struct Entry {
    std::string name;
    Spent spent;
  };

  static Spent now();
  void add(std::string_view name, Spent spent);

  std::vector<Entry> entries_;
};

}  // namespace ariac::driver
