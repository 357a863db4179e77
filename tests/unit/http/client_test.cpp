// feature: I5
// The client: what it asks, what it makes of answers, redirects, ends.
#include <string>

#include "exchange.hpp"
#include "parked.hpp"

namespace {

using namespace aria::literals;
using http_tests::Answering;
using http_tests::contains;
using http_tests::http_error_of;
using http_tests::in_scope;
using http_tests::Running;

TEST(Client, WhatItAsks) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request& request) {
      return aria::Response({.status = 201, .body = request.method() + " " + request.target() + " " + request.body(), .headers = {{"X-Was", request.header("x-a").value_or("none")}}});
    });
    const aria::String url = running.url("/a%20b");
    EXPECT_EQ(aria::http::get(url).body(), "GET /a%20b ");
    EXPECT_EQ(aria::http::get(running.url("/\xC3\xA9 x?y z#w")).body(), "GET /%C3%A9%20x?y%20z ");
    EXPECT_EQ(aria::http::get(url, {.headers = {{"X-A", "1"}}}).header("x-was"), aria::String("1"));
    EXPECT_EQ(aria::http::get(url, {.query = {{"q", "a b&c"}, {"r", "="}}}).body(), "GET /a%20b?q=a%20b%26c&r=%3D ");
    EXPECT_EQ(aria::http::get(url + "?x=1", {.query = {{"q", "2"}}}).body(), "GET /a%20b?x=1&q=2 ");
    EXPECT_EQ(aria::http::post(url, {.body = "text"}).body(), "POST /a%20b text");
    EXPECT_EQ(aria::http::post(url).body(), "POST /a%20b ");
    EXPECT_EQ(aria::http::put(url, {.body = "text"}).body(), "PUT /a%20b text");
    EXPECT_EQ(aria::http::patch(url, {.body = "text"}).body(), "PATCH /a%20b text");
    EXPECT_EQ(aria::http::delete_(url).body(), "DELETE /a%20b ");
    EXPECT_EQ(aria::http::request("BREW", url).body(), "BREW /a%20b ");
    const aria::Response head = aria::http::head(url);
    EXPECT_EQ(head.status(), 201);
    EXPECT_EQ(head.body(), "");
    EXPECT_EQ(head.header("content-length"), aria::String("12"));
  });
}

TEST(Client, BinaryBodies) {
  in_scope([](aria::Scope& s) {
    const aria::Bytes bytes(std::string_view("\0\xFF\r\n", 4));
    const Running running(s, [&bytes](const aria::Request&) { return aria::Response::from_bytes(bytes); });
    EXPECT_EQ(aria::http::get(running.url()).bytes(), bytes);
  });
}

TEST(Client, BodiesHoweverTheyEnd) {
  for (const char* text : {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\n\r\nhello", "HTTP/1.0 200 OK\r\n\r\nhello",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nX: y\r\n\r\n",
                           "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"}) {
    in_scope([text](aria::Scope& s) {
      const aria::Response answer = aria::http::get(Answering(s, text).url());
      EXPECT_EQ(answer.status(), 200);
      EXPECT_EQ(answer.body(), "hello");
      EXPECT_EQ(answer.header("X"), std::nullopt);
    });
  }
}

TEST(Client, AnswersThatAreNone) {
  const std::string interim = "HTTP/1.1 100 Continue\r\n\r\n";
  std::string endless;
  for (int i = 0; i < 20; ++i) {
    endless += interim;
  }
  for (const std::string& text : {std::string(), std::string("hello\r\n\r\n"), std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"),
                                  std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
                                  std::string("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n"), endless}) {
    in_scope([&text](aria::Scope& s) {
      const aria::String url = Answering(s, text).url();
      const std::string problem = http_error_of([&] { aria::http::get(url, {.max_body = 1000}); });
      EXPECT_TRUE(problem.starts_with(url.str() + ": the answer ")) << problem;
    });
  }
}

TEST(Client, Urls) {
  in_scope([](aria::Scope&) {
    const auto refused = [](const char* url, const char* why) {
      const std::string problem = http_error_of([&] { aria::http::get(url); });
      EXPECT_TRUE(contains(problem, why)) << url << ": " << problem;
    };
    refused("https://example.com/", "TLS is not available yet");
    refused("", "begins with http://");
    refused("example.com", "begins with http://");
    refused("ftp://example.com/", "begins with http://");
    refused("http://", "host");
    refused("http:///a", "host");
    refused("http://:80/", "host");
    refused("http://a b/", "host");
    refused("http://a:b/", "host");
    refused("http://a:65536/", "host");
    refused("http://[::1/", "host");
    refused("http://\xC3\xA9.example/", "host");
    refused("http://user:secret@example.com/", "user name");
    refused("http://a/\r\nX: y", "control characters");
    refused("http://a/%zz", "begins an escape");
    EXPECT_FALSE(contains(http_error_of([] { aria::http::get("http://user:secret@example.com/"); }), "secret"));
  });
}

TEST(Client, HeadersThatWouldEndALine) {
  in_scope([](aria::Scope&) {
    for (const auto& [name, value] : {std::pair("X", "a\r\nY: b"), std::pair("X", "a\nb"), std::pair("X\r\nY", "a"), std::pair("X Y", "a"), std::pair("", "a"),
                                      std::pair("X:", "a"), std::pair("X", "a\x01")}) {
      EXPECT_FALSE(http_error_of([&, n = name, v = value] { aria::http::get("http://127.0.0.1:1/", {.headers = {{n, v}}}); }).empty()) << name;
      EXPECT_FALSE(http_error_of([&, n = name, v = value] { aria::Response({.headers = {{n, v}}}); }).empty()) << name;
      EXPECT_FALSE(http_error_of([&, n = name, v = value] { aria::Response::ok("").with_header(n, v); }).empty()) << name;
      EXPECT_FALSE(http_error_of([&, n = name, v = value] { aria::Request("/", {.headers = {{n, v}}}); }).empty()) << name;
    }
    EXPECT_FALSE(http_error_of([] { aria::http::request("GET /x HTTP/1.1\r\n", "http://127.0.0.1:1/"); }).empty());
    EXPECT_FALSE(http_error_of([] { aria::Response({.status = 100}); }).empty());
    EXPECT_FALSE(http_error_of([] { aria::Response({.status = 600}); }).empty());
  });
}

TEST(Client, Redirects) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request& request) -> aria::Response {
      const std::string path = request.path().str();
      if (path == "/loop") {
        return aria::Response::redirect("/loop");
      }
      if (path == "/see") {
        return aria::Response::redirect("end?x=1#part", {.status = 303});
      }
      if (path == "/keep") {
        return aria::Response::redirect("./a/../end", {.status = 307});
      }
      return aria::Response::ok(request.method() + " " + request.target() + " " + request.body());
    });
    EXPECT_EQ(aria::http::get(running.url("/see")).status(), 303);
    EXPECT_EQ(aria::http::get(running.url("/see"), {.redirects = 1}).body(), "GET /end?x=1 ");
    EXPECT_EQ(aria::http::post(running.url("/see"), {.body = "text", .redirects = 1}).body(), "GET /end?x=1 ");
    EXPECT_EQ(aria::http::post(running.url("/keep"), {.body = "text", .redirects = 5}).body(), "POST /end text");
    EXPECT_TRUE(contains(http_error_of([&] { aria::http::get(running.url("/loop"), {.redirects = 3}); }), "too many redirects"));
  });
}

// What was meant for one host is not told to another.
TEST(Client, ARedirectToAnotherHost) {
  in_scope([](aria::Scope& s) {
    const Running second(s, [](const aria::Request& request) {
      return aria::Response::ok(request.header("Authorization").value_or("none") + " " + request.header("Cookie").value_or("none") + " " + request.header("X").value_or("none"));
    });
    const Running first(s, [&second](const aria::Request&) { return aria::Response::redirect(second.url("/")); });
    const aria::http::Options options{.headers = {{"Authorization", "secret"}, {"Cookie", "a=b"}, {"X", "y"}}, .redirects = 1};
    EXPECT_EQ(aria::http::get(first.url(), options).body(), "none none y");
    EXPECT_EQ(aria::http::get(second.url(), options).body(), "secret a=b y");
  });
}

TEST(Client, CancellationAndTimeouts) {
  in_scope([](aria::Scope& s) {
    const aria::TcpListener silent = aria::TcpListener::bind("127.0.0.1:0");
    const aria::String url("http://" + silent.local_addr().to_string().str() + "/");
    const auto asking = s.spawn([&url] { return aria::http::get(url); });
    rules::until_parked(asking);
    io_tests::stop(asking);
    EXPECT_TRUE(aria::timeout(10_ms, [&url] { return aria::http::get(url); }).is_err());
  });
}

TEST(Client, NobodyThere) {
  in_scope([](aria::Scope&) {
    const aria::TcpListener gone = aria::TcpListener::bind("127.0.0.1:0");
    const aria::String url("http://" + gone.local_addr().to_string().str() + "/");
    gone.close();
    EXPECT_TRUE(io_tests::ends_with(io_tests::error_of([&] { aria::http::get(url); }), "Connection refused"));
  });
}

// The server answers and goes before it has read the body.
TEST(Client, AnEarlyAnswer) {
  in_scope([](aria::Scope& s) {
    const Running running(s, [](const aria::Request&) { return aria::Response::ok(""); }, {.max_body = 10});
    EXPECT_EQ(aria::http::post(running.url(), {.body = std::string(100'000, 'x')}).status(), 413);
  });
}

}  // namespace
