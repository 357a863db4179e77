// Messages as they go on the wire, and the checks of what a program puts into them.
#pragma once

#include <string>
#include <string_view>

#include <aria/http.hpp>

#include "http/message_reader.hpp"

namespace aria::detail::http {

// Raises HttpError if the name or the value may not stand in a head: so nothing that a program passes on can end a line.
void check_field(std::string_view name, std::string_view value, Site site);
Fields checked_fields(const Map<String, String>& headers, Site site);
// Connection: close
bool asks_to_close(const Fields& fields);
const std::string* find_field(const Fields& fields, std::string_view name) noexcept;

// `Not Found`; empty if the status is unknown.
std::string_view reason_of(int status);

// The head of a request, ready to be followed by the body.
std::string request_head(const Message& request, std::string_view authority, bool keep_alive);

struct ResponseForm {
  bool is_http_10 = false;  // spoken by the client
  bool stays_open = true;
};
// The head of a response. Content-Length and Connection are ours; what the message says about them is left out.
std::string response_head(const Message& response, const ResponseForm& form);
// What has a length of its own: neither 204 nor 304 (RFC 9110 8.6).
bool may_have_body(int status) noexcept;

}  // namespace aria::detail::http
