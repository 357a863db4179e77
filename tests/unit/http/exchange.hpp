// Servers that run while a test talks to them, and peers that speak byte by byte.
#pragma once

#include <aria/concurrency.hpp>
#include <aria/http.hpp>
#include <gtest/gtest.h>

#include <string>

#include "sockets.hpp"

namespace http_tests {

using io_tests::in_scope;

// What the HttpError says that the call raises; empty if it raises none.
template <typename Call>
std::string http_error_of(Call&& call) {
  aria::Caught<aria::HttpError> caught;
  try {
    call();
  } catch (const aria::Raised<aria::HttpError>& raised) {
    caught = raised;
  }
  return caught ? (*caught).message().str() : "";
}

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Serves in a task of the scope until it goes.
template <typename Handler>
class Running {
 public:
  Running(aria::Scope& scope, Handler handler, aria::ServerOptions options = {})
      : server_(aria::http::listen("127.0.0.1:0", std::move(options))), task_(scope.spawn([server = server_, handler] { server.serve(handler); })) {}
  ~Running() { server_.close(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  const aria::HttpServer& server() const { return server_; }
  const aria::Task<aria::Unit>& task() const { return task_; }
  aria::String url(const char* path = "/") const { return server_.url() + path; }
  aria::TcpStream connect() const { return aria::TcpStream::connect(server_.local_addr().to_string()); }
  // What comes back over a connection of its own, until the server closes it.
  std::string talk(std::string_view text) const {
    const aria::TcpStream stream = connect();
    stream.write(text);
    return stream.read_all().str();
  }

 private:
  aria::HttpServer server_;
  aria::Task<aria::Unit> task_;
};

// The next answer: its first line and its body, which has a Content-Length.
inline std::string read_answer(const aria::TcpStream& stream) {
  constexpr std::string_view length_field = "Content-Length: ";
  const std::string first = stream.read_line().value_or("(end)").str();
  std::size_t length = 0;
  for (std::optional<aria::String> line = stream.read_line(); line && !line->is_empty(); line = stream.read_line()) {
    if (line->starts_with(length_field)) {
      length = std::stoul(line->str().substr(length_field.size()));
    }
  }
  return first + " " + stream.read_exact(length).to_string().str();
}

// A listener whose first connection gets this text, once it has sent the head of a request, and then the end.
class Answering {
 public:
  Answering(aria::Scope& scope, std::string text) : listener_(aria::TcpListener::bind("127.0.0.1:0")) {
    scope.spawn([listener = listener_, text = std::move(text)] {
      const aria::TcpStream client = listener.accept();
      while (!client.read_line()->is_empty()) {
      }
      client.write(text);
    });
  }
  aria::String url() const { return aria::String("http://" + listener_.local_addr().to_string().str() + "/"); }

 private:
  aria::TcpListener listener_;
};

}  // namespace http_tests
