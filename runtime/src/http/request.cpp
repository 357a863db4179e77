// Requests as values, and what requests and responses have in common.
#include <algorithm>

#include <aria/error.hpp>
#include <aria/http.hpp>

#include "http/characters.hpp"
#include "http/message_text.hpp"
#include "http/uri.hpp"

namespace aria {

namespace detail::http {

namespace {

// The content of the target behind the host that it may begin with.
std::string_view path_and_query(std::string_view target) noexcept {
  constexpr std::string_view scheme = "http://";
  if (target.starts_with('/') || !is_same_name(target.substr(0, scheme.size()), scheme)) {
    return target;
  }
  const std::size_t path = target.find_first_of("/?", scheme.size());
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

}  // namespace

Map<String, String> Headers::headers() const {
  Map<String, String> map;
  for (const auto& [name, value] : message_->fields) {
    const String key(lowered(name));
    const std::optional<String> before = map.get(key);
    map.insert(key, before ? *before + ", " + String(value) : String(value));
  }
  return map;
}

std::optional<String> Headers::header(std::string_view name) const {
  const std::string* value = find_field(message_->fields, name);
  return value == nullptr ? std::nullopt : std::optional(String(*value));
}

Array<String> Headers::header_all(std::string_view name) const {
  Array<String> values;
  for (const auto& [other, value] : message_->fields) {
    if (is_same_name(other, name)) {
      values.push(String(value));
    }
  }
  return values;
}

String Headers::body() const { return String(message_->body); }
Bytes Headers::bytes() const { return Bytes(message_->body); }

bool Headers::is_same(const Headers& other) const noexcept {
  const Message& a = *message_;
  const Message& b = *other.message_;
  return a.method == b.method && a.target == b.target && a.status == b.status && a.fields == b.fields && a.body == b.body;
}

}  // namespace detail::http

using namespace detail::http;

Request::Request(const String& target, RequestOptions options, Site site) : Headers(nullptr) {
  Message message{.method = options.method.str(), .target = target.str(), .fields = checked_fields(options.headers, site), .body = options.body.str()};
  if (!is_token(message.method)) {
    raise(HttpError("a method is one word of letters, digits and signs"), site);
  }
  const bool has_right_characters = std::all_of(message.target.begin(), message.target.end(), is_target_character);
  if (!message.target.starts_with('/') || !has_right_characters || !is_escaped_rightly(message.target)) {
    raise(HttpError("a target is a path and a query, escaped: /a%20b?c=d"), site);
  }
  message_ = std::make_shared<const Message>(std::move(message));
}

Result<Request, HttpError> Request::parse(const String& text) {
  detail::ByteQueue input;
  input.make_room(text.str().size());
  std::copy(text.str().begin(), text.str().end(), input.tail());
  input.extend(text.str().size());
  MessageReader reader(Role::request, Limits{});
  MessageReader::State state = reader.feed(input);
  if (state != MessageReader::State::complete) {
    state = reader.feed_end();
    return Err(HttpError(String(reader.refusal().reason)));
  }
  if (!input.empty()) {
    return Err(HttpError("something follows the request"));
  }
  return Request(std::make_shared<const Message>(reader.take()));
}

String Request::method() const { return String(message_->method); }
String Request::target() const { return String(message_->target); }

String Request::path() const {
  const std::string_view target = path_and_query(message_->target);
  const std::string path = unescaped(target.substr(0, target.find('?')));
  return String(path.empty() ? "/" : path);
}

Map<String, String> Request::query() const {
  const std::size_t mark = message_->target.find('?');
  return query_map(mark == std::string::npos ? std::string_view() : std::string_view(message_->target).substr(mark + 1));
}

String Request::to_string() const { return String(message_->method + " " + message_->target); }

}  // namespace aria
