// Growable raw storage with a length: what Array and the hash tables keep their elements in.
//
// Unlike std::vector it has one element type for bool too, moves trivially copyable elements with memcpy, and works
// with an element type that is incomplete where the class is named. Indices are not checked here. Its length is kept as a
// number, which is what the check of an index compares with.
//
// What was taken from the front leaves a gap there, so that a queue costs no moves: once the gap is more than half of the
// storage, the elements go back to its beginning instead of into a larger one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include <aria/std/drop.hpp>

namespace aria::detail {

[[noreturn, gnu::cold]] void fail_memory(std::size_t elements);

template <typename T>
class Buffer {
 public:
  Buffer() noexcept = default;
  Buffer(const Buffer& other) {
    reserve(other.size_);
    copy_into(other.begin(), other.end(), begin_);
    size_ = other.size_;
  }
  Buffer(Buffer&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)),
        gap_(std::exchange(other.gap_, 0)) {}
  Buffer& operator=(const Buffer& other) {
    if (this != &other) {
      if constexpr (std::is_trivially_copyable_v<T>) {
        if (other.size() <= capacity()) {
          copy_into(other.begin(), other.end(), begin_);
          size_ = other.size_;
          return *this;
        }
      }
      Buffer copy(other);
      swap(copy);
    }
    return *this;
  }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Buffer() {
    std::destroy(begin(), end());
    release(begin_ - gap_);
  }

  void swap(Buffer& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    std::swap(gap_, other.gap_);
  }

  [[gnu::always_inline]] T* begin() noexcept { return begin_; }
  [[gnu::always_inline]] T* end() noexcept { return begin_ + size_; }
  [[gnu::always_inline]] const T* begin() const noexcept { return begin_; }
  [[gnu::always_inline]] const T* end() const noexcept { return begin_ + size_; }
  [[gnu::always_inline]] std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }
  [[gnu::always_inline]] bool empty() const noexcept { return size_ == 0; }
  [[gnu::always_inline]] T& operator[](std::size_t i) noexcept { return begin_[i]; }
  [[gnu::always_inline]] const T& operator[](std::size_t i) const noexcept { return begin_[i]; }

  void reserve(std::size_t wanted) {
    if (wanted > capacity()) {
      move_to(allocate(wanted), wanted);
    }
  }

  // The arguments may refer into this buffer.
  template <typename... Args>
  T& emplace(Args&&... args) {
    if (size_ == capacity_) [[unlikely]] {
      return emplace_grown(std::forward<Args>(args)...);
    }
    T* made = std::construct_at(end(), std::forward<Args>(args)...);
    ++size_;
    return *made;
  }

  // Opens a gap before `at` and constructs the element there.
  T& insert(std::size_t at, T value) {
    if (at == 0 && gap_ != 0) {
      move_begin(-1);
      ++size_;
      return *std::construct_at(begin_, std::move(value));
    }
    emplace(std::move(value));
    for (T* p = end() - 1; p != begin_ + at; --p) {
      std::swap(*p, *(p - 1));
    }
    return begin_[at];
  }

  void append(const T* first, const T* last) {
    const std::size_t more = static_cast<std::size_t>(last - first);
    if (first >= begin_ && first < end()) {  // a part of itself
      const std::size_t offset = static_cast<std::size_t>(first - begin_);
      grow_for(more);
      first = begin_ + offset;
      last = first + more;
    } else {
      grow_for(more);
    }
    copy_into(first, last, end());
    size_ += more;
  }

  void pop() noexcept { std::destroy_at(begin_ + --size_); }

  void pop_front() noexcept {
    std::destroy_at(begin_);
    --size_;
    move_begin(size_ == 0 ? -static_cast<std::ptrdiff_t>(gap_) : 1);
  }

  void erase(std::size_t at) noexcept {
    if (at == 0) {
      pop_front();
    } else {
      erase(at, at + 1);
    }
  }
  void erase(std::size_t first, std::size_t stop) noexcept {
    T* kept = begin_ + first;
    if constexpr (std::is_trivially_copyable_v<T>) {
      kept = std::move(begin_ + stop, end(), kept);
    } else {
      for (T* moved = begin_ + stop; moved != end(); ++moved, ++kept) {
        reassign(*kept, std::move(*moved));
      }
    }
    std::destroy(kept, end());
    size_ -= stop - first;
  }
  void truncate(std::size_t size) noexcept {
    std::destroy(begin_ + size, end());
    size_ = size;
  }
  void clear() noexcept { truncate(0); }

 private:
  static T* allocate(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / 2 / sizeof(T)) {
      fail_memory(count);
    }
    if constexpr (alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
      return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t(alignof(T))));
    } else {
      return static_cast<T*>(::operator new(count * sizeof(T)));
    }
  }
  static void release(T* storage) noexcept {
    if constexpr (alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
      ::operator delete(storage, std::align_val_t(alignof(T)));
    } else {
      ::operator delete(storage);
    }
  }

  static void copy_into(const T* first, const T* last, T* out) {
    if constexpr (std::is_trivially_copyable_v<T>) {
      if (first != last) {
        std::memmove(static_cast<void*>(out), first, static_cast<std::size_t>(last - first) * sizeof(T));
      }
    } else {
      std::uninitialized_copy(first, last, out);
    }
  }

  std::size_t grown_capacity(std::size_t needed) const noexcept {
    const std::size_t doubled = capacity() * 2;
    const std::size_t least = sizeof(T) <= 64 ? 4 : 1;
    return needed > doubled ? (needed > least ? needed : least) : (doubled > least ? doubled : least);
  }
  void grow_for(std::size_t more) {
    if (more > capacity_ - size_) {
      reserve(grown_capacity(size() + more));
    }
  }

  // The gap grows by so much, or shrinks. The elements stay where they are.
  void move_begin(std::ptrdiff_t by) noexcept {
    begin_ += by;
    gap_ += static_cast<std::size_t>(by);
    capacity_ -= static_cast<std::size_t>(by);
  }

  void relocate_to(T* place) noexcept {
    if constexpr (std::is_trivially_copyable_v<T>) {
      if (size_ != 0) {
        std::memcpy(static_cast<void*>(place), begin_, size_ * sizeof(T));
      }
    } else {
      std::uninitialized_move(begin(), end(), place);
      std::destroy(begin(), end());
    }
  }

  // Moves the elements to `storage` and takes it over.
  void move_to(T* storage, std::size_t capacity) noexcept {
    relocate_to(storage);
    release(begin_ - gap_);
    begin_ = storage;
    capacity_ = capacity;
    gap_ = 0;
  }

  void close_gap() noexcept {
    relocate_to(begin_ - gap_);
    move_begin(-static_cast<std::ptrdiff_t>(gap_));
  }

  template <typename... Args>
  [[gnu::noinline]] T& emplace_grown(Args&&... args) {
    if (gap_ > size_) {
      T made(std::forward<Args>(args)...);
      close_gap();
      return *std::construct_at(begin_ + size_++, std::move(made));
    }
    const std::size_t capacity = grown_capacity(size() + 1);
    T* storage = allocate(capacity);
    struct Guard {  // the constructor may raise
      T* storage;
      ~Guard() { release(storage); }
    } guard{storage};
    T* made = std::construct_at(storage + size(), std::forward<Args>(args)...);
    guard.storage = nullptr;
    move_to(storage, capacity);
    ++size_;
    return *made;
  }

  T* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;  // from `begin_` on
  std::size_t gap_ = 0;       // free elements before `begin_`
};

}  // namespace aria::detail
