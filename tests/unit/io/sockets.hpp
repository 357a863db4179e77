// Pairs of connected sockets, errors as text, and sockets of the system that no runtime knows.
#pragma once

#include <aria/concurrency.hpp>
#include <aria/net.hpp>
#include <gtest/gtest.h>

#include <string>

namespace io_tests {

struct Pair {
  aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
  aria::TcpStream client = aria::TcpStream::connect(listener.local_addr().to_string());
  aria::TcpStream server = listener.accept();
};

// What the IoError says that the call raises; empty if it raises none.
template <typename Call>
std::string error_of(Call&& call) {
  aria::Caught<aria::IoError> caught;
  try {
    call();
  } catch (const aria::Raised<aria::IoError>& raised) {
    caught = raised;
  }
  return caught ? (*caught).message().str() : "";
}

inline void stop(const aria::detail::TaskHandle& task) {
  task.cancel();
  while (!task.is_finished()) {
    aria::yield_now();
  }
}

inline bool ends_with(const std::string& text, std::string_view end) { return std::string_view(text).ends_with(end); }

template <typename Body>
void in_scope(Body&& body) {
  aria::block_on([&] { aria::scope([&](aria::Scope& s) { body(s); }); });
}

}  // namespace io_tests
