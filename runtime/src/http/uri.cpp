#include "http/uri.hpp"

#include <algorithm>
#include <vector>

#include <aria/error.hpp>
#include <aria/http.hpp>

#include "http/characters.hpp"

namespace aria::detail::http {

namespace {

constexpr std::string_view scheme = "http://";

bool is_port(std::string_view text) noexcept {
  unsigned value = 0;
  for (const char c : text) {
    if (!is_digit(c) || (value = value * 10 + static_cast<unsigned>(c - '0')) > 65535) {
      return false;
    }
  }
  return true;
}

// Not `,`, which a name may hold by RFC 3986: it would be two Host fields in one.
bool is_name_character(char c) noexcept { return is_digit(c) || is_letter(c) || std::string_view("-._~%!$&'()*+;=").find(c) != std::string_view::npos; }

bool is_ip_literal(std::string_view text) noexcept {
  return text.find(':') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
}

struct Authority {
  std::string_view host;  // with brackets
  std::string_view port;
  bool is_valid;
};

Authority split_authority(std::string_view text) noexcept {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) {
      return {{}, {}, false};
    }
    const std::string_view rest = text.substr(end + 1);
    const bool is_valid = is_ip_literal(text.substr(1, end - 1)) && (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
    return {text.substr(0, end + 1), rest.empty() ? rest : rest.substr(1), is_valid};
  }
  const std::size_t colon = text.find(':');
  const std::string_view host = text.substr(0, colon);
  const std::string_view port = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  return {host, port, std::all_of(host.begin(), host.end(), is_name_character) && is_escaped_rightly(host) && is_port(port)};
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += {'%', digits[byte >> 4], digits[byte & 15]};
}

[[noreturn]] void refuse(std::string_view url, const char* why, Site site) { raise(HttpError(String(std::string(url) + ": " + why)), site); }

// A path and a query as they go on the wire.
std::string wire_target(std::string_view text, std::string_view url, Site site) {
  std::string target;
  for (const char c : text.substr(0, text.find('#'))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      refuse(escaped(url), "a URL holds no control characters", site);
    }
    if (is_target_character(c)) {
      target += c;
    } else {
      append_escape(target, c);
    }
  }
  if (!is_escaped_rightly(target)) {
    refuse(url, "a `%` in a URL begins an escape, `%25` stands for itself", site);
  }
  return target.starts_with('/') ? target : "/" + target;
}

// `/a/./b/../c` is `/a/c`.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_folder = false;
  for (std::string_view rest = path.substr(1);;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    ends_in_folder = part == "." || part == "..";
    if (part == "..") {
      if (!kept.empty()) {
        kept.pop_back();
      }
    } else if (part != ".") {
      kept.push_back(part);
    }
    if (slash == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(slash + 1);
  }
  std::string result;
  for (const std::string_view part : kept) {
    result.append("/").append(part);
  }
  return ends_in_folder || result.empty() ? result + "/" : result;
}

}  // namespace

bool is_authority(std::string_view text) noexcept { return split_authority(text).is_valid; }

std::string plain_authority(std::string_view authority) {
  const Authority parts = split_authority(authority);
  const std::string host = lowered(parts.host);
  return parts.port.empty() || parts.port == "80" ? host : host + ":" + std::string(parts.port);
}

bool is_escaped_rightly(std::string_view text) noexcept {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) {
      return false;
    }
  }
  return true;
}

std::string unescaped(std::string_view text, bool plus_is_space) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(text[at + 2]);
    if (low >= 0) {
      result += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      result += plus_is_space && text[at] == '+' ? ' ' : text[at];
    }
  }
  return result;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (is_digit(c) || is_letter(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      result += c;
    } else {
      append_escape(result, c);
    }
  }
  return result;
}

Map<String, String> query_map(std::string_view query) {
  Map<String, String> map;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (!pair.empty()) {
      const std::size_t equals = pair.find('=');
      const std::string_view value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
      map.insert(String(unescaped(pair.substr(0, equals), true)), String(unescaped(value, true)));
    }
  }
  return map;
}

std::string query_text(const Map<String, String>& query) {
  std::string text;
  for (const auto& [key, value] : query) {
    text.append(text.empty() ? "" : "&").append(escaped(key)).append("=").append(escaped(value));
  }
  return text;
}

Url parse_url(std::string_view text, Site site) {
  if (is_same_name(text.substr(0, 8), "https://")) {
    refuse(text, "TLS is not available yet, only http://", site);
  }
  if (!is_same_name(text.substr(0, scheme.size()), scheme)) {
    refuse(text, "a URL begins with http://", site);
  }
  const std::string_view rest = text.substr(scheme.size());
  const std::size_t end = rest.find_first_of("/?#");
  const std::string_view authority = rest.substr(0, end);
  if (authority.find('@') != std::string_view::npos) {
    refuse(scheme, "a URL holds no user name or password: they go into a header", site);
  }
  const Authority parts = split_authority(authority);
  if (!parts.is_valid || parts.host.empty()) {
    refuse(escaped(text), "a URL's host is a name or a number, its port a number up to 65535", site);
  }
  std::string address = std::string(parts.host) + ":" + (parts.port.empty() ? "80" : std::string(parts.port));
  return {plain_authority(authority), std::move(address), wire_target(end == std::string_view::npos ? "" : rest.substr(end), text, site)};
}

Url resolve_url(const Url& base, std::string_view reference, Site site) {
  if (reference.starts_with("//")) {
    return parse_url("http:" + std::string(reference), site);
  }
  const std::size_t colon = reference.find_first_of(":/?#");
  if (colon != std::string_view::npos && reference[colon] == ':') {
    return parse_url(reference, site);
  }
  const std::string_view base_path = std::string_view(base.target).substr(0, base.target.find('?'));
  std::string whole;
  if (reference.empty() || reference.starts_with('#')) {
    whole = base.target;
  } else if (reference.starts_with('?')) {
    whole = std::string(base_path) + std::string(reference);
  } else if (reference.starts_with('/')) {
    whole = reference;
  } else {
    whole = std::string(base_path.substr(0, base_path.rfind('/') + 1)) + std::string(reference);
  }
  const std::size_t path_end = whole.find_first_of("?#");
  std::string target = without_dots(whole.substr(0, path_end));
  if (path_end != std::string::npos) {
    target += whole.substr(path_end);
  }
  return {base.authority, base.address, wire_target(target, whole, site)};
}

}  // namespace aria::detail::http
