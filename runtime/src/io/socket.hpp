// What sockets of every kind have in common: a descriptor, and the text that their errors begin with.
#pragma once

#include <string>

#include <aria/detail/lock_core.hpp>
#include <aria/detail/task_core.hpp>
#include <aria/error.hpp>
#include <aria/errors.hpp>
#include <aria/poll.hpp>

#include "io/address.hpp"
#include "io/descriptor.hpp"
#include "io/system_calls.hpp"

namespace aria::detail {

// Raises the IoError of a negative result.
[[noreturn]] void fail(const String& what, long result, Site site);

// Operations of one direction take turns, in order. Entering is a checkpoint, and lets others run when this task has had the worker for long.
class Turn {
 public:
  Turn(Permits& permits, const char* reason, Site site, std::int64_t deadline = no_deadline) : permits_(permits) {
    poll();
    if (!permits_.acquire(deadline, reason, site)) {
      raise(TimeoutError{}, site);
    }
  }
  ~Turn() { permits_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Permits& permits_;
};

class Socket {
 public:
  Socket(std::shared_ptr<Descriptor> open, String called) : descriptor(std::move(open)), name(std::move(called)) {}
  ~Socket() { descriptor->close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  SocketAddr local_address(Site site) const;
  SocketAddr peer_address(Site site) const;
  // The result of a call, if it is not negative.
  std::size_t check(long result, Site site) const {
    if (result < 0) [[unlikely]] {
      fail(name, result, site);
    }
    return static_cast<std::size_t>(result);
  }

  const std::shared_ptr<Descriptor> descriptor;
  const String name;
};

// A socket that is bound to the first address that can be had.
std::shared_ptr<Descriptor> bind_socket(const String& address, int type, Site site);

}  // namespace aria::detail
