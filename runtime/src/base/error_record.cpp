// The shared state of raised errors. Callable from any thread; nothing here suspends.
//
// Memory order: releasing the last reference uses acq_rel, so that the thread that deletes sees every write made
// through other references. The busy flag (acquire/release) guards cause, spawn site and the suppressed list; it is held
// for a few instructions and never while code of others runs.
#include <aria/detail/error_record.hpp>
#include <aria/error.hpp>

#include <cstdlib>
#include <memory>

namespace aria::detail {

class ErrorRecord::Guard {
 public:
  explicit Guard(const ErrorRecord& record) : flag_(record.busy_) {
    while (flag_.test_and_set(std::memory_order_acquire)) {
    }
  }
  ~Guard() { flag_.clear(std::memory_order_release); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

 private:
  std::atomic_flag& flag_;
};

ErrorRef::ErrorRef(const ErrorRef& other) noexcept : record_(other.record_) {
  if (record_ != nullptr) {
    record_->references_.fetch_add(1, std::memory_order_relaxed);
  }
}

ErrorRef::~ErrorRef() {
  if (record_ != nullptr && record_->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    delete record_;
  }
}

ErrorRef ErrorRef::share(ErrorRecord& record) noexcept {
  record.references_.fetch_add(1, std::memory_order_relaxed);
  return ErrorRef(&record);
}

ErrorRecord::ErrorRecord(Site raised_at) noexcept : site_(raised_at) {}

ErrorRecord::~ErrorRecord() = default;

void ErrorRecord::raise_again() const {
  throw_error();
  std::abort();  // every record throws
}

void ErrorRecord::set_spawn_site(Site site) noexcept {
  Guard guard(*this);
  if (!spawn_site_) {
    spawn_site_ = site;
  }
}

ErrorRef ErrorRecord::cause() const {
  Guard guard(*this);
  return cause_;
}

void ErrorRecord::set_cause(ErrorRef cause) {
  Guard guard(*this);
  cause_ = std::move(cause);
}

void ErrorRecord::suppress(const ErrorRef& other) {
  if (!other || other.get() == this) {
    return;
  }
  Guard guard(*this);
  if (suppressed_.size() < max_suppressed) {
    suppressed_.push_back(other);
  } else {
    dropped_.fetch_add(1, std::memory_order_relaxed);
  }
}

std::vector<ErrorRef> ErrorRecord::suppressed() const {
  Guard guard(*this);
  return suppressed_;
}

namespace {
thread_local ErrorRecord* unwinding_error = nullptr;
}

// Out of line with a barrier: the address of a thread_local must not be kept across a task switch.
[[gnu::noinline]] ErrorRecord* in_flight() noexcept {
  asm volatile("");
  return unwinding_error;
}

[[gnu::noinline]] void set_in_flight(ErrorRecord* record) noexcept {
  asm volatile("");
  unwinding_error = record;
}

}  // namespace aria::detail

namespace aria {

Unwinding::Unwinding(detail::ErrorRef record) noexcept : record_(std::move(record)) {
  detail::set_in_flight(record_.get());
}

Unwinding::~Unwinding() = default;

}  // namespace aria
