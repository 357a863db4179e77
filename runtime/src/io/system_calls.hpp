// The system calls of sockets, as leaves: each retries EINTR, returns -errno when it fails, and touches nothing else. So no errno is read
// around a suspension, where the thread may have changed.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <string>

namespace aria::detail::system_calls {

// Non-blocking, and closed in programs that are started.
long socket(int family, int type) noexcept;
long bind(int descriptor, const sockaddr* address, socklen_t length) noexcept;
long listen(int descriptor) noexcept;
long accept(int descriptor, sockaddr_storage& peer, socklen_t& length) noexcept;
// -EAGAIN until it is connected; call it again when it may be.
long connect(int descriptor, const sockaddr* address, socklen_t length) noexcept;
long receive(int descriptor, char* into, std::size_t size) noexcept;
long receive_from(int descriptor, char* into, std::size_t size, sockaddr_storage& sender, socklen_t& length) noexcept;
// Without SIGPIPE.
long send(int descriptor, const char* data, std::size_t size) noexcept;
long send_to(int descriptor, const char* data, std::size_t size, const sockaddr* address, socklen_t length) noexcept;
long stop_writing(int descriptor) noexcept;
long set_option(int descriptor, int level, int option, int value) noexcept;
long local_address(int descriptor, sockaddr_storage& address, socklen_t& length) noexcept;
long peer_address(int descriptor, sockaddr_storage& address, socklen_t& length) noexcept;
// A descriptor that stands for nothing, to be given up when there are no others.
long open_nothing() noexcept;
void close(int descriptor) noexcept;
long remove_file(const char* path) noexcept;

// The text of a negative result.
std::string message_of(long result);

}  // namespace aria::detail::system_calls
