// FunctionRef<R(A...)>: a callable passed down, by reference and without a template.
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace ariac::support {

template <typename Signature>
class FunctionRef;

// Does not own the callable, which must live as long as the FunctionRef is called. The shape of P0792.
template <typename R, typename... A>
class FunctionRef<R(A...)> {
 public:
  template <typename F>
    requires(!std::same_as<std::remove_cvref_t<F>, FunctionRef> && std::is_invocable_r_v<R, F&, A...>)
  FunctionRef(F&& callable)  // NOLINT: implicit on purpose, as a parameter type
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(callable)))),
        call_([](void* object, A... arguments) -> R {
          return (*static_cast<std::remove_reference_t<F>*>(object))(std::forward<A>(arguments)...);
        }) {}

  R operator()(A... arguments) const { return call_(object_, std::forward<A>(arguments)...); }

 private:
  void* object_;
  R (*call_)(void*, A...);
};

}  // namespace ariac::support
