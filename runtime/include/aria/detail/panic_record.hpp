// The record of a panic: its text and where it happened.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <aria/error.hpp>

namespace aria::detail {

class PanicRecord final : public ErrorRecord {
 public:
  PanicRecord(std::string_view message, Site site);

  void throw_error() const override;
  std::string text() const override { return message_; }
  std::string type_name() const override { return "panic"; }
  ErrorKind kind() const noexcept override { return ErrorKind::panic; }
  const void* payload(const std::type_info& type) const noexcept override {
    return type == typeid(PanicRecord) ? this : nullptr;
  }

  // Return addresses from the panic outwards.
  const std::vector<void*>& trace() const noexcept { return trace_; }

 private:
  std::string message_;
  std::vector<void*> trace_;
};

}  // namespace aria::detail
