#include "io/stream.hpp"

namespace aria::detail {

namespace {
constexpr std::size_t least_room = 4096;
constexpr std::size_t longest_line = std::size_t{64} << 20;  // who sends more without an end means no line
}  // namespace

// The result of a call, if it is not negative.
std::size_t StreamCore::check(long result, Site site) const {
  if (result == Descriptor::overdue) {
    raise(TimeoutError{}, site);
  }
  return socket.check(result, site);
}

// More bytes, if there are any to come; false at the end.
bool StreamCore::receive(std::size_t wanted, Site site, std::int64_t deadline) {
  come_.make_room(wanted);
  const long result = socket.descriptor->perform(
      Direction::read, "read", site, [this](int descriptor) { return system_calls::receive(descriptor, come_.tail(), come_.room()); }, deadline);
  const std::size_t count = check(result, site);
  come_.extend(count);
  return count != 0;
}

std::string StreamCore::take(std::size_t count) {
  std::string taken(come_.view().substr(0, count));
  come_.drop(count);
  return taken;
}

std::optional<String> StreamCore::read_line(Site site) {
  const Turn turn(reading_, "read_line", site);
  std::optional<std::size_t> end;
  while (!(end = come_.find_line_end())) {
    if (come_.size() > longest_line) {
      raise(IoError(socket.name + ": a line of more than 64 MiB"), site);
    }
    if (!receive(least_room, site)) {
      break;
    }
  }
  if (!end && come_.empty()) {
    return std::nullopt;
  }
  std::string line = take(end ? *end + 1 : come_.size());
  if (end) {
    line.pop_back();
    if (line.ends_with('\r')) {
      line.pop_back();
    }
  }
  return String(std::move(line));
}

std::optional<Bytes> StreamCore::read(Site site, std::int64_t deadline) {
  constexpr std::size_t most = 64 * 1024;
  const Turn turn(reading_, "read", site, deadline);
  if (come_.empty() && !receive(most, site, deadline)) {
    return std::nullopt;
  }
  return Bytes(take(come_.size()));
}

Bytes StreamCore::read_exact(std::size_t count, Site site) {
  constexpr std::size_t at_once = std::size_t{1} << 20;  // the other side may promise more than it sends
  const Turn turn(reading_, "read_exact", site);
  while (come_.size() < count) {
    if (!receive(std::min(count - come_.size(), at_once), site)) {
      raise(IoError(socket.name + ": the stream ended too early"), site);
    }
  }
  return Bytes(take(count));
}

String StreamCore::read_all(Site site) {
  const Turn turn(reading_, "read_all", site);
  while (receive(least_room, site)) {
  }
  return String(take(come_.size()));
}

void StreamCore::write(std::string_view text, Site site, std::int64_t deadline) {
  const Turn turn(writing_, "write", site, deadline);
  if (was_cut_off_) {
    raise(IoError(socket.name + ": an earlier write was cut off"), site);
  }
  struct Progress {
    std::string_view left;
    bool begun = false;
    bool& cut_off;
    ~Progress() { cut_off = begun && !left.empty(); }
  } progress{.left = text, .cut_off = was_cut_off_};
  while (!progress.left.empty()) {
    const long result = socket.descriptor->perform(
        Direction::write, "write", site, [&progress](int descriptor) { return system_calls::send(descriptor, progress.left.data(), progress.left.size()); },
        deadline);
    progress.left.remove_prefix(check(result, site));
    progress.begun = true;
  }
}

bool StreamCore::is_quiet(Site site) {
  const Turn turn(reading_, "read", site);
  if (!come_.empty()) {
    return false;
  }
  come_.make_room(least_room);
  const long result = socket.descriptor->attempt([this](int descriptor) { return system_calls::receive(descriptor, come_.tail(), come_.room()); });
  come_.extend(result > 0 ? static_cast<std::size_t>(result) : 0);
  return result == -EAGAIN;
}

// Waits for writes that go on.
void StreamCore::close_write(Site site) {
  const Turn turn(writing_, "close_write", site);
  const long result = socket.descriptor->attempt([](int descriptor) { return system_calls::stop_writing(descriptor); });
  if (result != -ENOTCONN) {  // the other side is gone: nobody is to be told
    socket.check(result, site);
  }
}

// --- ByteStream ---

std::optional<String> ByteStream::read_line(Site site) const { return core_->read_line(site); }
std::optional<Bytes> ByteStream::read(Site site) const { return core_->read(site); }
Bytes ByteStream::read_exact(Int count, Site site) const {
  if (count < 0) {
    panic("a count of bytes is not negative", site);
  }
  return core_->read_exact(static_cast<std::size_t>(count.value()), site);
}
String ByteStream::read_all(Site site) const { return core_->read_all(site); }
void ByteStream::write(std::string_view text, Site site) const { core_->write(text, site); }
std::optional<Bytes> ByteStream::read_before(Instant deadline, Site site) const { return core_->read(site, deadline.as_nanoseconds()); }
void ByteStream::write_before(std::string_view text, Instant deadline, Site site) const { core_->write(text, site, deadline.as_nanoseconds()); }
bool ByteStream::is_quiet(Site site) const { return core_->is_quiet(site); }
void ByteStream::close_write(Site site) const { core_->close_write(site); }
void ByteStream::close() const noexcept { core_->socket.descriptor->close(); }

}  // namespace aria::detail
