// Sockets that look as if they blocked: only the task waits. A program that uses them links aria_io.
//
//   aria::TcpListener listener = aria::TcpListener::bind("127.0.0.1:0");
//   for (aria::TcpStream peer : listener.incoming()) { peer.write("hello\n"); }
//   aria::TcpStream server = aria::TcpStream::connect("localhost:8080");
//   while (std::optional<aria::String> line = server.read_line()) { … }
//   aria::UnixStream database = aria::UnixStream::connect("/run/database.sock");
//
// All are handles: copies share the socket, which closes with the last of them. Any task may use them at the same time: reading operations of
// one stream take turns, and so do writing ones, so lines and texts stay whole. close() wakes whoever waits, with IoError. Every operation is
// a checkpoint; failures raise IoError, which names the address. What a cancelled or timed-out read has taken in is kept for the next; after
// a write that was cut off in the middle the stream takes no more.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <aria/site.hpp>
#include <aria/std/bytes.hpp>
#include <aria/std/error.hpp>
#include <aria/std/iterator.hpp>
#include <aria/time.hpp>

namespace aria {

// An internet address and a port: `127.0.0.1:80`, `[::1]:80`.
class SocketAddr {
 public:
  SocketAddr() = default;
  // Numbers only. Raises IoError if the text is no address.
  explicit SocketAddr(const String& text, Site site = Site::here());
  SocketAddr(bool is_v6, std::array<unsigned char, 16> ip, std::uint32_t zone, std::uint16_t port) : v6_(is_v6), ip_(ip), zone_(zone), port_(port) {}

  String ip() const;
  Int port() const noexcept { return port_; }
  bool is_v6() const noexcept { return v6_; }
  String to_string() const;

  const std::array<unsigned char, 16>& bytes() const noexcept { return ip_; }  // of a v4 address the first four
  std::uint32_t zone() const noexcept { return zone_; }

  friend bool operator==(const SocketAddr&, const SocketAddr&) = default;
  friend std::strong_ordering operator<=>(const SocketAddr&, const SocketAddr&) = default;

 private:
  bool v6_ = false;
  std::array<unsigned char, 16> ip_{};
  std::uint32_t zone_ = 0;  // of a link-local address
  std::uint16_t port_ = 0;
};

namespace detail {

class StreamCore;
class ListenerCore;
class UnixListenerCore;
class DatagramCore;

template <>
struct Hasher<SocketAddr> {
  static std::uint64_t of(const SocketAddr& address) noexcept {
    const auto& ip = address.bytes();
    return combine(hash_bytes(std::string_view(reinterpret_cast<const char*>(ip.data()), ip.size())), hash_word(static_cast<std::uint64_t>(address.port().value())));
  }
};

}  // namespace detail

namespace detail {

// What connections of every kind do. Copies share the connection.
class ByteStream {
 public:
  // Without `\n` or `\r\n`; nothing at the end. What is no UTF-8 becomes U+FFFD.
  std::optional<String> read_line(Site site = Site::here()) const;
  auto lines(Site site = Site::here()) const {
    return detail::make_iter<String>([stream = *this, site] { return stream.read_line(site); });
  }
  // What has come, at least one byte; nothing at the end.
  std::optional<Bytes> read(Site site = Site::here()) const;
  // Exactly so many bytes. The end before that raises IoError.
  Bytes read_exact(Int count, Site site = Site::here()) const;
  // Until the end.
  String read_all(Site site = Site::here()) const;
  // All of it.
  void write(std::string_view text, Site site = Site::here()) const;
  void write_bytes(const Bytes& bytes, Site site = Site::here()) const { write(bytes.view(), site); }
  // The same with a deadline, after which they raise TimeoutError.
  std::optional<Bytes> read_before(Instant deadline, Site site = Site::here()) const;
  void write_before(std::string_view text, Instant deadline, Site site = Site::here()) const;
  // Neither has anything come that was not read, nor the end. Waits for nothing but its turn.
  bool is_quiet(Site site = Site::here()) const;
  // The other side sees the end; what it sends can still be read.
  void close_write(Site site = Site::here()) const;
  void close() const noexcept;

 protected:
  explicit ByteStream(std::shared_ptr<StreamCore> core) : core_(std::move(core)) {}

  std::shared_ptr<StreamCore> core_;
};

}  // namespace detail

class TcpStream : public detail::ByteStream {
 public:
  // `host:port`; the host is a name or a number, an IPv6 number in brackets. Tries the addresses of a name in turn.
  static TcpStream connect(const String& address, Site site = Site::here());
  explicit TcpStream(std::shared_ptr<detail::StreamCore> core) : ByteStream(std::move(core)) {}

  SocketAddr local_addr(Site site = Site::here()) const;
  SocketAddr peer_addr(Site site = Site::here()) const;
};

class TcpListener {
 public:
  // Port 0: any that is free; no host: every address of this machine.
  static TcpListener bind(const String& address, Site site = Site::here());

  TcpStream accept(Site site = Site::here()) const;
  // Connections as they come, until the listener is closed.
  auto incoming(Site site = Site::here()) const {
    return detail::make_iter<TcpStream>([listener = *this, site] { return listener.next(site); });
  }
  SocketAddr local_addr(Site site = Site::here()) const;
  void close() const noexcept;

 private:
  explicit TcpListener(std::shared_ptr<detail::ListenerCore> core) : core_(std::move(core)) {}
  std::optional<TcpStream> next(Site site) const;

  std::shared_ptr<detail::ListenerCore> core_;
};

// A connection within one machine. Its address is the path of a file of 1 to 107 bytes; a path that begins with `@` is a name without a file
// (Linux).
class UnixStream : public detail::ByteStream {
 public:
  static UnixStream connect(const String& path, Site site = Site::here());
  explicit UnixStream(std::shared_ptr<detail::StreamCore> core) : ByteStream(std::move(core)) {}
};

class UnixListener {
 public:
  // Makes the file, which must not be there yet; it is removed when the listener closes.
  static UnixListener bind(const String& path, Site site = Site::here());

  UnixStream accept(Site site = Site::here()) const;
  // Connections as they come, until the listener is closed.
  auto incoming(Site site = Site::here()) const {
    return detail::make_iter<UnixStream>([listener = *this, site] { return listener.next(site); });
  }
  String path() const;
  void close() const noexcept;

 private:
  explicit UnixListener(std::shared_ptr<detail::UnixListenerCore> core) : core_(std::move(core)) {}
  std::optional<UnixStream> next(Site site) const;

  std::shared_ptr<detail::UnixListenerCore> core_;
};

class UdpSocket {
 public:
  static UdpSocket bind(const String& address, Site site = Site::here());

  // One datagram and who sent it.
  std::tuple<Bytes, SocketAddr> recv_from(Site site = Site::here()) const;
  void send_to(std::string_view text, const SocketAddr& to, Site site = Site::here()) const;
  void send_bytes_to(const Bytes& bytes, const SocketAddr& to, Site site = Site::here()) const { send_to(bytes.view(), to, site); }
  SocketAddr local_addr(Site site = Site::here()) const;
  void close() const noexcept;

 private:
  explicit UdpSocket(std::shared_ptr<detail::DatagramCore> core) : core_(std::move(core)) {}

  std::shared_ptr<detail::DatagramCore> core_;
};

}  // namespace aria
