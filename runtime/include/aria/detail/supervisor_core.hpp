// What a supervisor knows about its children, without their types. See sync/supervisor.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <aria/detail/scope_core.hpp>

namespace aria::detail {

enum class RestartKind : std::uint8_t { permanent, transient, temporary };
enum class RestartGroup : std::uint8_t { one, all, rest };

struct SupervisedChild;

class SupervisorCore {
 public:
  SupervisorCore(RestartGroup group, std::size_t max_restarts, Duration within);
  ~SupervisorCore();
  SupervisorCore(const SupervisorCore&) = delete;
  SupervisorCore& operator=(const SupervisorCore&) = delete;

  // The scope of the supervisor; set before the first child.
  void belongs_to(ScopeCore& scope) noexcept { scope_ = &scope; }
  std::shared_ptr<SupervisedChild> add(RestartKind restart);

  // Runs `body` in the calling task, again and again as the child's kind says. Returns when the child has its final
  // value (which `body` stored), raises its final error.
  void supervise(SupervisedChild& child, void (*body)(void*), void* context, Site site);

 private:
  struct State;
  struct Stop;
  enum class Next { finished, failed, again };
  void keep(SupervisedChild& child, void (*body)(void*), void* context, Site site);
  ErrorRef run_once(SupervisedChild& child, void (*body)(void*), void* context, Site site);
  Next after_end(SupervisedChild& child, const ErrorRef& failure, bool stopped);
  bool count_restart(const ErrorRef& failure, Duration& pause);
  void let_start(std::shared_ptr<SupervisedChild> child);
  std::shared_ptr<SupervisedChild> line_up(const SupervisedChild& child, std::vector<Stop>& stopping);
  void restart_group(SupervisedChild& child, Duration pause);

  const RestartGroup group_;
  const std::size_t max_restarts_;
  const Duration within_;
  ScopeCore* scope_ = nullptr;
  std::unique_ptr<State> state_;
};

}  // namespace aria::detail
