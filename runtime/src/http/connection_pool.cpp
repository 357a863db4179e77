#include "http/connection_pool.hpp"

#include <iterator>
#include <utility>

namespace aria::detail::http {

namespace {

constexpr std::size_t most_of_an_address = 16;
constexpr std::size_t most = 256;
constexpr Duration longest = Duration::seconds(std::int64_t{30});  // servers commonly wait longer
constexpr Duration between_looks = Duration::seconds(std::int64_t{5});

}  // namespace

ConnectionPool& ConnectionPool::shared() {
  static auto* const pool = new ConnectionPool;
  return *pool;
}

std::optional<ConnectionPool::Kept> ConnectionPool::take_any(const std::string& address) {
  SpinGuard guard(lock_);
  const auto found = kept_.find(address);
  if (found == kept_.end()) {
    return std::nullopt;
  }
  std::optional<Kept> taken(std::move(found->second.back()));
  found->second.pop_back();
  --count_;
  if (found->second.empty()) {
    kept_.erase(found);
  }
  return taken;
}

std::optional<Connection> ConnectionPool::take(const std::string& address, Site site) {
  while (std::optional<Kept> kept = take_any(address)) {
    if (kept->since.elapsed() < longest && kept->connection.is_quiet(site)) {
      return std::move(kept->connection);
    }
  }
  return std::nullopt;
}

// What was kept too long, whatever its address.
std::vector<ConnectionPool::Kept> ConnectionPool::take_old(ByAddress& kept, Instant now) {
  std::vector<Kept> old;
  for (auto at = kept.begin(); at != kept.end();) {
    std::vector<Kept>& all = at->second;
    auto end = all.begin();
    while (end != all.end() && now - end->since >= longest) {
      ++end;
    }
    old.insert(old.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(end));
    all.erase(all.begin(), end);
    at = all.empty() ? kept.erase(at) : std::next(at);
  }
  return old;
}

void ConnectionPool::keep(const std::string& address, Connection connection) {
  const Instant now = Instant::now();
  std::vector<Kept> old;  // closed when the lock is free again
  SpinGuard guard(lock_);
  if (now - looked_ >= between_looks) {
    looked_ = now;
    old = take_old(kept_, now);
    count_ -= old.size();
  }
  std::vector<Kept>& of_address = kept_[address];
  if (count_ < most && of_address.size() < most_of_an_address) {
    of_address.push_back({std::move(connection), now});
    ++count_;
  } else if (of_address.empty()) {
    kept_.erase(address);
  }
}

}  // namespace aria::detail::http
