// Work that starts as a plain call on a worker.
#pragma once

namespace aria::detail {

class Job {
 public:
  // The queue owns one reference to whatever this is, which run() consumes.
  virtual void run() noexcept = 0;

 protected:
  ~Job() = default;
};

}  // namespace aria::detail
