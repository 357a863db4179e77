#include "http/server.hpp"

#include <aria/detail/lock_core.hpp>
#include <aria/scope.hpp>

#include "sync/wait.hpp"

namespace aria {

namespace detail::http {

namespace {

// Gives a connection's place back.
class Place {
 public:
  explicit Place(Permits& places) noexcept : places_(places) {}
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  Permits& places_;
};

}  // namespace

void ServerCore::serve(const Handler& handler, Site site) {
  Permits places(options_.max_connections.value());
  const auto accept_all = [&](Scope& connections) {
    for (TcpStream client : listener_.incoming(site)) {
      places.acquire(no_deadline, "http connections", site);
      connections.spawn(
          [this, &places, &handler, site, client = std::move(client)]() mutable {
            const Place place(places);
            Session(*this, std::move(client), handler, site).run();
          },
          {.name = "http"}, site);
    }
  };
  scope(accept_all, {.name = "http"}, site);
}

void ServerCore::close() noexcept {
  SpinGuard guard(lock_);
  is_closing_ = true;
  listener_.close();
  for (Session* session = first_; session != nullptr; session = session->next_) {
    if (session->is_idle_) {
      session->connection_.stream().close();
    }
  }
}

}  // namespace detail::http

SocketAddr HttpServer::local_addr(Site site) const { return core_->local_addr(site); }
String HttpServer::url(Site site) const { return String("http://" + local_addr(site).to_string().str()); }
void HttpServer::serve_with(const AnyHandler& handler, Site site) const { core_->serve(handler, site); }
void HttpServer::close() const noexcept { core_->close(); }

HttpServer http::listen(const String& address, ServerOptions options, Site site) {
  return HttpServer(std::make_shared<detail::http::ServerCore>(TcpListener::bind(address, site), std::move(options)));
}

}  // namespace aria
