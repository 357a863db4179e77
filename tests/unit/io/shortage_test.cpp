// feature: I1
// No descriptors left: who opens one gets an error, a listener turns connections away and goes on afterwards.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "parked.hpp"
#include "sockets.hpp"

namespace {

using io_tests::ends_with;
using io_tests::error_of;
using io_tests::in_scope;
using namespace aria::literals;

// Allows no more descriptors than are open now.
class Shortage {
 public:
  Shortage() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    const int next = dup(0);
    ::close(next);
    none.rlim_cur = static_cast<rlim_t>(next);
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~Shortage() { setrlimit(RLIMIT_NOFILE, &before_); }
  Shortage(const Shortage&) = delete;
  Shortage& operator=(const Shortage&) = delete;

 private:
  rlimit before_{};
};

TEST(Shortage, OpeningFails) {
  in_scope([](aria::Scope&) {
    const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    const std::string address = listener.local_addr().to_string().str();
    const Shortage shortage;
    for (const std::string& problem : {error_of([&] { aria::TcpStream::connect(address); }), error_of([] { aria::TcpListener::bind("127.0.0.1:0"); }),
                                       error_of([] { aria::UdpSocket::bind("127.0.0.1:0"); })}) {
      EXPECT_TRUE(ends_with(problem, "Too many open files")) << problem;
    }
  });
}

// A socket of the system, made before there is none left.
class Plain {
 public:
  Plain() : number_(socket(AF_INET, SOCK_STREAM, 0)) {}
  ~Plain() { ::close(number_); }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  void connect(aria::Int port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port.value()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::connect(number_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  // Waits for the end.
  void until_refused() const {
    char byte;
    while (recv(number_, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN) {
      aria::yield_now();
    }
  }

 private:
  const int number_;
};

TEST(Shortage, AListenerTurnsConnectionsAwayAndGoesOn) {
  in_scope([](aria::Scope& s) {
    const aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    const Plain first;
    const Plain second;
    std::optional<aria::Task<aria::TcpStream>> accepting;
    {
      const Shortage shortage;
      first.connect(listener.local_addr().port());
      accepting = s.spawn([&] { return listener.accept(); });
      first.until_refused();
      second.connect(listener.local_addr().port());
      second.until_refused();
      EXPECT_FALSE(accepting->is_finished());
    }
    const aria::TcpStream client = aria::TcpStream::connect(listener.local_addr().to_string());
    const aria::TcpStream server = accepting->await();
    client.write("at last\n");
    EXPECT_EQ(server.read_line()->str(), "at last");
  });
}

}  // namespace
