// Every task's completion holds one node of ours. When the task ends, it moves the node to our list of ended ones, under
// our lock, and wakes the waiter if there is one. So n ends cost n steps, where a select over the tasks that are left
// costs n steps for each end.
//
// While the waiter runs one of the tasks as a call, it cannot react to a failure of another one. A job does that for it,
// which cancels all of them: the one that runs may be waiting for something that will never come.
//
// Locks: a completion's lock, then ours. A node that is no longer in its completion's list is not touched by the task
// again, so unlinking every node under its completion's lock ends all sharing.
#include <aria/detail/task_ends.hpp>

#include <vector>

#include "scheduler/scheduler.hpp"
#include "sync/completion.hpp"
#include "sync/run_in_place.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

struct TaskEnds::State final : EndListener, Job, std::enable_shared_from_this<State> {
  struct Node : WaitNode {
    TaskCore* task = nullptr;
    int number = 0;
    Node* next_ended = nullptr;
  };

  // With the completion's lock held.
  void ended(WaitNode& ended) noexcept override {
    auto& node = static_cast<Node&>(ended);
    SpinGuard guard(lock);
    node.next_ended = nullptr;
    (last != nullptr ? last->next_ended : first) = &node;
    last = &node;
    if (in_place != nullptr && in_place != node.task && node.task->outcome() != TaskCore::Outcome::value && canceller == nullptr &&
        !world::mutated(Mutant::failure_waits_for_the_call)) {
      cancel_all_soon();
    }
    if (sleeper != nullptr && sleeper->claim(0)) {
      Fiber& fiber = *sleeper->fiber;
      sleeper = nullptr;
      unpark(fiber);
    }
  }

  // With our lock held.
  void cancel_all_soon() noexcept {
    canceller = shared_from_this();
    for (const Node& node : nodes) {
      node.task->retain();
    }
    Scheduler::here().submit(*this);
  }
  void run() noexcept override {
    for (const Node& node : nodes) {
      node.task->request("cancelled");
      node.task->release();
    }
    std::shared_ptr<State> last_owner;
    SpinGuard guard(lock);
    last_owner.swap(canceller);
  }

  // Runs the youngest task in place of waiting for it, unless there is an end to be looked at.
  bool run_one(Site site) noexcept {
    while (not_tried != 0 && nodes[not_tried - 1].task->phase() != TaskCore::Phase::ready) {
      --not_tried;
    }
    if (not_tried == 0) {
      return false;
    }
    TaskCore& task = *nodes[not_tried - 1].task;
    {
      SpinGuard guard(lock);
      if (first != nullptr) {
        return false;
      }
      in_place = &task;
    }
    const bool done = run_in_place(task, "await", site);
    SpinGuard guard(lock);
    in_place = nullptr;
    return done;
  }

  // With our lock held.
  Node* take() noexcept {
    Node* node = first;
    if (node != nullptr) {
      first = node->next_ended;
      last = first == nullptr ? nullptr : last;
    }
    return node;
  }

  std::vector<Node> nodes;
  int to_come = 0;
  std::size_t not_tried = 0;  // the first so many tasks may not have begun
  SpinLock lock;
  Node* first ARIA_GUARDED_BY(lock) = nullptr;  // ended and not given yet
  Node* last ARIA_GUARDED_BY(lock) = nullptr;
  Wait* sleeper ARIA_GUARDED_BY(lock) = nullptr;
  TaskCore* in_place ARIA_GUARDED_BY(lock) = nullptr;
  std::shared_ptr<State> canceller ARIA_GUARDED_BY(lock);  // while the job is queued
};

TaskEnds::TaskEnds(std::size_t count, For what) : state_(std::make_shared<State>()), what_(what) { state_->nodes.reserve(count); }

TaskEnds::~TaskEnds() {
  for (State::Node& node : state_->nodes) {
    SpinGuard guard(node.task->completion().lock);
    node.task->completion().waiters.unlink(node);
  }
}

void TaskEnds::add(TaskCore& task) {
  State::Node& node = state_->nodes.emplace_back();
  node.task = &task;
  node.number = static_cast<int>(state_->nodes.size() - 1);
  node.listener = state_.get();
  ++state_->to_come;
  state_->not_tried = what_ == For::all ? state_->nodes.size() : 0;
  SpinGuard guard(task.completion().lock);
  if (task.completion().done()) {
    state_->ended(node);
  } else {
    task.completion().waiters.push(node);
  }
}

int TaskEnds::next(Site site) {
  if (state_->to_come == 0) {
    return -1;
  }
  checkpoint();
  for (;;) {
    Wait wait("await", site);
    if (state_->run_one(site)) {
      checkpoint();
    }
    {
      SpinGuard guard(state_->lock);
      if (State::Node* node = state_->take()) {
        --state_->to_come;
        return node->number;
      }
      if (!world::mutated(Mutant::ends_enqueue_after_unlocking)) {
        state_->sleeper = &wait;
      }
    }
    if (world::mutated(Mutant::ends_enqueue_after_unlocking)) {
      SpinGuard guard(state_->lock);
      state_->sleeper = &wait;
    }
    const int outcome = suspend(wait);
    {
      SpinGuard guard(state_->lock);
      state_->sleeper = nullptr;
    }
    if (outcome == Wait::cancelled) {
      raise_cancelled();
    }
  }
}

}  // namespace aria::detail
