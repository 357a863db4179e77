// The program's poller, over Asio: made with the first descriptor, never destroyed.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "scheduler/poller.hpp"

namespace aria::detail {

class Reactor final : public Poller {
 public:
  static Reactor& shared();

  boost::asio::io_context& context() noexcept { return context_; }

  bool poll() noexcept override;
  void wait(std::int64_t nanoseconds) noexcept override;
  void interrupt() noexcept override;

 private:
  Reactor();

  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> never_done_;
};

}  // namespace aria::detail
