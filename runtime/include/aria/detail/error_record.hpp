// The shared, reference-counted state of one raised error.
//
// An exception object only points at its record. So an error can cross tasks, be raised again unchanged by several
// awaiters, and gather suppressed errors while it is on its way. The value and the sites never change after
// construction; cause, spawn site and the suppressed list are guarded by a small lock.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include <aria/site.hpp>

namespace aria::detail {

enum class ErrorKind { error, panic, cancelled };

class ErrorRecord;

// Owning pointer to a record; copying shares it.
class ErrorRef {
 public:
  ErrorRef() noexcept = default;
  explicit ErrorRef(ErrorRecord* adopted) noexcept : record_(adopted) {}
  ErrorRef(const ErrorRef& other) noexcept;
  ErrorRef(ErrorRef&& other) noexcept : record_(std::exchange(other.record_, nullptr)) {}
  ErrorRef& operator=(ErrorRef other) noexcept {
    std::swap(record_, other.record_);
    return *this;
  }
  ~ErrorRef();

  static ErrorRef share(ErrorRecord& record) noexcept;

  ErrorRecord* get() const noexcept { return record_; }
  ErrorRecord* operator->() const noexcept { return record_; }
  ErrorRecord& operator*() const noexcept { return *record_; }
  explicit operator bool() const noexcept { return record_ != nullptr; }
  friend bool operator==(const ErrorRef&, const ErrorRef&) = default;

 private:
  ErrorRecord* record_ = nullptr;
};

class ErrorRecord {
 public:
  static constexpr std::size_t max_suppressed = 16;

  explicit ErrorRecord(Site raised_at) noexcept;
  ErrorRecord(const ErrorRecord&) = delete;
  ErrorRecord& operator=(const ErrorRecord&) = delete;

  // Throws an exception of the type that the first raise threw.
  [[noreturn]] void raise_again() const;
  virtual std::string text() const = 0;
  virtual std::string type_name() const = 0;
  virtual ErrorKind kind() const noexcept = 0;
  // Address of the payload when its type is `type`, else null.
  virtual const void* payload(const std::type_info& type) const noexcept = 0;

  Site site() const noexcept { return site_; }
  Site spawn_site() const noexcept { return spawn_site_; }
  // Remembers where the failing task was spawned; the first call counts.
  void set_spawn_site(Site site) noexcept;

  ErrorRef cause() const;
  void set_cause(ErrorRef cause);

  // Attaches an error that could not be raised because this one was on its way. Keeps the first 16, counts the rest.
  void suppress(const ErrorRef& other);
  std::vector<ErrorRef> suppressed() const;
  std::size_t suppressed_dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }

 protected:
  virtual ~ErrorRecord();
  virtual void throw_error() const = 0;

 private:
  friend class ErrorRef;
  class Guard;

  mutable std::atomic<std::size_t> references_{1};
  mutable std::atomic_flag busy_ = ATOMIC_FLAG_INIT;
  std::atomic<std::size_t> dropped_{0};
  Site site_;
  Site spawn_site_;
  ErrorRef cause_;
  std::vector<ErrorRef> suppressed_;
};

// The type as the user wrote it, without its modules: `OrderError`, `[Int?]`, `(Int, String)`.
std::string readable_type_name(const std::type_info& type);

// The error that is unwinding this thread's stack right now, or null. Valid between a throw and its catch, where
// nothing suspends.
ErrorRecord* in_flight() noexcept;
void set_in_flight(ErrorRecord* record) noexcept;

}  // namespace aria::detail
