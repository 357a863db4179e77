#include "http/message_reader.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>

namespace aria::detail::http {

namespace beast = boost::beast;

class MessageReader::Parser {
 public:
  virtual ~Parser() = default;
  // How many bytes it took; nothing if it refuses them.
  virtual std::optional<std::size_t> put(std::string_view bytes) = 0;
  virtual bool finish() = 0;
  virtual bool is_done() const = 0;
  virtual void skip_body() = 0;
};

// Puts what Beast finds into a Message. Fields behind a chunked body are dropped.
template <bool IsRequest>
class MessageReader::ParserOf final : public MessageReader::Parser, public beast::http::basic_parser<IsRequest> {
  using Base = beast::http::basic_parser<IsRequest>;
  using Text = beast::string_view;
  using Code = beast::error_code;

 public:
  explicit ParserOf(Message& message) : message_(message) {
    this->eager(true);
    this->header_limit(std::numeric_limits<std::uint32_t>::max());  // the strict checks have limits of their own
    this->body_limit(boost::none);
  }

  std::optional<std::size_t> put(std::string_view bytes) override {
    Code code;
    const std::size_t taken = Base::put(beast::net::const_buffer(bytes.data(), bytes.size()), code);
    if (code && code != beast::http::error::need_more) {
      return std::nullopt;
    }
    return taken;
  }
  bool finish() override {
    Code code;
    this->put_eof(code);
    return !code;
  }
  bool is_done() const override { return Base::is_done(); }
  void skip_body() override { this->skip(true); }

 private:
  void on_request_impl(beast::http::verb, Text method, Text target, int, Code&) override {
    message_.method = std::string(method);
    message_.target = std::string(target);
  }
  void on_response_impl(int status, Text, int, Code&) override { message_.status = status; }
  void on_field_impl(beast::http::field, Text name, Text value, Code&) override {
    if (!has_head_) {
      message_.fields.emplace_back(std::string(name), std::string(value));
    }
  }
  void on_header_impl(Code&) override { has_head_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(Text part, Code&) override {
    message_.body.append(part.data(), part.size());
    return part.size();
  }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text part, Code&) override {
    message_.body.append(part.data(), part.size());
    return part.size();
  }
  void on_finish_impl(Code&) override {}

  Message& message_;
  bool has_head_ = false;
};

MessageReader::MessageReader(Role role, const Limits& limits) : role_(role), limits_(limits), head_(role, limits), chunks_(limits) {
  if (role == Role::request) {
    parser_ = std::make_unique<ParserOf<true>>(message_);
  } else {
    parser_ = std::make_unique<ParserOf<false>>(message_);
  }
}

MessageReader::~MessageReader() = default;

MessageReader::State MessageReader::refuse(Refusal refusal) noexcept {
  refusal_ = refusal;
  return state_ = State::refused;
}

MessageReader::State MessageReader::feed(ByteQueue& input) {
  if (state_ == State::head && !read_head(input)) {
    return state_;
  }
  if (state_ == State::body) {
    switch (head_.framing()) {
      case Framing::none:
        state_ = State::complete;
        break;
      case Framing::length:
        read_counted(input);
        break;
      case Framing::chunked:
        read_chunks(input);
        break;
      case Framing::until_close:
        read_until_close(input);
        break;
    }
  }
  if (state_ == State::complete && head_.framing() != Framing::until_close && !parser_->is_done()) {
    return refuse({400, "the end of the body is not clear"});
  }
  return state_;
}

// True once the head is there and is taken.
bool MessageReader::read_head(ByteQueue& input) {
  const std::optional<std::size_t> size = head_.scan(input.view());
  if (!size) {
    if (head_.refusal()) {
      refuse(head_.refusal());
    }
    return false;
  }
  if (head_.framing() == Framing::none && role_ == Role::response) {
    parser_->skip_body();
  }
  input.drop(head_.start());
  if (!parse(input, *size - head_.start()) || checked_ != 0) {
    refuse({400, "the head is malformed"});
    return false;
  }
  left_ = head_.length();
  state_ = State::body;
  return true;
}

// Gives the parser the first `count` bytes and drops what it took.
bool MessageReader::parse(ByteQueue& input, std::size_t count) {
  const std::optional<std::size_t> taken = parser_->put(input.view().substr(0, count));
  if (!taken) {
    return false;
  }
  input.drop(*taken);
  checked_ = count - *taken;
  return true;
}

void MessageReader::read_counted(ByteQueue& input) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
  if (count == 0) {
    return;
  }
  if (!parse(input, count) || checked_ != 0) {
    refuse({400, "the body is malformed"});
    return;
  }
  left_ -= count;
  state_ = left_ == 0 ? State::complete : State::body;
}

void MessageReader::read_chunks(ByteQueue& input) {
  const std::size_t before = checked_;
  checked_ += chunks_.scan(input.view().substr(checked_));
  if (chunks_.refusal()) {
    refuse(chunks_.refusal());
    return;
  }
  if (checked_ == before) {
    return;
  }
  if (!parse(input, checked_) || (chunks_.is_complete() && checked_ != 0)) {
    refuse({400, "the body is malformed"});
    return;
  }
  state_ = chunks_.is_complete() ? State::complete : State::body;
}

void MessageReader::read_until_close(ByteQueue& input) {
  if (message_.body.size() + input.size() > limits_.body) {
    refuse({413, "the body is too long"});
  } else if (!input.empty() && !parse(input, input.size())) {
    refuse({400, "the body is malformed"});
  }
}

MessageReader::State MessageReader::feed_end() {
  if (state_ == State::complete || state_ == State::refused) {
    return state_;
  }
  if (state_ == State::body && head_.framing() == Framing::until_close && parser_->finish()) {
    return state_ = State::complete;
  }
  return refuse({400, "the message ends too early"});
}

}  // namespace aria::detail::http
