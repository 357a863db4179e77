// Supervisors: children that are started again when they fail.
//
//   aria::supervisor([&](aria::Supervisor& s) {
//     s.spawn([] { serve(); }, {.restart = aria::Restart::Permanent{}});
//   }, {.strategy = aria::Strategy::OneForAll{}, .max_restarts = 5});
//
// A child's failure stays with its handle: await gives the final outcome. More restarts than `max_restarts` within the
// time end the supervisor with RestartLimitError.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <aria/detail/supervisor_core.hpp>
#include <aria/scope.hpp>

namespace aria {

// When a child is started again: always, after a failure, never.
struct Restart {
  ARIA_PLAIN_VARIANT(Permanent)
  ARIA_PLAIN_VARIANT(Transient)
  ARIA_PLAIN_VARIANT(Temporary)
  ARIA_ENUM(Restart, Permanent, Transient, Temporary)
};

// Which children are started again with the one that ended.
struct Strategy {
  ARIA_PLAIN_VARIANT(OneForOne)
  ARIA_PLAIN_VARIANT(OneForAll)
  ARIA_PLAIN_VARIANT(RestForOne)
  ARIA_ENUM(Strategy, OneForOne, OneForAll, RestForOne)
};

struct SupervisorOptions {
  Strategy strategy = Strategy::OneForOne{};
  Int max_restarts = 3;
  Duration within = Duration::seconds(std::int64_t{5});
};

struct ChildOptions {
  Restart restart = Restart::Transient{};
  String name = {};
};

class Supervisor {
 public:
  Supervisor(Scope scope, std::shared_ptr<detail::SupervisorCore> core) : scope_(std::move(scope)), core_(std::move(core)) {}

  template <typename Body>
  auto spawn(Body body, ChildOptions options = {}, Site site = Site::here()) const {
    using Value = std::invoke_result_t<Body&>;
    const auto kind = options.restart.is<Restart::Permanent>()   ? detail::RestartKind::permanent
                      : options.restart.is<Restart::Transient>() ? detail::RestartKind::transient
                                                                 : detail::RestartKind::temporary;
    auto keep = [core = core_, child = core_->add(kind), body = std::move(body), site]() mutable -> Value {
      if constexpr (std::is_void_v<Value>) {
        core->supervise(*child, [](void* self) { (*static_cast<Body*>(self))(); }, &body, site);
      } else {
        struct Run {
          Body& body;
          std::optional<Value> value;
        } run{body, std::nullopt};
        core->supervise(*child, [](void* self) { static_cast<Run*>(self)->value.emplace(static_cast<Run*>(self)->body()); }, &run, site);
        return std::move(*run.value);
      }
    };
    return scope_.spawn(std::move(keep), {.name = std::move(options.name)}, site);
  }
  void cancel(const String& reason = String("cancelled")) const { scope_.cancel(reason); }
  Int active() const noexcept { return scope_.active(); }
  void join_all() const { scope_.join_all(); }
  Scope scope() const { return scope_; }

 private:
  Scope scope_;
  std::shared_ptr<detail::SupervisorCore> core_;
};

template <typename Body>
auto supervisor(Body&& body, SupervisorOptions options = {}, Site site = Site::here()) {
  const auto group = options.strategy.is<Strategy::OneForOne>()   ? detail::RestartGroup::one
                     : options.strategy.is<Strategy::OneForAll>() ? detail::RestartGroup::all
                                                                  : detail::RestartGroup::rest;
  auto core = std::make_shared<detail::SupervisorCore>(group, static_cast<std::size_t>(options.max_restarts), options.within);
  detail::ScopeSettings settings;
  settings.isolates = true;
  settings.stops_in_turn = true;
  return detail::run_plain_scope(
      [&](Scope& scope) {
        core->belongs_to(scope.core());
        Supervisor handle(scope, core);
        return detail::call_body(body, handle);
      },
      std::move(settings), site);
}

}  // namespace aria
