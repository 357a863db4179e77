// Iteration: what a `for`, a comprehension or a spread gets from its subject.
#include <array>

#include "diagnostics/catalogue/types.hpp"
#include "types/advice.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

// The library's containers, whose elements are in their type's arguments; invalid: something else.
TypeId container_item(BodyInference& in, TypeId subject) {
  TypeStore& store = in.store;
  const resolve::WellKnown& w = store.well_known();
  const Type& type = store[subject];
  if (type.kind != TypeKind::named) return {};
  for (const DefId one : {w.array, w.set, w.range, w.channel, w.recv_chan})
    if (one.valid() && type.def == one) return type.args[0];
  if (w.map.valid() && type.def == w.map) {
    const std::array<TypeId, 2> entry{type.args[0], type.args[1]};
    return store.tuple(entry);
  }
  if (type.def == w.string) return store.char_;
  return {};
}

bool is_extern(BodyInference& in, TypeId subject) {
  const Type& type = in.store[subject];
  return type.kind == TypeKind::named && in.bindings.def(type.def).is_extern;
}

// Through `Iterator::next`, for a subject that is an iterator itself.
TypeId walk_iterator(BodyInference& in, const ast::Node& at, TypeId subject, source::SourceRange range, Iteration& iteration) {
  const DefId iterator = in.store.well_known().iterator;
  const TypeId item = in.program.associated(in.zonk(subject), iterator, in.program.symbol("Item"));
  if (!is_extern(in, subject)) {
    iteration.kind = IterationKind::iterator;
    CallPlan next;
    if (in.call_protocol(iterator, "next", nullptr, subject, {}, range, next)) {
      next.implicit_receiver = true;
      iteration.next = std::move(next);
    }
  }
  iteration.item = item.valid() ? item : in.store.poison;
  in.instance().iterations[at.id] = iteration;
  return iteration.item;
}

TypeId iterate_known(BodyInference& in, const ast::Node& at, TypeId subject, source::SourceRange range) {
  if (in.absorbs(subject)) return subject;
  Iteration iteration;
  const bool counts = !in.store.is_named(subject, in.store.well_known().range) || in.program.implements(in.zonk(subject), in.store.well_known().iterable);
  if (const TypeId item = container_item(in, subject); item.valid() && counts) {
    iteration.item = item;
    in.instance().iterations[at.id] = iteration;
    return item;
  }
  const resolve::WellKnown& w = in.store.well_known();
  const TypeId plain = in.zonk(subject);
  if (w.iterator.valid() && in.program.implements(plain, w.iterator)) return walk_iterator(in, at, subject, range, iteration);
  if (w.iterable.valid() && in.program.implements(plain, w.iterable)) {
    if (is_extern(in, subject)) {
      iteration.item = in.program.associated(plain, w.iterable, in.program.symbol("Item"));
      in.instance().iterations[at.id] = iteration;
      return iteration.item;
    }
    iteration.kind = IterationKind::iterable;
    CallPlan iter;
    if (const auto made = in.call_protocol(w.iterable, "iter", nullptr, subject, {}, range, iter)) {
      iter.implicit_receiver = true;
      iteration.iter = std::move(iter);
      const TypeId walker = in.zonk(*made);
      if (in.program.implements(walker, w.iterator)) {
        const TypeId item = walk_iterator(in, at, walker, range, iteration);
        in.instance().iterations[at.id].kind = IterationKind::iterable;
        return item;
      }
    }
  }
  auto report = in.error(range, diag::NotIterable{.type = in.print(subject)});
  if (in.store.is_option(subject)) report.help("it may be nil: `?? []`, `if let` or a pattern first");
  else if (const std::string advice = advice_on_holder(in, subject); !advice.empty()) report.help(advice);
  else if (!counts) report.help("only ranges of integers and characters can be walked; this one can be asked with `in`");
  else if (in.store.is_integer(subject)) report.help("count with a range, `0..<n`, or with `n.times`");
  else report.help("implement `Iterator` or `Iterable` for it");
  return in.store.poison;
}

}  // namespace

TypeId BodyInference::iterate(const ast::Node& at, TypeId subject, source::SourceRange range) {
  const TypeId found = known(subject);
  if (!is_open(found)) return iterate_known(*this, at, found, range);
  const TypeId item = fresh(range);
  const ast::Node* node = &at;
  when_known(found, range, [=, this](TypeId type) {
    const TypeId each = iterate_known(*this, *node, type, range);
    if (!unify(item, each)) report_mismatch(range, each, {.type = item});
  });
  return item;
}

}  // namespace ariac::types
