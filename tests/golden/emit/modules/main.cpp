// main.aria.hpp
#pragma once

#include <aria/prelude.hpp>

namespace main_::Inner {

inline const aria::Int Count = 2;

aria::Int twice(aria::Int n);

}  // namespace main_::Inner
// shapes.aria.hpp
#pragma once

#include <aria/prelude.hpp>

namespace shapes {

// A figure of the plane.
struct Shape {
  struct Circle {
    double value;

    auto reflect() const { return aria::record("Circle", value); }
  };
  struct Square {
    double value;

    auto reflect() const { return aria::record("Square", value); }
  };

  aria::String name() const;

  ARIA_ENUM(Shape, Circle, Square)
};

double area(const Shape& shape);
Shape unit();

}  // namespace shapes
// text/format.aria.hpp
#pragma once

#include <aria/prelude.hpp>

namespace text::format {

aria::String framed(const aria::String& text);

}  // namespace text::format
// main.aria.cpp
// Modules: a namespace and two files each.
#include "main.aria.hpp"
#include "shapes.aria.hpp"
#include "text/format.aria.hpp"

#include <aria/main.hpp>

namespace main_::Inner {

// twice(n: Int) -> Int !{}
aria::Int twice(aria::Int n) {
  return n * Count;
}

}  // namespace main_::Inner

namespace main_ {

// main() !{Console}
void main() {
  shapes::Shape circle = shapes::Shape::Circle{2.0};
  aria::println(text::format::framed(aria::format("{}", shapes::area(circle))));
  aria::println(shapes::unit().name());
  aria::println(main_::Inner::twice(4));
}

}  // namespace main_

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, main_::main);
}
// shapes.aria.cpp
#include "shapes.aria.hpp"

namespace shapes {

inline const double Pi = 3.0;

static double square(double x);

// name(self) -> String !{}
aria::String Shape::name() const {
  if (this->is<Shape::Circle>()) {
    return "circle";
  }
  return "square";
}

// area(shape: Shape) -> Float !{}
double area(const Shape& shape) {
  if (const auto* circle = shape.as<Shape::Circle>()) {
    return square(circle->value) * Pi;
  }
  const auto* square_2 = shape.as<Shape::Square>();
  return square(square_2->value);
}

// unit() -> Shape !{}
Shape unit() {
  return Shape::Square{1.0};
}

// square(x: Float) -> Float !{}
static double square(double x) {
  return x * x;
}

}  // namespace shapes
// text/format.aria.cpp
#include "format.aria.hpp"

namespace text::format {

// framed(text: String) -> String !{}
aria::String framed(const aria::String& text) {
  return aria::format("[{}]", text);
}

}  // namespace text::format
