// The lock of an object of a `@shared class`: re-entrant, and never parks, since what runs inside a section does not
// suspend; so a thread stands for its task.
//
// Objects whose methods call one another's may come to wait in a circle. Whoever is about to wait looks for that, and
// panics instead: see src/object_lock.cpp. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <typeinfo>

namespace aria::detail {

class ObjectLock {
 public:
  // `type`: the object's, for the panic.
  void lock(const std::type_info& type) {
    const void* const me = this_thread();
    // Only this thread writes its own mark, so a relaxed load that finds it is right.
    if (owner_.load(std::memory_order_relaxed) != me && !take(me)) [[unlikely]] {
      wait(me, type);
    }
    ++depth_;
  }
  void unlock() noexcept {
    if (--depth_ == 0) {
      owner_.store(nullptr, std::memory_order_release);
      owner_.notify_one();
    }
  }

 private:
  // Out of line: a task may go on on another thread, so nothing of this may be kept across a suspension.
  static const void* this_thread() noexcept;
  // Pairs with the release in unlock.
  bool take(const void* me) noexcept {
    const void* nobody = nullptr;
    return owner_.compare_exchange_strong(nobody, me, std::memory_order_acquire, std::memory_order_relaxed);
  }
  void wait(const void* me, const std::type_info& type);
  bool closes_circle(const void* me) const noexcept;

  std::atomic<const void*> owner_{nullptr};  // a thread
  std::uint32_t depth_ = 0;
};

}  // namespace aria::detail
