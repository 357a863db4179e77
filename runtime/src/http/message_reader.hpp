// Reads one message from the bytes of a connection. The strict checks decide first where it ends and whether it is taken at all; what passes
// goes to Boost.Beast's parser, which has to come to the same end. Two readers that must agree: where they do not, the message is refused.
// Does no input itself; not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/chunk_check.hpp"
#include "http/head_check.hpp"
#include "io/byte_queue.hpp"

namespace aria::detail::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Message {
  std::string method = {};  // of a request
  std::string target = {};
  int status = 0;           // of a response
  Fields fields = {};       // in order, as they were spelled; trailers are dropped
  std::string body = {};
};

class MessageReader {
 public:
  enum class State : std::uint8_t { head, body, complete, refused };

  MessageReader(Role role, const Limits& limits);
  ~MessageReader();
  MessageReader(const MessageReader&) = delete;
  MessageReader& operator=(const MessageReader&) = delete;

  void expect_no_body() noexcept { head_.expect_no_body(); }

  // Takes what belongs to the message from the front of `input`. In the states `head` and `body` it needs more.
  State feed(ByteQueue& input);
  // Nothing more comes: complete if that is how the body ends, else refused.
  State feed_end();
  // The message is not waited for any longer.
  State give_up(Refusal why) noexcept { return refuse(why); }
  const Refusal& refusal() const noexcept { return refusal_; }

  // From the state `body` on.
  bool expects_continue() const noexcept { return head_.expects_continue(); }
  bool is_http_10() const noexcept { return head_.is_http_10(); }
  bool stays_open() const noexcept { return head_.stays_open(); }
  Message take() noexcept { return std::move(message_); }
  const Message& message() const noexcept { return message_; }

 private:
  class Parser;
  template <bool IsRequest>
  class ParserOf;

  State refuse(Refusal refusal) noexcept;
  bool read_head(ByteQueue& input);
  void read_counted(ByteQueue& input);
  void read_chunks(ByteQueue& input);
  void read_until_close(ByteQueue& input);
  bool parse(ByteQueue& input, std::size_t count);

  const Role role_;
  const Limits limits_;
  HeadCheck head_;
  ChunkCheck chunks_;
  Refusal refusal_;
  State state_ = State::head;
  std::uint64_t left_ = 0;    // of a body whose length is known
  std::size_t checked_ = 0;   // bytes at the front of the input that passed and that the parser has not taken yet
  Message message_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace aria::detail::http
