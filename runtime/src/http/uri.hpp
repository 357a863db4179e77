// Addresses of resources (RFC 3986, RFC 9110 4.2), as far as `http` needs them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <aria/site.hpp>
#include <aria/std/map.hpp>
#include <aria/std/string.hpp>

namespace aria::detail::http {

// `host` or `host:port`, the host a name or a number, an IPv6 number in brackets. The host may be empty.
bool is_authority(std::string_view text) noexcept;
// The same authority in one spelling: small letters, without `:80`.
std::string plain_authority(std::string_view authority);

// Every `%` begins an escape.
bool is_escaped_rightly(std::string_view text) noexcept;
// `%20` becomes a space; with `plus_is_space` so does `+`. What is no escape stays.
std::string unescaped(std::string_view text, bool plus_is_space = false);
// Everything but letters, digits and `-._~` becomes an escape.
std::string escaped(std::string_view text);

// `a=1&b=2`; of a key that stands twice the last counts.
Map<String, String> query_map(std::string_view query);
std::string query_text(const Map<String, String>& query);

struct Url {
  std::string authority;  // for the Host field: without `:80`
  std::string address;    // `host:port`, for connecting
  std::string target;     // path and query, escaped, never empty

  std::string text() const { return "http://" + authority + target; }
};

// Raises HttpError if the text is no `http://` address. What a browser would escape is escaped; a fragment is dropped.
Url parse_url(std::string_view text, Site site);
// What a Location field means, seen from `base` (RFC 3986 5.2).
Url resolve_url(const Url& base, std::string_view reference, Site site);

}  // namespace aria::detail::http
