// What stands behind a Timer: an action that waits for its time without a task, and then gets one.
//
// Until then it counts as a child of the program's root scope, which waits for it or cancels it. Thread-safe. See
// sync/pending_action.cpp.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include <aria/detail/cancel_node.hpp>
#include <aria/time.hpp>

namespace aria::detail {

struct LocalValues;

class PendingAction : public CancelNode {
 public:
  static void* operator new(std::size_t size);
  static void operator delete(void* memory, std::size_t size) noexcept;

  // Raises Cancelled when the program is being cancelled.
  void start(Duration after);
  // Without effect once the action has begun.
  void cancel() noexcept;

  Site site() const noexcept { return site_; }

 protected:
  explicit PendingAction(Site site);
  ~PendingAction() override;

  // Exactly one of the two is called, once. What was captured is gone afterwards.
  virtual void act() = 0;
  virtual void drop() noexcept = 0;

 private:
  struct Alarm;
  Alarm& alarm() noexcept;
  void reached() noexcept override { cancel(); }
  void ring() noexcept;
  void withdraw() noexcept;
  void act_unless_cancelled();

  const Site site_;
  std::atomic<bool> decided_{false};  // to act, or not to
  std::shared_ptr<LocalValues> locals_;
  alignas(void*) unsigned char alarm_[10 * sizeof(void*)];
};

template <typename Action>
class PendingActionOf final : public PendingAction {
 public:
  PendingActionOf(Action action, Site site) : PendingAction(site), action_(std::move(action)) {}

 protected:
  void act() override {
    Action action = std::move(*action_);
    action_.reset();
    action();
  }
  void drop() noexcept override { action_.reset(); }

 private:
  std::optional<Action> action_;
};

}  // namespace aria::detail
