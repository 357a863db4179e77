// The cancellation tree.
//
// Cancelling, step by step
//  1. Under the node's lock: note the request and its reason; only the first request counts.
//  2. For each node from there down, under that node's lock: set `visible`, retain the children for this same step, take
//     the callbacks.
//  3. One process barrier.
//  4. For each of these nodes, under its lock: claim and wake the operation that is parked there.
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
#include "scheduler/pause.hpp"
#include "sync/wait.hpp"

namespace aria::detail {

namespace {
std::atomic<std::uint64_t> next_number{1};
}

class CancelNode::Lock {
 public:
  // The acquire pairs with the destructor's release.
  explicit Lock(const CancelNode& node) : word_(node.locked_) {
    for (Backoff backoff; word_.exchange(true, std::memory_order_acquire);) {
      backoff.pause();
    }
  }
  ~Lock() { word_.store(false, std::memory_order_release); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  std::atomic<bool>& word_;
};

CancelNode::CancelNode(Role role, CancelNode* parent)
    : role_(role), number_(next_number.fetch_add(1, std::memory_order_relaxed)), parent_(parent) {
  if (parent == nullptr) {
    return;
  }
  parent->retain();
  Lock guard(*parent);
  attached_ = true;
  previous_sibling_ = parent->last_child_;
  (parent->last_child_ != nullptr ? parent->last_child_->next_sibling_ : parent->first_child_) = this;
  parent->last_child_ = this;
  visible_.store(parent->visible_.load(std::memory_order_relaxed), std::memory_order_release);
}

CancelNode::~CancelNode() {
  detach();
  if (parent_ != nullptr) {
    parent_->release();
  }
}

void CancelNode::detach() {
  if (parent_ == nullptr) {
    return;
  }
  Lock guard(*parent_);
  if (!std::exchange(attached_, false)) {
    return;
  }
  (previous_sibling_ != nullptr ? previous_sibling_->next_sibling_ : parent_->first_child_) = next_sibling_;
  (next_sibling_ != nullptr ? next_sibling_->previous_sibling_ : parent_->last_child_) = previous_sibling_;
}

std::vector<CancelNode*> CancelNode::children() {
  std::vector<CancelNode*> all;
  Lock guard(*this);
  for (CancelNode* child = first_child_; child != nullptr; child = child->next_sibling_) {
    child->retain();
    all.push_back(child);
  }
  return all;
}

std::string CancelNode::reason() const {
  Lock guard(*this);
  return reason_;
}

void CancelNode::request(const std::string& reason) {
  {
    Lock guard(*this);
    if (requested_.load(std::memory_order_relaxed)) {
      return;
    }
    reason_ = reason;
    requested_.store(true, std::memory_order_release);
    if (visible_.load(std::memory_order_relaxed)) {
      return;  // everything below is cancelled already
    }
  }
  spread();
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
        child->retain();
        reached.push_back(child);
      }
      if (new_here && !node->callbacks_.empty()) {
        std::move(node->callbacks_.begin(), node->callbacks_.end(), std::back_inserter(callbacks));
        node->callbacks_.clear();
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
      node->wake_parked();
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
      callbacks_.push_back({next_callback_, std::move(callback)});
      return next_callback_++;
    }
  }
  callback();
  return 0;
}

void CancelNode::forget_callback(std::uint64_t callback) {
  Lock guard(*this);
  std::erase_if(callbacks_, [&](const Callback& entry) { return entry.number == callback; });
}

bool CancelNode::watch(Wait& wait) noexcept {
  waiting_.store(&wait, std::memory_order_release);
  light_barrier();
  return !visible_.load(std::memory_order_acquire);
}

void CancelNode::unwatch() noexcept {
  waiting_.store(nullptr, std::memory_order_release);
  light_barrier();
  if (visible_.load(std::memory_order_acquire)) [[unlikely]] {
    Lock guard(*this);
  }
}

}  // namespace aria::detail
