// Addresses as the system has them, and names that stand for several.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>
#include <string_view>
#include <vector>

#include <aria/net.hpp>

namespace aria::detail {

struct SystemAddress {
  sockaddr_storage storage;
  socklen_t length;

  explicit SystemAddress(const SocketAddr& address) noexcept;
  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const noexcept { return storage.ss_family; }
};

SocketAddr address_from(const sockaddr_storage& storage) noexcept;

struct HostAndPort {
  std::string host;  // without brackets
  std::string port;
};
// Raises IoError if there is no port.
HostAndPort split_address(std::string_view text, Site site);
// Nothing if it is a name.
std::optional<SocketAddr> numeric_address(const HostAndPort& parts);

enum class Purpose : std::uint8_t { connect, bind };

// The addresses that `host:port` stands for, at least one. Names are asked for in the blocking pool. Raises IoError and Cancelled.
std::vector<SocketAddr> resolve(const String& text, Purpose purpose, Site site);

}  // namespace aria::detail
