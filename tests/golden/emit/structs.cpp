// structs.aria.cpp
// Plain data: fields, defaults, methods, updates.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace structs {

struct Point {
  double x{};
  double y{};

  auto reflect() const { return aria::record("Point", aria::field("x", x), aria::field("y", y)); }
};

struct Rectangle {
  Point origin;
  double width{};
  double height = 1.0;

  double area() const;
  void grow(double by);
  static Rectangle square(double side);
  bool is_contains(const Point& point) const;
};

// area(self) -> Float !{}
double Rectangle::area() const {
  return width * height;
}

// grow(mut self, by: Float) !{}
void Rectangle::grow(double by) {
  width += by;
  height += by;
}

// square(side: Float) -> Rectangle !{}
Rectangle Rectangle::square(double side) {
  return Rectangle{.origin = Point{.x = 0.0, .y = 0.0}, .width = side, .height = side};
}

// contains?(self, point: Point) -> Bool !{}
bool Rectangle::is_contains(const Point& point) const {
  const double number = point.x;
  bool holds = origin.x <= number && number < origin.x + width;
  if (holds) {
    const double number_2 = point.y;
    holds = origin.y <= number_2 && number_2 < origin.y + height;
  }
  return holds;
}

// main() !{Console}
void main() {
  Rectangle box = Rectangle::square(2.0);
  box.grow(0.5);
  Point moved = box.origin;
  moved.x = 1.0;
  aria::println(box.area());
  aria::println(moved);
  aria::println(aria::eq(moved, Point{.x = 1.0, .y = 0.0}));
  aria::println(box.is_contains(moved));
}

}  // namespace structs

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, structs::main);
}
