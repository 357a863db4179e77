// A connection: bytes in order, both ways.
#pragma once

#include "io/byte_queue.hpp"
#include "io/socket.hpp"

namespace aria::detail {

class StreamCore {
 public:
  StreamCore(std::shared_ptr<Descriptor> descriptor, String name) : socket(std::move(descriptor), std::move(name)) {}

  std::optional<String> read_line(Site site);
  std::optional<Bytes> read(Site site, std::int64_t deadline = no_deadline);
  Bytes read_exact(std::size_t count, Site site);
  String read_all(Site site);
  void write(std::string_view text, Site site, std::int64_t deadline = no_deadline);
  bool is_quiet(Site site);
  void close_write(Site site);

  Socket socket;

 private:
  bool receive(std::size_t wanted, Site site, std::int64_t deadline = no_deadline);
  std::size_t check(long result, Site site) const;
  std::string take(std::size_t count);

  Permits reading_{1};
  Permits writing_{1};
  ByteQueue come_;           // in a reading turn
  bool was_cut_off_ = false;  // in a writing turn
};

}  // namespace aria::detail
