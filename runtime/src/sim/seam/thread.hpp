// Threads of the scheduler in the virtual world: virtual ones. Nobody watches them, for no real time passes.
#pragma once

#include <cstdint>
#include <memory>

#include "seam/world.hpp"

namespace aria::detail::world {

// Until somebody wakes us, or at any moment, as if some time had passed.
void pause(const char* what) noexcept;

class Thread {
 public:
  Thread() noexcept = default;
  template <typename Main>
  explicit Thread(Main main) : body_(std::make_unique<BodyOf<Main>>(main)) {
    start(*body_);
  }
  bool joinable() const noexcept { return body_ != nullptr; }
  void join() {
    wait_until([this] { return body_->ended; });
    body_.reset();
  }

 private:
  struct Body {
    virtual ~Body() = default;
    virtual void run() = 0;
    bool ended = false;
  };
  template <typename Main>
  struct BodyOf final : Body {
    explicit BodyOf(Main what) : main(what) {}
    void run() override { main(); }
    Main main;
  };
  static void start(Body& body);

  std::unique_ptr<Body> body_;
};

// No thread is ever on a processor.
struct ThreadClock {
  void begin() noexcept {}
  std::int64_t nanoseconds() const noexcept { return -1; }
};

template <typename Main>
void as_worker(const Main& main) {
  main();
}
template <typename Main>
Thread start_worker(Main main) {
  return Thread(main);
}
template <typename Main>
Thread start_watcher(Main) {
  return Thread();
}
template <typename Enough>
void spin(std::int64_t, const Enough& enough) {
  if (!enough()) {
    pause("search");
  }
}

}  // namespace aria::detail::world
