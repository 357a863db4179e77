// References to objects of a `@shared class`.
//
//   aria::Shared<Account> account = aria::make_shared(Account{.owner = "ann"});
//   account->deposit(10);                 // one section under the object's lock
//   aria::Shared<Account> same = account; // the same object
//
// `a->…` locks the object until the end of the full expression, so a method call and `a->balance += 1` are one section
// each, under a lock that never parks (object_lock.hpp). Arguments that touch other objects are evaluated before the
// section. The last reference drops the object.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <typeinfo>
#include <utility>

#include <aria/std/box.hpp>
#include <aria/std/compare.hpp>
#include <aria/std/hash.hpp>
#include <aria/std/object_lock.hpp>
#include <aria/std/text.hpp>

namespace aria {

namespace detail {

// The object behind its lock and count. It is found again from the object's own address.
template <typename T>
struct ObjectBlock {
  explicit ObjectBlock(T initial) { new (memory) T(std::move(initial)); }
  T& object() noexcept { return *std::launder(reinterpret_cast<T*>(memory)); }
  static ObjectBlock& around(const T& object) noexcept {
    auto* bytes = reinterpret_cast<unsigned char*>(const_cast<T*>(&object));
    return *reinterpret_cast<ObjectBlock*>(bytes - offsetof(ObjectBlock, memory));
  }

  std::atomic<std::size_t> references{1};
  ObjectLock lock;
  alignas(T) unsigned char memory[sizeof(T)];
};

}  // namespace detail

// The object, locked for as long as this lives.
template <typename T>
class Section {
 public:
  explicit Section(detail::ObjectBlock<T>& block) : block_(block) { block_.lock.lock(typeid(T)); }
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;
  ~Section() { block_.lock.unlock(); }

  T* operator->() const noexcept { return &block_.object(); }
  T& operator*() const noexcept { return block_.object(); }

 private:
  detail::ObjectBlock<T>& block_;
};

template <typename T>
class Shared {
 public:
  Shared() noexcept = default;  // no object: a variable that is assigned later
  explicit Shared(detail::ObjectBlock<T>* adopted) noexcept : block_(adopted) {}
  Shared(const Shared& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) {
      block_->references.fetch_add(1, std::memory_order_relaxed);
    }
  }
  Shared(Shared&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  // Pairs with the other releases: the last one sees every write.
  ~Shared() {
    if (block_ != nullptr && block_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      detail::drop_boxed(block_, [](void* block) {
        auto* own = static_cast<detail::ObjectBlock<T>*>(block);
        own->object().~T();
        delete own;
      });
    }
  }

  Section<T> operator->() const { return Section<T>(*block_); }
  Section<T> lock() const { return Section<T>(*block_); }
  bool is_same(const Shared& other) const noexcept { return block_ == other.block_; }

  friend bool operator==(const Shared& a, const Shared& b) {
    if (a.block_ == b.block_) {
      return true;
    }
    const auto [first, second] = in_order(a, b);
    const Section<T> outer = first->lock();
    const Section<T> inner = second->lock();
    return detail::equal(a.block_->object(), b.block_->object());
  }

 private:
  // Two objects are locked in the order of their addresses.
  static std::pair<const Shared*, const Shared*> in_order(const Shared& a, const Shared& b) noexcept {
    return std::less<>()(a.block_, b.block_) ? std::pair(&a, &b) : std::pair(&b, &a);
  }

  detail::ObjectBlock<T>* block_ = nullptr;
};

template <typename T>
Shared<T> make_shared(T object) {
  return Shared<T>(new detail::ObjectBlock<T>(std::move(object)));
}

// `self` as a value inside a method: another reference to the object.
template <typename T>
Shared<T> shared_from(const T& object) noexcept {
  auto& block = detail::ObjectBlock<T>::around(object);
  block.references.fetch_add(1, std::memory_order_relaxed);
  return Shared<T>(&block);
}

namespace detail {

template <typename T>
  requires Showable<T>
struct Shown<Shared<T>> {
  static void inspect(std::string& out, const Shared<T>& object) { inspect_into(out, *object.lock()); }
  static void display(std::string& out, const Shared<T>& object) { display_into(out, *object.lock()); }
};
template <typename T>
struct Hasher<Shared<T>> {
  static std::uint64_t of(const Shared<T>& object) { return hash_of(*object.lock()); }
};

}  // namespace detail
}  // namespace aria
