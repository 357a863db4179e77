// Waiting for an object that another thread holds.
//
// Who waits is registered: from before it blocks until it has the lock, and under one mutex for all. So while somebody has
// that mutex, nobody who is registered gives any object up, and a circle that is found is there to stay: each thread on it
// holds the object that the one before it waits for. The one that closes a circle is registered last, and sees it whole.
#include <aria/std/object_lock.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include <aria/detail/error_record.hpp>
#include <aria/panic.hpp>

namespace aria::detail {

namespace {

struct Waiting {
  const void* thread;
  const ObjectLock* lock;
};

// Those who wait, and for what. It outlives every thread.
struct Registered {
  std::mutex mutex;
  std::vector<Waiting> all;

  const ObjectLock* lock_of(const void* thread) const noexcept {
    const auto found = std::ranges::find(all, thread, &Waiting::thread);
    return found == all.end() ? nullptr : found->lock;
  }
};

Registered& registered() noexcept {
  static auto* const threads = new Registered;
  return *threads;
}

// Sections are short: their end is worth some pauses.
constexpr int patience = 2000;

void pause() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  asm volatile("" ::: "memory");
#endif
}

}  // namespace

[[gnu::noinline]] const void* ObjectLock::this_thread() noexcept {
  asm volatile("");
  static thread_local const char mark = 0;
  return &mark;
}

// With the list of those who wait locked.
bool ObjectLock::closes_circle(const void* me) const noexcept {
  for (const ObjectLock* lock = this;;) {
    const void* const holder = lock->owner_.load(std::memory_order_acquire);
    if (holder == me) {
      return true;
    }
    const ObjectLock* const next = holder == nullptr ? nullptr : registered().lock_of(holder);
    if (next == nullptr || next == lock) {  // it runs, or has just got what it waited for
      return false;
    }
    lock = next;
  }
}

void ObjectLock::wait(const void* me, const std::type_info& type) {
  for (int i = 0; i < patience; ++i) {
    if (owner_.load(std::memory_order_relaxed) == nullptr && take(me)) {
      return;
    }
    pause();
  }
  Registered& waiting = registered();
  {
    const std::lock_guard guard(waiting.mutex);
    if (closes_circle(me)) {
      panic("deadlock: this `" + readable_type_name(type) + "` is held by a task that waits for an object which is held here", Site{});
    }
    waiting.all.push_back({me, this});
  }
  while (!take(me)) {
    if (const void* const owner = owner_.load(std::memory_order_relaxed)) {
      owner_.wait(owner, std::memory_order_relaxed);
    }
  }
  const std::lock_guard guard(waiting.mutex);
  std::erase_if(waiting.all, [me](const Waiting& one) { return one.thread == me; });
}

}  // namespace aria::detail
