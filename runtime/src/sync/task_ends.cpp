// Every task's completion holds one node of ours. When the task ends, it moves the node to our list of ended ones, under
// our lock, and wakes the waiter if there is one. So n ends cost n steps, where a select over the tasks that are left
// costs n steps for each end.
//
// Locks: a completion's lock, then ours. A node that is no longer in its completion's list is not touched by the task
// again, so unlinking every node under its completion's lock ends all sharing.
#include <aria/detail/task_ends.hpp>

#include <vector>

#include "sync/completion.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

struct TaskEnds::State final : EndListener {
  struct Node : WaitNode {
    Completion* completion = nullptr;
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
    if (sleeper != nullptr && sleeper->claim(0)) {
      Fiber& fiber = *sleeper->fiber;
      sleeper = nullptr;
      unpark(fiber);
    }
  }

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
  SpinLock lock;
  Node* first ARIA_GUARDED_BY(lock) = nullptr;  // ended and not given yet
  Node* last ARIA_GUARDED_BY(lock) = nullptr;
  Wait* sleeper ARIA_GUARDED_BY(lock) = nullptr;
};

TaskEnds::TaskEnds(std::size_t count) : state_(std::make_unique<State>()) { state_->nodes.reserve(count); }

TaskEnds::~TaskEnds() {
  for (State::Node& node : state_->nodes) {
    SpinGuard guard(node.completion->lock);
    node.completion->waiters.unlink(node);
  }
}

void TaskEnds::add(TaskCore& task) {
  State::Node& node = state_->nodes.emplace_back();
  node.completion = &task.completion();
  node.number = static_cast<int>(state_->nodes.size() - 1);
  node.listener = state_.get();
  ++state_->to_come;
  SpinGuard guard(node.completion->lock);
  if (node.completion->done()) {
    state_->ended(node);
  } else {
    node.completion->waiters.push(node);
  }
}

int TaskEnds::next(Site site) {
  if (state_->to_come == 0) {
    return -1;
  }
  checkpoint();
  for (;;) {
    Wait wait("await", site);
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
