// A scope: owns children, joins them, decides which error counts. See sync/scope.cpp.
#pragma once

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <vector>

#include <aria/detail/task_core.hpp>

namespace aria::detail {

struct ScopeSettings {
  std::string name;
  std::size_t limit = 0;
  Duration cleanup = Duration::seconds(std::int64_t{5});
  bool all_errors = false;
  bool function = false;          // a function's own scope: errors belong to whoever awaits
  bool isolates = false;          // children's failures stay with their handles
  bool stops_in_turn = false;     // a cancellation reaches each child when the one started after it has ended
  bool cancel_on_first = false;   // the first child that ends cancels the rest
  std::int64_t deadline = INT64_MAX;
};

class ScopeCore : public CancelNode {
 public:
  ScopeCore(ScopeSettings settings, CancelNode* parent, Site site);

  static void* operator new(std::size_t size);
  static void operator delete(void* memory, std::size_t size) noexcept;

  // The scope a bare spawn outside any task belongs to; never closes.
  static ScopeCore& root();

  // Opens the scope in the calling task.
  void open();
  // Body's end: joins every child, closes, and raises what the scope ends with. `body` is the body's error, if any.
  void close(ErrorRef body);
  // Cancels the scope as a program asks for it: it has no value then, whether or not its body noticed.
  void cancel(const std::string& reason);
  bool cancelled_itself() const noexcept { return cancelled_itself_.load(std::memory_order_acquire); }
  bool expired() const noexcept { return expired_.load(std::memory_order_acquire); }

  // A failure; the first one becomes primary and cancels the rest.
  void fail(ErrorRef error);
  void join_children();

  const ScopeSettings& settings() const noexcept { return settings_; }
  Site site() const noexcept { return site_; }
  bool closed() const noexcept { return closed_.load(std::memory_order_acquire); }
  std::size_t active() const noexcept { return active_.load(std::memory_order_acquire); }
  ErrorRef first_error() const;
  Completion& completion() noexcept { return *reinterpret_cast<Completion*>(completion_); }

  void cancel_on(std::function<bool(const ErrorRecord&)> kind);
  void ignore_error(std::function<bool(const ErrorRecord&)> kind);
  std::any& local(std::type_index type);
  // Notes the children in spawn order, from now on, in a list of the caller's, since tasks hold their scope. The list is
  // guarded by the scope until that has closed.
  void keep_children(std::vector<Ref<TaskCore>>& list);
  std::vector<Ref<TaskCore>> kept_children() const;

  // Called by tasks.
  void add_child(TaskCore& task);
  // Something else that is to be waited for and to hear of a cancellation.
  void add_child(CancelNode& child, Site site);
  void remove_child(CancelNode& child) noexcept;
  void child_failed(TaskCore& task);
  void child_finished(TaskCore& task) noexcept;
  bool may_start(TaskCore& task);  // false: queued behind the limit

 protected:
  ~ScopeCore() override;

 private:
  struct Deadline;
  struct More;
  More& more();
  More* more_if_any() const noexcept { return more_.load(std::memory_order_acquire); }
  bool take_child(CancelNode& child) noexcept;
  [[noreturn]] void refuse_child(Site site);
  void start_waiting_child();
  bool run_youngest_child() noexcept;
  ErrorRef settle_errors();

  const ScopeSettings settings_;
  const Site site_;
  std::atomic<std::size_t> active_{0};
  std::atomic<bool> closed_{false};
  std::atomic<bool> expired_{false};
  std::atomic<bool> cancelled_itself_{false};
  Wait* joiner_ = nullptr;  // guarded by the node's lock, as are changes of active_ and closed_
  std::atomic<More*> more_{nullptr};
  alignas(void*) unsigned char completion_[4 * sizeof(void*)];
  ScopeCore* outer_scope_ = nullptr;
  CancelNode* outer_node_ = nullptr;
};

// Waits until the scope has closed.
void wait_for_close(ScopeCore& scope, Site site);

// The tasks and scopes below, as indented lines, for Graphviz, for Mermaid.
std::string tree_text(ScopeCore& scope);
std::string tree_dot(ScopeCore& scope);
std::string tree_mermaid(ScopeCore& scope);

}  // namespace aria::detail
