// Cleanup that may suspend, in ordinary code: no handler is live and no destructor runs.
#include <aria/detail/error_types.hpp>
#include <aria/detail/task_core.hpp>

#include "sync/shield.hpp"

namespace aria::detail {

ErrorRef attempt_shielded(Duration time, void (*call)(void*), void* context) {
  const ShieldFrame shield(ShieldFrame::Purpose::explicit_shield, time);
  return attempt(call, context);
}

ErrorRef attempt_cleanup(void (*call)(void*), void* context) {
  const ShieldFrame shield(ShieldFrame::Purpose::cleanup, cleanup_grace());
  return attempt(call, context);
}

void settle_cleanup(const ErrorRef& body, const ErrorRef& cleanup) {
  if (body) {
    body->suppress(cleanup);
    body->raise_again();
  }
  if (cleanup) {
    cleanup->raise_again();
  }
}

}  // namespace aria::detail
