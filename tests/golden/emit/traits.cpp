// traits.aria.cpp
// Traits, default methods, impls for own and library types, bounds.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace traits {

struct Dog {
  aria::Int tag{};

  aria::String to_string() const;
};

// trait Named
template <typename Self>
struct Named;

template <typename Self>
struct NamedDefaults {
  // greet(self) -> String !{}
  static aria::String greet(const Self& self) {
    return aria::format("Hello, {}!", Named<Self>::name(self));
  }
};

template <>
struct Named<Dog> : NamedDefaults<Dog> {
  static aria::String name(const Dog& self);
};

template <>
struct Named<aria::Int> : NamedDefaults<aria::Int> {
  static aria::String name(aria::Int self);
  static aria::String greet(aria::Int self);
};

// introduce(who: T) !{Console}
template <typename T>
void introduce(const T& who) {
  aria::println(Named<T>::greet(who));
}

// name(self) -> String !{}
aria::String Named<Dog>::name(const Dog& self) {
  return aria::format("dog {}", self.tag);
}

// name(self) -> String !{}
aria::String Named<aria::Int>::name(aria::Int self) {
  return aria::format("number {}", self);
}

// greet(self) -> String !{}
aria::String Named<aria::Int>::greet(aria::Int self) {
  return aria::format("Beep, {}.", self);
}

// to_string(self) -> String !{}
aria::String Dog::to_string() const {
  return Named<Dog>::name(*this);
}

// main() !{Console}
void main() {
  introduce(Dog{.tag = 4});
  introduce(aria::Int(7));
  aria::println(Dog{.tag = 5});
}

}  // namespace traits

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, traits::main);
}
