// The cancellation tree.
//
// Cancelling, step by step
//  1. Under the node's lock: note the request and its reason; only the first request counts.
//  2. For each node from there down, under that node's lock: set `visible`, retain the children for this same step (where
//     cancellation goes in turn, of the tasks only the youngest), take the callbacks.
//  3. One process barrier.
//  4. For each of these nodes, under its lock: claim and wake the operation that is parked there. A timer is taken out.
//  5. With no lock held: run the callbacks, outermost node first, in the order of registration.
//
// Parking publishes the operation in the node, then looks at `visible`, with a light barrier between: it takes no lock.
// By the barrier of step 3 either the task sees the cancellation, or step 4 sees the operation. Leaving withdraws the
// operation, then looks at `visible` in the same way: if it sees no cancellation, step 4 has not begun and will find
// nothing; else it passes through the node's lock, so that a step 4 that holds the operation is over.
// Rejected: one lock for the whole tree (every spawn would take it); recursion (trees may be deep).
#include <aria/detail/cancel_node.hpp>

#include <algorithm>

#include "scheduler/futex.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

namespace {

// Workers take numbers in blocks: one counter for all would be the most contended word of the program.
std::uint64_t new_number() noexcept {
  constexpr std::uint64_t block = 1024;
  static std::atomic<std::uint64_t> next{1};
  Worker* worker = this_worker();
  if (worker == nullptr) {
    return next.fetch_add(1, std::memory_order_relaxed);
  }
  if (worker->next_number == worker->end_of_numbers) {
    worker->next_number = next.fetch_add(block, std::memory_order_relaxed);
    worker->end_of_numbers = worker->next_number + block;
  }
  return worker->next_number++;
}

}  // namespace

// The acquire pairs with the destructor's release.
CancelNode::Lock::Lock(const CancelNode& node) noexcept : word_(node.locked_) {
  world::point("lock");
  while (word_.exchange(true, std::memory_order_acquire)) {
    world::wait_until([this] { return !word_.load(std::memory_order_relaxed); });
  }
}

CancelNode::CancelNode(Role role, CancelNode* parent, Spread spread)
    : role_(role), spread_(spread), references_(role == Role::task ? 2u : 1u), number_(new_number()), parent_(parent) {
  if (parent == nullptr) {
    return;
  }
  parent->retain();
  if (role != Role::task && role != Role::timer) {
    Lock guard(*parent);
    parent->link(*this);
  }
}

CancelNode::~CancelNode() {
  detach();
  if (parent_ != nullptr) {
    parent_->release();
  }
}

void CancelNode::link(CancelNode& child) noexcept {
  child.attached_ = true;
  child.previous_sibling_ = last_child_;
  (last_child_ != nullptr ? last_child_->next_sibling_ : first_child_) = &child;
  last_child_ = &child;
  child.visible_.store(visible_.load(std::memory_order_relaxed), std::memory_order_release);
}

void CancelNode::unlink(CancelNode& child) noexcept {
  child.attached_ = false;
  (child.previous_sibling_ != nullptr ? child.previous_sibling_->next_sibling_ : first_child_) = child.next_sibling_;
  (child.next_sibling_ != nullptr ? child.next_sibling_->previous_sibling_ : last_child_) = child.previous_sibling_;
}

// Only a node's owner attaches and detaches it, so `attached_` needs no lock.
void CancelNode::detach() {
  if (attached_) {
    Lock guard(*parent_);
    parent_->unlink(*this);
  }
}

CancelNode::More& CancelNode::more() {
  if (!more_) {
    more_ = std::make_unique<More>();
  }
  return *more_;
}

std::vector<CancelNode*> CancelNode::children() {
  std::vector<CancelNode*> all;
  Lock guard(*this);
  for (CancelNode* child = first_child_; child != nullptr; child = child->next_sibling_) {
    if (child->retain_found()) {
      all.push_back(child);
    }
  }
  return all;
}

std::string CancelNode::reason() const {
  Lock guard(*this);
  return more_ ? more_->reason : std::string();
}

void CancelNode::request(const std::string& reason) {
  {
    Lock guard(*this);
    if (requested_.load(std::memory_order_relaxed)) {
      return;
    }
    more().reason = reason;
    requested_.store(true, std::memory_order_release);
    if (visible_.load(std::memory_order_relaxed)) {
      return;  // everything below is cancelled already
    }
  }
  spread();
}

// With this node's lock held.
CancelNode* CancelNode::youngest_task() const noexcept {
  CancelNode* child = last_child_;
  while (child != nullptr && child->role_ != Role::task) {
    child = child->previous_sibling_;
  }
  return child;
}

// Whoever marks this node sees the children under the same lock: it either finds the task that has just left, which then
// comes here, or it has cancelled the next one itself.
void CancelNode::cancel_next_in_turn() {
  if (spread_ != Spread::in_turn || !visible()) {
    return;
  }
  CancelNode* next = nullptr;
  {
    Lock guard(*this);
    next = youngest_task();
    if (next != nullptr && (next->visible() || !next->retain_found())) {
      next = nullptr;
    }
  }
  if (next != nullptr) {
    next->spread();
    next->release();
  }
}

void CancelNode::spread() {
  std::vector<Callback> callbacks;
  retain();
  std::vector<CancelNode*> reached = {this};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    CancelNode* node = reached[i];
    bool new_here = false;
    {
      Lock guard(*node);
      new_here = !node->visible_.exchange(true, std::memory_order_acq_rel);
      for (CancelNode* child = new_here ? node->first_child_ : nullptr; child != nullptr; child = child->next_sibling_) {
        if (world::mutated(Mutant::cancellation_misses_last_child) && child == node->last_child_ && child != node->first_child_) {
          break;
        }
        if (node->spread_ == Spread::in_turn && child->role_ == Role::task && child != node->youngest_task() && !world::mutated(Mutant::cancels_out_of_turn)) {
          continue;
        }
        if (child->retain_found()) {
          reached.push_back(child);
        }
      }
      if (new_here && node->more_) {
        auto& own = node->more_->callbacks;
        std::move(own.begin(), own.end(), std::back_inserter(callbacks));
        own.clear();
      }
    }
    if (!new_here) {
      node->release();
      reached[i] = nullptr;
    }
  }
  process_barrier();
  for (CancelNode* node : reached) {
    if (node != nullptr) {
      if (!world::mutated(Mutant::cancellation_wakes_nobody)) {
        node->wake_parked();
        node->reached();
      }
      node->release();
    }
  }
  for (Callback& callback : callbacks) {
    callback.run();
  }
}

void CancelNode::wake_parked() noexcept {
  Lock guard(*this);
  if (Wait* wait = waiting_.load(std::memory_order_acquire)) {
    Fiber& fiber = *wait->fiber;
    if (wait->claim(Wait::cancelled)) {
      unpark(fiber);
    }
  }
}

CancelNode* CancelNode::origin() noexcept {
  CancelNode* found = nullptr;
  for (CancelNode* node = this; node != nullptr; node = node->parent_) {
    if (node->requested()) {
      found = node;
    }
  }
  return found;
}

std::uint64_t CancelNode::on_cancel(std::function<void()> callback) {
  {
    Lock guard(*this);
    if (!visible_.load(std::memory_order_relaxed)) {
      more().callbacks.push_back({more().next_callback, std::move(callback)});
      return more().next_callback++;
    }
  }
  callback();
  return 0;
}

void CancelNode::forget_callback(std::uint64_t callback) {
  Lock guard(*this);
  if (more_) {
    std::erase_if(more_->callbacks, [&](const Callback& entry) { return entry.number == callback; });
  }
}

bool CancelNode::watch(Wait& wait) noexcept {
  world::point("watch");
  waiting_.store(&wait, std::memory_order_release);
  light_barrier();
  return world::mutated(Mutant::parks_without_second_look) || !visible_.load(std::memory_order_acquire);
}

void CancelNode::unwatch() noexcept {
  world::point("unwatch");
  waiting_.store(nullptr, std::memory_order_release);
  light_barrier();
  if (visible_.load(std::memory_order_acquire) && !world::mutated(Mutant::leaves_without_canceller)) [[unlikely]] {
    Lock guard(*this);
  }
}

}  // namespace aria::detail
