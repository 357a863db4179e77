// feature: I2
// TCP streams: whole lines and texts however they are cut, turns, ends.
#include <random>
#include <string>
#include <vector>

#include "parked.hpp"
#include "sockets.hpp"

namespace {

using io_tests::ends_with;
using io_tests::error_of;
using io_tests::in_scope;
using io_tests::Pair;
using namespace aria::literals;

TEST(Stream, LinesHoweverTheyAreCut) {
  std::string text;
  std::vector<std::string> lines;
  std::mt19937 random(3);
  for (int i = 0; i < 500; ++i) {
    lines.emplace_back(random() % 200, static_cast<char>('a' + i % 26));
    text += lines.back() + (random() % 2 == 0 ? "\r\n" : "\n");
  }
  in_scope([&](aria::Scope& s) {
    const Pair pair;
    s.spawn([server = pair.server, &text, &random] {
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = 1 + random() % 700;
        server.write(std::string_view(text).substr(at, size));
        at += size;
        aria::yield_now();
      }
      server.close_write();
    });
    std::size_t count = 0;
    for (const aria::String& line : pair.client.lines()) {
      ASSERT_LT(count, lines.size());
      EXPECT_EQ(line.str(), lines[count++]);
    }
    EXPECT_EQ(count, lines.size());
  });
}

TEST(Stream, WritersDoNotMix) {
  in_scope([](aria::Scope& s) {
    Pair pair;
    constexpr int writers = 8;
    for (int i = 0; i < writers; ++i) {
      s.spawn([pair, i] { pair.server.write(std::string(1 << 20, static_cast<char>('a' + i)) + "\n"); });
    }
    for (int i = 0; i < writers; ++i) {
      const std::string line = pair.client.read_line()->str();
      EXPECT_EQ(line, std::string(1 << 20, line.at(0)));
    }
  });
}

TEST(Stream, BothDirectionsAtOnce) {
  const std::string data(4 << 20, 'x');
  in_scope([&data](aria::Scope& s) {
    Pair pair;
    for (const aria::TcpStream& end : {pair.client, pair.server}) {
      s.spawn([end, &data] {
        end.write(data);
        end.close_write();
      });
      s.spawn([end, &data] { EXPECT_EQ(end.read_all().str(), data); });
    }
  });
}

// The other side never reads: the write is stuck in the middle when it is cancelled.
TEST(Stream, AWriteThatWasCutOffIsTheLast) {
  in_scope([](aria::Scope& s) {
    Pair pair;
    auto writer = s.spawn([&] { pair.client.write(std::string(64 << 20, 'x')); });
    rules::until_parked(writer);
    EXPECT_EQ(pair.server.read_exact(1).len(), 1);
    rules::until_parked(writer);
    io_tests::stop(writer);
    EXPECT_TRUE(ends_with(error_of([&] { pair.client.write("more"); }), "an earlier write was cut off"));
    EXPECT_GT(pair.server.read()->len(), 0);
  });
}

TEST(Stream, WhatACancelledReadTookInIsKept) {
  in_scope([](aria::Scope& s) {
    Pair pair;
    for (int i = 0; i < 20; ++i) {
      auto reader = s.spawn([&] { return pair.client.read_exact(100'000); });
      pair.server.write("part;");
      rules::until_parked(reader);
      io_tests::stop(reader);
    }
    pair.server.close_write();
    const std::string all = pair.client.read_all().str();
    EXPECT_EQ(all.size(), 100u);
  });
}

TEST(Stream, ClosingWakesReadersInTheirTurnsAndWriters) {
  in_scope([](aria::Scope& s) {
    Pair pair;
    std::vector<aria::Task<bool>> stuck;
    for (int i = 0; i < 5; ++i) {
      stuck.push_back(s.spawn([&] { return ends_with(error_of([&] { pair.client.read_line(); }), "the socket is closed"); }));
      rules::until_parked(stuck.back());
    }
    stuck.push_back(s.spawn([&] { return ends_with(error_of([&] { pair.client.write(std::string(64 << 20, 'x')); }), "the socket is closed"); }));
    rules::until_parked(stuck.back());
    pair.client.close();
    for (auto& task : stuck) {
      EXPECT_TRUE(task.await());
    }
    EXPECT_TRUE(ends_with(error_of([&] { pair.client.local_addr(); }), "the socket is closed"));
  });
}

TEST(Stream, AWriteToWhoIsGoneFails) {
  in_scope([](aria::Scope&) {
    Pair pair;
    pair.server.close();
    std::string problem;
    while (problem.empty()) {
      problem = error_of([&] { pair.client.write("x"); });
    }
    EXPECT_TRUE(ends_with(problem, "Broken pipe") || ends_with(problem, "Connection reset by peer")) << problem;
  });
}

TEST(Stream, TheLastHandleCloses) {
  in_scope([](aria::Scope&) {
    aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
    std::optional<aria::TcpStream> client = aria::TcpStream::connect(listener.local_addr().to_string());
    std::optional<aria::TcpStream> copy = client;
    const aria::TcpStream server = listener.accept();
    client.reset();
    copy->write("still there\n");
    EXPECT_EQ(server.read_line()->str(), "still there");
    copy.reset();
    EXPECT_EQ(server.read_line(), std::nullopt);
  });
}

// True if the call raises TimeoutError.
template <typename Call>
bool is_late(Call&& call) {
  try {
    call();
  } catch (const aria::Raised<aria::TimeoutError>&) {
    return true;
  }
  return false;
}

TEST(Stream, Deadlines) {
  in_scope([](aria::Scope&) {
    Pair pair;
    EXPECT_TRUE(is_late([&] { pair.client.read_before(aria::Instant::now() + 5_ms); }));
    EXPECT_TRUE(is_late([&] { pair.client.read_before(aria::Instant::now()); }));
    pair.server.write("hello");
    EXPECT_EQ(pair.client.read_before(aria::Instant::now() + aria::hours(1))->to_string(), "hello");
    EXPECT_TRUE(is_late([&] { pair.client.write_before(std::string(64 << 20, 'x'), aria::Instant::now() + 5_ms); }));
    EXPECT_TRUE(ends_with(error_of([&] { pair.client.write("more"); }), "an earlier write was cut off"));
  });
}

// Who waits for a turn is late too.
TEST(Stream, DeadlinesOfTurns) {
  in_scope([](aria::Scope& s) {
    Pair pair;
    auto reader = s.spawn([&] { return pair.client.read_line(); });
    rules::until_parked(reader);
    EXPECT_TRUE(is_late([&] { pair.client.read_before(aria::Instant::now() + 5_ms); }));
    pair.server.write("line\n");
    EXPECT_EQ(reader.await(), aria::String("line"));
  });
}

TEST(Stream, Quiet) {
  in_scope([](aria::Scope&) {
    Pair pair;
    EXPECT_TRUE(pair.client.is_quiet());
    pair.server.write("hello");
    EXPECT_FALSE(pair.client.is_quiet());
    EXPECT_EQ(pair.client.read()->to_string(), "hello");
    EXPECT_TRUE(pair.client.is_quiet());
    pair.server.close();
    EXPECT_FALSE(pair.client.is_quiet());
    pair.client.close();
    EXPECT_FALSE(pair.client.is_quiet());
  });
}

TEST(Stream, ATextThatIsNoUtf8IsRepaired) {
  in_scope([](aria::Scope&) {
    Pair pair;
    pair.server.write_bytes(aria::Bytes(std::string_view("a\xFF" "b\n\0c\n", 7)));
    EXPECT_EQ(pair.client.read_line()->str(), "a\xEF\xBF\xBD" "b");
    EXPECT_EQ(pair.client.read_line()->str(), std::string("\0c", 2));
  });
}

}  // namespace
