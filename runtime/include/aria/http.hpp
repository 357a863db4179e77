// HTTP/1.1: a client and a server over the runtime's sockets. A program that uses them links aria_http and aria_io.
//
//   aria::Response page = aria::http::get("http://localhost:8080/", {.headers = {{"Accept", "text/plain"}}});
//   aria::http::serve("127.0.0.1:8080", [](const aria::Request& request) { return aria::Response::ok("hello " + request.path()); });
//
// Only the task waits; every wait is a checkpoint. Failures of the network raise IoError; a URL, a header or an answer that is none raises
// HttpError. Requests and responses are values: copies share what they hold, which never changes, so any task may have them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <aria/net.hpp>
#include <aria/site.hpp>
#include <aria/std/bytes.hpp>
#include <aria/std/error.hpp>
#include <aria/std/map.hpp>
#include <aria/std/result.hpp>
#include <aria/std/text.hpp>
#include <aria/time.hpp>

namespace aria {

// What is no HTTP: a malformed URL, answer, header or status.
class HttpError {
 public:
  HttpError() = default;
  HttpError(String message) : message_(std::move(message)) {}
  explicit HttpError(const char* message) : message_(message) {}

  const String& message() const noexcept { return message_; }
  const String& to_string() const noexcept { return message_; }

  friend bool operator==(const HttpError&, const HttpError&) = default;
  friend auto operator<=>(const HttpError&, const HttpError&) = default;

 private:
  String message_;
};

namespace detail::http {

struct Message;

// What requests and responses have in common.
class Headers {
 public:
  // Names in small letters; several fields of one name are joined by `, `.
  Map<String, String> headers() const;
  // Of the first field of this name, in any spelling.
  std::optional<String> header(std::string_view name) const;
  // Of all fields of this name.
  Array<String> header_all(std::string_view name) const;
  // What is no UTF-8 becomes U+FFFD.
  String body() const;
  Bytes bytes() const;

  const Message& message() const noexcept { return *message_; }

 protected:
  explicit Headers(std::shared_ptr<const Message> message) noexcept : message_(std::move(message)) {}
  bool is_same(const Headers& other) const noexcept;

  std::shared_ptr<const Message> message_;
};

}  // namespace detail::http

struct RequestOptions {
  String method = "GET";
  Map<String, String> headers = {};
  String body = {};
};

class Request : public detail::http::Headers {
 public:
  // A request as a server sees it, for tests of handlers. Raises HttpError if a part of it is malformed.
  explicit Request(const String& target, RequestOptions options = {}, Site site = Site::here());
  explicit Request(std::shared_ptr<const detail::http::Message> message) noexcept : Headers(std::move(message)) {}
  // The text of one request, nothing behind it.
  static Result<Request, HttpError> parse(const String& text);

  String method() const;
  // As it was sent: path and query, escaped.
  String target() const;
  // Without escapes.
  String path() const;
  // Without escapes; of a key that stands twice the last counts.
  Map<String, String> query() const;

  String to_string() const;
  friend bool operator==(const Request& a, const Request& b) noexcept { return a.is_same(b); }
};

struct ResponseOptions {
  Int status = 200;
  String body = {};
  Map<String, String> headers = {};
};
struct BodyOptions {
  Int status = 200;
};
struct RedirectOptions {
  Int status = 302;
};

class Response : public detail::http::Headers {
 public:
  // A body without a Content-Type is `text/plain; charset=utf-8`. Raises HttpError if the status is not from 200 to 599, or if a header holds
  // what no header may: so no text of a client becomes a header of its own.
  explicit Response(ResponseOptions options = {}, Site site = Site::here());
  explicit Response(std::shared_ptr<const detail::http::Message> message) noexcept : Headers(std::move(message)) {}

  static Response ok(const String& body, Site site = Site::here());
  static Response html(const String& body, BodyOptions options = {}, Site site = Site::here());
  static Response json(const String& body, BodyOptions options = {}, Site site = Site::here());
  static Response from_bytes(const Bytes& body, const String& content_type = "application/octet-stream", BodyOptions options = {}, Site site = Site::here());
  static Response no_content(Site site = Site::here());
  static Response redirect(const String& location, RedirectOptions options = {}, Site site = Site::here());
  static Response bad_request(const String& body = "bad request", Site site = Site::here());
  static Response not_found(const String& body = "not found", Site site = Site::here());

  // A copy whose header of this name has this value, in place of what it had.
  Response with_header(const String& name, const String& value, Site site = Site::here()) const;

  Int status() const noexcept;
  // Of the status: `Not Found`; empty if it is an unknown one.
  String reason() const;
  // From 200 to 299.
  bool is_ok() const noexcept;

  String to_string() const;
  friend bool operator==(const Response& a, const Response& b) noexcept { return a.is_same(b); }
};

struct ServerOptions {
  Int max_body = std::int64_t{8} << 20;                                 // bytes of a request's body; more is answered 413
  Int max_head = std::int64_t{16} << 10;                                // bytes of its head; more is answered 431
  Int max_connections = 10'000;                                         // others wait to be accepted
  Duration header_timeout = Duration::seconds(std::int64_t{10});        // for the whole head
  Duration body_timeout = Duration::seconds(std::int64_t{20});          // and a second more for each KiB that has come
  Duration idle_timeout = Duration::seconds(std::int64_t{60});          // between two requests of a connection
  Duration write_timeout = Duration::seconds(std::int64_t{30});         // for each 64 KiB of an answer
};

namespace detail::http {
class ServerCore;
}

// A handle: copies share the server.
class HttpServer {
 public:
  explicit HttpServer(std::shared_ptr<detail::http::ServerCore> core) noexcept : core_(std::move(core)) {}

  SocketAddr local_addr(Site site = Site::here()) const;
  // `http://127.0.0.1:8080`
  String url(Site site = Site::here()) const;
  // Answers each request with what `handler` gives for it, until the server is closed; each connection is a task of its own. If the handler
  // fails, its client gets a 500, the failure is told on standard error, and the server goes on.
  template <typename Handler>
  void serve(Handler&& handler, Site site = Site::here()) const {
    serve_with([&handler](const Request& request) -> Response { return handler(request); }, site);
  }
  // Accepts no more connections and lets go of those that wait for a request; requests that run are finished. Then serve returns.
  void close() const noexcept;

 private:
  using AnyHandler = std::function<Response(const Request&)>;
  void serve_with(const AnyHandler& handler, Site site) const;

  std::shared_ptr<detail::http::ServerCore> core_;
};

namespace http {

struct Options {
  String body = {};
  Map<String, String> headers = {};
  Map<String, String> query = {};               // put behind that of the URL
  Int redirects = 0;                            // how many are followed
  Int max_body = std::int64_t{64} << 20;        // bytes of the answer's body; more raises HttpError
};

// Gives any answer, whatever its status.
Response request(const String& method, const String& url, Options options = {}, Site site = Site::here());

inline Response get(const String& url, Options options = {}, Site site = Site::here()) { return request("GET", url, std::move(options), site); }
inline Response head(const String& url, Options options = {}, Site site = Site::here()) { return request("HEAD", url, std::move(options), site); }
inline Response post(const String& url, Options options = {}, Site site = Site::here()) { return request("POST", url, std::move(options), site); }
inline Response put(const String& url, Options options = {}, Site site = Site::here()) { return request("PUT", url, std::move(options), site); }
inline Response patch(const String& url, Options options = {}, Site site = Site::here()) { return request("PATCH", url, std::move(options), site); }
inline Response delete_(const String& url, Options options = {}, Site site = Site::here()) { return request("DELETE", url, std::move(options), site); }

// Port 0: any that is free.
HttpServer listen(const String& address, ServerOptions options = {}, Site site = Site::here());

template <typename Handler>
void serve(const String& address, Handler&& handler, ServerOptions options = {}, Site site = Site::here()) {
  listen(address, std::move(options), site).serve(handler, site);
}

}  // namespace http

}  // namespace aria
