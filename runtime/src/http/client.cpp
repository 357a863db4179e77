// The client: one exchange after the other until no redirect is left to follow.
#include <algorithm>
#include <array>

#include <aria/detail/task_core.hpp>
#include <aria/error.hpp>
#include <aria/http.hpp>

#include "http/characters.hpp"
#include "http/connection_pool.hpp"
#include "http/message_text.hpp"
#include "http/uri.hpp"

namespace aria {

namespace detail::http {

namespace {

constexpr std::size_t longest_head = 64 * 1024;  // servers are more talkative than clients
constexpr std::size_t most_fields = 256;
constexpr int most_interim_responses = 16;

[[noreturn]] void refuse(const Url& url, std::string_view why, Site site) { raise(HttpError(String(url.text() + ": " + std::string(why))), site); }

struct Exchange {
  const Url& url;
  const Message& request;
  Limits limits;
  Site site;
};

struct Answer {
  Message message;
  bool stays_open = false;
};

// One response, be it an interim one.
Answer read_one(Connection& connection, const Exchange& exchange) {
  MessageReader reader(Role::response, exchange.limits);
  if (exchange.request.method == "HEAD") {
    reader.expect_no_body();
  }
  MessageReader::State state = reader.feed(connection.input());
  while (state == MessageReader::State::head || state == MessageReader::State::body) {
    state = connection.receive(never, exchange.site) ? reader.feed(connection.input()) : reader.feed_end();
  }
  if (state == MessageReader::State::refused) {
    refuse(exchange.url, std::string("the answer is malformed: ") + reader.refusal().reason, exchange.site);
  }
  return {reader.take(), reader.stays_open()};
}

Answer read_answer(Connection& connection, const Exchange& exchange) {
  for (int i = 0; i < most_interim_responses; ++i) {
    Answer answer = read_one(connection, exchange);
    if (answer.message.status >= 200) {
      return answer;
    }
  }
  refuse(exchange.url, "the answer does not come to an end", exchange.site);
}

// Asks and reads the answer. The connection is kept if it can be used again.
Message run_over(Connection& connection, const Exchange& exchange) {
  const bool keep_alive = !asks_to_close(exchange.request.fields);
  connection.begin_exchange();
  const ErrorRef unsent =
      attempt([&] { connection.stream().write(request_head(exchange.request, exchange.url.authority, keep_alive) + exchange.request.body, exchange.site); });
  if (!unsent) {
    Answer answer = read_answer(connection, exchange);
    if (keep_alive && answer.stays_open && connection.input().empty()) {
      ConnectionPool::shared().keep(exchange.url.address, std::move(connection));
    }
    return std::move(answer.message);
  }
  // A server that wants no more of a request answers and goes away: its answer says more than the failed write.
  if (unsent->payload(typeid(IoError)) == nullptr) {
    unsent->raise_again();
  }
  std::optional<Answer> answer;
  const ErrorRef unread = attempt([&] { answer = read_answer(connection, exchange); });
  if (unread) {
    (unread->kind() == ErrorKind::cancelled ? unread : unsent)->raise_again();
  }
  return std::move(answer->message);
}

// Asking again does no harm (RFC 9110 9.2.2).
bool is_idempotent(std::string_view method) noexcept {
  constexpr std::array<std::string_view, 6> methods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

// Over a connection that lasted, if there is one. A server may close it just when it is used; then, if nothing came back, the request goes over
// a new one.
Message run(const Exchange& exchange) {
  if (std::optional<Connection> kept = ConnectionPool::shared().take(exchange.url.address, exchange.site)) {
    std::optional<Message> message;
    const ErrorRef error = attempt([&] { message = run_over(*kept, exchange); });
    if (!error) {
      return *std::move(message);
    }
    if (error->kind() != ErrorKind::error || kept->has_heard() || !is_idempotent(exchange.request.method)) {
      error->raise_again();
    }
  }
  Connection connection(TcpStream::connect(String(exchange.url.address), exchange.site));
  return run_over(connection, exchange);
}

bool is_redirect(int status) noexcept { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

void remove_fields(Fields& fields, std::string_view name) {
  fields.erase(std::remove_if(fields.begin(), fields.end(), [name](const auto& field) { return is_same_name(field.first, name); }), fields.end());
}

// What is asked at the new place (RFC 9110 15.4): after 303, and after a POST that was moved, only a GET. What was meant for one host is not
// told to another.
void redirect(Message& request, int status, const Url& from, const Url& to) {
  if ((status == 303 && request.method != "HEAD") || (status <= 302 && request.method == "POST")) {
    request.method = "GET";
    request.body.clear();
    remove_fields(request.fields, "Content-Type");
  }
  remove_fields(request.fields, "Host");
  if (to.authority != from.authority) {
    remove_fields(request.fields, "Authorization");
    remove_fields(request.fields, "Cookie");
  }
  request.target = to.target;
}

Message first_request(const String& method, const Url& url, const aria::http::Options& options, Site site) {
  Message request{.method = method.str(), .target = url.target, .fields = checked_fields(options.headers, site), .body = options.body.str()};
  if (!is_token(request.method) || request.method == "CONNECT") {
    refuse(url, "the method is not one that can be asked for", site);
  }
  if (!request.body.empty() && find_field(request.fields, "Content-Type") == nullptr) {
    request.fields.emplace_back("Content-Type", "text/plain; charset=utf-8");
  }
  return request;
}

}  // namespace
}  // namespace detail::http

namespace http {

using namespace detail::http;

Response request(const String& method, const String& url, Options options, Site site) {
  Url at = parse_url(url, site);
  if (!options.query.is_empty()) {
    at.target += (at.target.find('?') == std::string::npos ? "?" : "&") + query_text(options.query);
  }
  Message asked = first_request(method, at, options, site);
  const Limits limits{.head = longest_head, .fields = most_fields, .body = static_cast<std::uint64_t>(options.max_body.value())};
  for (Int left = options.redirects;; left -= 1) {
    Message answer = run({at, asked, limits, site});
    const std::string* location = is_redirect(answer.status) ? find_field(answer.fields, "Location") : nullptr;
    if (location == nullptr || options.redirects == 0) {
      return Response(std::make_shared<const Message>(std::move(answer)));
    }
    if (left == 0) {
      refuse(at, "there are too many redirects", site);
    }
    Url next = resolve_url(at, *location, site);
    redirect(asked, answer.status, at, next);
    at = std::move(next);
  }
}

}  // namespace http

}  // namespace aria
