// Where an effect of a function arises: the first call or operator that has it, and the calls that lead on from there.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "diagnostics/sink.hpp"
#include "effects/effect_table.hpp"

namespace ariac::effects {

class Culprits {
 public:
  Culprits(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner, const EffectTable& table)
      : bindings_(bindings), types_(types), interner_(interner), table_(table) {}

  // Of waiting: at worst a spawn in a block, whose task the function waits for at its end.
  const ast::Node* first_with(InstanceId id, const ast::Body& body, const EffectSet& atom) const;
  const ast::Node* first_in(InstanceId id, const ast::Node& root, const EffectSet& atom) const;
  // It only starts a task, which whoever it belongs to waits for at the end.
  bool is_start(InstanceId id, const ast::Node* culprit) const;
  // Notes the calls that lead from the culprit to where the effect arises.
  void follow(InstanceId id, const ast::Node* culprit, const EffectSet& atom, diagnostics::Report& report) const;

 private:
  const resolve::Bindings& bindings_;
  const types::TypeTable& types_;
  const support::Interner& interner_;
  const EffectTable& table_;
};

}  // namespace ariac::effects
