#include "io/listener.hpp"

#include <algorithm>
#include <utility>

#include <aria/task.hpp>

#include "sync/task_runner.hpp"

namespace aria::detail {

namespace {

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

Reserve::Reserve() : held_(system_calls::open_nothing()) {}

Reserve::~Reserve() {
  if (held_ >= 0) {
    system_calls::close(static_cast<int>(held_));
  }
}

void Reserve::turn_one_away(int listener) noexcept {
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

void ListenerCore::listen(Site site) {
  socket.check(socket.descriptor->attempt([](int number) { return system_calls::listen(number); }), site);
}

std::shared_ptr<StreamCore> ListenerCore::accept(Site site) {
  if (std::shared_ptr<StreamCore> stream = next(site)) {
    return stream;
  }
  fail(socket.name, Descriptor::closed, site);
}

std::shared_ptr<StreamCore> ListenerCore::next(Site site) {
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
        return adopt_(std::move(descriptor), peer, socket.name);
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

}  // namespace aria::detail
