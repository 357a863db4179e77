// Literals: numbers that take the expected type, strings with interpolation, symbols, tuples and collections.
#include <array>
#include <cstdint>
#include <limits>

#include "diagnostics/catalogue/types.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

struct IntegerType {
  std::string_view suffix;
  DefId resolve::WellKnown::*def;
  std::uint64_t max;
  std::uint64_t magnitude_of_min;   // 0 for unsigned types
};

constexpr std::array<IntegerType, 8> kIntegerTypes{{
    {"i8", &resolve::WellKnown::int8, 0x7F, 0x80},
    {"i16", &resolve::WellKnown::int16, 0x7FFF, 0x8000},
    {"i32", &resolve::WellKnown::int32, 0x7FFF'FFFF, 0x8000'0000},
    {"i64", &resolve::WellKnown::int_, 0x7FFF'FFFF'FFFF'FFFF, 0x8000'0000'0000'0000},
    {"u8", &resolve::WellKnown::uint8, 0xFF, 0},
    {"u16", &resolve::WellKnown::uint16, 0xFFFF, 0},
    {"u32", &resolve::WellKnown::uint32, 0xFFFF'FFFF, 0},
    {"u64", &resolve::WellKnown::uint64, 0xFFFF'FFFF'FFFF'FFFF, 0},
}};

const IntegerType* integer_type(const TypeStore& store, TypeId type) {
  if (store.is_named(type, store[store.int_].def)) return &kIntegerTypes[3];
  for (const IntegerType& candidate : kIntegerTypes)
    if (store.is_named(type, store.well_known().*candidate.def)) return &candidate;
  return nullptr;
}

TypeId suffix_type(TypeStore& store, std::string_view suffix) {
  if (suffix == "i64") return store.int_;
  if (suffix == "f32") return store.float32;
  if (suffix == "f64") return store.float_;
  for (const IntegerType& candidate : kIntegerTypes)
    if (candidate.suffix == suffix) return store.named(store.well_known().*candidate.def);
  return {};
}

// The number type an expectation asks for, inside `T?` too; invalid: none.
TypeId wanted_number(BodyInference& in, const Expectation& hint) {
  if (hint.any()) return {};
  TypeId wanted = in.head(hint.type);
  while (in.store.is_option(wanted)) wanted = in.head(in.store.option_inner(wanted));
  return in.store.is_integer(wanted) || in.store.is_float(wanted) ? wanted : TypeId();
}

void check_range(BodyInference& in, const ast::IntLiteral& e, TypeId type, bool negated, source::SourceRange range) {
  const IntegerType* limits = integer_type(in.store, in.head(type));
  if (limits == nullptr || e.too_large) return;
  const std::uint64_t most = negated ? limits->magnitude_of_min : limits->max;
  if (e.value <= most) return;
  const std::string low = limits->magnitude_of_min == 0 ? "0" : "-" + std::to_string(limits->magnitude_of_min);
  in.error(range, diag::LiteralOutOfRange{.literal = (negated ? "-" : "") + std::string(e.text), .type = in.print(type)})
      .primary("the range of `" + in.print(type) + "` is " + low + " to " + std::to_string(limits->max));
}

}  // namespace

TypeId infer_int(BodyInference& in, const ast::IntLiteral& e, const Expectation& hint, bool negated, source::SourceRange range) {
  TypeId type = suffix_type(in.store, e.suffix);
  if (!type.valid()) type = wanted_number(in, hint);
  if (!type.valid()) {
    type = in.fresh_literal(false, range);
    if (e.value > 0x7F) {
      const ast::IntLiteral* literal = &e;
      BodyInference* body = &in;
      in.when_known(type, range, [=](TypeId known) { check_range(*body, *literal, known, negated, range); });
    }
    return type;
  }
  check_range(in, e, type, negated, range);
  return type;
}

TypeId infer(BodyInference& in, const ast::IntLiteral& e, const Expectation& hint) { return infer_int(in, e, hint, false, e.range); }

TypeId infer(BodyInference& in, const ast::FloatLiteral& e, const Expectation& hint) {
  if (const TypeId written = suffix_type(in.store, e.suffix); written.valid()) return written;
  const TypeId wanted = wanted_number(in, hint);
  if (wanted.valid() && in.store.is_float(wanted)) return wanted;
  return in.fresh_literal(true, e.range);
}

TypeId infer(BodyInference& in, const ast::BoolLiteral&, const Expectation&) { return in.store.bool_; }
TypeId infer(BodyInference& in, const ast::CharLiteral&, const Expectation&) { return in.store.char_; }
TypeId infer(BodyInference& in, const ast::ErrorExpr&, const Expectation&) { return in.store.poison; }

TypeId infer(BodyInference& in, const ast::NilLiteral& e, const Expectation& hint) {
  if (is_known(in, hint) && in.store.is_option(in.head(hint.type))) return hint.type;
  if (hint.type.valid() && in.store[in.head(hint.type)].kind == TypeKind::poison) return in.store.poison;
  return in.store.option(in.fresh(e.range));
}

// --- Strings ------------------------------------------------------------------------------------------------------

namespace {

void check_shown(BodyInference& in, const ast::StringPart& part, TypeId type) {
  TypeStore& store = in.store;
  const resolve::WellKnown& known = store.well_known();
  if (in.absorbs(type)) return;
  if (known.display.valid() && !in.program.implements(in.zonk(type), known.display)) {
    const bool has_inspect = in.program.implements(in.zonk(type), known.debug);
    const TypeKind kind = store[in.zonk(type)].kind;
    const bool is_param = kind == TypeKind::param || kind == TypeKind::projection;
    in.error(part.value->range, diag::NotDisplayable{.type = in.print(type)})
        .primary("`" + in.print(type) + "` has no `Display`")
        .help((is_param ? "add the bound `" + in.print(type) + ": Display`" : std::string("implement `Display` for it")) + (has_inspect ? ", or show it with `.inspect`" : ""));
    return;
  }
  if (part.spec.empty()) return;
  const char kind = part.spec.back();
  const bool integer = store.is_integer(type), floating = store.is_float(type);
  const bool wants_integer = std::string_view("dxXbBoc").find(kind) != std::string_view::npos;
  const bool wants_float = std::string_view("feEgGaA%").find(kind) != std::string_view::npos;
  if ((wants_integer && !integer) || (wants_float && !floating && !integer) || (wants_float && integer))
    in.error(part.value->range, diag::SpecDoesNotFit{.spec = std::string(part.spec), .type = in.print(type)})
        .primary(std::string("`") + kind + "` formats " + (wants_integer ? "integers" : "floating-point numbers"));
}

}  // namespace

TypeId infer(BodyInference& in, const ast::StringLiteral& e, const Expectation&) {
  for (const ast::StringPart& part : e.parts) {
    if (part.value == nullptr) continue;
    const TypeId type = in.synth(*part.value);
    in.settle(type);
    const ast::StringPart* shown = &part;
    BodyInference* body = &in;
    in.when_known(type, part.value->range, [=](TypeId known) { check_shown(*body, *shown, known); });
  }
  return in.store.string;
}

// --- Symbols ------------------------------------------------------------------------------------------------------

namespace {

// `OneForOne` and `one_for_one` are both meant by `:one_for_one`.
bool is_meant_by(std::string_view variant, std::string_view symbol) {
  std::string snake;
  for (std::size_t i = 0; i < variant.size(); ++i) {
    const bool upper = variant[i] >= 'A' && variant[i] <= 'Z';
    if (upper && i > 0) snake += '_';
    snake += upper ? static_cast<char>(variant[i] - 'A' + 'a') : variant[i];
  }
  return variant == symbol || snake == symbol;
}

}  // namespace

TypeId infer(BodyInference& in, const ast::SymbolLiteral& e, const Expectation& hint) {
  const std::string_view name = in.program.text(e.name.symbol);
  TypeId wanted = hint.any() ? TypeId() : in.head(hint.type);
  while (wanted.valid() && in.store.is_option(wanted)) wanted = in.head(in.store.option_inner(wanted));
  if (!wanted.valid() || in.is_open(wanted)) {
    in.error(e.range, diag::SymbolWithoutType{.name = name}).help("a symbol stands where an enum is expected");
    return in.store.poison;
  }
  if (in.absorbs(wanted)) return in.store.poison;
  const Type& type = in.store[wanted];
  if (type.kind == TypeKind::named && in.bindings.def(type.def).kind == resolve::DefKind::enum_) {
    for (DefId variant : in.program.type_info(type.def).variant_defs) {
      if (!is_meant_by(in.program.text(in.bindings.def(variant).name), name)) continue;
      in.instance().selections[e.id] = {.kind = MemberKind::symbol, .def = variant, .type_args = {type.args.begin(), type.args.end()}};
      return wanted;
    }
  }
  in.error(e.range, diag::NoSuchSymbol{.type = in.print(wanted), .name = name});
  return in.store.poison;
}

// --- Collections --------------------------------------------------------------------------------------------------

TypeId infer(BodyInference& in, const ast::TupleLiteral& e, const Expectation& hint) {
  if (e.elements.empty()) return in.store.unit;
  std::span<const TypeId> wanted;
  if (is_known(in, hint)) {
    TypeId type = in.head(hint.type);
    while (in.store.is_option(type)) type = in.head(in.store.option_inner(type));
    if (in.store[type].kind == TypeKind::tuple && in.store[type].args.size() == e.elements.size()) wanted = in.store[type].args;
  }
  std::vector<TypeId> types;
  for (std::size_t i = 0; i < e.elements.size(); ++i) types.push_back(infer_part(in, *e.elements[i], wanted.empty() ? TypeId() : wanted[i], hint));
  return in.store.tuple(types);
}

namespace {

// What the expectation says of the arguments of `def`: `[T]`, `Map<K, V>`; empty when it says nothing.
std::span<const TypeId> wanted_args(BodyInference& in, const Expectation& hint, DefId def) {
  if (!is_known(in, hint)) return {};
  TypeId type = in.head(hint.type);
  while (in.store.is_option(type)) type = in.head(in.store.option_inner(type));
  return in.store.is_named(type, def) ? in.store[type].args : std::span<const TypeId>();
}

// The elements of a literal: checked one by one against a known type, else joined.
class Elements {
 public:
  Elements(BodyInference& in, TypeId wanted, const Expectation& whole) : in_(in), whole_(whole), wanted_(wanted) {
    known_ = wanted.valid() && !in.is_open(in.head(wanted));
  }
  void add(const ast::Expr& e) {
    if (known_) {
      infer_part(in_, e, wanted_, whole_);
      return;
    }
    types_.push_back(in_.synth(e));
    values_.push_back(&e);
  }
  void add_spread(TypeId item, const ast::Expr& from) {
    if (!known_) {
      types_.push_back(item);
      values_.push_back(nullptr);
    } else if (!in_.unify(wanted_, item)) {
      in_.report_mismatch(from.range, item, {.type = wanted_, .because = whole_.because, .reason = whole_.reason});
    }
  }
  TypeId finish(source::SourceRange range) {
    if (known_) return wanted_;
    if (types_.empty()) return wanted_.valid() ? wanted_ : in_.fresh(range);
    const TypeId joined = in_.join(values_, types_, {}, range);
    if (wanted_.valid()) in_.unify(wanted_, joined);
    return joined;
  }

 private:
  BodyInference& in_;
  const Expectation& whole_;
  TypeId wanted_;
  bool known_ = false;
  std::vector<const ast::Expr*> values_;
  std::vector<TypeId> types_;
};

void require_key(BodyInference& in, TypeId key, source::SourceRange range) {
  BodyInference* body = &in;
  in.settle(key);
  in.when_known(key, range, [=](TypeId known) {
    const DefId hash = body->store.well_known().hash;
    if (!hash.valid() || body->absorbs(known) || body->program.implements(body->zonk(known), hash)) return;
    for (const DefId asked : {hash, body->store.well_known().eq}) body->first_report_of(body->program.normalise(body->zonk(known)), asked);
    body->error(range, diag::NotAKey{.type = body->print(known)}).primary("a key is looked up by its hash").help("derive `Eq` and `Hash`, or implement them");
  });
}

}  // namespace

TypeId infer(BodyInference& in, const ast::ArrayLiteral& e, const Expectation& hint) {
  const auto wanted = wanted_args(in, hint, in.store.well_known().array);
  Elements elements(in, wanted.empty() ? TypeId() : wanted[0], hint);
  for (const ast::Element& element : e.elements) {
    if (element.spread) elements.add_spread(in.iterate(*element.value, in.synth(*element.value), element.value->range), *element.value);
    else elements.add(*element.value);
  }
  return in.store.array(elements.finish(e.range));
}

TypeId infer(BodyInference& in, const ast::MapLiteral& e, const Expectation& hint) {
  const DefId map = in.store.well_known().map;
  const auto wanted = wanted_args(in, hint, map);
  Elements keys(in, wanted.empty() ? TypeId() : wanted[0], hint);
  Elements values(in, wanted.empty() ? TypeId() : wanted[1], hint);
  for (const ast::MapEntry& entry : e.entries) {
    if (!entry.spread) {
      keys.add(*entry.key);
      values.add(*entry.value);
      continue;
    }
    const TypeId from = in.known(in.synth(*entry.value));
    if (in.absorbs(from)) continue;
    if (!in.store.is_named(from, map)) {
      in.report_mismatch(entry.value->range, from, {.type = in.store.named(map, std::array{in.fresh(e.range), in.fresh(e.range)}), .because = {}, .reason = ""});
      continue;
    }
    keys.add_spread(in.store[from].args[0], *entry.value);
    values.add_spread(in.store[from].args[1], *entry.value);
  }
  const TypeId key = keys.finish(e.range), value = values.finish(e.range);
  if (!e.entries.empty()) require_key(in, key, e.entries.front().key->range);
  return in.store.named(map, std::array{key, value});
}

TypeId infer(BodyInference& in, const ast::Comprehension& e, const Expectation& hint) {
  for (const ast::ForClause& clause : e.clauses) {
    const TypeId item = in.iterate(*clause.iterable, in.synth(*clause.iterable), clause.iterable->range);
    in.infer_pattern(*clause.pattern, item, true);
  }
  for (const ast::Expr* filter : e.filters) check_bool(in, *filter, "a filter");
  const resolve::WellKnown& known = in.store.well_known();
  const auto wanted = wanted_args(in, hint, e.key != nullptr ? known.map : known.array);
  const auto part = [&](std::size_t i) { return wanted.empty() ? TypeId() : wanted[i]; };
  if (e.key == nullptr) return in.store.array(infer_part(in, *e.value, part(0), hint));
  const TypeId key = infer_part(in, *e.key, part(0), hint);
  require_key(in, key, e.key->range);
  return in.store.named(known.map, std::array{key, infer_part(in, *e.value, part(1), hint)});
}

TypeId infer(BodyInference& in, const ast::Range& e, const Expectation& hint) {
  const auto wanted = wanted_args(in, hint, in.store.well_known().range);
  TypeId bound = wanted.empty() ? TypeId() : wanted[0];
  std::vector<const ast::Expr*> bounds;
  std::vector<TypeId> types;
  for (const ast::Expr* end : {e.from, e.to}) {
    if (end == nullptr) continue;
    types.push_back(in.synth(*end, {.type = types.empty() ? bound : types.front()}));
    bounds.push_back(end);
  }
  if (std::ranges::any_of(types, [&](TypeId type) { return in.head(type) == in.store.never; })) return in.store.never;
  if (types.empty()) return in.store.named(in.store.well_known().range, std::array{bound.valid() ? bound : in.store.int_});
  if (types.size() == 2 && !in.unify(types[0], types[1])) {
    in.report_mismatch(bounds[1]->range, types[1], {.type = types[0], .because = bounds[0]->range, .reason = "both ends of a range have one type"});
    return in.store.poison;
  }
  return in.store.named(in.store.well_known().range, std::array{types[0]});
}

}  // namespace ariac::types
