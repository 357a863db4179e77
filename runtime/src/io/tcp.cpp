// TCP: connecting and accepting.
#include <netinet/tcp.h>

#include <utility>

#include <aria/panic.hpp>
#include <aria/task.hpp>

#include "io/listener.hpp"
#include "sync/task_runner.hpp"

namespace aria {

namespace detail {

namespace {

// Small texts go out at once; who sends many writes them together.
std::shared_ptr<StreamCore> stream_over(std::shared_ptr<Descriptor> descriptor, const SocketAddr& peer) {
  descriptor->attempt([](int number) { return system_calls::set_option(number, IPPROTO_TCP, TCP_NODELAY, 1); });
  return std::make_shared<StreamCore>(std::move(descriptor), peer.to_string());
}

std::shared_ptr<StreamCore> accepted(std::shared_ptr<Descriptor> descriptor, const sockaddr_storage& peer, const String&) {
  return stream_over(std::move(descriptor), address_from(peer));
}

}  // namespace

}  // namespace detail

TcpStream TcpStream::connect(const String& address, Site site) {
  detail::checkpoint();
  long problem = 0;
  for (const SocketAddr& candidate : detail::resolve(address, detail::Purpose::connect, site)) {
    const detail::SystemAddress target(candidate);
    const std::shared_ptr<detail::Descriptor> descriptor =
        detail::Descriptor::adopt(detail::system_calls::socket(target.family(), SOCK_STREAM), problem);
    if (descriptor == nullptr) {
      continue;
    }
    auto core = detail::stream_over(descriptor, candidate);
    problem = descriptor->perform(detail::Direction::write, "connect", site,
                                  [&target](int number) { return detail::system_calls::connect(number, target.get(), target.length); });
    if (problem >= 0) {
      return TcpStream(std::move(core));
    }
  }
  detail::fail(address, problem, site);
}

SocketAddr TcpStream::local_addr(Site site) const { return core_->socket.local_address(site); }
SocketAddr TcpStream::peer_addr(Site site) const { return core_->socket.peer_address(site); }

TcpListener TcpListener::bind(const String& address, Site site) {
  detail::checkpoint();
  const std::shared_ptr<detail::Descriptor> descriptor = detail::bind_socket(address, SOCK_STREAM, site);
  auto core = std::make_shared<detail::ListenerCore>(descriptor, address, &detail::accepted);
  core->listen(site);
  return TcpListener(std::move(core));
}

TcpStream TcpListener::accept(Site site) const { return TcpStream(core_->accept(site)); }

std::optional<TcpStream> TcpListener::next(Site site) const {
  std::shared_ptr<detail::StreamCore> core = core_->next(site);
  return core == nullptr ? std::nullopt : std::optional(TcpStream(std::move(core)));
}

SocketAddr TcpListener::local_addr(Site site) const { return core_->socket.local_address(site); }
void TcpListener::close() const noexcept { core_->socket.descriptor->close(); }

}  // namespace aria
