// A node of the cancellation tree: one per scope, task, timer with an action, shield and token.
//
// Cancelling a node marks it and everything below it, wakes what is parked there and then runs the on_cancel callbacks,
// all before the call returns. A checkpoint is one load of `visible`. Thread-safe; never suspends, never raises.
//
// Invariants
// - A child holds its parent; a parent lists its children under its own lock. A child that attaches to a cancelled
//   parent is cancelled from the start, so no child is missed. Only the tasks below a node that cancels in turn may not
//   be cancelled yet: the youngest is, and whoever takes it out of the tree cancels the next.
// - At most one operation is parked per node: a node is current in one task at a time.
// - Locks: one node at a time; a run queue's lock may be taken under it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <aria/site.hpp>

namespace aria::detail {

struct Wait;

class CancelNode {
 public:
  enum class Role : std::uint8_t { scope, task, timer, shield, token };

  // How a cancellation reaches the tasks directly below: all at once, or each when the one started after it has ended.
  enum class Spread : std::uint8_t { at_once, in_turn };

  // Starts with one reference, a task with two. Tasks and timers are linked later, when their scope takes them.
  CancelNode(Role role, CancelNode* parent, Spread spread = Spread::at_once);
  CancelNode(const CancelNode&) = delete;
  CancelNode& operator=(const CancelNode&) = delete;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  // A task is unlinked before its queue gives it up, so nobody finds it any more who has no reference: the last one needs
  // no read-modify-write.
  void release() noexcept {
    if ((role_ == Role::task && references_.load(std::memory_order_acquire) == 1) || references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete this;
    }
  }

  Role role() const noexcept { return role_; }
  CancelNode* parent() const noexcept { return parent_; }
  std::uint64_t number() const noexcept { return number_; }

  // A checkpoint here raises.
  bool visible() const noexcept { return visible_.load(std::memory_order_acquire); }
  // This very node was asked to cancel.
  bool requested() const noexcept { return requested_.load(std::memory_order_acquire); }
  std::string reason() const;

  void request(const std::string& reason);
  // The outermost node whose request is visible here.
  CancelNode* origin() noexcept;

  // For who has found the node in its parent's list, under the parent's lock. False: it is being destroyed.
  bool retain_found() noexcept {
    std::uint32_t count = references_.load(std::memory_order_relaxed);
    while (count != 0 && !references_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) {
    }
    return count != 0;
  }

  // Runs `callback` when the node is cancelled, at once if it already is. The number removes it again.
  std::uint64_t on_cancel(std::function<void()> callback);
  void forget_callback(std::uint64_t callback);

  // Registers the operation that is about to park; false if a cancellation is already visible. Only the task in which
  // the node is current calls these. After unwatch nobody has the operation any more.
  bool watch(Wait& wait) noexcept;
  void unwatch() noexcept;

  // Leaves the tree.
  void detach();

  // The direct children, each retained for the caller.
  std::vector<CancelNode*> children();

 protected:
  virtual ~CancelNode();
  // A cancellation has come to this node. Called once, with no lock held.
  virtual void reached() noexcept {}

  class Lock {
   public:
    explicit Lock(const CancelNode& node) noexcept;
    ~Lock() { word_.store(false, std::memory_order_release); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    std::atomic<bool>& word_;
  };
  // With this node's lock held.
  void link(CancelNode& child) noexcept;
  void unlink(CancelNode& child) noexcept;
  bool attached() const noexcept { return attached_; }
  CancelNode* youngest_task() const noexcept;
  // After a task below has ended: where cancellation goes in turn and is under way, cancels the youngest that is left.
  void cancel_next_in_turn();

 private:
  struct Callback {
    std::uint64_t number;
    std::function<void()> run;
  };
  // What few nodes have.
  struct More {
    std::uint64_t next_callback = 1;
    std::vector<Callback> callbacks;
    std::string reason;
  };
  More& more();
  void spread();
  void wake_parked() noexcept;

  const Role role_;
  const Spread spread_;
  std::atomic<bool> visible_{false};
  std::atomic<bool> requested_{false};
  mutable std::atomic<bool> locked_{false};
  std::atomic<std::uint32_t> references_;
  const std::uint64_t number_;
  CancelNode* parent_;
  bool attached_ = false;
  CancelNode* first_child_ = nullptr;
  CancelNode* last_child_ = nullptr;
  CancelNode* next_sibling_ = nullptr;
  CancelNode* previous_sibling_ = nullptr;
  std::atomic<Wait*> waiting_{nullptr};
  std::unique_ptr<More> more_;
};

// Owning pointer to a node or a class derived from it.
template <typename Node>
class Ref {
 public:
  Ref() noexcept = default;
  explicit Ref(Node* adopted) noexcept : node_(adopted) {}
  static Ref share(Node* node) noexcept {
    if (node != nullptr) {
      node->retain();
    }
    return Ref(node);
  }
  Ref(const Ref& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) {
      node_->retain();
    }
  }
  Ref(Ref&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Ref() {
    if (node_ != nullptr) {
      node_->release();
    }
  }
  Node* get() const noexcept { return node_; }
  Node* operator->() const noexcept { return node_; }
  Node& operator*() const noexcept { return *node_; }
  explicit operator bool() const noexcept { return node_ != nullptr; }

 private:
  Node* node_ = nullptr;
};

}  // namespace aria::detail
