// From the timer to a task.
//
// Who sets `decided_` has the action: the task that begins it, or the one who cancels. The timer's reference passes to the
// task when the time has come; who takes the timer out of its queue before that gives it up.
#include <aria/detail/pending_action.hpp>

#include <aria/detail/scope_core.hpp>

#include "scheduler/block_pool.hpp"
#include "time/timer_queue.hpp"

namespace aria::detail {

struct PendingAction::Alarm : TimerNode {
  explicit Alarm(PendingAction& owner) : TimerNode(&go_off), action(owner) { is_let_go = true; }
  static void go_off(TimerNode& node) { static_cast<Alarm&>(node).action.ring(); }
  PendingAction& action;
};

PendingAction::PendingAction(Site site) : CancelNode(Role::timer, &ScopeCore::root()), site_(site) {
  static_assert(sizeof(Alarm) <= sizeof(alarm_) && alignof(Alarm) <= alignof(void*));
  new (alarm_) Alarm(*this);
  if (const TaskCore* task = current_task(); task != nullptr && task->locals) {
    locals_ = task->locals;
  }
}

PendingAction::~PendingAction() { alarm().~Alarm(); }

void* PendingAction::operator new(std::size_t size) { return allocate_block(size); }

void PendingAction::operator delete(void* memory, std::size_t size) noexcept { free_block(memory, size); }

PendingAction::Alarm& PendingAction::alarm() noexcept { return *reinterpret_cast<Alarm*>(alarm_); }

void PendingAction::start(Duration after) {
  ScopeCore::root().add_child(*this, site_);
  retain();
  TimerQueue::shared().add(alarm(), (Instant::now() + after).as_nanoseconds());
  if (decided_.load(std::memory_order_acquire)) {
    withdraw();  // who cancelled came before there was a timer to take out
  }
}

void PendingAction::cancel() noexcept {
  if (decided_.exchange(true, std::memory_order_acq_rel)) {
    return;
  }
  drop();
  withdraw();
}

void PendingAction::withdraw() noexcept {
  if (world::mutated(Mutant::called_off_and_counted) || !TimerQueue::shared().remove(alarm())) {
    return;
  }
  ScopeCore::root().remove_child(*this);
  release();
}

// On the timer's thread.
void PendingAction::ring() noexcept {
  const Ref<PendingAction> self(this);
  if (!decided_.load(std::memory_order_acquire)) {
    struct Nothing {};
    auto body = [self] { self->act_unless_cancelled(); };
    const Ref<TaskCore> task(new TaskOf<Nothing, decltype(body)>(ScopeCore::root(), {.name = {}, .site = site_}, std::move(body)));
    task->locals = std::move(locals_);
    if (attempt([&] { start_task(*task); })) {
      cancel();
    }
  }
  ScopeCore::root().remove_child(*this);
}

void PendingAction::act_unless_cancelled() {
  struct AtEnd {
    ~AtEnd() { action.cancel(); }
    PendingAction& action;
  };
  const AtEnd drops_what_has_not_begun{*this};
  checkpoint();
  if (!decided_.exchange(true, std::memory_order_acq_rel) || world::mutated(Mutant::called_off_and_run)) {
    act();
  }
}

}  // namespace aria::detail
