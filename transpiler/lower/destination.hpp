// Where the value of an expression goes, what is known of it there, and how code leaves before it gets there.
#pragma once

#include <string>

namespace ariac::lower {

// What the C++ around an expression says about its type: nothing; something that literals and variants convert to by
// themselves; or exactly what it is, as in a declaration.
enum class Context { typed, known, target };

struct Destination {
  enum class Kind { drop, give_back, assign } kind = Kind::drop;
  std::string variable{};
  bool at_end = false;   // of `drop`: nothing of the function follows
};

// How code leaves a part of a body, other than at the part's end.
struct Exits {
  bool returns = false;
  bool breaks = false;
  bool continues = false;
  bool any() const { return returns || breaks || continues; }
};

}  // namespace ariac::lower
