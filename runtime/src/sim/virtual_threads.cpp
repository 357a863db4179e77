#include "sim/virtual_threads.hpp"

#include <cxxabi.h>
#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "scheduler/stack_switch.hpp"
#include "scheduler/worker.hpp"
#include "sim/describe.hpp"
#include "sim/virtual_clock.hpp"

namespace aria::sim {

namespace {

constexpr std::size_t stack_size = 256 * 1024;
constexpr std::size_t guard_size = 4096;
constexpr std::uint32_t most_threads = 512;

detail::ExceptionState& exceptions_of_system_thread() {
  static auto* state = reinterpret_cast<detail::ExceptionState*>(abi::__cxa_get_globals());
  return *state;
}

}  // namespace

struct VirtualThreads::Thread {
  enum class State { fresh, ready, waiting, ended };

  explicit Thread(ThreadId number) : id(number) {
    void* memory = mmap(nullptr, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, guard_size, PROT_NONE) != 0) {
      throw std::bad_alloc();
    }
    bottom = static_cast<char*>(memory);
  }
  ~Thread() { munmap(bottom, stack_size); }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  const ThreadId id;
  char* bottom;
  void* saved = nullptr;
  State state = State::ended;
  bool is_clock = false;
  Main main = nullptr;
  void* argument = nullptr;
  detail::world::Test done = nullptr;
  const void* context = nullptr;
  const char* why = "";
  bool timed = false;
  // What belongs to a thread of the system.
  detail::ExceptionState exceptions;
  detail::Worker* worker = nullptr;
  detail::Fiber fiber;
};

VirtualThreads::VirtualThreads() = default;
VirtualThreads::~VirtualThreads() = default;

VirtualThreads& VirtualThreads::shared() {
  static VirtualThreads threads;
  return threads;
}

detail::Fiber& VirtualThreads::fiber() noexcept { return current_ != nullptr ? current_->fiber : outside_; }

void VirtualThreads::begin(void* world) {
  auto& self = *static_cast<VirtualThreads*>(world);
  self.current_->state = Thread::State::ready;
  self.current_->main(self.current_->argument);
  Thread& ended = *self.current_;
  if (ended.fiber.thread_wakeups.load(std::memory_order_relaxed) != 0) {
    self.fail("a thread was woken that did not wait");
  }
  ended.state = Thread::State::ended;
  if (--self.alive_ == 0) {
    self.go_home();
  }
  self.choose(true, "end");
  std::abort();  // nobody goes on with an ended thread
}

VirtualThreads::Thread& VirtualThreads::new_thread(Main main, void* argument) {
  if (count_ == most_threads) {
    fail("more threads than the virtual world has");
  }
  if (count_ == threads_.size()) {
    threads_.push_back(std::make_unique<Thread>(count_));
  }
  Thread& thread = *threads_[count_++];
  thread.saved = detail::stack_switch::make(thread.bottom + stack_size, stack_size - guard_size, &begin);
  thread.state = Thread::State::fresh;
  thread.is_clock = false;
  thread.main = main;
  thread.argument = argument;
  thread.exceptions = {};
  thread.worker = nullptr;
  thread.fiber.task = nullptr;
  thread.fiber.scheduler = nullptr;
  thread.fiber.pinned_to.store(-1, std::memory_order_relaxed);
  thread.fiber.thread_wakeups.store(0, std::memory_order_relaxed);
  return thread;
}

void VirtualThreads::start(Main main, void* argument) {
  new_thread(main, argument);
  ++alive_;
}

bool VirtualThreads::withdraw(Main main, const void* argument) noexcept {
  for (std::uint32_t i = 1; i < count_; ++i) {
    Thread& thread = *threads_[i];
    if (thread.state == Thread::State::fresh && thread.main == main && thread.argument == argument) {
      if (number(2) == 0) {
        return false;
      }
      thread.state = Thread::State::ended;
      --alive_;
      return true;
    }
  }
  return false;
}

// The clock is a thread that waits for timers and never ends.
void VirtualThreads::start_clock() {
  Thread& clock = new_thread([](void*) { run_clock(); }, nullptr);
  clock.is_clock = true;
}

Outcome VirtualThreads::run(Chooser& chooser, const Settings& settings, Main main, void* argument) {
  chooser_ = &chooser;
  settings_ = settings;
  outcome_ = {};
  count_ = 0;
  alive_ = 0;
  steps_ = 0;
  looking_ = false;
  reset_clock();
  describe_below(nullptr);
  start_clock();
  start(main, argument);
  current_ = threads_[1].get();
  exceptions_of_system_thread() = {};
  detail::stack_switch::jump(&home_, current_->saved, this);
  current_ = nullptr;
  exceptions_of_system_thread() = {};
  detail::set_this_worker(nullptr);
  return std::move(outcome_);
}

void VirtualThreads::go_home() noexcept {
  void* abandoned = nullptr;
  detail::stack_switch::jump(&abandoned, home_, nullptr);
}

void VirtualThreads::go_to(Thread& next) noexcept {
  Thread& from = *current_;
  detail::ExceptionState& exceptions = exceptions_of_system_thread();
  from.exceptions = exceptions;
  exceptions = next.exceptions;
  from.worker = detail::this_worker();
  detail::set_this_worker(next.worker);
  current_ = &next;
  detail::stack_switch::jump(&from.saved, next.saved, this);
}

// Who can go on: the running thread first, then the others in turn, the clock last.
void VirtualThreads::collect(bool leaving) noexcept {
  looking_ = true;
  ready_.clear();
  const auto can_go_on = [](const Thread& thread) {
    return thread.state == Thread::State::fresh || thread.state == Thread::State::ready || (thread.state == Thread::State::waiting && (thread.timed || thread.done(thread.context)));
  };
  const bool gives_way = current_->state == Thread::State::waiting && current_->timed;
  Thread& clock = *threads_[0];
  const bool ticks = current_ == &clock && clock.state == Thread::State::waiting;
  goes_on_ = !leaving && !gives_way && !ticks && can_go_on(*current_);
  if (goes_on_) {
    ready_.push_back(current_->id);
  }
  const auto add = [&](ThreadId from, ThreadId to) {
    for (ThreadId id = from; id < to; ++id) {
      if (threads_[id]->state != Thread::State::ended && can_go_on(*threads_[id])) {
        ready_.push_back(id);
      }
    }
  };
  add(current_->id + 1, count_);
  add(1, current_->id);
  if (gives_way && !leaving) {
    ready_.push_back(current_->id);
    chooser_->gives_way(current_->id);
  }
  if ((&clock != current_ || ticks) && (ready_.empty() || settings_.racing_time) && can_go_on(clock)) {
    ready_.push_back(clock.id);
  }
  looking_ = false;
}

void VirtualThreads::choose(bool leaving, const char* what) noexcept {
  if (++steps_ > settings_.most_steps) {
    fail(endless);
  }
  collect(leaving);
  if (ready_.empty()) {
    looking_ = true;
    fail(describe_deadlock());
  }
  std::uint32_t chosen = 0;
  if (ready_.size() > 1) {
    chosen = chooser_->pick(ready_, goes_on_);
    outcome_.choices.push_back(chosen);
  }
  Thread& next = *threads_[ready_[chosen]];
  if (settings_.traced) {
    trace(next, what);
  }
  if (&next != current_) {
    go_to(next);
  }
}

void VirtualThreads::point(const char* what) noexcept {
  if (current_ != nullptr && !looking_) {
    choose(false, what);
  }
}

void VirtualThreads::block(detail::world::Test done, const void* context, const char* why, Limit limit) noexcept {
  if (current_ == nullptr) {
    return;
  }
  Thread& self = *current_;
  self.done = done;
  self.context = context;
  self.why = why;
  self.timed = limit == Limit::timed;
  self.state = Thread::State::waiting;
  choose(false, why);
  self.state = Thread::State::ready;
}

std::uint32_t VirtualThreads::number(std::uint32_t limit) noexcept {
  if (current_ == nullptr || limit < 2) {
    return 0;
  }
  const std::uint32_t chosen = chooser_->number(limit);
  outcome_.choices.push_back(chosen);
  return chosen;
}

void VirtualThreads::fail(std::string what) noexcept {
  outcome_.failure = std::move(what);
  go_home();
  std::abort();  // home never comes back
}

void VirtualThreads::trace(const Thread& next, const char* what) {
  outcome_.trace += describe_thread(current_->id, current_->is_clock, current_->fiber) + ": " + what;
  outcome_.trace += &next == current_ ? "\n" : ", then " + describe_thread(next.id, next.is_clock, next.fiber) + "\n";
}

std::string VirtualThreads::describe_deadlock() const {
  std::string text = "deadlock: no thread can go on\n";
  bool all_parked = true;  // so nobody holds a lock of the tree of tasks
  for (std::uint32_t i = 1; i < count_; ++i) {
    const Thread& thread = *threads_[i];
    if (thread.state == Thread::State::waiting) {
      text += "  " + describe_thread(thread.id, false, thread.fiber) + " waits: " + thread.why + "\n";
      all_parked = all_parked && thread.why == to_be_woken;
    }
  }
  return all_parked ? text + describe_tree() : text;
}

}  // namespace aria::sim
