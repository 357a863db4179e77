// Exhaustiveness and reachability: Maranget's usefulness, over constructors, tuples, arrays, literals and split ranges.
//
//   1 every pattern becomes a Shape: anything, a constructor with parts, a set of values, or a choice
//   2 useful(rows, row): is there a value that `row` takes and no row above it does? The value found is the witness.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "diagnostics/catalogue/patterns.hpp"
#include "diagnostics/catalogue/warnings.hpp"
#include "types/overlap_index.hpp"
#include "types/pattern_shape.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

ShapePtr anything() {
  static const ShapePtr kAnything = std::make_shared<Shape>();
  return kAnything;
}

class Usefulness {
 public:
  explicit Usefulness(BodyInference& in) : in_(in) {}

  ShapePtr shape_of(const ast::Pattern& pattern);
  // A pattern was reported: what it takes is not known, and it must not make another message.
  bool is_broken() const { return is_broken_; }
  // A witness for what `row` takes and `rows` do not, part by part, printed.
  std::optional<std::vector<std::string>> useful(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types);

 private:
  bool is_broken_ = false;
  using Witness = std::optional<std::vector<std::string>>;

  ShapePtr constructor_shape(const ast::ConstructorPattern& pattern);
  ShapePtr literal_shape(const ast::Expr& value);
  std::optional<Wide> bound_of(const ast::Expr& value);
  Witness by_constructor(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types);
  Witness by_interval(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types);
  Witness by_array(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types);
  Witness by_text(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types);
  Witness by_rest(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types, const std::string& shown);

  const RecordInfo* record_of(DefId constructor, DefId of);
  std::vector<TypeId> part_types(TypeId type, DefId constructor, DefId of, std::size_t count);
  Interval bounds_of(TypeId type) const;
  std::string show(TypeId type, Interval interval) const;
  std::string show(DefId constructor, DefId of, std::span<const std::string> parts);

  BodyInference& in_;
  std::unordered_map<DefId, std::unordered_map<DefId, std::size_t>> variants_of_;   // places in TypeInfo::variants
};

// --- 1 shapes -----------------------------------------------------------------------------------------------------

std::optional<Wide> Usefulness::bound_of(const ast::Expr& value) {
  if (const auto* number = ast::as<ast::IntLiteral>(&value)) return static_cast<Wide>(number->value);
  if (const auto* character = ast::as<ast::CharLiteral>(&value)) return static_cast<Wide>(character->value);
  if (const auto* truth = ast::as<ast::BoolLiteral>(&value)) return truth->value ? 1 : 0;
  if (const auto* unary = ast::as<ast::Unary>(&value); unary != nullptr && unary->op == ast::UnaryOp::negate)
    if (const auto inner = bound_of(*unary->operand)) return -*inner;
  return std::nullopt;
}

ShapePtr Usefulness::literal_shape(const ast::Expr& value) {
  Shape shape;
  if (const auto bound = bound_of(value)) {
    shape.kind = Shape::Kind::interval;
    shape.interval = {*bound, *bound};
  } else if (const auto* text = ast::as<ast::StringLiteral>(&value)) {
    shape.kind = Shape::Kind::text;
    for (const ast::StringPart& part : text->parts) shape.text += part.text;
  } else if (value.kind == ast::NodeKind::NilLiteral) {
    shape.kind = Shape::Kind::constructor;
    shape.of = in_.store.well_known().option;
    for (DefId variant : in_.program.type_info(shape.of).variant_defs)
      if (in_.program.text(in_.bindings.def(variant).name) == "None") shape.constructor = variant;
  } else if (const Selection* symbol = in_.instance().selections.find(value.id); symbol != nullptr && symbol->kind == MemberKind::symbol) {
    shape.kind = Shape::Kind::constructor;
    shape.constructor = symbol->def;
    shape.of = in_.bindings.def(symbol->def).parent;
  } else {
    shape.kind = Shape::Kind::opaque;
  }
  return std::make_shared<Shape>(std::move(shape));
}

ShapePtr Usefulness::constructor_shape(const ast::ConstructorPattern& pattern) {
  const PatternPlan* plan = in_.instance().patterns.find(pattern.id);
  Shape shape;
  if (plan == nullptr) {
    is_broken_ = true;
    return anything();
  }
  if (plan->constant.valid()) {
    shape.kind = Shape::Kind::opaque;
    return std::make_shared<Shape>(std::move(shape));
  }
  shape.kind = Shape::Kind::constructor;
  if (plan->variant.valid()) {
    shape.constructor = plan->variant;
    shape.of = in_.bindings.def(plan->variant).parent;
  } else {
    const TypeId* type = in_.instance().types.find(pattern.id);
    shape.of = shape.constructor = type != nullptr ? in_.store[in_.head(*type)].def : DefId();
  }
  const RecordInfo* record = record_of(shape.constructor, shape.of);
  shape.parts.assign(record != nullptr ? record->fields.size() : 0, anything());
  for (std::size_t i = 0; i < plan->field_of.size() && i < pattern.fields.size(); ++i) {
    const std::int32_t at = plan->field_of[i];
    if (at >= 0 && pattern.fields[i].pattern != nullptr) shape.parts[static_cast<std::size_t>(at)] = shape_of(*pattern.fields[i].pattern);
  }
  return std::make_shared<Shape>(std::move(shape));
}

ShapePtr Usefulness::shape_of(const ast::Pattern& pattern) {
  Shape shape;
  // Errors may be of any type: no list of them is complete.
  if (in_.instance().opened_errors.find(pattern.id) != nullptr) {
    shape.kind = Shape::Kind::opaque;
    return std::make_shared<Shape>(std::move(shape));
  }
  switch (pattern.kind) {
    case ast::NodeKind::LiteralPattern: return literal_shape(*static_cast<const ast::LiteralPattern&>(pattern).value);
    case ast::NodeKind::ConstructorPattern: return constructor_shape(static_cast<const ast::ConstructorPattern&>(pattern));
    case ast::NodeKind::BindingPattern: {
      const auto& binding = static_cast<const ast::BindingPattern&>(pattern);
      return binding.inner != nullptr ? shape_of(*binding.inner) : anything();
    }
    case ast::NodeKind::TypedPattern: return shape_of(*static_cast<const ast::TypedPattern&>(pattern).inner);
    case ast::NodeKind::RangePattern: {
      const auto& range = static_cast<const ast::RangePattern&>(pattern);
      shape.kind = Shape::Kind::interval;
      shape.interval = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::uint64_t>::max()};
      const auto low = range.from != nullptr ? bound_of(*range.from) : std::optional<Wide>(shape.interval.low);
      const auto high = range.to != nullptr ? bound_of(*range.to) : std::optional<Wide>(shape.interval.high);
      if (!low || !high) shape.kind = Shape::Kind::opaque;
      else shape.interval = {*low, range.to != nullptr && !range.inclusive ? *high - 1 : *high};
      break;
    }
    case ast::NodeKind::TuplePattern:
      shape.kind = Shape::Kind::constructor;
      for (const ast::Pattern* element : static_cast<const ast::TuplePattern&>(pattern).elements) shape.parts.push_back(shape_of(*element));
      break;
    case ast::NodeKind::ArrayPattern: {
      const auto& array = static_cast<const ast::ArrayPattern&>(pattern);
      shape.kind = Shape::Kind::array;
      shape.has_rest = array.rest_at >= 0;
      shape.before = shape.has_rest ? static_cast<std::size_t>(array.rest_at) : array.elements.size();
      for (const ast::Pattern* element : array.elements) shape.parts.push_back(shape_of(*element));
      break;
    }
    case ast::NodeKind::OrPattern:
      shape.kind = Shape::Kind::choice;
      for (const ast::Pattern* alternative : static_cast<const ast::OrPattern&>(pattern).alternatives) shape.parts.push_back(shape_of(*alternative));
      break;
    default: return anything();
  }
  return std::make_shared<Shape>(std::move(shape));
}

// --- 2 usefulness -------------------------------------------------------------------------------------------------

const RecordInfo* Usefulness::record_of(DefId constructor, DefId of) {
  if (!of.valid()) return nullptr;
  const TypeInfo& info = in_.program.type_info(of);
  if (constructor == of) return info.variants.empty() ? nullptr : &info.variants[0];
  auto& places = variants_of_[of];
  if (places.empty())
    for (std::size_t i = 0; i < info.variant_defs.size(); ++i) places.emplace(info.variant_defs[i], i);
  const auto place = places.find(constructor);
  return place == places.end() ? nullptr : &info.variants[place->second];
}

std::vector<TypeId> Usefulness::part_types(TypeId type, DefId constructor, DefId of, std::size_t count) {
  const TypeId found = in_.head(type);
  std::vector<TypeId> types(count, in_.store.poison);
  const Type& known = in_.store[found];
  if (!of.valid()) {
    if (known.kind == TypeKind::tuple && known.args.size() == count) types.assign(known.args.begin(), known.args.end());
    return types;
  }
  const RecordInfo* record = record_of(constructor, of);
  if (record == nullptr || !in_.store.is_named(found, of)) return types;
  const std::vector<TypeId> args(known.args.begin(), known.args.end());
  for (std::size_t i = 0; i < count; ++i) types[i] = in_.store.substitute(record->fields[i].type, in_.program.type_info(of).params, args);
  return types;
}

Interval Usefulness::bounds_of(TypeId type) const {
  const TypeId found = in_.head(type);
  const resolve::WellKnown& w = in_.store.well_known();
  const auto is = [&](DefId def) { return in_.store.is_named(found, def); };
  if (is(w.bool_)) return {0, 1};
  if (is(w.char_)) return {0, 0x10FFFF};
  if (is(w.int8)) return {-0x80, 0x7F};
  if (is(w.int16)) return {-0x8000, 0x7FFF};
  if (is(w.int32)) return {-Wide(0x8000'0000), 0x7FFF'FFFF};
  if (is(w.uint8)) return {0, 0xFF};
  if (is(w.uint16)) return {0, 0xFFFF};
  if (is(w.uint32)) return {0, 0xFFFF'FFFF};
  if (is(w.uint64)) return {0, std::numeric_limits<std::uint64_t>::max()};
  return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
}

std::string Usefulness::show(TypeId type, Interval interval) const {
  const TypeId found = in_.head(type);
  const Interval all = bounds_of(type);
  const bool character = in_.store.is_named(found, in_.store.well_known().char_);
  if (in_.store.is_named(found, in_.store.well_known().bool_)) return interval == all ? "_" : (interval.low == 1 ? "true" : "false");
  const auto one = [&](Wide value) -> std::string {
    if (!character) return value < 0 ? "-" + std::to_string(static_cast<std::uint64_t>(-value)) : std::to_string(static_cast<std::uint64_t>(value));
    if (value > 0x20 && value < 0x7F) return std::string("'") + static_cast<char>(value) + "'";
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (auto rest = static_cast<std::uint32_t>(value); rest != 0 || hex.empty(); rest /= 16) hex.insert(hex.begin(), kDigits[rest % 16]);
    return "'\\u{" + hex + "}'";
  };
  if (interval == all) return "_";
  if (interval.low == interval.high) return one(interval.low);
  const std::string low = interval.low == all.low ? "" : one(interval.low);
  const std::string high = interval.high == all.high ? "" : one(interval.high);
  return low + ".." + high;
}

std::string Usefulness::show(DefId constructor, DefId of, std::span<const std::string> parts) {
  std::string text = constructor.valid() ? std::string(in_.program.text(in_.bindings.def(constructor).name)) : "";
  if (parts.empty()) return constructor.valid() ? text : "()";
  const RecordInfo* record = record_of(constructor, of);
  text += '(';
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += ", ";
    if (record != nullptr && record->fields[i].name.valid()) text += std::string(in_.program.text(record->fields[i].name)) + ": ";
    text += parts[i];
  }
  return text + ")";
}

Shapes replace_first(const Shapes& row, const Shapes& parts) {
  Shapes out(parts);
  out.insert(out.end(), row.begin() + 1, row.end());
  return out;
}

// Alternatives become rows of their own.
std::vector<Shapes> spread_choices(const std::vector<Shapes>& rows) {
  std::vector<Shapes> out;
  for (const Shapes& row : rows) {
    if (row.empty() || row[0]->kind != Shape::Kind::choice) {
      out.push_back(row);
      continue;
    }
    std::vector<Shapes> alternatives;
    for (const ShapePtr& part : row[0]->parts) alternatives.push_back(replace_first(row, {part}));
    for (Shapes& alternative : spread_choices(alternatives)) out.push_back(std::move(alternative));
  }
  return out;
}

std::vector<TypeId> rest_types(std::vector<TypeId> first, std::span<const TypeId> types) {
  first.insert(first.end(), types.begin() + 1, types.end());
  return first;
}

// The rows that take anything first, without that first part.
Usefulness::Witness Usefulness::by_rest(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types, const std::string& shown) {
  std::vector<Shapes> open;
  for (const Shapes& above : rows)
    if (above[0]->kind == Shape::Kind::anything) open.push_back(replace_first(above, {}));
  Witness found = useful(open, replace_first(row, {}), types.subspan(1));
  if (found) found->insert(found->begin(), shown);
  return found;
}

Usefulness::Witness Usefulness::by_constructor(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types) {
  const Shape* sample = row[0]->kind == Shape::Kind::constructor ? row[0].get() : nullptr;
  for (const Shapes& above : rows)
    if (sample == nullptr && above[0]->kind == Shape::Kind::constructor) sample = above[0].get();
  std::vector<std::pair<DefId, std::size_t>> candidates;
  if (row[0]->kind == Shape::Kind::constructor) {
    candidates.emplace_back(row[0]->constructor, row[0]->parts.size());
  } else if (sample->of.valid() && sample->constructor != sample->of) {
    const TypeInfo& info = in_.program.type_info(sample->of);
    for (std::size_t i = 0; i < info.variant_defs.size(); ++i) candidates.emplace_back(info.variant_defs[i], info.variants[i].fields.size());
  } else {
    candidates.emplace_back(sample->constructor, sample->parts.size());
  }
  // The rows by what they ask for; those that take anything belong to all.
  std::map<std::pair<DefId, std::size_t>, std::vector<std::size_t>> asking;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i][0]->kind == Shape::Kind::anything) open.push_back(i);
    else if (rows[i][0]->kind == Shape::Kind::constructor) asking[{rows[i][0]->constructor, rows[i][0]->parts.size()}].push_back(i);
  }
  for (const auto& [constructor, count] : candidates) {
    std::vector<Shapes> below;
    const Shapes wild(count, anything());
    std::vector<std::size_t> taking;
    std::ranges::merge(open, asking[{constructor, count}], std::back_inserter(taking));
    for (const std::size_t i : taking) below.push_back(replace_first(rows[i], rows[i][0]->kind == Shape::Kind::anything ? wild : rows[i][0]->parts));
    const Shapes& own = row[0]->kind == Shape::Kind::constructor ? row[0]->parts : wild;
    Witness found = useful(below, replace_first(row, own), rest_types(part_types(types[0], constructor, sample->of, count), types));
    if (!found) continue;
    const std::vector<std::string> parts(found->begin(), found->begin() + static_cast<std::ptrdiff_t>(count));
    found->erase(found->begin(), found->begin() + static_cast<std::ptrdiff_t>(count));
    found->insert(found->begin(), show(constructor, sample->of, parts));
    return found;
  }
  return std::nullopt;
}

Usefulness::Witness Usefulness::by_interval(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types) {
  const Interval bounds = bounds_of(types[0]);
  const auto clipped = [&](const Shape& shape) {
    if (shape.kind == Shape::Kind::anything) return bounds;
    return Interval{std::max(shape.interval.low, bounds.low), std::min(shape.interval.high, bounds.high)};
  };
  const Interval own = clipped(*row[0]);
  if (own.low > own.high) return std::nullopt;
  // The places where some row begins or ends split what is asked about into pieces that behave alike; from piece to
  // piece we keep which rows take it.
  std::map<Wide, std::vector<std::size_t>> changes{{own.low, {}}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i][0]->kind != Shape::Kind::anything && rows[i][0]->kind != Shape::Kind::interval) continue;
    const Interval other = clipped(*rows[i][0]);
    if (other.low > own.high || other.high < own.low || other.low > other.high) continue;
    changes[std::max(other.low, own.low)].push_back(i);
    if (other.high < own.high) changes[other.high + 1].push_back(i);
  }
  std::set<std::size_t> taking;
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    for (const std::size_t i : change->second)
      if (taking.erase(i) == 0) taking.insert(i);
    const auto next = std::next(change);
    const Interval piece{change->first, next != changes.end() ? next->first - 1 : own.high};
    std::vector<Shapes> below;
    for (const std::size_t i : taking) below.push_back(replace_first(rows[i], {}));
    Witness found = useful(below, replace_first(row, {}), types.subspan(1));
    if (!found) continue;
    found->insert(found->begin(), show(types[0], piece));
    return found;
  }
  return std::nullopt;
}

// Arrays are asked about length by length, up to one more than any pattern speaks of; the last stands for all longer ones.
Usefulness::Witness Usefulness::by_array(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types) {
  std::size_t longest = row[0]->kind == Shape::Kind::array ? row[0]->parts.size() : 0;
  for (const Shapes& above : rows)
    if (above[0]->kind == Shape::Kind::array) longest = std::max(longest, above[0]->parts.size());
  const auto parts_at = [](const Shape& shape, std::size_t length) -> std::optional<Shapes> {
    if (shape.kind == Shape::Kind::anything) return Shapes(length, anything());
    if (shape.kind != Shape::Kind::array || shape.parts.size() > length || (!shape.has_rest && shape.parts.size() != length)) return std::nullopt;
    Shapes parts(shape.parts.begin(), shape.parts.begin() + static_cast<std::ptrdiff_t>(shape.before));
    parts.insert(parts.end(), length - shape.parts.size(), anything());
    parts.insert(parts.end(), shape.parts.begin() + static_cast<std::ptrdiff_t>(shape.before), shape.parts.end());
    return parts;
  };
  const TypeId array = in_.head(types[0]);
  const TypeId element = in_.store.is_named(array, in_.store.well_known().array) ? in_.store[array].args[0] : in_.store.poison;
  for (std::size_t length = 0; length <= longest + 1; ++length) {
    const auto own = parts_at(*row[0], length);
    if (!own) continue;
    std::vector<Shapes> below;
    for (const Shapes& above : rows)
      if (const auto parts = parts_at(*above[0], length)) below.push_back(replace_first(above, *parts));
    Witness found = useful(below, replace_first(row, *own), rest_types(std::vector<TypeId>(length, element), types));
    if (!found) continue;
    std::string text = "[";
    for (std::size_t i = 0; i < length; ++i) text += (i > 0 ? ", " : "") + (*found)[i];
    if (length > longest) text += length > 0 ? ", ..." : "...";
    found->erase(found->begin(), found->begin() + static_cast<std::ptrdiff_t>(length));
    found->insert(found->begin(), text + "]");
    return found;
  }
  return std::nullopt;
}

Usefulness::Witness Usefulness::by_text(const std::vector<Shapes>& rows, const Shapes& row, std::span<const TypeId> types) {
  if (row[0]->kind != Shape::Kind::text) return by_rest(rows, row, types, "_");
  std::vector<Shapes> below;
  for (const Shapes& above : rows)
    if (above[0]->kind == Shape::Kind::anything || (above[0]->kind == Shape::Kind::text && above[0]->text == row[0]->text))
      below.push_back(replace_first(above, {}));
  Witness found = useful(below, replace_first(row, {}), types.subspan(1));
  if (found) found->insert(found->begin(), "\"" + row[0]->text + "\"");
  return found;
}

Usefulness::Witness Usefulness::useful(const std::vector<Shapes>& unspread, const Shapes& row, std::span<const TypeId> types) {
  if (row.empty()) return unspread.empty() ? Witness(std::vector<std::string>()) : std::nullopt;
  const bool has_choice = std::ranges::any_of(unspread, [](const Shapes& above) { return above[0]->kind == Shape::Kind::choice; });
  const std::vector<Shapes> spread = has_choice ? spread_choices(unspread) : std::vector<Shapes>();
  const std::vector<Shapes>& rows = has_choice ? spread : unspread;
  if (row[0]->kind == Shape::Kind::choice) {
    for (const ShapePtr& part : row[0]->parts)
      if (Witness found = useful(rows, replace_first(row, {part}), types)) return found;
    return std::nullopt;
  }
  Shape::Kind kind = row[0]->kind;
  for (const Shapes& above : rows)
    if (kind == Shape::Kind::anything || kind == Shape::Kind::opaque) kind = above[0]->kind;
  if (row[0]->kind == Shape::Kind::opaque) return by_rest(rows, row, types, "_");
  switch (kind) {
    case Shape::Kind::constructor: return by_constructor(rows, row, types);
    case Shape::Kind::interval: return by_interval(rows, row, types);
    case Shape::Kind::array: return by_array(rows, row, types);
    case Shape::Kind::text: return by_text(rows, row, types);
    default: return by_rest(rows, row, types, "_");
  }
}

// The arms read so far, their alternatives one by one.
class ArmsAbove {
 public:
  ArmsAbove(Usefulness& usefulness, TypeId subject) : usefulness_(usefulness), types_{subject} {}

  // Is there a value that `shape` takes and they leave over?
  bool leave(const ShapePtr& shape) {
    if (shape->kind == Shape::Kind::choice) return std::ranges::any_of(shape->parts, [&](const ShapePtr& part) { return leave(part); });
    std::vector<Shapes> near;
    for (const std::size_t row : index_.candidates(*shape)) near.push_back(rows_[row]);
    return usefulness_.useful(near, {shape}, types_).has_value();
  }

  void add(const ShapePtr& shape) {
    if (shape->kind == Shape::Kind::choice) {
      for (const ShapePtr& part : shape->parts) add(part);
      return;
    }
    index_.add(*shape);
    rows_.push_back({shape});
  }

  const std::vector<Shapes>& rows() const { return rows_; }

 private:
  Usefulness& usefulness_;
  std::array<TypeId, 1> types_;
  std::vector<Shapes> rows_;
  OverlapIndex index_;
};

}  // namespace

void BodyInference::check_exhaustive(const ast::Match& match, TypeId subject) {
  if (absorbs(head(subject))) return;
  Usefulness usefulness(*this);
  ArmsAbove above(usefulness, subject);
  for (const ast::MatchArm& arm : match.arms) {
    const ShapePtr shape = usefulness.shape_of(*arm.pattern);
    if (usefulness.is_broken()) return;
    if (!above.leave(shape)) warning(arm.pattern->range, diag::UnreachableArm{}).primary("the arms above take everything this one could");
    if (arm.guard == nullptr) above.add(shape);
  }
  const std::array<TypeId, 1> types{subject};
  const auto witness = usefulness.useful(above.rows(), {anything()}, types);
  if (!witness) return;
  const std::string& missing = witness->front();
  error(source::SourceRange{match.range.file, match.range.begin, match.subject->range.end}, diag::MissingPattern{.pattern = missing})
      .primary("`" + missing + "` is not covered")
      .help(missing == "_" ? "add an arm `_ => …` for everything else" : "add an arm `" + missing + " => …`, or `_ => …` for everything else");
}

}  // namespace ariac::types
