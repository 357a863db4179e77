// A wheel for what is far, a heap for what is near. The wheel makes adding and removing O(1), but knows deadlines by the
// tick only; when a tick comes, its timers move to a binary heap, which orders them exactly and is small. Most timers are
// removed long before that.
#include "time/timer_queue.hpp"

#include <time.h>

#include <algorithm>
#include <utility>
#include <thread>

#include <aria/time.hpp>

#include "scheduler/futex.hpp"

namespace aria::detail {

namespace {

std::atomic<std::int64_t> virtual_now{0};

std::int64_t read_virtual_clock() noexcept { return virtual_now.load(std::memory_order_relaxed); }

bool before(const TimerNode& a, const TimerNode& b) {
  return a.deadline != b.deadline ? a.deadline < b.deadline : a.order < b.order;
}

}  // namespace

std::int64_t real_nanoseconds() noexcept {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void TimerQueue::place(TimerNode* node, std::size_t index) {
  heap_[index] = node;
  node->index = index;
}

void TimerQueue::sift_up(std::size_t index) {
  TimerNode* node = heap_[index];
  while (index > 0 && before(*node, *heap_[(index - 1) / 2])) {
    place(heap_[(index - 1) / 2], index);
    index = (index - 1) / 2;
  }
  place(node, index);
}

void TimerQueue::sift_down(std::size_t index) {
  TimerNode* node = heap_[index];
  for (std::size_t child = 2 * index + 1; child < heap_.size(); child = 2 * index + 1) {
    if (child + 1 < heap_.size() && before(*heap_[child + 1], *heap_[child])) {
      ++child;
    }
    if (!before(*heap_[child], *node)) {
      break;
    }
    place(heap_[child], index);
    index = child;
  }
  place(node, index);
}

void TimerQueue::push(TimerNode& node) {
  heap_.push_back(&node);
  sift_up(heap_.size() - 1);
}

void TimerQueue::enqueue(TimerNode& node) {
  if (TimerWheel::tick_of(node.deadline) <= wheel_.horizon()) {
    push(node);
  } else {
    node.index = TimerNode::in_wheel;
    wheel_.insert(node);
  }
}

// The next deadline, or a time before it when more of the wheel has to be sorted.
std::int64_t TimerQueue::next_look() const noexcept { return heap_.empty() ? wheel_.due_not_before() : heap_[0]->deadline; }

void TimerQueue::add(TimerNode& node, std::int64_t deadline) {
  bool wake = false;
  bool start = false;
  {
    SpinGuard guard(lock_);
    node.deadline = deadline;
    node.order = next_order_++;
    node.state.store(TimerNode::State::queued, std::memory_order_relaxed);
    pending_.fetch_add(1, std::memory_order_seq_cst);
    enqueue(node);
    if (!is_virtual()) {
      start = !std::exchange(thread_started_, true);
      wake = deadline < sleeping_until_;
      sleeping_until_ = std::min(sleeping_until_, deadline);
    }
  }
  if (start) {
    std::thread([this] { serve(); }).detach();
  } else if (wake) {
    epoch_.fetch_add(1, std::memory_order_release);
    futex_wake(epoch_, 1);
  }
}

bool TimerQueue::remove(TimerNode& node) {
  {
    SpinGuard guard(lock_);
    if (node.state.load(std::memory_order_relaxed) == TimerNode::State::queued) {
      if (node.index == TimerNode::in_wheel) {
        wheel_.erase(node);
      } else {
        const std::size_t hole = node.index;
        TimerNode* last = heap_.back();
        heap_.pop_back();
        if (last != &node) {
          place(last, hole);
          sift_up(hole);
          sift_down(last->index);
        }
      }
      node.state.store(TimerNode::State::idle, std::memory_order_relaxed);
      pending_.fetch_sub(1, std::memory_order_seq_cst);
      return true;
    }
    node.period = 0;  // firing: not again
    if (world::mutated(Mutant::timer_removed_while_firing)) {
      return false;
    }
  }
  // The acquire pairs with the release in fire: what the callback did is visible.
  world::wait_until([&node] { return node.state.load(std::memory_order_acquire) != TimerNode::State::firing; });
  return false;
}

TimerNode* TimerQueue::take_due(std::int64_t now) {
  wheel_.advance(TimerWheel::tick_of(now), [this](TimerNode& node) { push(node); });
  if (heap_.empty() || heap_[0]->deadline > now) {
    return nullptr;
  }
  TimerNode* node = heap_[0];
  node->alive.check();
  TimerNode* last = heap_.back();
  heap_.pop_back();
  if (last != node) {
    place(last, 0);
    sift_down(0);
  }
  node->state.store(TimerNode::State::firing, std::memory_order_relaxed);
  return node;
}

// A one-shot node may be gone as soon as its state is idle. Missed periods coalesce into one.
void TimerQueue::fire(TimerNode& node) {
  if (node.is_let_go) {
    node.state.store(TimerNode::State::idle, std::memory_order_release);
    node.fire(node);
    pending_.fetch_sub(1, std::memory_order_seq_cst);
    return;
  }
  node.fire(node);
  world::point("fired");
  node.alive.check();
  {
    SpinGuard guard(lock_);
    if (node.period > 0) {
      const std::int64_t late = Instant::now().as_nanoseconds() - node.deadline;
      node.deadline += node.period * (late > 0 ? late / node.period + 1 : 1);
      node.order = next_order_++;
      node.state.store(TimerNode::State::queued, std::memory_order_relaxed);
      enqueue(node);
      return;
    }
  }
  node.state.store(TimerNode::State::idle, std::memory_order_release);
  pending_.fetch_sub(1, std::memory_order_seq_cst);
}

void TimerQueue::serve() {
  for (;;) {
    const std::uint32_t epoch = epoch_.load(std::memory_order_acquire);
    TimerNode* due = nullptr;
    std::int64_t pause = -1;
    {
      SpinGuard guard(lock_);
      const std::int64_t now = real_nanoseconds();
      due = take_due(now);
      if (due == nullptr) {
        // The timer that woke us may be gone again. Looking at its time all the same spares the next ones a wake.
        const std::int64_t asked_for = sleeping_until_ > now ? sleeping_until_ : INT64_MAX;
        sleeping_until_ = std::min(next_look(), asked_for);
        pause = sleeping_until_ == INT64_MAX ? -1 : sleeping_until_ - now;
      } else {
        sleeping_until_ = 0;
      }
    }
    if (due != nullptr) {
      fire(*due);
    } else {
      futex_wait(epoch_, epoch, pause);
    }
  }
}

void TimerQueue::use_virtual_time(std::int64_t start) {
  {
    SpinGuard guard(lock_);
    if (wheel_.empty()) {
      wheel_.start_at(TimerWheel::tick_of(start));
    }
  }
  virtual_now.store(start, std::memory_order_relaxed);
  virtual_.store(true, std::memory_order_relaxed);
  set_clock_source(&read_virtual_clock);
}

void TimerQueue::use_real_time() {
  virtual_.store(false, std::memory_order_relaxed);
  set_clock_source(nullptr);
}

bool TimerQueue::advance_to_next() {
  std::int64_t next = 0;
  {
    SpinGuard guard(lock_);
    while (heap_.empty() && !wheel_.empty()) {
      wheel_.advance(TimerWheel::tick_of(wheel_.due_not_before()), [this](TimerNode& node) { push(node); });
    }
    if (heap_.empty()) {
      return false;
    }
    next = heap_[0]->deadline;
  }
  advance_to(std::max(next, read_virtual_clock()));
  return true;
}

void TimerQueue::advance_to(std::int64_t time) {
  for (;;) {
    TimerNode* due = nullptr;
    {
      SpinGuard guard(lock_);
      due = take_due(time);
      if (due != nullptr && due->deadline > read_virtual_clock()) {
        virtual_now.store(due->deadline, std::memory_order_relaxed);
      }
    }
    if (due == nullptr) {
      break;
    }
    fire(*due);
  }
  if (time > read_virtual_clock()) {
    virtual_now.store(time, std::memory_order_relaxed);
  }
}

}  // namespace aria::detail
