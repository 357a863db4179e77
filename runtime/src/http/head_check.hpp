// The strict reader of a message's head, in front of the parser, which forgives too much. What it lets through has one meaning for everybody
// on the way: no line that ends without CR, no folded line, no blank around a name, no control character, one Host, one way to tell where the
// body ends (RFC 9112 2.2, 3, 5, 6).
//
// It reads line by line as the bytes come, and says the same however they are cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aria::detail::http {

enum class Role : std::uint8_t { request, response };

struct Limits {
  std::size_t head = 16 * 1024;
  std::size_t target = 8 * 1024;
  std::size_t fields = 100;
  std::uint64_t body = std::uint64_t{8} << 20;
};

// Why a message is not taken: the status that a server answers, and what is wrong.
struct Refusal {
  int status = 0;
  const char* reason = "";

  explicit operator bool() const noexcept { return status != 0; }
};

// How the end of the body is found (RFC 9112 6.3).
enum class Framing : std::uint8_t { none, length, chunked, until_close };

// A field, if the line is one; else what is wrong with it.
struct FieldLine {
  std::string_view name;
  std::string_view value;
  const char* problem = nullptr;
};
FieldLine read_field(std::string_view line) noexcept;

class HeadCheck {
 public:
  HeadCheck(Role role, const Limits& limits) noexcept : role_(role), limits_(limits) {}

  // The answer to a HEAD: whatever its fields say, no body follows.
  void expect_no_body() noexcept { has_no_body_ = true; }

  // `input` begins where the message does and has only grown since the last call. Gives the length of the head when all of it is there and
  // nothing if it goes on or is refused.
  std::optional<std::size_t> scan(std::string_view input);
  const Refusal& refusal() const noexcept { return refusal_; }
  // An empty line in front of a request is skipped: where the message begins.
  std::size_t start() const noexcept { return start_; }

  // Once the head is there.
  Framing framing() const noexcept { return framing_; }
  std::uint64_t length() const noexcept { return length_.value_or(0); }
  int status() const noexcept { return status_; }
  bool expects_continue() const noexcept { return expects_continue_ && !is_http_10_; }
  bool is_http_10() const noexcept { return is_http_10_; }
  // The connection may be used for another message.
  bool stays_open() const noexcept { return !wants_close_ && (!is_http_10_ || wants_keep_alive_) && framing_ != Framing::until_close; }

 private:
  void refuse(int status, const char* reason) noexcept { refusal_ = {status, reason}; }
  bool is_too_long(std::size_t size) noexcept;
  void read_line(std::string_view line);
  void read_request_line(std::string_view line);
  void read_status_line(std::string_view line);
  void read_version(std::string_view version);
  void read_target(std::string_view method, std::string_view target);
  void read_header(std::string_view line);
  void read_length(std::string_view value);
  void read_coding(std::string_view value);
  void read_connection(std::string_view value);
  void finish();
  void finish_request();
  void finish_response();

  const Role role_;
  const Limits limits_;
  Refusal refusal_;
  std::size_t start_ = 0;
  std::size_t next_ = 0;      // where the next line begins
  std::size_t searched_ = 0;  // up to here there is no end of it
  bool has_start_line_ = false;
  bool is_done_ = false;
  std::size_t fields_ = 0;

  int status_ = 0;
  bool is_http_10_ = false;
  bool has_no_body_ = false;
  std::string authority_;     // of a target in absolute form
  std::optional<std::string> host_;
  std::optional<std::uint64_t> length_;
  bool has_coding_ = false;
  bool wants_close_ = false;
  bool wants_keep_alive_ = false;
  bool expects_continue_ = false;
  Framing framing_ = Framing::none;
};

}  // namespace aria::detail::http
