// EffectSet: the row of a function in canonical form, so that equal rows compare equal.
//
// A row is polymorphic in the function-typed parameters of its function: `parameters` are the indices of those that the
// body calls. Source of the idea: Koka's effect rows (Leijen, "Type directed compilation of row-typed algebraic effects").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "types/type_table.hpp"

namespace ariac::effects {

using resolve::DefId;

enum class Effect : std::uint8_t {
  async, blocking, console, file_system, network, clock, random, process, foreign, spawn, mut, cancel,
  state   // no part of the language's rows: changes what others may hold as well, an atomic or a shared object; for the order of operands
};

// The name a row is written with. `IO` stands for console … process.
std::string_view name_of(Effect effect);

class EffectSet {
 public:
  static EffectSet of(Effect effect) {
    EffectSet set;
    set.bits_ = bit(effect);
    return set;
  }
  static EffectSet io();
  static EffectSet raise(DefId type);
  static EffectSet user(DefId effect);
  static EffectSet parameter(std::uint32_t index);
  static EffectSet writing(DefId part);

  bool has(Effect effect) const { return (bits_ & bit(effect)) != 0; }
  bool is_empty() const { return bits_ == 0 && raises_.empty() && users_.empty() && parameters_.empty(); }
  // Nothing but printing, and errors: no value that code can look at changes, and nobody else runs.
  bool is_only_output() const { return (bits_ & ~bit(Effect::console)) == 0 && users_.empty() && parameters_.empty(); }
  const std::vector<DefId>& raises() const { return raises_; }         // an invalid id: errors of any type
  const std::vector<DefId>& users() const { return users_; }
  const std::vector<std::uint32_t>& parameters() const { return parameters_; }
  // Those of the parameters that run while the caller waits, not only in a task that goes on by itself.
  const std::vector<std::uint32_t>& awaited_parameters() const { return awaited_parameters_; }

  // No part of the rows either: what is written of objects that others may hold as well, a field, or the type of the whole.
  const std::vector<DefId>& written() const { return written_; }

  // Adds all of `other`; true when something is new.
  bool add(const EffectSet& other);
  // Without the raises (all of them, or those of one type), without one user effect, without the parameters.
  void remove_raises() { raises_.clear(); }
  void remove_raise(DefId type) { std::erase(raises_, type); }
  void remove(Effect effect) { bits_ &= ~bit(effect); }
  // What is left to somebody who does not wait for it.
  void remove_waiting() {
    bits_ &= ~bit(Effect::async);
    awaited_parameters_.clear();
  }
  void remove_user(DefId effect) { std::erase(users_, effect); }
  void remove_parameters() {
    parameters_.clear();
    awaited_parameters_.clear();
  }
  void keep_raises() {
    bits_ = 0;
    users_.clear();
    written_.clear();
    remove_parameters();
  }
  // What is in this set and not in `promise`, one set for each atom.
  std::vector<EffectSet> atoms_beyond(const EffectSet& promise) const;

  friend bool operator==(const EffectSet&, const EffectSet&) = default;

 private:
  static std::uint32_t bit(Effect effect) { return std::uint32_t{1} << static_cast<unsigned>(effect); }

  std::uint32_t bits_ = 0;
  std::vector<DefId> raises_;        // sorted
  std::vector<DefId> users_;         // sorted
  std::vector<DefId> written_;       // sorted
  std::vector<std::uint32_t> parameters_;   // sorted
  std::vector<std::uint32_t> awaited_parameters_;   // sorted
};

// As Aria writes it: `{Async, Console, Raise<IoError>, e}`.
std::string print(const EffectSet& set, const resolve::Bindings& bindings, const support::Interner& interner,
                  const std::vector<std::string>& parameter_names = {});

}  // namespace ariac::effects
