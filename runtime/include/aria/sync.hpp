// Locks and signals between tasks. They park tasks, never workers; from a foreign thread they block that thread.
//
//   aria::Mutex<aria::Array<aria::Int>> seen;
//   seen.lock([](aria::Array<aria::Int>& v) { v.push(1); });
//
// Handles are small and copyable; copies share the object.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <aria/detail/error_types.hpp>
#include <aria/detail/lock_core.hpp>
#include <aria/task.hpp>
#include <aria/time.hpp>

namespace aria {

namespace detail {

template <typename T>
struct MutexState {
  explicit MutexState(T initial) : value(std::move(initial)) {}
  T value;  // first, so that the block's parameter leads back to its lock
  OwnedLock lock;

  static MutexState& of(T& value) noexcept { return reinterpret_cast<MutexState&>(value); }
};

// Runs `body` with the lock held, which it leaves free; a panic on the way out poisons it.
template <typename Body>
decltype(auto) holding(OwnedLock& lock, Body&& body) {
  struct Unlock {
    OwnedLock& lock;
    ~Unlock() { lock.unlock(); }
  } const unlock{lock};
  try {
    return body();
  } catch (const Unwinding& error) {
    if (error.kind() == ErrorKind::panic) {
      lock.poisoned.store(true, std::memory_order_relaxed);
    }
    throw;
  }
}

}  // namespace detail

template <typename T>
class Mutex {
 public:
  explicit Mutex(T value = T()) : state_(std::make_shared<detail::MutexState<T>>(std::move(value))) {}

  // Runs `body` with the value while holding the lock. Raises Poisoned if a task panicked while holding it.
  template <typename Body>
  auto lock(Body&& body, Site site = Site::here()) const {
    return locked(body, INT64_MAX, true, site);
  }
  // Raises TimeoutError when the lock is not free in time.
  template <typename Body>
  auto lock(Duration timeout, Body&& body, Site site = Site::here()) const {
    return locked(body, detail::deadline_after(timeout), true, site);
  }
  template <typename Body>
  auto lock_unpoisoned(Body&& body, Site site = Site::here()) const {
    return locked(body, INT64_MAX, false, site);
  }
  // nullopt when somebody holds the lock.
  template <typename Body>
  auto try_lock(Body&& body, Site site = Site::here()) const {
    using Value = std::invoke_result_t<Body&, T&>;
    using Answer = std::conditional_t<std::is_void_v<Value>, Unit, std::decay_t<Value>>;
    if (!state_->lock.try_lock()) {
      return std::optional<Answer>();
    }
    return detail::holding(state_->lock, [&] {
      check_poison(site);
      if constexpr (std::is_void_v<Value>) {
        body(state_->value);
        return std::optional<Answer>(Unit{});
      } else {
        return std::optional<Answer>(body(state_->value));
      }
    });
  }
  void clear_poison() const { state_->lock.poisoned.store(false, std::memory_order_relaxed); }

 private:
  template <typename Body>
  auto locked(Body&& body, std::int64_t deadline, bool refuse_poisoned, Site site) const -> std::decay_t<std::invoke_result_t<Body&, T&>> {
    state_->lock.lock(deadline, site);
    return detail::holding(state_->lock, [&]() -> std::decay_t<std::invoke_result_t<Body&, T&>> {
      if (refuse_poisoned) {
        check_poison(site);
      }
      return body(state_->value);
    });
  }
  void check_poison(Site site) const {
    if (state_->lock.poisoned.load(std::memory_order_relaxed)) {
      raise(Poisoned{}, site);
    }
  }

  std::shared_ptr<detail::MutexState<T>> state_;
};

// Waiting for a change of what a Mutex protects.
class Condvar {
 public:
  Condvar() : line_(std::make_shared<detail::Permits>(0)) {}

  // `guard` is the parameter of the enclosing lock block. Releases the lock while it waits.
  template <typename T>
  void wait(T& guard, Site site = Site::here()) const {
    detail::OwnedLock& lock = detail::MutexState<T>::of(guard).lock;
    detail::ErrorRef error = detail::attempt([&] {
      line_->wait_in_line(INT64_MAX, "wait", site, [](void* held) { static_cast<detail::OwnedLock*>(held)->unlock(); }, &lock);
    });
    if (!lock.held_by_me()) {  // a cancellation on entry leaves it held
      lock.lock_again(site);
    }
    if (error) {
      error->raise_again();
    }
  }
  template <typename T, typename Condition>
  void wait_while(T& guard, Condition&& condition, Site site = Site::here()) const {
    while (condition(guard)) {
      wait(guard, site);
    }
  }
  void signal() const { line_->hand_out(1); }
  void broadcast() const { line_->hand_out(INT64_MAX); }

 private:
  std::shared_ptr<detail::Permits> line_;
};

class Semaphore {
 public:
  explicit Semaphore(Int permits) : permits_(std::make_shared<detail::Permits>(permits.value())) {}
  void acquire(Site site = Site::here()) const { permits_->acquire(INT64_MAX, "acquire", site); }
  bool try_acquire() const { return permits_->try_acquire(); }
  void release() const { permits_->release(); }

 private:
  std::shared_ptr<detail::Permits> permits_;
};

// Several readers or one writer; writers are not starved by readers that come later.
template <typename T>
class RwLock {
  static constexpr std::int64_t most_readers = 1024;
  struct State {
    explicit State(T initial) : value(std::move(initial)) {}
    T value;
    detail::Permits turn{1};
    detail::Permits readers{most_readers};
  };
  struct Back {
    detail::Permits& permits;
    std::int64_t count;
    ~Back() { permits.release(count); }
  };

 public:
  explicit RwLock(T value = T()) : state_(std::make_shared<State>(std::move(value))) {}

  template <typename Body>
  auto read(Body&& body, Site site = Site::here()) const -> std::decay_t<std::invoke_result_t<Body&, const T&>> {
    {
      state_->turn.acquire(INT64_MAX, "read", site);
      Back turn{state_->turn, 1};
      state_->readers.acquire(INT64_MAX, "read", site);
    }
    Back reader{state_->readers, 1};
    return body(std::as_const(state_->value));
  }
  template <typename Body>
  auto write(Body&& body, Site site = Site::here()) const -> std::decay_t<std::invoke_result_t<Body&, T&>> {
    state_->turn.acquire(INT64_MAX, "write", site);
    Back turn{state_->turn, 1};
    Back readers{state_->readers, 0};
    for (; readers.count < most_readers && state_->readers.try_acquire(); ++readers.count) {
    }
    for (; readers.count < most_readers; ++readers.count) {
      state_->readers.acquire(INT64_MAX, "write", site);
    }
    return body(state_->value);
  }

 private:
  std::shared_ptr<State> state_;
};

// Releases its waiters when `parties` of them are there; then the next round begins.
class Barrier {
 public:
  explicit Barrier(Int parties, Site site = Site::here()) {
    if (parties < 1) {
      panic("a Barrier needs at least one party", site);
    }
    rounds_ = std::make_shared<detail::Rounds>(parties.value());
  }
  void wait(Site site = Site::here()) const { rounds_->wait(site); }

 private:
  std::shared_ptr<detail::Rounds> rounds_;
};

// Waits until a count is back at zero.
class WaitGroup {
 public:
  WaitGroup() : state_(std::make_shared<State>()) {}
  void add(Int n) const { state_->count.fetch_add(n.value(), std::memory_order_relaxed); }
  void done(Site site = Site::here()) const {
    const std::int64_t left = state_->count.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left < 0) {
      panic("a WaitGroup was done more often than added", site);
    }
    if (left == 0) {
      state_->line.hand_out(INT64_MAX);
    }
  }
  void wait(Site site = Site::here()) const {
    while (state_->count.load(std::memory_order_acquire) > 0) {
      struct Look {
        State& state;
      } look{*state_};
      state_->line.wait_in_line(INT64_MAX, "wait", site, [](void* context) {
        State& state = static_cast<Look*>(context)->state;
        if (state.count.load(std::memory_order_acquire) <= 0) {
          state.line.hand_out(INT64_MAX);  // done came between the test and the line
        }
      }, &look);
    }
  }

 private:
  struct State {
    std::atomic<std::int64_t> count{0};
    detail::Permits line{0};
  };
  std::shared_ptr<State> state_;
};

// Runs an initialiser once; others wait for it.
class Once {
 public:
  Once() : state_(std::make_shared<State>()) {}
  template <typename Body>
  void call(Body&& body, Site site = Site::here()) const {
    if (state_->done.load(std::memory_order_acquire)) {
      return;
    }
    state_->lock.lock(INT64_MAX, site);
    detail::holding(state_->lock, [&] {
      if (!state_->done.load(std::memory_order_relaxed)) {
        body();
        state_->done.store(true, std::memory_order_release);
      }
    });
  }

 private:
  struct State {
    std::atomic<bool> done{false};
    detail::OwnedLock lock;
  };
  std::shared_ptr<State> state_;
};

template <typename T>
class OnceCell {
 public:
  OnceCell() : value_(std::make_shared<std::optional<T>>()), set_(std::make_shared<std::atomic<bool>>(false)) {}
  std::optional<T> get() const { return set_->load(std::memory_order_acquire) ? *value_ : std::nullopt; }
  template <typename Make>
  T get_or_init(Make&& make, Site site = Site::here()) const {
    once_.call([&] {
      value_->emplace(make());
      set_->store(true, std::memory_order_release);
    }, site);
    return **value_;
  }

 private:
  Once once_;
  std::shared_ptr<std::optional<T>> value_;
  std::shared_ptr<std::atomic<bool>> set_;
};

}  // namespace aria
