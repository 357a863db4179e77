// Lazy iteration: aria::iter(x) gives an Iter over anything that can be walked, including user types that implement
// Iterator (`next()`) or Iterable (`iter()`).
//
//   aria::iter(Fibonacci{}).take(12).join(" ")
//   for (aria::Int n : aria::iter(Countdown{3})) …
//
// Iter<T, Next> holds a callable that returns the next value or nothing. Adaptors wrap it without allocating; written
// as a type, Iter<T> holds any of them (a std::function). Copies walk independently. Walking an Iter works on a copy.
#pragma once

#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aria/std/array.hpp>
#include <aria/std/map.hpp>
#include <aria/std/sequence.hpp>
#include <aria/std/set.hpp>

namespace aria {

template <typename T, typename Next = std::function<std::optional<T>()>>
class Iter;

namespace detail {

template <typename T>
inline constexpr bool is_iter = false;
template <typename T, typename Next>
inline constexpr bool is_iter<Iter<T, Next>> = true;

template <typename T, typename Next>
Iter<T, Next> make_iter(Next next) {
  return Iter<T, Next>(std::move(next));
}

}  // namespace detail

template <typename T, typename Next>
class Iter : public detail::Sequence<Iter<T, Next>, T> {
 public:
  using Item = T;
  using value_type = T;

  class iterator {
   public:
    explicit iterator(Next next) : next_(std::move(next)), current_(next_()) {}
    T& operator*() { return *current_; }
    iterator& operator++() {
      current_ = next_();
      return *this;
    }
    friend bool operator==(const iterator& it, std::nullopt_t) noexcept { return !it.current_; }

   private:
    Next next_;
    std::optional<T> current_;
  };

  Iter() = default;
  explicit Iter(Next next) : next_(std::move(next)) {}
  // Any Iter of the same values becomes an Iter<T>.
  template <typename Other>
    requires(std::is_same_v<Next, std::function<std::optional<T>()>> && !std::is_same_v<Other, Next>)
  Iter(Iter<T, Other> other) : next_(std::move(other).take_next()) {}

  std::optional<T> next() { return next_(); }
  iterator begin() const { return iterator(next_); }
  std::nullopt_t end() const noexcept { return std::nullopt; }
  const Iter& iter() const noexcept { return *this; }
  Next take_next() && { return std::move(next_); }

  template <typename F>
  auto map(F f) const {
    using U = detail::ResultOf<F, const T&>;
    return detail::make_iter<U>([next = next_, f]() mutable -> std::optional<U> {
      if (std::optional<T> x = next()) {
        return detail::result_of(f, *x);
      }
      return std::nullopt;
    });
  }
  template <typename F>
  auto filter(F keep) const {
    return detail::make_iter<T>([next = next_, keep]() mutable -> std::optional<T> {
      while (std::optional<T> x = next()) {
        if (keep(*x)) {
          return x;
        }
      }
      return std::nullopt;
    });
  }
  template <typename F>
  auto reject(F drop) const {
    return filter([drop](const T& x) mutable { return !drop(x); });
  }
  template <typename F>
  auto filter_map(F f) const {
    using U = typename detail::ResultOf<F, const T&>::value_type;
    return detail::make_iter<U>([next = next_, f]() mutable -> std::optional<U> {
      while (std::optional<T> x = next()) {
        if (std::optional<U> mapped = f(*x)) {
          return mapped;
        }
      }
      return std::nullopt;
    });
  }
  template <typename F>
  auto flat_map(F f) const {
    using U = typename detail::ResultOf<F, const T&>::value_type;
    return detail::make_iter<U>([next = next_, f, inner = Array<U>(), at = Int(0)]() mutable -> std::optional<U> {
      while (at == inner.len()) {
        std::optional<T> x = next();
        if (!x) {
          return std::nullopt;
        }
        inner = f(*x);
        at = 0;
      }
      return inner[at++];
    });
  }
  auto take(Int n) const {
    return detail::make_iter<T>([next = next_, left = n]() mutable -> std::optional<T> {
      if (left <= 0) {
        return std::nullopt;
      }
      --left;
      return next();
    });
  }
  auto skip(Int n) const {
    return detail::make_iter<T>([next = next_, left = n]() mutable -> std::optional<T> {
      for (; left > 0; --left) {
        if (!next()) {
          return std::nullopt;
        }
      }
      return next();
    });
  }
  template <typename F>
  auto take_while(F f) const {
    return detail::make_iter<T>([next = next_, f, done = false]() mutable -> std::optional<T> {
      if (!done) {
        if (std::optional<T> x = next(); x && f(*x)) {
          return x;
        }
        done = true;
      }
      return std::nullopt;
    });
  }
  template <typename F>
  auto skip_while(F f) const {
    return detail::make_iter<T>([next = next_, f, started = false]() mutable -> std::optional<T> {
      std::optional<T> x = next();
      while (!started && x && f(*x)) {
        x = next();
      }
      started = true;
      return x;
    });
  }
  auto step_by(Int n) const {
    detail::positive_count(n, "step");
    return detail::make_iter<T>([next = next_, n, first = true]() mutable -> std::optional<T> {
      if (!std::exchange(first, false)) {
        for (Int i = 1; i < n; ++i) {
          if (!next()) {
            return std::nullopt;
          }
        }
      }
      return next();
    });
  }
  auto enumerate() const {
    using Pair = std::tuple<Int, T>;
    return detail::make_iter<Pair>([next = next_, i = Int(0)]() mutable -> std::optional<Pair> {
      if (std::optional<T> x = next()) {
        return Pair(i++, *std::move(x));
      }
      return std::nullopt;
    });
  }
  template <typename Other>
  auto zip(const Other& other) const;
  template <typename Other>
  auto chain(const Other& other) const;
  template <typename F>
  auto inspect_each(F body) const {
    return map([body](const T& x) mutable {
      body(x);
      return x;
    });
  }
  template <typename A, typename F>
  auto scan(A start, F f) const {
    return map([state = std::move(start), f](const T& x) mutable { return state = f(std::move(state), x); });
  }
  auto chunk(Int size) const {
    detail::positive_count(size, "chunk size");
    return detail::make_iter<Array<T>>([next = next_, size]() mutable -> std::optional<Array<T>> {
      Array<T> group;
      while (group.len() < size) {
        std::optional<T> x = next();
        if (!x) {
          break;
        }
        group.push(*std::move(x));
      }
      return group.is_empty() ? std::nullopt : std::optional<Array<T>>(std::move(group));
    });
  }
  auto window(Int size) const {
    detail::positive_count(size, "window size");
    return detail::make_iter<Array<T>>([next = next_, size, last = Array<T>()]() mutable -> std::optional<Array<T>> {
      if (last.len() == size) {
        last.remove_at(0);
      }
      while (last.len() < size) {
        std::optional<T> x = next();
        if (!x) {
          return std::nullopt;
        }
        last.push(*std::move(x));
      }
      return last;
    });
  }

  using detail::Sequence<Iter, T>::count;
  Int count() const {
    return this->count([](const T&) { return true; });
  }
  Array<T> collect() const { return this->to_array(); }
  std::optional<T> first() const { return Next(next_)(); }
  std::optional<T> last() const {
    std::optional<T> last;
    this->each([&last](const T& x) { last = x; });
    return last;
  }
  std::optional<T> nth(Int n) const { return skip(n).first(); }

 private:
  Next next_;
};

// Walks anything. What it walks is copied, or moved from a temporary.
template <typename Source>
auto iter(Source&& source) {
  using S = std::decay_t<Source>;
  if constexpr (detail::is_iter<S>) {
    return S(std::forward<Source>(source));
  } else if constexpr (detail::IteratorType<S>) {
    using T = typename Iterator<S>::Item;
    return detail::make_iter<T>([walked = S(std::forward<Source>(source))]() mutable { return Iterator<S>::next(walked); });
  } else if constexpr (requires { typename S::iterator; source.begin(); }) {
    using T = std::decay_t<decltype(*source.begin())>;
    struct Walk {
      S walked;
      std::optional<decltype(std::declval<const S&>().begin())> at{};
      std::int64_t taken = 0;

      explicit Walk(S s) : walked(std::move(s)) {}
      Walk(const Walk& other) : walked(other.walked), taken(other.taken) {}  // positions belong to one object
      Walk(Walk&& other) : walked(std::move(other.walked)), taken(other.taken) {}
      Walk& operator=(const Walk&) = delete;
      ~Walk() = default;

      std::optional<T> operator()() {
        const S& source = walked;
        if (!at) {
          at = source.begin();
          for (std::int64_t i = 0; i < taken; ++i) {
            ++*at;
          }
        }
        if (*at == source.end()) {
          return std::nullopt;
        }
        ++taken;
        std::optional<T> x(**at);
        ++*at;
        return x;
      }
    };
    return detail::make_iter<T>(Walk(std::forward<Source>(source)));
  } else {
    return iter(Iterable<S>::iter(source));
  }
}

template <typename T, typename Next>
template <typename Other>
auto Iter<T, Next>::zip(const Other& other) const {
  auto others = aria::iter(other);
  using Pair = std::tuple<T, typename decltype(others)::Item>;
  return detail::make_iter<Pair>([next = next_, others]() mutable -> std::optional<Pair> {
    std::optional<T> x = next();
    if (!x) {
      return std::nullopt;
    }
    auto y = others.next();
    return y ? std::optional<Pair>(Pair(*std::move(x), *std::move(y))) : std::nullopt;
  });
}
template <typename T, typename Next>
template <typename Other>
auto Iter<T, Next>::chain(const Other& other) const {
  return detail::make_iter<T>([next = next_, others = aria::iter(other)]() mutable -> std::optional<T> {
    std::optional<T> x = next();
    return x ? x : others.next();
  });
}

template <typename T>
auto Array<T>::iter() const {
  return aria::iter(*this);
}
namespace detail {
template <typename T>
auto iter_range(const Range<T>& range) {
  return aria::iter(range);
}
}  // namespace detail

// The view behind `for (const auto& [i, x] : xs.enumerate())`: refers to an array, or holds a temporary one.
template <typename Source>
class Enumerated {
 public:
  explicit Enumerated(Source source) : source_(static_cast<Source&&>(source)) {}

  class iterator {
    using Element = decltype(std::declval<const std::remove_reference_t<Source>&>().begin());

   public:
    iterator(std::int64_t index, Element at) noexcept : index_(index), at_(at) {}
    auto operator*() const noexcept { return std::tuple<Int, decltype(*at_)>(Int::raw(index_), *at_); }
    iterator& operator++() noexcept {
      ++index_;
      ++at_;
      return *this;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }

   private:
    std::int64_t index_;
    Element at_;
  };

  iterator begin() const noexcept { return iterator(0, std::as_const(source_).begin()); }
  iterator end() const noexcept { return iterator(0, std::as_const(source_).end()); }

 private:
  Source source_;
};

template <typename T>
Enumerated<const Array<T>&> Array<T>::enumerate() const& {
  return Enumerated<const Array<T>&>(*this);
}
template <typename T>
Enumerated<Array<T>> Array<T>::enumerate() && {
  return Enumerated<Array<T>>(std::move(*this));
}

}  // namespace aria
