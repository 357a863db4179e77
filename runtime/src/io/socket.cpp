#include "io/socket.hpp"

namespace aria::detail {

void fail(const String& what, long result, Site site) {
  const std::string why = result == Descriptor::closed ? "the socket is closed" : system_calls::message_of(result);
  raise(IoError(String(what.str() + ": " + why)), site);
}

namespace {

using AddressCall = long(int, sockaddr_storage&, socklen_t&) noexcept;

SocketAddr address_by(const Socket& socket, AddressCall* ask, Site site) {
  sockaddr_storage storage{};
  socklen_t length = 0;
  socket.check(socket.descriptor->attempt([&](int descriptor) { return ask(descriptor, storage, length); }), site);
  return address_from(storage);
}

// What has to be so before a bind.
long prepare(int descriptor, int family, int type) noexcept {
  if (family == AF_INET6) {
    system_calls::set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0);  // the unspecified address takes IPv4 too
  }
  return type == SOCK_STREAM ? system_calls::set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1) : 0;
}

}  // namespace

SocketAddr Socket::local_address(Site site) const { return address_by(*this, &system_calls::local_address, site); }
SocketAddr Socket::peer_address(Site site) const { return address_by(*this, &system_calls::peer_address, site); }

std::shared_ptr<Descriptor> bind_socket(const String& address, int type, Site site) {
  long problem = 0;
  for (const SocketAddr& candidate : resolve(address, Purpose::bind, site)) {
    const SystemAddress target(candidate);
    const long number = system_calls::socket(target.family(), type);
    const std::shared_ptr<Descriptor> descriptor = Descriptor::adopt(number, problem);
    if (descriptor == nullptr) {
      continue;
    }
    problem = descriptor->attempt([&](int opened) {
      const long prepared = prepare(opened, target.family(), type);
      return prepared < 0 ? prepared : system_calls::bind(opened, target.get(), target.length);
    });
    if (problem >= 0) {
      return descriptor;
    }
    descriptor->close();
  }
  fail(address, problem, site);
}

}  // namespace aria::detail
