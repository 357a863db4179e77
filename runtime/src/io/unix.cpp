// Unix sockets: connections within one machine.
#include <sys/un.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <utility>

#include <aria/task.hpp>

#include "io/listener.hpp"

namespace aria {

namespace detail {

namespace {

struct PathAddress {
  sockaddr_un storage{};
  socklen_t length = 0;

  // A path without a file begins with a zero byte there, and has none at its end.
  PathAddress(const String& path, Site site) {
    const std::string_view text = path.str();
    if (text.empty() || text.size() >= sizeof storage.sun_path || text.find('\0') != std::string_view::npos) {
      raise(IoError("`" + path + "`: the path of a socket has 1 to " + std::to_string(sizeof storage.sun_path - 1) + " bytes, none of them zero"), site);
    }
    storage.sun_family = AF_UNIX;
    std::memcpy(storage.sun_path, text.data(), text.size());
    if (has_no_file(text)) {
      storage.sun_path[0] = '\0';
    }
    length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + (has_no_file(text) ? 0 : 1));
  }

  static bool has_no_file(std::string_view path) noexcept { return path.starts_with('@'); }
  const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::shared_ptr<Descriptor> open_socket(const String& path, Site site) {
  long problem = 0;
  const long number = system_calls::socket(AF_UNIX, SOCK_STREAM);
  std::shared_ptr<Descriptor> descriptor = Descriptor::adopt(number, problem);
  if (descriptor == nullptr) {
    fail(path, problem, site);
  }
  return descriptor;
}

std::shared_ptr<StreamCore> accepted(std::shared_ptr<Descriptor> descriptor, const sockaddr_storage&, const String& listener) {
  return std::make_shared<StreamCore>(std::move(descriptor), listener);
}

}  // namespace

class UnixListenerCore : public ListenerCore {
 public:
  UnixListenerCore(std::shared_ptr<Descriptor> descriptor, const String& path) : ListenerCore(std::move(descriptor), path, &accepted) {}
  ~UnixListenerCore() { close(); }
  UnixListenerCore(const UnixListenerCore&) = delete;
  UnixListenerCore& operator=(const UnixListenerCore&) = delete;

  // The file is removed by the first who closes: later there may be another one of that name.
  void close() noexcept {
    if (!PathAddress::has_no_file(socket.name.str()) && !removed_.exchange(true)) {
      system_calls::remove_file(socket.name.str().c_str());
    }
    socket.descriptor->close();
  }

 private:
  std::atomic<bool> removed_{false};
};

}  // namespace detail

UnixStream UnixStream::connect(const String& path, Site site) {
  constexpr std::int64_t longest_pause = 20;
  detail::checkpoint();
  const detail::PathAddress target(path, site);
  const std::shared_ptr<detail::Descriptor> descriptor = detail::open_socket(path, site);
  auto core = std::make_shared<detail::StreamCore>(descriptor, path);
  const auto attempt = [&] { return descriptor->attempt([&](int number) { return detail::system_calls::connect(number, target.get(), target.length); }); };
  long result = attempt();
  // The queue of the listener is full, and nothing tells when it is not.
  for (std::int64_t pause = 1; result == -EAGAIN; pause = std::min(pause * 2, longest_pause)) {
    sleep(Duration::milliseconds(pause), site);
    result = attempt();
  }
  core->socket.check(result, site);
  return UnixStream(std::move(core));
}

UnixListener UnixListener::bind(const String& path, Site site) {
  detail::checkpoint();
  const detail::PathAddress target(path, site);
  const std::shared_ptr<detail::Descriptor> descriptor = detail::open_socket(path, site);
  if (const long result = descriptor->attempt([&](int number) { return detail::system_calls::bind(number, target.get(), target.length); }); result < 0) {
    descriptor->close();
    detail::fail(path, result, site);
  }
  auto core = std::make_shared<detail::UnixListenerCore>(descriptor, path);
  core->listen(site);
  return UnixListener(std::move(core));
}

UnixStream UnixListener::accept(Site site) const { return UnixStream(core_->accept(site)); }

std::optional<UnixStream> UnixListener::next(Site site) const {
  std::shared_ptr<detail::StreamCore> core = core_->next(site);
  return core == nullptr ? std::nullopt : std::optional(UnixStream(std::move(core)));
}

String UnixListener::path() const { return core_->socket.name; }
void UnixListener::close() const noexcept { core_->close(); }

}  // namespace aria
