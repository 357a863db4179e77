// The strict reader of a chunked body (RFC 9112 7.1), in front of the parser: sizes of digits only, extensions within bounds, CR and LF where
// they belong, no field behind the body that would change what the message means (RFC 9110 6.5.1). Says the same however the bytes are cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/head_check.hpp"

namespace aria::detail::http {

class ChunkCheck {
 public:
  explicit ChunkCheck(const Limits& limits) noexcept : limits_(limits) {}

  // Of `input`, which follows what was checked before: how many bytes are right. The others have to wait for more.
  std::size_t scan(std::string_view input);
  const Refusal& refusal() const noexcept { return refusal_; }
  bool is_complete() const noexcept { return expected_ == Expected::nothing; }

 private:
  enum class Expected : std::uint8_t { size, data, end_of_data, trailer, nothing };

  void refuse(int status, const char* reason) noexcept { refusal_ = {status, reason}; }
  std::size_t scan_line(std::string_view input);
  std::size_t scan_end_of_data(std::string_view input);
  void read_size(std::string_view line);
  void read_extensions(std::string_view text);
  void read_trailer(std::string_view line);

  const Limits limits_;
  Refusal refusal_;
  Expected expected_ = Expected::size;
  std::uint64_t left_ = 0;        // of this chunk
  std::uint64_t total_ = 0;       // of all chunks so far
  std::size_t extensions_ = 0;    // their bytes, of all chunks
  std::size_t trailer_ = 0;
  std::size_t trailer_fields_ = 0;
};

}  // namespace aria::detail::http
