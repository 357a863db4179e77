// Closures that are given to function values: `keep { … }`, where `keep` is a variable or a field.
//
// Nobody knows which function such a value is. What one closure of the program keeps, or one function whose name is used as a
// value, counts for all values of its type. Closures that only the library calls are left out: what it gives them is owned.
#pragma once

#include <span>

#include "ownership/escapes.hpp"
#include "ownership/use_table.hpp"

namespace ariac::ownership {

// Why a closure that is given to the called value as argument `arg` may be kept; null: it is not.
const KeptByValue* kept_by_value(const types::TypeTable& types, const UseTable& table, const types::CallPlan& plan, std::size_t arg);

class FunctionValues {
 public:
  FunctionValues(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const BodyFacts& facts,
                 UseTable& table, const KeepsArgument& keeps);

  // Adds to what the table knows; whether it was anything.
  bool find();

 private:
  // A closure with parameters that a closure can be given for, or a name that stands for a function.
  struct Made {
    const types::Instance* instance;
    const ast::Expr* at;
    const types::CallPlan* named;              // null: a closure
    const types::CallPlan* taken_by;           // the library's function that gets it, as argument `arg`
    std::size_t arg;
  };

  void look_through(const types::Instance& instance, const ast::Node& node);
  void note(const types::Instance& instance, const ast::Expr& value);
  void note_parameters(const types::CallPlan& plan);
  bool keeps(const Made& made, std::size_t param, std::size_t of) const;
  bool add(types::TypeId function, std::size_t param, const ast::Node& at);

  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const BodyFacts& facts_;
  UseTable& table_;
  const KeepsArgument& keeps_;
  std::vector<Made> made_;
  std::unordered_map<ast::NodeId, std::pair<const types::CallPlan*, std::size_t>> taken_;     // of the instance that is looked through
};

}  // namespace ariac::ownership
