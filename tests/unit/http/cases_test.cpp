// feature: I5
// Every case of requests.cases and responses.cases: whole, byte by byte, and cut in two at every place. The verdict is the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "http/message_reader.hpp"

namespace {

using aria::detail::ByteQueue;
using aria::detail::http::ChunkCheck;
using aria::detail::http::Framing;
using aria::detail::http::HeadCheck;
using aria::detail::http::Limits;
using aria::detail::http::MessageReader;
using aria::detail::http::Role;
using State = MessageReader::State;

constexpr std::string_view hex_digits = "0123456789ABCDEF";

struct Case {
  std::string name;
  std::string verdict;
  std::string bytes;
};

// The bytes that the notation of the files stands for.
std::string bytes_of(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      bytes += text[at];
      continue;
    }
    switch (text[++at]) {
      case 'n': bytes += "\r\n"; break;
      case 'r': bytes += '\r'; break;
      case 'l': bytes += '\n'; break;
      case 't': bytes += '\t'; break;
      case '0': bytes += '\0'; break;
      case 'x':
        bytes += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
        at += 2;
        break;
      case '{': {
        const std::size_t end = text.find('}', at);
        const std::size_t star = text.rfind('*', end);
        const std::string part = bytes_of(text.substr(at + 1, star - at - 1));
        for (int left = std::stoi(std::string(text.substr(star + 1))); left > 0; --left) {
          bytes += part;
        }
        at = end;
        break;
      }
      default: bytes += text[at];
    }
  }
  return bytes;
}

// The notation of some bytes.
std::string shown(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (bytes.substr(at, 2) == "\r\n") {
      text += "\\n";
      ++at;
    } else if (byte == '\n') {
      text += "\\l";
    } else if (byte == '\r') {
      text += "\\r";
    } else if (byte == 0) {
      text += "\\0";
    } else if (byte < 0x20 || byte >= 0x7F) {
      text += {'\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15]};
    } else {
      text += bytes[at];
    }
  }
  return text;
}

std::vector<Case> read_cases(const char* file) {
  constexpr std::string_view bar = " | ";
  std::ifstream input(std::string(ARIA_CASES "/") + file);
  std::vector<Case> cases;
  for (std::string line; std::getline(input, line);) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    const std::size_t clause = line.find(bar);
    const std::size_t verdict = line.find(bar, clause + bar.size());
    const std::size_t bytes = line.find(bar, verdict + bar.size());
    if (bytes == std::string::npos) {
      ADD_FAILURE() << "no case: " << line;
      continue;
    }
    cases.push_back({line.substr(0, clause), line.substr(verdict + bar.size(), bytes - verdict - bar.size()), bytes_of(line.substr(bytes + bar.size()))});
  }
  return cases;
}

// Reads messages of a connection as long as it goes on.
class Conversation {
 public:
  Conversation(Role role, bool is_answer_to_head) : role_(role), is_answer_to_head_(is_answer_to_head) { begin(); }

  void receive(std::string_view bytes) {
    input_.make_room(bytes.size());
    std::copy(bytes.begin(), bytes.end(), input_.tail());
    input_.extend(bytes.size());
    has_begun_ = has_begun_ || !bytes.empty();
    while (!is_over_ && has_begun_ && note(reader_->feed(input_))) {
    }
  }
  void receive_end() {
    if (!is_over_ && has_begun_) {
      note(reader_->feed_end());
    }
  }
  std::string verdict() const { return verdict_ + (is_over_ || !has_begun_ ? "" : space("more")); }

 private:
  std::string space(const std::string& text) const { return (verdict_.empty() ? "" : " ") + text; }

  void begin() {
    Limits limits;
    limits.body = 20'000;
    reader_ = std::make_unique<MessageReader>(role_, limits);
    if (is_answer_to_head_) {
      reader_->expect_no_body();
    }
    has_begun_ = !input_.empty();
  }
  // True if there may be another message.
  bool note(State state) {
    if (state == State::refused) {
      verdict_ += space(role_ == Role::request ? std::to_string(reader_->refusal().status) : "malformed");
      is_over_ = true;
    }
    if (state != State::complete) {
      return false;
    }
    const bool stays_open = reader_->stays_open();
    const auto message = reader_->take();
    verdict_ += space((role_ == Role::request ? "" : std::to_string(message.status)) + "[" + shown(message.body) + "]");
    if (!stays_open) {
      verdict_ += space("close");
      is_over_ = true;
      return false;
    }
    begin();
    return true;
  }

  const Role role_;
  const bool is_answer_to_head_;
  ByteQueue input_;
  std::unique_ptr<MessageReader> reader_;
  std::string verdict_;
  bool has_begun_ = false;
  bool is_over_ = false;
};

// What comes of the bytes when they come in these pieces.
std::string verdict_of(Role role, const Case& one, const std::function<std::size_t(std::size_t)>& piece) {
  Conversation conversation(role, one.name.starts_with("HEAD: "));
  const std::string_view bytes = one.bytes;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = std::min(piece(at), bytes.size() - at);
    conversation.receive(bytes.substr(at, size));
    at += size;
  }
  if (role == Role::response) {
    conversation.receive_end();
  }
  return conversation.verdict();
}

// What the strict readers say by themselves, without the parser behind them; bodies are not told.
std::string strict_verdict(std::string_view bytes) {
  Limits limits;
  limits.body = 20'000;
  std::string verdict;
  const auto note = [&verdict](const std::string& text) { verdict += (verdict.empty() ? "" : " ") + text; };
  while (!bytes.empty()) {
    HeadCheck head(Role::request, limits);
    const std::optional<std::size_t> size = head.scan(bytes);
    if (!size) {
      note(head.refusal() ? std::to_string(head.refusal().status) : "more");
      break;
    }
    bytes.remove_prefix(*size);
    ChunkCheck chunks(limits);
    const bool is_chunked = head.framing() == Framing::chunked;
    const std::size_t body = is_chunked ? chunks.scan(bytes) : static_cast<std::size_t>(head.length());
    if (chunks.refusal() || (is_chunked ? !chunks.is_complete() : body > bytes.size())) {
      note(chunks.refusal() ? std::to_string(chunks.refusal().status) : "more");
      break;
    }
    bytes.remove_prefix(body);
    note("[]");
    if (!head.stays_open()) {
      note("close");
      break;
    }
  }
  return verdict;
}

std::string without_bodies(const std::string& verdict) {
  std::string result;
  for (std::size_t at = 0; at < verdict.size(); ++at) {
    result += verdict[at];
    if (verdict[at] == '[') {
      at = verdict.find(']', at) - 1;
    }
  }
  return result;
}

void check(Role role, const char* file, std::size_t at_least) {
  constexpr std::size_t long_case = 1500;  // such a one is cut at some places only
  const std::vector<Case> cases = read_cases(file);
  EXPECT_GE(cases.size(), at_least);
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(verdict_of(role, one, [&](std::size_t) { return one.bytes.size(); }), one.verdict);
    EXPECT_EQ(verdict_of(role, one, [](std::size_t) { return 1; }), one.verdict) << "byte by byte";
    const std::size_t step = one.bytes.size() < long_case ? 1 : 97;
    for (std::size_t cut = 1; cut < one.bytes.size(); cut += step) {
      ASSERT_EQ(verdict_of(role, one, [&](std::size_t at) { return at < cut ? cut - at : one.bytes.size(); }), one.verdict) << "cut at " << cut;
    }
  }
}

TEST(Cases, Requests) { check(Role::request, "requests.cases", 300); }
TEST(Cases, TheStrictReadersAreEnough) {
  for (const Case& one : read_cases("requests.cases")) {
    EXPECT_EQ(strict_verdict(one.bytes), without_bodies(one.verdict)) << one.name;
  }
}

// Cases with some bytes changed, left out, doubled or put in: whatever they mean now, it is the same however they are cut, and what the strict
// readers take the parser takes too.
TEST(Cases, MutationsMeanOneThing) {
  constexpr std::string_view likely("\r\n\t :;,=0159aF\0\x7F\xFF\"", 18);
  std::vector<Case> cases = read_cases("requests.cases");
  std::mt19937 random(5);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  for (int i = 0; i < 20'000; ++i) {
    Case one = cases[below(cases.size())];
    for (std::size_t changes = 1 + below(3); changes > 0 && !one.bytes.empty(); --changes) {
      const std::size_t at = below(std::min<std::size_t>(one.bytes.size(), 300));
      const char byte = likely[below(likely.size())];
      switch (below(4)) {
        case 0: one.bytes[at] = byte; break;
        case 1: one.bytes.erase(at, 1 + below(3)); break;
        case 2: one.bytes.insert(at, one.bytes.substr(at, 1 + below(8))); break;
        default: one.bytes.insert(at, 1, byte);
      }
    }
    const std::string whole = verdict_of(Role::request, one, [&](std::size_t) { return one.bytes.size(); });
    ASSERT_EQ(verdict_of(Role::request, one, [](std::size_t) { return 1; }), whole) << shown(one.bytes);
    ASSERT_EQ(strict_verdict(one.bytes), without_bodies(whole)) << shown(one.bytes);
  }
}

TEST(Cases, Responses) { check(Role::response, "responses.cases", 60); }

}  // namespace
