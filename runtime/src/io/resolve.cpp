// Names are asked for in the blocking pool, since the system's resolver blocks. A task that is cancelled meanwhile goes on at once; the answer
// is thrown away when it comes.
#include <netdb.h>

#include <memory>
#include <system_error>

#include <aria/error.hpp>

#include "io/address.hpp"
#include "scheduler/blocking_pool.hpp"
#include "sync/completion.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {

class Lookup final : public Job, public std::enable_shared_from_this<Lookup> {
 public:
  Lookup(HostAndPort parts, Purpose purpose) : parts_(std::move(parts)), purpose_(purpose) {}

  void start() {
    running_ = shared_from_this();
    BlockingPool::shared().submit(Scheduler::here(), *this);
  }
  void give_up() noexcept { running_.reset(); }
  bool finish(Site site) { return done_.wait("resolve", site, no_deadline, false) != Wait::cancelled; }

  void run() noexcept override {
    const std::shared_ptr<Lookup> self = std::move(running_);
    ask();
    done_.complete();
  }

  std::vector<SocketAddr> found;
  std::string problem;

 private:
  void ask() noexcept {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;  // one answer an address
    hints.ai_flags = purpose_ == Purpose::bind ? AI_PASSIVE : 0;
    addrinfo* list = nullptr;
    const int code = getaddrinfo(parts_.host.empty() ? nullptr : parts_.host.c_str(), parts_.port.c_str(), &hints, &list);
    if (code != 0) {
      problem = code == EAI_SYSTEM ? std::generic_category().message(errno) : gai_strerror(code);
      return;
    }
    for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
      if (each->ai_family == AF_INET || each->ai_family == AF_INET6) {
        sockaddr_storage storage{};
        std::copy_n(reinterpret_cast<const char*>(each->ai_addr), each->ai_addrlen, reinterpret_cast<char*>(&storage));
        found.push_back(address_from(storage));
      }
    }
    freeaddrinfo(list);
    if (found.empty()) {
      problem = "no address";
    }
  }

  const HostAndPort parts_;
  const Purpose purpose_;
  Completion done_;
  std::shared_ptr<Lookup> running_;
};

// Of this machine: every address when it is to be bound, else the loopback; IPv6 first, which takes IPv4 too.
std::vector<SocketAddr> without_host(std::uint16_t port, Purpose purpose) {
  std::array<unsigned char, 16> v6{};
  std::array<unsigned char, 16> v4{};
  if (purpose == Purpose::connect) {
    v6[15] = 1;
    v4 = {127, 0, 0, 1};
  }
  return {SocketAddr(true, v6, 0, port), SocketAddr(false, v4, 0, port)};
}

}  // namespace

std::vector<SocketAddr> resolve(const String& text, Purpose purpose, Site site) {
  HostAndPort parts = split_address(text, site);
  if (const auto address = numeric_address(parts)) {
    return {*address};
  }
  if (parts.host.empty()) {
    if (const auto any = numeric_address({"0.0.0.0", parts.port})) {
      return without_host(static_cast<std::uint16_t>(any->port().value()), purpose);
    }
  }
  const auto lookup = std::make_shared<Lookup>(std::move(parts), purpose);
  try {
    lookup->start();
  } catch (const std::system_error& failed) {
    lookup->give_up();
    raise(IoError(text + ": " + failed.what()), site);
  }
  if (!lookup->finish(site)) {
    raise_cancelled();
  }
  if (lookup->found.empty()) {
    raise(IoError(text + ": " + lookup->problem), site);
  }
  return lookup->found;
}

}  // namespace aria::detail
