#include "io/address.hpp"

#include <arpa/inet.h>
#include <net/if.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include <aria/error.hpp>

namespace aria {

namespace {

// `fe80::1%eth0`: the zone is a number or the name of an interface.
std::uint32_t zone_of(const std::string& name) {
  std::uint32_t number = 0;
  const auto [stop, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
  return problem == std::errc() && stop == name.data() + name.size() ? number : if_nametoindex(name.c_str());
}

}  // namespace

SocketAddr::SocketAddr(const String& text, Site site) {
  const std::optional<SocketAddr> address = detail::numeric_address(detail::split_address(text, site));
  if (!address) {
    raise(IoError(text + ": no address"), site);
  }
  *this = *address;
}

String SocketAddr::ip() const {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(v6_ ? AF_INET6 : AF_INET, ip_.data(), text, sizeof text);
  return String(zone_ == 0 ? std::string(text) : text + ("%" + std::to_string(zone_)));
}

String SocketAddr::to_string() const {
  const String host = ip();
  const std::string port = std::to_string(port_);
  return String(v6_ ? "[" + host.str() + "]:" + port : host.str() + ":" + port);
}

namespace detail {

SystemAddress::SystemAddress(const SocketAddr& address) noexcept : storage{}, length(address.is_v6() ? sizeof(sockaddr_in6) : sizeof(sockaddr_in)) {
  const auto port = htons(static_cast<std::uint16_t>(address.port().value()));
  if (address.is_v6()) {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = port;
    v6.sin6_scope_id = address.zone();
    std::memcpy(&v6.sin6_addr, address.bytes().data(), sizeof v6.sin6_addr);
  } else {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_family = AF_INET;
    v4.sin_port = port;
    std::memcpy(&v4.sin_addr, address.bytes().data(), sizeof v4.sin_addr);
  }
}

SocketAddr address_from(const sockaddr_storage& storage) noexcept {
  std::array<unsigned char, 16> ip{};
  if (storage.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
    std::memcpy(ip.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    return {true, ip, v6.sin6_scope_id, ntohs(v6.sin6_port)};
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
  std::memcpy(ip.data(), &v4.sin_addr, sizeof v4.sin_addr);
  return {false, ip, 0, ntohs(v4.sin_port)};
}

HostAndPort split_address(std::string_view text, Site site) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  if (colon == std::string_view::npos || colon + 1 == text.size() || (!brackets && host.find(':') != std::string_view::npos) ||
      text.find('\0') != std::string_view::npos) {
    raise(IoError(String(text) + ": an address is `host:port`, with an IPv6 host in brackets"), site);
  }
  if (brackets) {
    host = host.substr(1, host.size() - 2);
  }
  return {std::string(host), std::string(text.substr(colon + 1))};
}

std::optional<SocketAddr> numeric_address(const HostAndPort& parts) {
  std::uint16_t port = 0;
  const char* end = parts.port.data() + parts.port.size();
  const auto [stop, problem] = std::from_chars(parts.port.data(), end, port);
  if (problem != std::errc() || stop != end) {
    return {};
  }
  std::array<unsigned char, 16> ip{};
  if (inet_pton(AF_INET, parts.host.c_str(), ip.data()) == 1) {
    return SocketAddr(false, ip, 0, port);
  }
  const std::size_t percent = parts.host.find('%');
  if (inet_pton(AF_INET6, parts.host.substr(0, percent).c_str(), ip.data()) == 1) {
    return SocketAddr(true, ip, percent == std::string::npos ? 0 : zone_of(parts.host.substr(percent + 1)), port);
  }
  return {};
}

}  // namespace detail
}  // namespace aria
