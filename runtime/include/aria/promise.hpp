// Promise<T>: a value that somebody will supply, for any number of waiters.
//
//   aria::Promise<aria::Int> answer;      answer.resolve(42);      answer.await()
//
// Thread-safe. The first resolve or reject counts; later ones have no effect.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <aria/error.hpp>

namespace aria {

namespace detail {

class Completion;

// Settled once: claim() says who may, publish() lets the waiters go.
class PromiseCore {
 public:
  PromiseCore();
  ~PromiseCore();
  PromiseCore(const PromiseCore&) = delete;
  PromiseCore& operator=(const PromiseCore&) = delete;

  bool claim() noexcept;
  void publish() noexcept;
  void wait(Site site);  // raises Cancelled
  Completion& completion() noexcept { return *completion_; }

  ErrorRef error;

 private:
  struct State;
  std::unique_ptr<Completion> completion_;
  std::unique_ptr<State> state_;
};

template <typename T>
struct PromiseState : PromiseCore {
  std::optional<T> value;
};

}  // namespace detail

template <typename T>
class Promise {
 public:
  using value_type = T;

  Promise() : state_(std::make_shared<detail::PromiseState<T>>()) {}

  void resolve(T value) const {
    if (state_->claim()) {
      state_->value.emplace(std::move(value));
      state_->publish();
    }
  }
  template <typename E>
  void reject(E error, Site site = Site::here()) const {
    if (state_->claim()) {
      state_->error = detail::make_error(std::move(error), site);
      state_->publish();
    }
  }
  T await(Site site = Site::here()) const {
    state_->wait(site);
    if (state_->error) {
      state_->error->raise_again();
    }
    return *state_->value;
  }

 private:
  std::shared_ptr<detail::PromiseState<T>> state_;
};

}  // namespace aria
