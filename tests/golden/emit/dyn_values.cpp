// dyn_values.aria.cpp
// Values of a trait: `dyn` types.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace dyn_values {

struct Circle {
  double radius{};
};

struct Square {
  double side{};
};

// trait Shape
template <typename Self>
struct Shape;

// dyn Shape: its methods, how a value of any type answers them, and the trait for the value itself
template <>
struct Shape<aria::Interface> : aria::Interface {
  virtual double area() const = 0;
};

template <typename T>
struct Shape<aria::Boxed<T>> final : aria::BoxedAs<T, Shape> {
  using aria::BoxedAs<T, Shape>::BoxedAs;

  double area() const override { return Shape<T>::area(this->value); }
};

template <>
struct Shape<aria::Dyn<Shape>> {
  static double area(const aria::Dyn<Shape>& self) { return self->area(); }
};

template <>
struct Shape<Circle> {
  static double area(const Circle& self);
};

template <>
struct Shape<Square> {
  static double area(const Square& self);
};

// area(self) -> Float !{}
double Shape<Circle>::area(const Circle& self) {
  return 3.0 * self.radius * self.radius;
}

// area(self) -> Float !{}
double Shape<Square>::area(const Square& self) {
  return self.side * self.side;
}

// total(shapes: [dyn Shape]) -> Float !{}
static double total(const aria::Array<aria::Dyn<Shape>>& shapes) {
  return shapes.map([](const aria::Dyn<Shape>& it) { return it->area(); }).sum();
}

// main() !{Console}
void main() {
  aria::Array<aria::Dyn<Shape>> shapes = {Circle{.radius = 1.0}, Square{.side = 2.0}};
  aria::println(total(shapes));
}

}  // namespace dyn_values

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, dyn_values::main);
}
