// feature: I5
// Requests and responses as values.
#include <string>

#include "exchange.hpp"

namespace {

using http_tests::http_error_of;

TEST(Request, Parse) {
  const auto parsed = aria::Request::parse("POST /a%20b?c=d+e&f=%C3%A9&g&c=h HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nhi");
  ASSERT_TRUE(parsed.is_ok());
  const aria::Request& request = *parsed;
  EXPECT_EQ(request.method(), "POST");
  EXPECT_EQ(request.target(), "/a%20b?c=d+e&f=%C3%A9&g&c=h");
  EXPECT_EQ(request.path(), "/a b");
  EXPECT_EQ(request.query(), (aria::Map<aria::String, aria::String>{{"c", "h"}, {"f", "\xC3\xA9"}, {"g", ""}}));
  EXPECT_EQ(request.header("X-a"), aria::String("1"));
  EXPECT_EQ(request.header_all("X-A"), (aria::Array<aria::String>{"1", "2"}));
  EXPECT_EQ(request.headers()["x-a"], "1, 2");
  EXPECT_EQ(request.header("Y"), std::nullopt);
  EXPECT_EQ(request.body(), "hi");
  EXPECT_EQ(request.to_string(), "POST /a%20b?c=d+e&f=%C3%A9&g&c=h");
}

TEST(Request, ParseRefuses) {
  EXPECT_EQ(aria::Request::parse("GET / HTTP/1.1\r\n\r\n").error().message(), "there is no Host");
  EXPECT_EQ(aria::Request::parse("GET / HTTP/1.1\r\nHost: a\r\n").error().message(), "the message ends too early");
  EXPECT_EQ(aria::Request::parse("").error().message(), "the message ends too early");
  EXPECT_EQ(aria::Request::parse("GET / HTTP/1.1\r\nHost: a\r\n\r\nx").error().message(), "something follows the request");
}

TEST(Request, New) {
  const aria::Request request("/a?b=c", {.method = "PUT", .headers = {{"X", "y"}}, .body = "text"});
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query()["b"], "c");
  EXPECT_EQ(request.header("x"), aria::String("y"));
  EXPECT_EQ(request, aria::Request("/a?b=c", {.method = "PUT", .headers = {{"X", "y"}}, .body = "text"}));
  for (const char* target : {"", "a", "/a b", "/\xC3\xA9", "/a#b", "/%", "http://a/"}) {
    EXPECT_FALSE(http_error_of([target] { aria::Request(aria::String(target)); }).empty()) << target;
  }
  EXPECT_FALSE(http_error_of([] { aria::Request("/", {.method = "G T"}); }).empty());
}

TEST(Request, AbsoluteTargets) {
  const auto path_of = [](const std::string& target) { return aria::Request::parse("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")->path(); };
  EXPECT_EQ(path_of("http://a/b?c"), "/b");
  EXPECT_EQ(path_of("http://a"), "/");
  EXPECT_EQ(path_of("http://a?b"), "/");
  EXPECT_EQ(path_of("//b"), "//b");
}

TEST(Response, Kinds) {
  const aria::Response ok = aria::Response::ok("hello");
  EXPECT_EQ(ok.status(), 200);
  EXPECT_TRUE(ok.is_ok());
  EXPECT_EQ(ok.header("content-type"), aria::String("text/plain; charset=utf-8"));
  EXPECT_EQ(ok, aria::Response({.body = "hello"}));
  EXPECT_EQ(ok.to_string(), "200 OK");
  EXPECT_EQ(aria::Response::html("<p>").header("Content-Type"), aria::String("text/html; charset=utf-8"));
  EXPECT_EQ(aria::Response::json("{}", {.status = 201}).status(), 201);
  EXPECT_EQ(aria::Response::json("{}").header("Content-Type"), aria::String("application/json"));
  EXPECT_EQ(aria::Response::not_found().to_string(), "404 Not Found");
  EXPECT_EQ(aria::Response::bad_request("no").body(), "no");
  EXPECT_EQ(aria::Response::redirect("/x").header("Location"), aria::String("/x"));
  EXPECT_EQ(aria::Response::no_content().headers().len(), 0);
  EXPECT_EQ(aria::Response({.status = 299}).reason(), "");
  EXPECT_FALSE(aria::Response::not_found().is_ok());
  const aria::Response changed = ok.with_header("CONTENT-TYPE", "text/csv").with_header("X", " y ");
  EXPECT_EQ(changed.header_all("content-type"), (aria::Array<aria::String>{"text/csv"}));
  EXPECT_EQ(changed.header("x"), aria::String("y"));
  EXPECT_FALSE(changed == ok);
}

}  // namespace
