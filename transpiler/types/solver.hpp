// Solver: unification variables of all bodies in progress. Knows no syntax.
//
// Bodies nest (a call may need the result of a function that is not inferred yet), and mutually recursive functions
// share their unsolved results; so there is one pool of variables, used like a stack.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "source/source_range.hpp"
#include "types/type_store.hpp"

namespace ariac::types {

// What a variable can become, and becomes when nothing else is learnt.
enum class Literal : std::uint8_t {
  none,       // anything; open at the end: an error
  integer,    // an integer type; Int
  floating,   // a floating-point type; Float
  never       // anything; met only values that never come: Never
};

class Solver {
 public:
  explicit Solver(TypeStore& types) : store(types) {}

  TypeId fresh(source::SourceRange origin, Literal literal = Literal::none);
  TypeId head(TypeId type) const;                 // with a bound variable at the top replaced
  TypeId zonk(TypeId type);                       // with all bound variables replaced
  TypeId defaulted(TypeId type);                  // the same, and with literals that are open as they are by default
  bool unify(TypeId a, TypeId b);                 // equal up to variables; Never, Unknown and Poison agree with all
  bool is_open(TypeId type) const;                // an unbound variable
  bool has_open(TypeId type) const;               // an unbound variable somewhere inside
  TypeId first_open(TypeId type) const;           // invalid: there is none
  Literal literal(TypeId open) const { return variables_[store[open].index].literal; }
  source::SourceRange origin(TypeId open) const { return variables_[store[open].index].origin; }
  void bind(TypeId open, TypeId type);
  // Gives every literal variable made since `mark` that is still open its default.
  void default_literals(std::size_t mark);
  // The same for variables that met only values that never come; whether there were any.
  bool default_never(std::size_t mark);

  // The record of what was bound and not undone: nothing to retry while it stays.
  std::size_t bindings() const { return bound_.size(); }
  std::uint32_t bound_at(std::size_t place) const { return bound_[place]; }
  std::size_t mark() const { return variables_.size(); }
  void release(std::size_t mark) { variables_.resize(mark); }

  // Speculation: what was bound since begin() is undone by rollback(), kept by commit(). Nests.
  struct Snapshot {
    std::size_t trail;
    std::size_t variables;
    std::size_t bindings;
  };
  bool speculates() const { return speculating_ > 0; }
  Snapshot begin();
  void rollback(Snapshot snapshot);
  void commit();
  // unify, leaving nothing behind when it fails.
  bool try_unify(TypeId a, TypeId b);
  // Whether they would unify; binds nothing.
  bool can_unify(TypeId a, TypeId b);

  TypeStore& store;

 private:
  struct Variable {
    TypeId bound;                                 // invalid: open
    source::SourceRange origin;
    Literal literal = Literal::none;
  };

  template <typename Leaf>
  TypeId replace_variables(TypeId type, Leaf leaf);
  void shorten(TypeId start, TypeId end) const;
  bool unify_variables(TypeId a, TypeId b);
  bool unify_open(TypeId open, TypeId type);
  bool unify_args(const Type& a, const Type& b);
  bool occurs(TypeId open, TypeId type) const;
  void set(std::uint32_t index, Variable value);

  mutable std::vector<Variable> variables_;        // head() shortens chains
  std::vector<std::pair<std::uint32_t, Variable>> trail_;
  std::size_t speculating_ = 0;
  std::vector<std::uint32_t> bound_;
};

}  // namespace ariac::types
