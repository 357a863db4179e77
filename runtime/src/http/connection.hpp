// A stream together with what has come over it and belongs to no message yet. Used by one task at a time.
#pragma once

#include <algorithm>
#include <utility>

#include <aria/net.hpp>

#include "io/byte_queue.hpp"

namespace aria::detail::http {

inline constexpr Instant never = Instant::from_nanoseconds(INT64_MAX);

class Connection {
 public:
  explicit Connection(TcpStream stream) : stream_(std::move(stream)) {}

  // Waits for more input; false at the end. Raises TimeoutError at the deadline.
  bool receive(Instant deadline, Site site) {
    const std::optional<Bytes> come = stream_.read_before(deadline, site);
    if (!come) {
      return false;
    }
    has_heard_ = true;
    const std::string_view bytes = come->view();
    input_.make_room(bytes.size());
    std::copy(bytes.begin(), bytes.end(), input_.tail());
    input_.extend(bytes.size());
    return true;
  }

  // Nothing waits to be read, and the other side is still there.
  bool is_quiet(Site site) const { return input_.empty() && stream_.is_quiet(site); }
  // Whether anything has come since begin_exchange().
  bool has_heard() const noexcept { return has_heard_; }
  void begin_exchange() noexcept { has_heard_ = false; }

  ByteQueue& input() noexcept { return input_; }
  const TcpStream& stream() const noexcept { return stream_; }

 private:
  TcpStream stream_;
  ByteQueue input_;
  bool has_heard_ = false;
};

// How long a side may take: some time, and a second more for each KiB, so that who is slow but honest gets through.
class Patience {
 public:
  explicit Patience(Duration first) noexcept : end_(Instant::now() + first) {}
  Instant end(std::size_t bytes) const noexcept { return end_ + Duration::seconds(static_cast<std::int64_t>(bytes / 1024)); }

 private:
  Instant end_;
};

}  // namespace aria::detail::http
