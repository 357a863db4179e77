// feature: I5
// The server: connections that last, order, limits, slow and silent clients, failing handlers, ends.
#include <string>
#include <vector>

#include "exchange.hpp"
#include "parked.hpp"

namespace {

using namespace aria::literals;
using http_tests::contains;
using http_tests::in_scope;
using http_tests::read_answer;
using http_tests::Running;

aria::Response echo(const aria::Request& request) { return aria::Response::ok(request.method() + " " + request.target() + " " + request.body()); }

TEST(Server, AConnectionLasts) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo);
    const aria::TcpStream client = running.connect();
    for (int i = 0; i < 3; ++i) {
      client.write("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
      EXPECT_EQ(read_answer(client), "HTTP/1.1 200 OK GET /" + std::to_string(i) + " ");
    }
    client.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(contains(client.read_all().str(), "Connection: close\r\n"));
  });
}

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request& request) {
      aria::sleep(request.path() == "/slow" ? 5_ms : 0_ms);
      return echo(request);
    });
    const aria::TcpStream client = running.connect();
    client.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                 "PUT /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
    EXPECT_EQ(read_answer(client), "HTTP/1.1 200 OK GET /slow ");
    EXPECT_EQ(read_answer(client), "HTTP/1.1 200 OK POST /b one");
    EXPECT_EQ(read_answer(client), "HTTP/1.1 200 OK PUT /c two");
  });
}

TEST(Server, Http10) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo);
    EXPECT_TRUE(contains(running.talk("GET / HTTP/1.0\r\n\r\n"), "Connection: close\r\n"));
    const std::string both = running.talk("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(contains(both, "Connection: keep-alive\r\n"));
    EXPECT_TRUE(contains(both, "GET /b"));
  });
}

TEST(Server, AnswersWithoutABody) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request& request) {
      return request.path() == "/none" ? aria::Response::no_content() : aria::Response::ok("hello");
    });
    const std::string head = running.talk("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(contains(head, "Content-Length: 5\r\n") && head.ends_with("\r\n\r\n")) << head;
    const std::string none = running.talk("GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(none.starts_with("HTTP/1.1 204 No Content\r\n") && !contains(none, "Content-Length")) << none;
  });
}

TEST(Server, WhatTheProgramSaysAboutFramingIsLeftOut) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request&) {
      return aria::Response({.body = "hello", .headers = {{"Content-Length", "99"}, {"Transfer-Encoding", "chunked"}, {"Connection", "close"}, {"X", "y"}}});
    });
    const std::string answer = running.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(contains(answer, "Content-Length: 5\r\n") && contains(answer, "X: y\r\n") && contains(answer, "Connection: close\r\n")) << answer;
    EXPECT_FALSE(contains(answer, "99") || contains(answer, "chunked")) << answer;
  });
}

TEST(Server, Continue) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.max_body = 10});
    const aria::TcpStream client = running.connect();
    client.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client.read_line(), aria::String("HTTP/1.1 100 Continue"));
    EXPECT_EQ(client.read_line(), aria::String(""));
    client.write("hello");
    EXPECT_EQ(read_answer(client), "HTTP/1.1 200 OK POST / hello");
    client.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    EXPECT_TRUE(read_answer(client).starts_with("HTTP/1.1 413 "));
    EXPECT_EQ(client.read_line(), std::nullopt);
  });
}

TEST(Server, RefusalsCloseTheConnection) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.max_body = 10, .max_head = 1000});
    const auto refused = [&running](const std::string& text, const std::string& status) {
      const std::string answer = running.talk(text);
      EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + status + " ")) << answer;
      EXPECT_TRUE(contains(answer, "Connection: close\r\n")) << answer;
    };
    refused("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400");
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n" + std::string(11, 'x'), "413");
    refused("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + std::string(11, 'x'), "413");
    refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2000, 'x') + "\r\n\r\n", "431");
    refused("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "414");
    refused("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "501");
    refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505");
    refused("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417");
  });
}

// Its answer is not lost behind a reset, though much of the body is never read.
TEST(Server, ALateRefusalArrives) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.max_body = 10});
    const std::string answer = running.talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
  });
}

TEST(Server, HalfClosedClientsAreAnswered) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo);
    const aria::TcpStream whole = running.connect();
    whole.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    whole.close_write();
    EXPECT_TRUE(whole.read_all().starts_with("HTTP/1.1 200 OK"));
    const aria::TcpStream half = running.connect();
    half.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhel");
    half.close_write();
    EXPECT_TRUE(half.read_all().starts_with("HTTP/1.1 400 "));
    running.connect().close();
    EXPECT_EQ(aria::http::get(running.url()).status(), 200);
  });
}

TEST(Server, SlowClients) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.header_timeout = 20_ms, .body_timeout = 20_ms});
    EXPECT_TRUE(running.talk("GET / HTTP/1.1\r\nHo").starts_with("HTTP/1.1 408 "));
    EXPECT_TRUE(running.talk("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe").starts_with("HTTP/1.1 408 "));
    const Running impatient(s, echo, {.idle_timeout = 200_ms});
    EXPECT_EQ(impatient.talk(""), "");
    const aria::TcpStream idle = impatient.connect();
    idle.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(read_answer(idle), "HTTP/1.1 200 OK GET / ");
    EXPECT_EQ(idle.read_line(), std::nullopt);
  });
}

// A byte now and then does not prolong the time for the head.
TEST(Server, DrippingClients) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.header_timeout = 30_ms});
    const aria::TcpStream client = running.connect();
    const auto dripping = s.spawn([&client] {
      io_tests::error_of([&client] {
        for (;;) {
          client.write("G");
          aria::sleep(5_ms);
        }
      });
    });
    EXPECT_TRUE(contains(read_answer(client), "HTTP/1.1 408 "));
    client.close();
    dripping.await();
  });
}

TEST(Server, AHandlerThatFails) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request& request) -> aria::Response {
      if (request.path() == "/error") {
        aria::raise(aria::IoError("no such thing"));
      }
      if (request.path() == "/panic") {
        aria::panic("on purpose");
      }
      if (request.path() == "/split") {
        return aria::Response::redirect(request.query()["to"]);
      }
      return aria::Response::ok("fine");
    });
    for (const char* path : {"/error", "/panic", "/split?to=/%0d%0aSet-Cookie:%20a=b", "/split?to=%00"}) {
      const aria::Response answer = aria::http::get(running.url(path));
      EXPECT_EQ(answer.status(), 500) << path;
      EXPECT_EQ(answer.header("Set-Cookie"), std::nullopt);
    }
    EXPECT_EQ(aria::http::get(running.url()).body(), "fine");
    EXPECT_FALSE(running.task().is_finished());
  });
}

TEST(Server, ClosingFinishesWhatRuns) {
  in_scope([](aria::Scope& s) {
    const aria::Channel<aria::Unit> begun(0);
    const aria::Channel<aria::Unit> go(0);
    const Running running(s, [=](const aria::Request& request) {
      if (request.path() == "/slow") {
        begun.send(aria::Unit{});
        go.recv();
      }
      return aria::Response::ok("done");
    });
    const aria::TcpStream idle = running.connect();
    idle.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(read_answer(idle), "HTTP/1.1 200 OK done");
    const aria::TcpStream fresh = running.connect();
    const aria::TcpStream busy = running.connect();
    busy.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.recv();
    running.server().close();
    EXPECT_EQ(idle.read_line(), std::nullopt);
    EXPECT_FALSE(running.task().is_finished());
    go.send(aria::Unit{});
    const std::string answer = busy.read_all().str();
    EXPECT_TRUE(contains(answer, "Connection: close\r\n") && contains(answer, "done")) << answer;
    running.task().await();
    EXPECT_FALSE(io_tests::error_of([&] { running.connect(); }).empty());
  });
}

TEST(Server, CancellingServeEndsItsConnections) {
  in_scope([](aria::Scope& s) {
    const aria::Channel<aria::Unit> begun(0);
    const Running running(s, [=](const aria::Request&) {
      begun.send(aria::Unit{});
      aria::sleep(aria::hours(1));
      return aria::Response::ok("");
    });
    const aria::TcpStream idle = running.connect();
    const aria::TcpStream busy = running.connect();
    busy.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    begun.recv();
    io_tests::stop(running.task());
    EXPECT_EQ(busy.read_line(), std::nullopt);
  });
}

TEST(Server, NoMoreConnectionsThanAllowed) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo, {.max_connections = 1});
    const aria::TcpStream first = running.connect();
    first.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(read_answer(first), "HTTP/1.1 200 OK GET /1 ");
    const aria::TcpStream second = running.connect();
    second.write("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(aria::timeout(10_ms, [&] { return read_answer(second); }).is_err());
    first.close();
    EXPECT_EQ(read_answer(second), "HTTP/1.1 200 OK GET /2 ");
  });
}

TEST(Server, AClientThatNeverReads) {
  in_scope([](aria::Scope& s) {
    const std::string much(32 << 20, 'x');
    const Running running(s, [&much](const aria::Request& request) { return aria::Response::ok(request.path() == "/much" ? much : "little"); },
                          {.max_connections = 1, .write_timeout = 20_ms});
    const aria::TcpStream silent = running.connect();
    silent.write("GET /much HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(aria::http::get(running.url()).body(), "little");
  });
}

TEST(Server, ManyAtOnce) {
  in_scope([](aria::Scope& s) {
    const Running running(s, echo);
    std::vector<aria::Task<bool>> tasks;
    for (int i = 0; i < 200; ++i) {
      tasks.push_back(s.spawn([&running, i] {
        const aria::String body = std::to_string(i);
        return aria::http::post(running.url("/x"), {.body = body}).body() == "POST /x " + body;
      }));
    }
    for (auto& task : tasks) {
      EXPECT_TRUE(task.await());
    }
  });
}

}  // namespace
