#include "http/head_check.hpp"

#include <algorithm>

#include "http/characters.hpp"
#include "http/uri.hpp"

namespace aria::detail::http {

namespace {

constexpr std::size_t longest_method = 32;
constexpr std::size_t around_target = longest_method + 16;  // method, blanks and version
constexpr std::size_t most_length_digits = 19;              // so that it fits

bool is_version(std::string_view text) noexcept { return text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]); }

}  // namespace

FieldLine read_field(std::string_view line) noexcept {
  if (is_blank(line.front())) {
    return {{}, {}, "a line of the head begins with a blank"};
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return {{}, {}, "a field has no colon"};
  }
  const FieldLine field{line.substr(0, colon), trimmed(line.substr(colon + 1)), nullptr};
  if (!is_token(field.name)) {
    return {{}, {}, "the name of a field is not one word of letters, digits and signs"};
  }
  if (!is_value(field.value)) {
    return {{}, {}, "the value of a field holds a control character"};
  }
  return field;
}

std::optional<std::size_t> HeadCheck::scan(std::string_view input) {
  while (!refusal_ && !is_done_) {
    if (!has_start_line_ && role_ == Role::request && next_ < input.size() && !is_token_character(input[next_]) && input[next_] != '\r') {
      refuse(400, "this is no HTTP request");
      break;
    }
    const std::size_t end = input.find('\n', searched_);
    if (is_too_long(end == std::string_view::npos ? input.size() : end) || end == std::string_view::npos) {
      searched_ = input.size();
      return std::nullopt;
    }
    std::string_view line = input.substr(next_, end - next_);
    next_ = searched_ = end + 1;
    if (!line.ends_with('\r')) {
      refuse(400, "a line ends without CR");
      break;
    }
    line.remove_suffix(1);
    read_line(line);
  }
  return is_done_ && !refusal_ ? std::optional(next_) : std::nullopt;
}

bool HeadCheck::is_too_long(std::size_t size) noexcept {
  if (!has_start_line_ && role_ == Role::request && size >= std::min(limits_.target + around_target, limits_.head)) {
    refuse(414, "the target is too long");
  } else if (size >= limits_.head) {
    refuse(431, "the head is too long");
  }
  return static_cast<bool>(refusal_);
}

void HeadCheck::read_line(std::string_view line) {
  if (!has_start_line_) {
    if (line.empty() && start_ == 0 && role_ == Role::request) {
      start_ = next_;
    } else {
      has_start_line_ = true;
      role_ == Role::request ? read_request_line(line) : read_status_line(line);
    }
  } else if (line.empty()) {
    finish();
  } else if (++fields_ > limits_.fields) {
    refuse(431, "there are too many fields");
  } else {
    read_header(line);
  }
}

// --- The first line -----------------------------------------------------------------------------------------------

void HeadCheck::read_request_line(std::string_view line) {
  const std::size_t method_end = line.find(' ');
  const std::size_t target_end = method_end == std::string_view::npos ? method_end : line.find(' ', method_end + 1);
  if (target_end == std::string_view::npos) {
    return refuse(400, "a request begins with a method, a target and a version, with one space between them");
  }
  const std::string_view method = line.substr(0, method_end);
  if (!is_token(method)) {
    return refuse(400, "the method is not one word of letters, digits and signs");
  }
  if (method.size() > longest_method) {
    return refuse(501, "the method is not known");
  }
  read_version(line.substr(target_end + 1));
  if (!refusal_) {
    read_target(method, line.substr(method_end + 1, target_end - method_end - 1));
  }
}

void HeadCheck::read_version(std::string_view version) {
  if (!is_version(version)) {
    return refuse(400, "the version is not written as HTTP/1.1");
  }
  is_http_10_ = version == "HTTP/1.0";
  if (!is_http_10_ && version != "HTTP/1.1") {
    refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
}

void HeadCheck::read_target(std::string_view method, std::string_view target) {
  if (target.size() > limits_.target) {
    return refuse(414, "the target is too long");
  }
  if (target.empty() || !std::all_of(target.begin(), target.end(), is_target_character) || !is_escaped_rightly(target)) {
    return refuse(400, "the target holds what must be escaped");
  }
  if (method == "CONNECT") {
    return refuse(501, "this is no proxy");
  }
  if (target == "*" && method == "OPTIONS") {
    return;
  }
  if (target.starts_with('/')) {
    return;
  }
  constexpr std::string_view scheme = "http://";
  if (!is_same_name(target.substr(0, scheme.size()), scheme)) {
    return refuse(400, "the target is no path");
  }
  const std::string_view rest = target.substr(scheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  if (authority.empty() || authority.starts_with(':') || !is_authority(authority)) {
    return refuse(400, "the host of the target is malformed");
  }
  authority_ = plain_authority(authority);
}

void HeadCheck::read_status_line(std::string_view line) {
  constexpr std::size_t version_size = 8;
  constexpr std::size_t code_end = version_size + 4;
  read_version(line.substr(0, version_size));
  if (refusal_) {
    return;
  }
  const bool has_code = line.size() > code_end && line[version_size] == ' ' && line[code_end] == ' ' &&
                        std::all_of(line.begin() + version_size + 1, line.begin() + code_end, is_digit) && line[version_size + 1] != '0';
  if (!has_code) {
    return refuse(400, "the status is not three digits");
  }
  if (!is_value(line.substr(code_end))) {
    return refuse(400, "the reason holds a control character");
  }
  status_ = (line[version_size + 1] - '0') * 100 + (line[version_size + 2] - '0') * 10 + (line[version_size + 3] - '0');
}

// --- Fields -------------------------------------------------------------------------------------------------------

void HeadCheck::read_header(std::string_view line) {
  const FieldLine field = read_field(line);
  if (field.problem != nullptr) {
    return refuse(400, field.problem);
  }
  if (is_same_name(field.name, "Content-Length")) {
    read_length(field.value);
  } else if (is_same_name(field.name, "Transfer-Encoding")) {
    read_coding(field.value);
  } else if (is_same_name(field.name, "Connection")) {
    read_connection(field.value);
  } else if (is_same_name(field.name, "Host") && role_ == Role::request) {
    if (host_) {
      return refuse(400, "there is more than one Host");
    }
    if (!is_authority(field.value)) {
      return refuse(400, "the Host is malformed");
    }
    host_ = plain_authority(field.value);
  } else if (is_same_name(field.name, "Expect") && role_ == Role::request) {
    expects_continue_ = is_same_name(field.value, "100-continue");
    if (!expects_continue_) {
      refuse(417, "the expectation is not known");
    }
  }
}

void HeadCheck::read_length(std::string_view value) {
  if (length_) {
    return refuse(400, "there is more than one Content-Length");
  }
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) {
    return refuse(400, "the Content-Length is not a number");
  }
  if (value.size() > most_length_digits) {
    return refuse(413, "the body is too long");
  }
  length_ = 0;
  for (const char c : value) {
    *length_ = *length_ * 10 + static_cast<std::uint64_t>(c - '0');
  }
}

// Several codings may be combined; only `chunked`, which then ends the list, is understood here.
void HeadCheck::read_coding(std::string_view value) {
  if (has_coding_) {
    return refuse(400, "there is more than one Transfer-Encoding");
  }
  has_coding_ = true;
  if (is_same_name(value, "chunked")) {
    return;
  }
  std::size_t chunked = 0;
  bool is_last = false;
  bool are_tokens = true;
  each_element(value, [&](std::string_view coding) {
    is_last = is_same_name(coding, "chunked");
    chunked += is_last ? 1 : 0;
    are_tokens = are_tokens && is_token(coding);
  });
  if (are_tokens && is_last && chunked == 1) {
    refuse(501, "of the transfer codings only `chunked` is known");
  } else {
    refuse(400, "the Transfer-Encoding does not end in one `chunked`");
  }
}

void HeadCheck::read_connection(std::string_view value) {
  each_element(value, [this](std::string_view option) {
    if (!option.empty() && !is_token(option)) {
      refuse(400, "the Connection is no list of words");
    }
    wants_close_ = wants_close_ || is_same_name(option, "close");
    wants_keep_alive_ = wants_keep_alive_ || is_same_name(option, "keep-alive");
  });
}

// --- The end of the head ------------------------------------------------------------------------------------------

void HeadCheck::finish() {
  if (has_coding_ && length_) {
    return refuse(400, "there are a Content-Length and a Transfer-Encoding");
  }
  if (has_coding_ && is_http_10_) {
    return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
  }
  role_ == Role::request ? finish_request() : finish_response();
  if (!refusal_ && framing_ == Framing::length && *length_ > limits_.body) {
    refuse(413, "the body is too long");
  }
  is_done_ = true;
}

void HeadCheck::finish_request() {
  if (!host_ && !is_http_10_) {
    return refuse(400, "there is no Host");
  }
  if (!authority_.empty() && host_ && *host_ != authority_) {
    return refuse(400, "the Host is not that of the target");
  }
  framing_ = has_coding_ ? Framing::chunked : length_.value_or(0) != 0 ? Framing::length : Framing::none;
}

void HeadCheck::finish_response() {
  if (status_ == 101) {
    return refuse(400, "the protocol is switched though nobody asked for it");
  }
  if (has_no_body_ || status_ < 200 || status_ == 204 || status_ == 304) {
    framing_ = Framing::none;
  } else if (has_coding_) {
    framing_ = Framing::chunked;
  } else if (length_) {
    framing_ = *length_ == 0 ? Framing::none : Framing::length;
  } else {
    framing_ = Framing::until_close;
  }
}

}  // namespace aria::detail::http
