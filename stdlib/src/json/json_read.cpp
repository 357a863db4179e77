// What does not fit when values are read out of JSON, and how it is said.
#include <aria/std/json.hpp>

#include <algorithm>

namespace aria::detail {

namespace {

// A value as messages show it: not more than one line of it.
std::string shown(const Json& json) {
  constexpr Int longest = 40;
  const String text = inspect(json);
  return text.len() > longest ? text.take(longest).str() + "…" : text.str();
}

}  // namespace

void fail_read(const Json& found, std::string_view wanted) { throw NotRead{"", "expected " + std::string(wanted) + ", found " + shown(found)}; }

void fail_missing(const char* field) { throw NotRead{"", "`" + std::string(field) + "` is missing"}; }

std::string step_to(std::string_view key) {
  const bool plain = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return Char(c).is_ascii() && (Char(c).is_alphanumeric() || c == '_'); });
  if (plain) {
    return "." + std::string(key);
  }
  std::string step = "[";
  write_json(step, Json::String{key}, NotANumber::is_shown);
  return step + "]";
}

JsonError not_read(const NotRead& failure) { return JsonError(String("$" + failure.path + ": " + failure.reason)); }

const Array<Json>& elements_of(const Json& json, std::size_t count) {
  const Json::Array* found = json.as<Json::Array>();
  if (found == nullptr || found->value.size() != count) {
    fail_read(json, "an array of " + std::to_string(count));
  }
  return found->value;
}

ObjectParts::ObjectParts(const Json& json) {
  const Json::Object* found = json.as<Json::Object>();
  if (found == nullptr) {
    fail_read(json, "an object");
  }
  entries_ = &found->value;
}

const Json* ObjectParts::find(const char* name) const { return entries_->find_value(String(name)); }

VariantParts::VariantParts(const Json& json) : json_(&json) {
  if (const Json::String* name = json.as<Json::String>()) {
    name_ = name->value;
  } else if (const Json::Object* object = json.as<Json::Object>(); object != nullptr && object->value.len() == 1) {
    const auto& [key, content] = *object->value.begin();
    name_ = key;
    content_ = &content;
  }
}

void VariantParts::refuse(std::initializer_list<const char*> names) const {
  std::string all;
  for (const char* const* name = names.begin(); name != names.end(); ++name) {
    all += (name == names.begin() ? "" : name + 1 == names.end() ? " or " : ", ") + std::string(*name);
  }
  fail_read(*json_, all);
}

const Array<Json>& VariantParts::elements(std::size_t count) const { return elements_of(*content_, count); }

Unit ReadJson<Unit>::of(const Json& json) {
  if (!json.is_null()) {
    fail_read(json, "null");
  }
  return Unit();
}

bool ReadJson<bool>::of(const Json& json) {
  const Json::Bool* found = json.as<Json::Bool>();
  if (found == nullptr) {
    fail_read(json, "Bool");
  }
  return found->value;
}

Char ReadJson<Char>::of(const Json& json) {
  const Json::String* found = json.as<Json::String>();
  if (found == nullptr || found->value.len() != 1) {
    fail_read(json, "a string of one character");
  }
  return *found->value.begin();
}

String ReadJson<String>::of(const Json& json) {
  const Json::String* found = json.as<Json::String>();
  if (found == nullptr) {
    fail_read(json, "String");
  }
  return found->value;
}

double ReadJson<double>::of(const Json& json) {
  const std::optional<double> found = json.as_float();
  if (!found) {
    fail_read(json, "Float");
  }
  return *found;
}

}  // namespace aria::detail
