#include "io/system_calls.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace aria::detail::system_calls {

namespace {

template <typename Call>
long retried(Call call) noexcept {
  for (;;) {
    const long result = call();
    if (result >= 0) {
      return result;
    }
    if (errno != EINTR) {
      return -errno;
    }
  }
}

}  // namespace

long socket(int family, int type) noexcept { return retried([&] { return ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }); }

long bind(int descriptor, const sockaddr* address, socklen_t length) noexcept {
  return retried([&] { return ::bind(descriptor, address, length); });
}

long listen(int descriptor) noexcept {
  constexpr int backlog = 4096;  // the system cuts it to its own limit
  return retried([&] { return ::listen(descriptor, backlog); });
}

long accept(int descriptor, sockaddr_storage& peer, socklen_t& length) noexcept {
  return retried([&] {
    length = sizeof peer;
    return ::accept4(descriptor, reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  });
}

// Not retried: a call that was interrupted goes on by itself.
long connect(int descriptor, const sockaddr* address, socklen_t length) noexcept {
  if (::connect(descriptor, address, length) == 0 || errno == EISCONN) {
    return 0;
  }
  return errno == EINPROGRESS || errno == EALREADY || errno == EINTR ? -EAGAIN : -errno;
}

long receive(int descriptor, char* into, std::size_t size) noexcept {
  return retried([&] { return ::recv(descriptor, into, size, 0); });
}

long receive_from(int descriptor, char* into, std::size_t size, sockaddr_storage& sender, socklen_t& length) noexcept {
  return retried([&] {
    length = sizeof sender;
    return ::recvfrom(descriptor, into, size, 0, reinterpret_cast<sockaddr*>(&sender), &length);
  });
}

long send(int descriptor, const char* data, std::size_t size) noexcept {
  return retried([&] { return ::send(descriptor, data, size, MSG_NOSIGNAL); });
}

long send_to(int descriptor, const char* data, std::size_t size, const sockaddr* address, socklen_t length) noexcept {
  return retried([&] { return ::sendto(descriptor, data, size, MSG_NOSIGNAL, address, length); });
}

long stop_writing(int descriptor) noexcept {
  return retried([&] { return ::shutdown(descriptor, SHUT_WR); });
}

long set_option(int descriptor, int level, int option, int value) noexcept {
  return retried([&] { return ::setsockopt(descriptor, level, option, &value, sizeof value); });
}

long local_address(int descriptor, sockaddr_storage& address, socklen_t& length) noexcept {
  length = sizeof address;
  return retried([&] { return ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length); });
}

long peer_address(int descriptor, sockaddr_storage& address, socklen_t& length) noexcept {
  length = sizeof address;
  return retried([&] { return ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&address), &length); });
}

long open_nothing() noexcept {
  return retried([&] { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); });
}

// After EINTR the descriptor is closed all the same.
void close(int descriptor) noexcept { ::close(descriptor); }

long remove_file(const char* path) noexcept {
  return retried([&] { return ::unlink(path); });
}

std::string message_of(long result) { return std::system_category().message(static_cast<int>(-result)); }

}  // namespace aria::detail::system_calls
