// Shields: what runs inside is not reached by cancellations from outside, until the shield's time is over.
#pragma once

#include <cstdint>

#include <aria/detail/task_core.hpp>

namespace aria::detail {

// Lives on the stack of the shielded code. Its node is outside the tree, so nothing spreads into it.
struct ShieldFrame {
  enum class Purpose : std::uint8_t { cleanup, explicit_shield };

  ShieldFrame(Purpose why, Duration time);
  ~ShieldFrame();
  ShieldFrame(const ShieldFrame&) = delete;
  ShieldFrame& operator=(const ShieldFrame&) = delete;

  TaskCore* task;
  Purpose purpose;
  std::int64_t end = 0;
  CancelNode* outside = nullptr;
  ShieldFrame* enclosing = nullptr;
  CancelNode* node = nullptr;
};

// The time a cleanup has in the current scope.
Duration cleanup_grace();

// When a cancellation that the task's shield hides becomes visible; no_deadline if there is none.
std::int64_t hidden_cancellation_shows_at(const TaskCore& task);

// Raises what a checkpoint raises when the shield's time is over.
[[noreturn]] void raise_through_shield(TaskCore& task);

}  // namespace aria::detail
