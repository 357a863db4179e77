// TCP: connecting and accepting.
#include <netinet/tcp.h>

#include <utility>

#include <aria/panic.hpp>
#include <aria/task.hpp>

#include "io/stream.hpp"
#include "sync/task_runner.hpp"

namespace aria {

namespace detail {

namespace {

// Small texts go out at once; who sends many writes them together.
std::shared_ptr<StreamCore> stream_over(std::shared_ptr<Descriptor> descriptor, const SocketAddr& peer) {
  descriptor->attempt([](int number) { return system_calls::set_option(number, IPPROTO_TCP, TCP_NODELAY, 1); });
  return std::make_shared<StreamCore>(std::move(descriptor), peer.to_string());
}

// A descriptor for the moment when there are no others. A connection that cannot be accepted would stay at the head of the queue, and the
// listener would be ready for ever: instead one is accepted in place of the reserve, and closed, so that its client knows.
class Reserve {
 public:
  Reserve() : held_(system_calls::open_nothing()) {}
  ~Reserve() {
    if (held_ >= 0) {
      system_calls::close(static_cast<int>(held_));
    }
  }
  Reserve(const Reserve&) = delete;
  Reserve& operator=(const Reserve&) = delete;

  void turn_one_away(int listener) noexcept {
    SpinGuard guard(lock_);
    if (held_ >= 0) {
      system_calls::close(static_cast<int>(held_));
      sockaddr_storage peer{};
      socklen_t length = 0;
      if (const long refused = system_calls::accept(listener, peer, length); refused >= 0) {
        system_calls::close(static_cast<int>(refused));
      }
    }
    held_ = system_calls::open_nothing();
  }

 private:
  SpinLock lock_;
  long held_;
};

// The connection failed before it was accepted: no reason to stop.
bool is_of_one_connection(long result) noexcept {
  switch (-result) {
    case ECONNABORTED:
    case EPROTO:
    case ENOPROTOOPT:
    case ENETDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENONET:
    case EPERM:
      return true;
    default:
      return false;
  }
}

bool is_shortage(long result) noexcept { return result == -EMFILE || result == -ENFILE || result == -ENOBUFS || result == -ENOMEM; }

}  // namespace

class ListenerCore {
 public:
  ListenerCore(std::shared_ptr<Descriptor> descriptor, String name) : socket(std::move(descriptor), std::move(name)) {}

  // A connection; nothing when the listener is closed. When descriptors run out it turns connections away, ever more slowly.
  std::shared_ptr<StreamCore> accept(Site site) {
    constexpr std::int64_t shortest_pause = 5;
    constexpr std::int64_t longest_pause = 1000;
    poll();
    checkpoint();
    sockaddr_storage peer{};
    socklen_t length = 0;
    for (std::int64_t pause = shortest_pause;; pause = std::min(pause * 2, longest_pause)) {
      long result = -ECONNABORTED;
      while (is_of_one_connection(result)) {
        result = socket.descriptor->perform(Direction::read, "accept", site, [&](int number) { return system_calls::accept(number, peer, length); });
      }
      if (result >= 0) {
        if (std::shared_ptr<Descriptor> descriptor = Descriptor::adopt(result, result)) {
          return stream_over(std::move(descriptor), address_from(peer));
        }
      }
      if (result == Descriptor::closed) {
        return nullptr;
      }
      if (!is_shortage(result)) {
        fail(socket.name, result, site);
      }
      socket.descriptor->attempt([this](int number) {
        reserve_.turn_one_away(number);
        return 0L;
      });
      sleep(Duration::milliseconds(pause), site);
    }
  }

  Socket socket;

 private:
  Reserve reserve_;
};

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

std::optional<String> TcpStream::read_line(Site site) const { return core_->read_line(site); }
std::optional<Bytes> TcpStream::read(Site site) const { return core_->read(site); }
Bytes TcpStream::read_exact(Int count, Site site) const {
  if (count < 0) {
    panic("a count of bytes is not negative", site);
  }
  return core_->read_exact(static_cast<std::size_t>(count.value()), site);
}
String TcpStream::read_all(Site site) const { return core_->read_all(site); }
void TcpStream::write(std::string_view text, Site site) const { core_->write(text, site); }
std::optional<Bytes> TcpStream::read_before(Instant deadline, Site site) const { return core_->read(site, deadline.as_nanoseconds()); }
void TcpStream::write_before(std::string_view text, Instant deadline, Site site) const { core_->write(text, site, deadline.as_nanoseconds()); }
bool TcpStream::is_quiet(Site site) const { return core_->is_quiet(site); }
void TcpStream::close_write(Site site) const { core_->close_write(site); }
void TcpStream::close() const noexcept { core_->socket.descriptor->close(); }
SocketAddr TcpStream::local_addr(Site site) const { return core_->socket.local_address(site); }
SocketAddr TcpStream::peer_addr(Site site) const { return core_->socket.peer_address(site); }

TcpListener TcpListener::bind(const String& address, Site site) {
  detail::checkpoint();
  const std::shared_ptr<detail::Descriptor> descriptor = detail::bind_socket(address, SOCK_STREAM, site);
  auto core = std::make_shared<detail::ListenerCore>(descriptor, address);
  core->socket.check(descriptor->attempt([](int number) { return detail::system_calls::listen(number); }), site);
  return TcpListener(std::move(core));
}

TcpStream TcpListener::accept(Site site) const {
  if (std::optional<TcpStream> stream = next(site)) {
    return *std::move(stream);
  }
  detail::fail(core_->socket.name, detail::Descriptor::closed, site);
}

std::optional<TcpStream> TcpListener::next(Site site) const {
  std::shared_ptr<detail::StreamCore> core = core_->accept(site);
  return core == nullptr ? std::nullopt : std::optional(TcpStream(std::move(core)));
}

SocketAddr TcpListener::local_addr(Site site) const { return core_->socket.local_address(site); }
void TcpListener::close() const noexcept { core_->socket.descriptor->close(); }

}  // namespace aria
