// own: is each use of a value a copy, a move or a loan?
//
//   1 places       which uses are owning ones; which parameters a function keeps (a fixed point over calls)
//   2 liveness     backwards over each body: the last owning use of a variable moves it
//   3 assignment   forwards: reads before assignment, uses after a move, moves in loops
//   4 overlap      `mut` arguments that overlap another argument
#pragma once

#include "diagnostics/sink.hpp"
#include "ownership/body_facts.hpp"
#include "ownership/use_table.hpp"
#include "support/interner.hpp"

namespace ariac::ownership {

// The part that needs no types: reports what every instance of a body has in common.
BodyFacts check_bodies(const resolve::Bindings& bindings, const support::Interner& interner, diagnostics::Sink& sink);

// check_bodies(), then the uses of every instance. Works on every instance of `types` that has no errors. Errors go to the sink.
UseTable own(const resolve::Bindings& bindings, const types::TypeTable& types, const support::Interner& interner,
             diagnostics::Sink& sink);

}  // namespace ariac::ownership
