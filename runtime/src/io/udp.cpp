// UDP: datagrams.
#include <tuple>

#include "io/socket.hpp"

namespace aria {

namespace detail {

class DatagramCore {
 public:
  DatagramCore(std::shared_ptr<Descriptor> descriptor, String name) : socket(std::move(descriptor), std::move(name)) {}

  std::tuple<Bytes, SocketAddr> receive(Site site) {
    constexpr std::size_t largest = 65'536;
    const Turn turn(reading_, "recv_from", site);
    if (buffer_ == nullptr) {
      buffer_.reset(new char[largest]);
    }
    sockaddr_storage sender{};
    socklen_t length = 0;
    const long result = socket.descriptor->perform(Direction::read, "recv_from", site, [&](int number) {
      return system_calls::receive_from(number, buffer_.get(), largest, sender, length);
    });
    const std::size_t size = socket.check(result, site);
    return {Bytes(std::string_view(buffer_.get(), size)), address_from(sender)};
  }

  void send(std::string_view text, const SocketAddr& to, Site site) {
    poll();
    checkpoint();
    const SystemAddress target(to);
    const long result = socket.descriptor->perform(Direction::write, "send_to", site, [&](int number) {
      return system_calls::send_to(number, text.data(), text.size(), target.get(), target.length);
    });
    socket.check(result, site);
  }

  Socket socket;

 private:
  Permits reading_{1};
  std::unique_ptr<char[]> buffer_;  // in a reading turn
};

}  // namespace detail

UdpSocket UdpSocket::bind(const String& address, Site site) {
  detail::checkpoint();
  return UdpSocket(std::make_shared<detail::DatagramCore>(detail::bind_socket(address, SOCK_DGRAM, site), address));
}

std::tuple<Bytes, SocketAddr> UdpSocket::recv_from(Site site) const { return core_->receive(site); }
void UdpSocket::send_to(std::string_view text, const SocketAddr& to, Site site) const { core_->send(text, to, site); }
SocketAddr UdpSocket::local_addr(Site site) const { return core_->socket.local_address(site); }
void UdpSocket::close() const noexcept { core_->socket.descriptor->close(); }

}  // namespace aria
