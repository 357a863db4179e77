// Connections of the client that lasted longer than their exchange, for the next request to the same address. Who takes one has it alone; a
// server may have closed it meanwhile, which is_quiet() tells. Thread-safe; closes sockets outside its lock.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/connection.hpp"
#include "scheduler/spin_lock.hpp"

namespace aria::detail::http {

class ConnectionPool {
 public:
  // The program's; never destroyed.
  static ConnectionPool& shared();

  // The one that was kept last, if there is one that still lasts.
  std::optional<Connection> take(const std::string& address, Site site);
  void keep(const std::string& address, Connection connection);

 private:
  struct Kept {
    Connection connection;
    Instant since;
  };
  using ByAddress = std::unordered_map<std::string, std::vector<Kept>>;  // of each address, oldest first

  static std::vector<Kept> take_old(ByAddress& kept, Instant now);
  std::optional<Kept> take_any(const std::string& address);

  SpinLock lock_;
  ByAddress kept_ ARIA_GUARDED_BY(lock_);
  std::size_t count_ ARIA_GUARDED_BY(lock_) = 0;
  Instant looked_ ARIA_GUARDED_BY(lock_);  // for old ones
};

}  // namespace aria::detail::http
