// One connection of a server: reading requests, having them handled, answering.
#include <aria/cancel.hpp>
#include <aria/errors.hpp>

#include "base/report.hpp"
#include "http/server.hpp"
#include "sync/task_runner.hpp"

namespace aria::detail::http {

namespace {

constexpr std::string_view continue_response = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t written_at_once = 64 * 1024;

Limits limits_of(const ServerOptions& options) {
  Limits limits;
  limits.head = static_cast<std::size_t>(options.max_head.value());
  limits.body = static_cast<std::uint64_t>(options.max_body.value());
  return limits;
}

bool is_of_connection(const ErrorRecord& error) noexcept { return error.payload(typeid(IoError)) != nullptr || error.payload(typeid(TimeoutError)) != nullptr; }

}  // namespace

Session::Session(ServerCore& server, TcpStream stream, const Handler& handler, Site site)
    : server_(server), connection_(std::move(stream)), handler_(handler), site_(site), limits_(limits_of(server.options_)) {
  SpinGuard guard(server_.lock_);
  next_ = server_.first_;
  if (next_ != nullptr) {
    next_->previous_ = this;
  }
  server_.first_ = this;
}

Session::~Session() {
  {
    SpinGuard guard(server_.lock_);
    (previous_ == nullptr ? server_.first_ : previous_->next_) = next_;
    if (next_ != nullptr) {
      next_->previous_ = previous_;
    }
  }
  connection_.stream().close();
}

// A client that goes away, or that is too slow, ends its own connection only.
void Session::run() {
  const ErrorRef error = attempt([this] {
    while (answer_one()) {
    }
  });
  if (error && !is_of_connection(*error)) {
    error->raise_again();
  }
}

// True if the connection is good for another request.
bool Session::answer_one() {
  if (connection_.input().empty() && !await_request()) {
    return false;
  }
  MessageReader reader(Role::request, limits_);
  if (read_request(reader) == MessageReader::State::refused) {
    refuse(reader.refusal());
    return false;
  }
  const Request request(std::make_shared<const Message>(reader.take()));
  const Response response = handle(request);
  bool is_closing = false;
  {
    SpinGuard guard(server_.lock_);
    is_closing = server_.is_closing_;
  }
  ResponseForm form{.is_http_10 = reader.is_http_10(), .stays_open = reader.stays_open() && !is_closing && !asks_to_close(response.message().fields)};
  write(response.message(), form, request.message().method != "HEAD");
  return form.stays_open;
}

// False if none comes: the client is gone or silent, or the server closes.
bool Session::await_request() {
  if (!set_idle(true)) {
    return false;
  }
  const bool has_come = receive(Instant::now() + server_.options_.idle_timeout);
  set_idle(false);
  return has_come;
}

// False if the server closes.
bool Session::set_idle(bool is_idle) noexcept {
  SpinGuard guard(server_.lock_);
  is_idle_ = is_idle && !server_.is_closing_;
  return is_idle_;
}

// False at the end and, with a mark, when it is too late.
bool Session::receive(Instant deadline) {
  try {
    return connection_.receive(deadline, site_);
  } catch (const Raised<TimeoutError>&) {
    is_late_ = true;
    return false;
  }
}

MessageReader::State Session::read_request(MessageReader& reader) {
  const Instant head_end = Instant::now() + server_.options_.header_timeout;
  std::optional<Patience> body;
  for (;;) {
    const MessageReader::State state = reader.feed(connection_.input());
    if (state == MessageReader::State::complete || state == MessageReader::State::refused) {
      return state;
    }
    if (state == MessageReader::State::body && !body) {
      body.emplace(server_.options_.body_timeout);
      if (reader.expects_continue() && reader.message().body.empty()) {
        write_in_time(continue_response);
      }
    }
    if (!receive(body ? body->end(reader.message().body.size()) : head_end)) {
      return is_late_ ? reader.give_up({408, "the request takes too long"}) : reader.feed_end();
    }
  }
}

Response Session::handle(const Request& request) {
  std::optional<Response> response;
  const ErrorRef error = attempt([&] { response.emplace(handler_(request)); });
  if (!error) {
    return *std::move(response);
  }
  if (error->kind() == ErrorKind::cancelled && cancel::is_cancelled()) {
    error->raise_again();
  }
  write_report("http: no answer to " + request.to_string().str() + ": " + describe_uncaught(*error, PanicTrace::none));  // the server goes on: no process is started for a trace
  return Response({.status = 500, .body = "internal server error"}, site_);
}

void Session::write(const Message& response, const ResponseForm& form, bool with_body) {
  const std::string_view body = with_body && may_have_body(response.status) ? std::string_view(response.body) : std::string_view();
  std::string first = response_head(response, form);
  first += body.substr(0, written_at_once);
  write_in_time(first);
  for (std::size_t at = written_at_once; at < body.size(); at += written_at_once) {
    write_in_time(body.substr(at, written_at_once));
  }
}

void Session::write_in_time(std::string_view text) { connection_.stream().write_before(text, Instant::now() + server_.options_.write_timeout, site_); }

void Session::refuse(const Refusal& refusal) {
  const Response response({.status = refusal.status, .body = std::string(refusal.reason) + "\n"}, site_);
  write(response.message(), {.stays_open = false}, true);
  linger();
}

// A socket that is closed with bytes unread resets the connection, and the client may lose the answer. So what it still sends is read, for a
// while.
void Session::linger() {
  constexpr std::size_t most = 256 * 1024;
  connection_.stream().close_write(site_);
  const Instant end = Instant::now() + Duration::seconds(std::int64_t{1});
  connection_.input().drop(connection_.input().size());
  for (std::size_t dropped = 0; dropped < most && receive(end);) {
    dropped += connection_.input().size();
    connection_.input().drop(connection_.input().size());
  }
}

}  // namespace aria::detail::http
