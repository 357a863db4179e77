// A value of any type that has a trait: `dyn Filter`. Copies copy the value inside.
//
//   std::vector<aria::Dyn<Filter>> filters{Upcase{}, Custom{…}};      filters[0]->label()
//
// A trait is a template `Filter<Self>` with one specialisation for each type that has it. Where values of it are used,
// its module adds what dispatch needs, as three more specialisations:
//
//   template <> struct Filter<aria::Interface> : aria::Interface { virtual aria::String label() const = 0; };
//   template <typename T> struct Filter<aria::Boxed<T>> final : aria::BoxedAs<T, Filter> {
//     using aria::BoxedAs<T, Filter>::BoxedAs;
//     aria::String label() const override { return Filter<T>::label(this->value); }
//   };
//   template <> struct Filter<aria::Dyn<Filter>> { static aria::String label(const aria::Dyn<Filter>& self) … };
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <aria/std/copied.hpp>
#include <aria/std/detail/fail.hpp>
#include <aria/std/text.hpp>

namespace aria {

// What every dispatching interface has.
class Interface {
 public:
  virtual ~Interface() = default;
  virtual Interface* copy() const = 0;
};

// Stands for "a T in a Dyn" as the Self of a trait.
template <typename T>
struct Boxed;

template <typename T, template <typename...> class Trait, typename... Args>
class BoxedAs : public Trait<Interface, Args...> {
 public:
  explicit BoxedAs(T v) : value(std::move(v)) {}
  Interface* copy() const override {
    if constexpr (is_copied<T>) {
      return new Trait<Boxed<T>, Args...>(value);
    } else {
      detail::fail("a value that can only move was copied");
    }
  }

  T value;
};

template <template <typename...> class Trait, typename... Args>
class Dyn {
 public:
  using Methods = Trait<Interface, Args...>;

  Dyn() noexcept = default;  // holds nothing: a variable that is assigned later
  template <typename T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, Dyn>)
  Dyn(T&& value) : held_(new Trait<Boxed<std::remove_cvref_t<T>>, Args...>(std::forward<T>(value))) {}
  Dyn(const Dyn& other) : held_(other.held_ != nullptr ? static_cast<Methods*>(other.held_->copy()) : nullptr) {}
  Dyn(Dyn&&) noexcept = default;
  Dyn& operator=(Dyn other) noexcept {
    held_ = std::move(other.held_);
    return *this;
  }
  ~Dyn() = default;

  Methods* operator->() noexcept { return held_.get(); }
  const Methods* operator->() const noexcept { return held_.get(); }
  Methods& operator*() noexcept { return *held_; }
  const Methods& operator*() const noexcept { return *held_; }

 private:
  std::unique_ptr<Methods> held_;
};

// `dyn Display` and `dyn Debug`.
template <>
struct Display<Interface> : Interface {
  virtual std::string to_string() const = 0;
};
template <typename T>
struct Display<Boxed<T>> final : BoxedAs<T, Display> {
  using BoxedAs<T, Display>::BoxedAs;
  std::string to_string() const override {
    std::string out;
    detail::display_into(out, this->value);
    return out;
  }
};
template <>
struct Debug<Interface> : Interface {
  virtual std::string inspect() const = 0;
};
template <typename T>
struct Debug<Boxed<T>> final : BoxedAs<T, Debug> {
  using BoxedAs<T, Debug>::BoxedAs;
  std::string inspect() const override {
    std::string out;
    detail::inspect_into(out, this->value);
    return out;
  }
};

namespace detail {

// A Dyn is shown where its trait, or one it builds on, says how.
template <template <typename...> class Trait, typename... Args>
struct Shown<Dyn<Trait, Args...>> {
  using Value = Dyn<Trait, Args...>;
  static void inspect(std::string& out, const Value& value)
    requires requires { value->inspect(); } || requires { value->to_string(); }
  {
    if constexpr (requires { value->inspect(); }) {
      out += std::string_view(value->inspect());
    } else {
      out += std::string_view(value->to_string());
    }
  }
  static void display(std::string& out, const Value& value)
    requires requires { value->to_string(); }
  {
    out += std::string_view(value->to_string());
  }
};

}  // namespace detail
}  // namespace aria
