#include "http/message_text.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include <aria/error.hpp>

#include "http/characters.hpp"

namespace aria::detail::http {

namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) { out.append(name).append(": ").append(value).append("\r\n"); }

// Fields that say how the message is framed, which follows from the message itself.
bool is_of_framing(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 4> names{"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"};
  return std::any_of(names.begin(), names.end(), [name](std::string_view other) { return is_same_name(name, other); });
}

// `Sun, 06 Nov 1994 08:49:37 GMT`, whatever the locale.
std::string date_text() {
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                                 months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace

void check_field(std::string_view name, std::string_view value, Site site) {
  if (!is_token(name)) {
    raise(HttpError(String("the name of a header is one word of letters, digits and signs: " + inspect(String(name)).str())), site);
  }
  if (!is_value(value)) {
    raise(HttpError(String("the value of the header " + std::string(name) + " holds a line end or another control character: " + inspect(String(value)).str())), site);
  }
}

Fields checked_fields(const Map<String, String>& headers, Site site) {
  Fields fields;
  for (const auto& [name, value] : headers) {
    check_field(name, value, site);
    fields.emplace_back(name.str(), std::string(trimmed(value)));
  }
  return fields;
}

bool asks_to_close(const Fields& fields) {
  bool asks = false;
  for (const auto& [name, value] : fields) {
    if (is_same_name(name, "Connection")) {
      each_element(value, [&asks](std::string_view option) { asks = asks || is_same_name(option, "close"); });
    }
  }
  return asks;
}

const std::string* find_field(const Fields& fields, std::string_view name) noexcept {
  const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto& field) { return is_same_name(field.first, name); });
  return found == fields.end() ? nullptr : &found->second;
}

std::string_view reason_of(int status) {
  const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  if (known == boost::beast::http::status::unknown) {
    return "";
  }
  const auto reason = boost::beast::http::obsolete_reason(known);
  return {reason.data(), reason.size()};
}

bool may_have_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

std::string request_head(const Message& request, std::string_view authority, bool keep_alive) {
  std::string head = request.method + " " + request.target + " HTTP/1.1\r\n";
  if (find_field(request.fields, "Host") == nullptr) {
    append_field(head, "Host", authority);
  }
  for (const auto& [name, value] : request.fields) {
    if (!is_of_framing(name)) {
      append_field(head, name, value);
    }
  }
  if (find_field(request.fields, "User-Agent") == nullptr) {
    append_field(head, "User-Agent", "aria");
  }
  if (find_field(request.fields, "Accept") == nullptr) {
    append_field(head, "Accept", "*/*");
  }
  const bool means_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (means_body || !request.body.empty()) {
    append_field(head, "Content-Length", std::to_string(request.body.size()));
  }
  if (!keep_alive) {
    append_field(head, "Connection", "close");
  }
  return head + "\r\n";
}

std::string response_head(const Message& response, const ResponseForm& form) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason_of(response.status)) + "\r\n";
  for (const auto& [name, value] : response.fields) {
    if (!is_of_framing(name)) {
      append_field(head, name, value);
    }
  }
  if (find_field(response.fields, "Date") == nullptr) {
    append_field(head, "Date", date_text());
  }
  if (may_have_body(response.status)) {
    append_field(head, "Content-Length", std::to_string(response.body.size()));
  }
  if (!form.stays_open) {
    append_field(head, "Connection", "close");
  } else if (form.is_http_10) {
    append_field(head, "Connection", "keep-alive");
  }
  return head + "\r\n";
}

}  // namespace aria::detail::http
