// feature: I5
// Connections of the client that last: used again, given up when the server closed them, never trusted after a surplus.
#include <string>
#include <string_view>

#include "exchange.hpp"

namespace {

using namespace aria::literals;
using http_tests::http_error_of;
using http_tests::in_scope;

constexpr std::string_view short_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// Reads one request without a body; false at the end.
bool read_request(const aria::TcpStream& client) {
  std::optional<aria::String> line = client.read_line();
  while (line && !line->is_empty()) {
    line = client.read_line();
  }
  return line.has_value();
}

struct Peer {
  aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
  aria::String url() const { return aria::String("http://" + listener.local_addr().to_string().str() + "/"); }
};

TEST(Pool, AConnectionIsUsedAgain) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const auto serving = s.spawn([&peer] {
      const aria::TcpStream client = peer.listener.accept();
      aria::Int count = 0;
      while (read_request(client)) {
        client.write(short_answer);
        count += 1;
      }
      return count;
    });
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    }
    EXPECT_EQ(aria::http::post(peer.url()).body(), "ok");
    EXPECT_EQ(aria::http::get(peer.url(), {.headers = {{"Connection", "close"}}}).body(), "ok");
    EXPECT_EQ(serving.await(), 5);
  });
}

TEST(Pool, AConnectionThatTheServerClosedMeanwhile) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const aria::Channel<int> closed(2);
    const auto serving = s.spawn([&] {
      for (int i = 0; i < 2; ++i) {
        const aria::TcpStream client = peer.listener.accept();
        read_request(client);
        client.write(short_answer);
        client.close();
        closed.send(i);
      }
    });
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    closed.recv();
    EXPECT_EQ(aria::http::post(peer.url()).body(), "ok");
    serving.await();
  });
}

// The server reads the second request and goes: what may be asked twice is asked again, over a new connection.
TEST(Pool, AConnectionThatBreaksWhenItIsUsed) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const auto serving = s.spawn([&peer] {
      for (int i = 0; i < 2; ++i) {
        const aria::TcpStream client = peer.listener.accept();
        read_request(client);
        client.write(short_answer);
        read_request(client);
      }
    });
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    EXPECT_FALSE(http_error_of([&] { aria::http::post(peer.url()); }).empty());
    serving.await();
  });
}

// Half an answer is not asked for again.
TEST(Pool, AnAnswerThatBreaksOff) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const auto serving = s.spawn([&peer] {
      const aria::TcpStream client = peer.listener.accept();
      read_request(client);
      client.write(short_answer);
      read_request(client);
      client.write("HTTP/1.1 200 ");
    });
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    EXPECT_FALSE(http_error_of([&] { aria::http::get(peer.url()); }).empty());
    serving.await();
  });
}

// Bytes that nobody asked for are not taken for the answer to the next request.
TEST(Pool, ASurplusEndsAConnection) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const auto serving = s.spawn([&peer] {
      const aria::TcpStream first = peer.listener.accept();
      read_request(first);
      first.write(std::string(short_answer) + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad");
      const aria::TcpStream second = peer.listener.accept();
      read_request(second);
      second.write(short_answer);
    });
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    serving.await();
  });
}

TEST(Pool, ACancelledExchangeKeepsNothing) {
  in_scope([](aria::Scope& s) {
    const Peer peer;
    const auto serving = s.spawn([&peer] {
      const aria::TcpStream first = peer.listener.accept();
      read_request(first);
      const aria::TcpStream second = peer.listener.accept();
      read_request(second);
      second.write(short_answer);
    });
    EXPECT_TRUE(aria::timeout(10_ms, [&peer] { return aria::http::get(peer.url()); }).is_err());
    EXPECT_EQ(aria::http::get(peer.url()).body(), "ok");
    serving.await();
  });
}

}  // namespace
