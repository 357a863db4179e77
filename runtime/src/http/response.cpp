// Responses as values.
#include <algorithm>

#include <aria/error.hpp>
#include <aria/http.hpp>

#include "http/characters.hpp"
#include "http/message_text.hpp"

namespace aria {

using namespace detail::http;

namespace {

Response typed(std::string body, const char* type, Int status, Site site) {
  const Response plain({.status = status, .headers = {{"Content-Type", type}}}, site);
  Message message = plain.message();
  message.body = std::move(body);
  return Response(std::make_shared<const Message>(std::move(message)));
}

}  // namespace

Response::Response(ResponseOptions options, Site site) : Headers(nullptr) {
  if (options.status < 200 || options.status > 599) {
    raise(HttpError(String("a response has a status from 200 to 599, not " + std::to_string(options.status.value()))), site);
  }
  Message message{.status = static_cast<int>(options.status.value()), .fields = checked_fields(options.headers, site), .body = options.body.str()};
  if (!message.body.empty() && find_field(message.fields, "Content-Type") == nullptr) {
    message.fields.emplace_back("Content-Type", "text/plain; charset=utf-8");
  }
  message_ = std::make_shared<const Message>(std::move(message));
}

Response Response::ok(const String& body, Site site) { return Response({.body = body}, site); }
Response Response::html(const String& body, BodyOptions options, Site site) { return typed(body.str(), "text/html; charset=utf-8", options.status, site); }
Response Response::json(const String& body, BodyOptions options, Site site) { return typed(body.str(), "application/json", options.status, site); }
Response Response::from_bytes(const Bytes& body, const String& content_type, BodyOptions options, Site site) {
  return typed(std::string(body.view()), content_type.c_str(), options.status, site);
}
Response Response::no_content(Site site) { return Response({.status = 204}, site); }
Response Response::redirect(const String& location, RedirectOptions options, Site site) {
  return Response({.status = options.status, .headers = {{"Location", location}}}, site);
}
Response Response::bad_request(const String& body, Site site) { return Response({.status = 400, .body = body}, site); }
Response Response::not_found(const String& body, Site site) { return Response({.status = 404, .body = body}, site); }

Response Response::with_header(const String& name, const String& value, Site site) const {
  check_field(name, value, site);
  Message message = *message_;
  const auto of_name = [&name](const auto& field) { return is_same_name(field.first, name); };
  message.fields.erase(std::remove_if(message.fields.begin(), message.fields.end(), of_name), message.fields.end());
  message.fields.emplace_back(name.str(), std::string(trimmed(value)));
  return Response(std::make_shared<const Message>(std::move(message)));
}

Int Response::status() const noexcept { return message_->status; }
String Response::reason() const { return String(reason_of(message_->status)); }
bool Response::is_ok() const noexcept { return message_->status >= 200 && message_->status < 300; }

String Response::to_string() const {
  const std::string_view reason = reason_of(message_->status);
  return String(std::to_string(message_->status) + (reason.empty() ? "" : " ") + std::string(reason));
}

}  // namespace aria
