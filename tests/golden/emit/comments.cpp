// comments.aria.cpp
// Comments stay where the user put them.
//
// Also in a second paragraph.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace comments {

// An ordinary comment above a constant.
inline const aria::Int Scale = 10;  // behind it

// A thing with parts.
struct Part {
  // which one
  aria::Int number{};  // from one
  // What it weighs.
  aria::Int weight{};
  // after the last field
};

// Kinds of things.
struct Kind {
  // without parts
  struct Simple {  // behind a variant
    auto reflect() const { return aria::record("Simple"); }
  };
  // with parts
  struct Compound {
    aria::Array<Part> parts;

    auto reflect() const { return aria::record("Compound", aria::field("parts", parts)); }
  };
  // after the last variant

  ARIA_ENUM(Kind, Simple, Compound)
};

// Weighs a part.
//
// In grams.
// what is weighed
// by what
// weigh(part: Part, scale: Int) -> Int !{}
static aria::Int weigh(const Part& part, aria::Int scale) {
  // before the first statement
  aria::Int total = part.weight;  // behind a statement

  // two lines
  // above an if
  // alone in a branch
  if (total > 0) {  // behind a condition
    // at the start of a branch
    total *= scale;
    // at the end of a branch
  } else if (total == 0) {} else {
    // behind else
    total = 0;
  }
  // above the result
  return total;
  // below the result
}

// kind_of(parts: [Part]) -> Kind !{}
static Kind kind_of(const aria::Array<Part>& parts) {
  switch (parts.len().value()) {  // behind a subject
    case 0:
      // above an arm
      return Kind::Simple{};  // behind an arm
    case 1:
      // inside an arm
      return Kind::Simple{};
    default:
      // above the last arm
      return Kind::Compound{.parts = parts};
  }
}

// loops(parts: [Part]) -> Int !{}
static aria::Int loops(const aria::Array<Part>& parts) {
  aria::Int sum = 0;
  for (const Part& part : parts) {  // behind a loop
    sum += weigh(part, Scale);
    // at the end of a loop
  }
  for (const Part& part : parts) {  // behind a block
    // inside a block
    sum += part.number;
  }
  return sum;
}

// main() !{Console}
void main() {
  // block comments
  // are comments as well
  // behind an element
  // above an element
  aria::Array<Part> parts = {Part{.number = 1, .weight = 5}, Part{.number = 2, .weight = 0}};
  aria::println(loops(parts));
  const auto kind = kind_of(parts);
  if (kind.is<Kind::Simple>()) {
    aria::println("simple");
  }
  // at the end of the function
}

}  // namespace comments

// at the end of the file

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, comments::main);
}
