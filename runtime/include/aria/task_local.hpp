// Values that belong to a task, inherited at spawn, or to a thread.
//
//   aria::TaskLocal<aria::String> user("nobody");
//   user.with("ann", [] { … });          user.get()
//
// Copies of a handle mean the same variable. Outside a task, a TaskLocal belongs to the thread.
#pragma once

#include <memory>
#include <utility>

namespace aria {

namespace detail {
using LocalValue = std::shared_ptr<const void>;
LocalValue find_task_local(const void* key);
void set_task_local(const void* key, LocalValue value);
LocalValue find_thread_local(const void* key);
void set_thread_local(const void* key, LocalValue value);

template <typename T>
class LocalVariable {
 public:
  explicit LocalVariable(T initial) : initial_(std::make_shared<const T>(std::move(initial))) {}

 protected:
  const T& value_in(const LocalValue& found) const noexcept { return found ? *static_cast<const T*>(found.get()) : *initial_; }
  const void* key() const noexcept { return initial_.get(); }

 private:
  std::shared_ptr<const T> initial_;
};
}  // namespace detail

template <typename T>
class TaskLocal : public detail::LocalVariable<T> {
 public:
  using detail::LocalVariable<T>::LocalVariable;

  T get() const { return this->value_in(detail::find_task_local(this->key())); }
  void set(T value) const { detail::set_task_local(this->key(), std::make_shared<const T>(std::move(value))); }
  // The value while `body` runs; the one before again when it is left, in whatever way.
  template <typename Body>
  decltype(auto) with(T value, Body&& body) const {
    struct Back {
      const void* key;
      detail::LocalValue before;
      ~Back() { detail::set_task_local(key, std::move(before)); }
    } const back{this->key(), detail::find_task_local(this->key())};
    set(std::move(value));
    return body();
  }
};

template <typename T>
class ThreadLocal : public detail::LocalVariable<T> {
 public:
  using detail::LocalVariable<T>::LocalVariable;

  T get() const { return this->value_in(detail::find_thread_local(this->key())); }
  void set(T value) const { detail::set_thread_local(this->key(), std::make_shared<const T>(std::move(value))); }
};

}  // namespace aria
