// Reference-counted sharing: Rc within one task, Arc between tasks, Weak to either without keeping the value alive.
//
//   aria::Rc<Node> parent(Node{…});      aria::Weak<Node> up = parent.downgrade();      if (auto p = up.upgrade()) …
//
// Copies of a handle share the value. The count is atomic for both, since a Weak may travel where its Rc may not. T may
// be incomplete where a handle is named. Dropping a long chain does not recurse without bound (see box.hpp).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <aria/std/box.hpp>
#include <aria/std/compare.hpp>
#include <aria/std/text.hpp>

namespace aria {

namespace detail {

// All strong handles together hold one weak count; the block goes with the last of those.
template <typename T>
struct SharedBlock {
  explicit SharedBlock(T initial) { new (memory) T(std::move(initial)); }
  T& value() noexcept { return *reinterpret_cast<T*>(memory); }

  void retain() noexcept { strong.fetch_add(1, std::memory_order_relaxed); }
  // False when the value is gone.
  bool retain_if_alive() noexcept {
    std::size_t count = strong.load(std::memory_order_relaxed);
    while (count != 0) {
      if (strong.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }
  void release() noexcept {
    if (strong.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      drop_boxed(this, [](void* block) {
        auto* self = static_cast<SharedBlock*>(block);
        self->value().~T();
        self->release_weak();
      });
    }
  }
  void retain_weak() noexcept { weak.fetch_add(1, std::memory_order_relaxed); }
  void release_weak() noexcept {
    if (weak.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete this;
    }
  }

  std::atomic<std::size_t> strong{1};
  std::atomic<std::size_t> weak{1};
  alignas(T) unsigned char memory[sizeof(T)];
};

// What Rc and Arc have in common.
template <typename T>
class Strong {
 public:
  Strong(const Strong& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) {
      block_->retain();
    }
  }
  Strong(Strong&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Strong& operator=(Strong other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Strong() {
    if (block_ != nullptr) {
      block_->release();
    }
  }

  const T& get() const noexcept { return block_->value(); }
  Int count() const noexcept { return static_cast<std::int64_t>(block_->strong.load(std::memory_order_relaxed)); }
  std::string to_string() const {
    std::string out;
    display_into(out, get());
    return out;
  }
  std::string inspect() const {
    std::string out;
    inspect_into(out, get());
    return out;
  }

 protected:
  Strong() noexcept = default;
  explicit Strong(T value) : block_(new SharedBlock<T>(std::move(value))) {}
  explicit Strong(SharedBlock<T>* adopted) noexcept : block_(adopted) {}

  SharedBlock<T>* block_ = nullptr;
};

}  // namespace detail

template <typename T>
class Rc;

// Points to the value of a strong handle of type `Handle` while there is one.
template <typename T, typename Handle = Rc<T>>
class Weak {
 public:
  // Points nowhere.
  Weak() noexcept = default;
  explicit Weak(detail::SharedBlock<T>* block) noexcept : block_(block) { block_->retain_weak(); }
  Weak(const Weak& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) {
      block_->retain_weak();
    }
  }
  Weak(Weak&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Weak& operator=(Weak other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Weak() {
    if (block_ != nullptr) {
      block_->release_weak();
    }
  }

  std::optional<Handle> upgrade() const noexcept {
    if (block_ == nullptr || !block_->retain_if_alive()) {
      return std::nullopt;
    }
    return Handle(block_);
  }
  std::string to_string() const { return "(Weak)"; }

 private:
  detail::SharedBlock<T>* block_ = nullptr;
};

template <typename T>
class Rc : public detail::Strong<T> {
 public:
  Rc() noexcept = default;  // holds nothing: a variable that is assigned later
  explicit Rc(T value) : detail::Strong<T>(std::move(value)) {}
  explicit Rc(detail::SharedBlock<T>* adopted) noexcept : detail::Strong<T>(adopted) {}

  T& operator*() const noexcept { return this->block_->value(); }
  T* operator->() const noexcept { return &this->block_->value(); }
  void set(T value) const { this->block_->value() = std::move(value); }
  Weak<T, Rc> downgrade() const noexcept { return Weak<T, Rc>(this->block_); }
  bool is_same(const Rc& other) const noexcept { return this->block_ == other.block_; }
  friend bool operator==(const Rc& a, const Rc& b) { return detail::equal(a.get(), b.get()); }
};

template <typename T>
class Arc : public detail::Strong<T> {
 public:
  Arc() noexcept = default;  // holds nothing: a variable that is assigned later
  explicit Arc(T value) : detail::Strong<T>(std::move(value)) {}
  explicit Arc(detail::SharedBlock<T>* adopted) noexcept : detail::Strong<T>(adopted) {}

  const T& operator*() const noexcept { return this->block_->value(); }
  const T* operator->() const noexcept { return &this->block_->value(); }
  Weak<T, Arc> downgrade() const noexcept { return Weak<T, Arc>(this->block_); }
  bool is_same(const Arc& other) const noexcept { return this->block_ == other.block_; }
  friend bool operator==(const Arc& a, const Arc& b) { return detail::equal(a.get(), b.get()); }
};

}  // namespace aria
