// A server and its connections.
//
// A connection is a task that reads a request, has it handled, writes the answer, and begins again. Between requests it is idle: closing the
// server closes idle connections at once, and the others notice when their request is finished. Who becomes idle and who closes look at each
// other's mark under one lock, so none is overlooked.
#pragma once

#include <functional>

#include <aria/http.hpp>

#include "http/connection.hpp"
#include "http/message_text.hpp"
#include "scheduler/spin_lock.hpp"

namespace aria::detail::http {

using Handler = std::function<Response(const Request&)>;

class Session;

class ServerCore {
 public:
  ServerCore(TcpListener listener, ServerOptions options) : listener_(std::move(listener)), options_(std::move(options)) {}

  void serve(const Handler& handler, Site site);
  void close() noexcept;
  SocketAddr local_addr(Site site) const { return listener_.local_addr(site); }

 private:
  friend class Session;

  const TcpListener listener_;
  const ServerOptions options_;
  SpinLock lock_;
  bool is_closing_ ARIA_GUARDED_BY(lock_) = false;
  Session* first_ ARIA_GUARDED_BY(lock_) = nullptr;  // of all sessions, a list
};

// One connection, as long as it lasts; lives on the stack of its task.
class Session {
 public:
  Session(ServerCore& server, TcpStream stream, const Handler& handler, Site site);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void run();

 private:
  friend class ServerCore;

  bool answer_one();
  bool await_request();
  MessageReader::State read_request(MessageReader& reader);
  bool receive(Instant deadline);
  Response handle(const Request& request);
  void write(const Message& response, const ResponseForm& form, bool with_body);
  void write_in_time(std::string_view text);
  void refuse(const Refusal& refusal);
  void linger();
  bool set_idle(bool is_idle) noexcept;

  ServerCore& server_;
  Connection connection_;
  const Handler& handler_;
  const Site site_;
  const Limits limits_;
  bool is_late_ = false;
  bool is_idle_ = false;  // guarded by the server's lock, as are the neighbours
  Session* next_ = nullptr;
  Session* previous_ = nullptr;
};

}  // namespace aria::detail::http
