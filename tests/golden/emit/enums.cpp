// enums.aria.cpp
// Enums and `match`.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace enums {

struct Shape {
  struct Circle {
    double radius;

    auto reflect() const { return aria::record("Circle", aria::field("radius", radius)); }
  };
  struct Rect {
    double first;
    double second;

    auto reflect() const { return aria::record("Rect", first, second); }
  };
  struct Empty {
    auto reflect() const { return aria::record("Empty"); }
  };

  bool is_round() const;

  ARIA_ENUM(Shape, Circle, Rect, Empty)
};

struct Tree {
  struct Leaf {
    auto reflect() const { return aria::record("Leaf"); }
  };
  struct Node {
    aria::Box<Tree> left;
    aria::Int value;
    aria::Box<Tree> right;

    auto reflect() const {
      return aria::record("Node", aria::field("left", left), aria::field("value", value),
                          aria::field("right", right));
    }
  };

  ARIA_ENUM(Tree, Leaf, Node)
};

// round?(self) -> Bool !{}
bool Shape::is_round() const {
  return this->is<Shape::Circle>();
}

// area(shape: Shape) -> Float !{}
static double area(const Shape& shape) {
  if (const auto* circle = shape.as<Shape::Circle>()) {
    return 3.14 * circle->radius * circle->radius;
  }
  if (const auto* rect = shape.as<Shape::Rect>(); rect != nullptr && rect->first < 0.0) {
    return 0.0;
  }
  if (const auto* rect = shape.as<Shape::Rect>()) {
    return rect->first * rect->second;
  }
  return 0.0;
}

// insert(tree: Tree, value: Int) -> Tree !{}
static Tree insert(Tree tree, aria::Int value) {
  if (tree.is<Tree::Leaf>()) {
    return Tree::Node{.left = Tree::Leaf{}, .value = value, .right = Tree::Leaf{}};
  }
  auto* node = tree.as<Tree::Node>();
  Tree& left = *node->left;
  Tree& right = *node->right;
  if (value < node->value) {
    return Tree::Node{.left = insert(std::move(left), value), .value = node->value,
                      .right = std::move(right)};
  }
  return Tree::Node{.left = std::move(left), .value = node->value,
                    .right = insert(std::move(right), value)};
}

// describe(shape: Shape) !{Console}
static void describe(const Shape& shape) {
  aria::String text;
  if (const auto* circle = shape.as<Shape::Circle>()) {
    text = aria::format("a circle of {}", circle->radius);
  } else {
    text = "something else";
  }
  aria::println(text);
}

// depth(self) -> Int !{}
static aria::Int depth(const Tree& self) {
  if (self.is<Tree::Leaf>()) {
    return 0;
  }
  const auto* node = self.as<Tree::Node>();
  const Tree& left = *node->left;
  const Tree& right = *node->right;
  return 1 + depth(left).max(depth(right));
}

// main() !{Console}
void main() {
  aria::Array<Shape> shapes = {Shape::Circle{.radius = 1.0}, Shape::Rect{2.0, 3.0}, Shape::Empty{}};
  for (const Shape& shape : shapes) {
    describe(shape);
    aria::println(aria::format("{:?} {} {}", shape, area(shape), shape.is_round()));
  }
  Tree tree = Tree::Leaf{};
  for (aria::Int n : aria::Array<aria::Int>{3, 1, 2}) {
    tree = insert(std::move(tree), n);
  }
  aria::println(depth(tree));
}

}  // namespace enums

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, enums::main);
}
