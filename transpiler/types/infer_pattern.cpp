// Patterns against the type of what they are matched with.
#include <algorithm>
#include <array>

#include "diagnostics/catalogue/patterns.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/near_name.hpp"
#include "types/advice.hpp"
#include "types/rescued_error.hpp"
#include "types/rules.hpp"

namespace ariac::types {

namespace {

using resolve::DefKind;
using resolve::Entity;

struct Matched {
  TypeId subject;
  bool irrefutable = false;
  const Expectation* why = nullptr;
  bool of_rescue = false;       // `rescue Missing => e`: the variant's name alone selects
};

void infer_in(BodyInference& in, const ast::Pattern& pattern, const Matched& matched);

void must_not_fail(BodyInference& in, const ast::Pattern& pattern, const Matched& matched) {
  if (!matched.irrefutable) return;
  auto report = in.error(pattern.range, diag::RefutablePattern{});
  report.primary("other values of `" + in.print(matched.subject) + "` do not fit").help("use `match` or `if let`");
}

void fits(BodyInference& in, const ast::Pattern& pattern, TypeId found, const Matched& matched) {
  if (in.unify(matched.subject, found)) return;
  in.report_mismatch(pattern.range, found, {.type = matched.subject, .because = matched.why->because, .reason = matched.why->reason});
}

void bind(BodyInference& in, ast::NodeId node, TypeId type) {
  LocalId local = in.bindings.local_of(node);
  if (!local.valid() && in.bindings.entity(node).kind == Entity::Kind::local) local = in.bindings.entity(node).local;
  if (local.valid()) in.declare_local(local, type);
  in.instance().types[node] = type;
}

// Every name gets a variable, for a pattern whose subject is known later.
void bind_names_open(BodyInference& in, const ast::Pattern& pattern) {
  const auto open = [&](ast::NodeId node) {
    const LocalId local = in.bindings.local_of(node);
    if (local.valid()) in.declare_local(local, in.fresh(pattern.range));
  };
  if (pattern.kind == ast::NodeKind::BindingPattern) open(pattern.id);
  if (const auto* array = ast::as<ast::ArrayPattern>(&pattern); array != nullptr && array->rest) open(array->rest_id);
  ast::visit(pattern, [&](const auto& node) {
    using Kind = std::decay_t<decltype(node)>;
    if constexpr (requires { node.elements; }) {
      for (const ast::Pattern* element : node.elements) bind_names_open(in, *element);
    } else if constexpr (requires { node.fields; }) {
      for (const ast::PatternField& field : node.fields)
        if (field.pattern != nullptr) bind_names_open(in, *field.pattern);
    } else if constexpr (requires { node.alternatives; }) {
      for (const ast::Pattern* alternative : node.alternatives) bind_names_open(in, *alternative);
    } else if constexpr (std::is_same_v<Kind, ast::BindingPattern> || std::is_same_v<Kind, ast::TypedPattern>) {
      if (node.inner != nullptr) bind_names_open(in, *node.inner);
    }
  });
}

void infer_later(BodyInference& in, const ast::Pattern& pattern, const Matched& matched) {
  bind_names_open(in, pattern);
  BodyInference* body = &in;
  const ast::Pattern* node = &pattern;
  const bool irrefutable = matched.irrefutable;
  const Expectation why = *matched.why;
  in.when_known(matched.subject, pattern.range, [=](TypeId known) { infer_in(*body, *node, {known, irrefutable, &why}); });
}

// A `T?` is matched by a pattern of T's own where it names neither `Some` nor `None`: only literals and ranges do.
void infer_literal_pattern(BodyInference& in, const ast::Pattern& pattern, const ast::Expr& value, const Matched& matched) {
  const TypeId subject = in.head(matched.subject);
  const TypeId found = in.synth(value, in.absorbs(subject) ? Expectation{} : Expectation{.type = subject});
  fits(in, pattern, found, matched);
}

// --- Constructors -------------------------------------------------------------------------------------------------

DefId variant_of(BodyInference& in, DefId enum_def, Symbol name) {
  for (DefId variant : in.program.type_info(enum_def).variant_defs)
    if (in.bindings.def(variant).name == name) return variant;
  return {};
}

struct Target {
  DefId def;            // a variant, struct, constant; invalid: reported
  DefId of;             // the enum or struct
};

Target report_unknown(BodyInference& in, const ast::ConstructorPattern& pattern, TypeId subject) {
  const ast::Name& name = pattern.path.back().name;
  if (in.absorbs(subject)) return {};
  const std::string written(in.program.text(name.symbol)), of = in.print(subject);
  auto report = in.error(name.range, diag::NoSuchVariant{.type = of, .name = written});
  const Type& type = in.store[subject];
  if (type.kind != TypeKind::named || in.bindings.def(type.def).kind != DefKind::enum_) {
    report.primary("a value of `" + of + "` stands here").help("`_` or a name of your own takes it as it is");
    return {};
  }
  report.primary("`" + of + "` has no such variant");
  std::vector<std::string_view> variants;
  for (const DefId variant : in.program.type_info(type.def).variant_defs) variants.push_back(in.program.text(in.bindings.def(variant).name));
  if (const auto near = resolve::near_name(written, variants)) report.suggest(name.range, *near, "did you mean `" + *near + "`?");
  return {};
}

Target target_of(BodyInference& in, const ast::ConstructorPattern& pattern, TypeId subject) {
  const Entity& entity = in.bindings.entity(pattern.id);
  const Symbol name = pattern.path.back().name.symbol;
  const Type& type = in.store[subject];
  const bool on_enum = type.kind == TypeKind::named && in.bindings.def(type.def).kind == DefKind::enum_;
  if (on_enum && pattern.path.size() == 1)
    if (const DefId variant = variant_of(in, type.def, name); variant.valid()) return {variant, type.def};
  DefId def = entity.def;
  if (entity.kind == Entity::Kind::self_type && in.instance().self_type.valid()) def = in.store[in.instance().self_type].def;
  else if (entity.kind == Entity::Kind::variants) {
    const auto found = in.bindings.variants.find(name);
    if (!in.is_open(subject) || found == in.bindings.variants.end() || found->second.size() != 1) return report_unknown(in, pattern, subject);
    return {found->second[0], in.bindings.def(found->second[0]).parent};
  } else if (entity.kind != Entity::Kind::def) {
    in.instance().has_errors = true;      // the name is unknown: resolution has said so
    return {};
  }
  const DefKind kind = in.bindings.def(def).kind;
  if (kind == DefKind::alias || kind == DefKind::associated_type) {
    const TypeId meant = in.open_type(def, {}, pattern.range);
    if (in.store[meant].kind == TypeKind::named) def = in.store[meant].def;
  }
  switch (in.bindings.def(def).kind) {
    case DefKind::variant: return {def, in.bindings.def(def).parent};
    case DefKind::constant: return {def, {}};
    case DefKind::enum_: {
      if (pattern.path.size() > entity.segments)
        if (const DefId variant = variant_of(in, def, name); variant.valid()) return {variant, def};
      return report_unknown(in, pattern, in.program.own_type(def));
    }
    case DefKind::struct_: return {def, def};
    default: return report_unknown(in, pattern, subject);
  }
}

const RecordInfo& parts_of(BodyInference& in, const Target& target) {
  const TypeInfo& info = in.program.type_info(target.of);
  static const RecordInfo kNone;
  if (target.def == target.of) return info.variants.empty() ? kNone : info.variants[0];
  for (std::size_t i = 0; i < info.variant_defs.size(); ++i)
    if (info.variant_defs[i] == target.def) return info.variants[i];
  return kNone;
}

std::int32_t part_named(const RecordInfo& record, Symbol name) {
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (record.fields[i].name == name) return static_cast<std::int32_t>(i);
  return -1;
}

void infer_parts(BodyInference& in, const ast::ConstructorPattern& pattern, const Target& target, TypeId type, const Matched& matched) {
  const RecordInfo& record = parts_of(in, target);
  const std::vector<DefId>& params = in.program.type_info(target.of).params;
  const std::vector<TypeId> args(in.store[type].args.begin(), in.store[type].args.end());
  PatternPlan plan{.variant = target.def == target.of ? DefId() : target.def, .constant = {}, .field_of = {}};
  std::size_t positional = 0;
  for (const ast::PatternField& field : pattern.fields) {
    std::int32_t at = field.name ? part_named(record, field.name.symbol) : static_cast<std::int32_t>(positional++);
    if (at >= static_cast<std::int32_t>(record.fields.size())) at = -1;
    plan.field_of.push_back(at);
    TypeId part = in.store.poison;
    if (at >= 0) part = in.program.normalise(in.store.substitute(record.fields[static_cast<std::size_t>(at)].type, params, args));
    else if (field.name)
      in.error(field.name.range, diag::PatternFieldUnknown{.owner = in.program.text(in.bindings.def(target.def).name), .name = in.program.text(field.name.symbol)});
    if (field.pattern != nullptr) infer_in(in, *field.pattern, {part, matched.irrefutable, matched.why});
  }
  if (pattern.fields.empty() && !pattern.open && !record.fields.empty() && !matched.of_rescue) {
    const std::string name(in.program.text(in.bindings.def(target.def).name));
    in.error(pattern.range, diag::PatternArity{.owner = name, .expected = record.fields.size(), .found = 0})
        .label(in.bindings.def(target.def).name_range, "declared here")
        .help("where its parts do not matter, write `" + name + "(...)`");
  }
  if (positional > 0 && !pattern.open && positional != record.fields.size() && pattern.fields.size() == positional)
    in.error(pattern.range, diag::PatternArity{.owner = in.program.text(in.bindings.def(target.def).name), .expected = record.fields.size(), .found = positional})
        .label(in.bindings.def(target.def).name_range, "declared here");
  in.instance().patterns[pattern.id] = std::move(plan);
}

void infer_constructor(BodyInference& in, const ast::ConstructorPattern& pattern, const Matched& matched) {
  const TypeId subject = in.head(matched.subject);
  const Entity& entity = in.bindings.entity(pattern.id);
  if (in.is_open(subject) && entity.kind == Entity::Kind::variants) {
    const auto found = in.bindings.variants.find(pattern.path.back().name.symbol);
    if (found != in.bindings.variants.end() && found->second.size() > 1) return infer_later(in, pattern, matched);
  }
  const Target target = target_of(in, pattern, subject);
  if (!target.def.valid()) {
    for (const ast::PatternField& field : pattern.fields)
      if (field.pattern != nullptr) infer_in(in, *field.pattern, {in.store.poison, false, matched.why});
    return;
  }
  if (!target.of.valid()) {
    fits(in, pattern, in.program.constant_type(target.def), matched);
    in.instance().patterns[pattern.id] = {.variant = {}, .constant = target.def, .field_of = {}};
    return must_not_fail(in, pattern, matched);
  }
  TypeId type = subject;
  if (!in.store.is_named(subject, target.of)) {
    std::vector<TypeId> args;
    for (std::size_t i = 0; i < in.program.type_info(target.of).params.size(); ++i) args.push_back(in.fresh(pattern.range));
    type = in.store.named(target.of, args);
    fits(in, pattern, type, matched);
  }
  if (target.def != target.of && in.program.type_info(target.of).variant_defs.size() > 1) must_not_fail(in, pattern, matched);
  infer_parts(in, pattern, target, type, matched);
}

// --- Tuples and arrays --------------------------------------------------------------------------------------------

void infer_tuple(BodyInference& in, const ast::TuplePattern& pattern, const Matched& matched) {
  TypeId subject = in.head(matched.subject);
  if (pattern.elements.empty()) return fits(in, pattern, in.store.unit, matched);
  if (in.is_open(subject)) {
    std::vector<TypeId> parts;
    for (const ast::Pattern* element : pattern.elements) parts.push_back(in.fresh(element->range));
    in.unify(subject, in.store.tuple(parts));
    subject = in.head(subject);
  }
  const bool is_tuple = in.store[subject].kind == TypeKind::tuple;
  const std::vector<TypeId> parts(in.store[subject].args.begin(), in.store[subject].args.end());
  if (!in.absorbs(subject) && (!is_tuple || parts.size() != pattern.elements.size())) {
    auto report = in.error(pattern.range, diag::TupleDoesNotFit{.count = pattern.elements.size(), .found = in.print(subject)});
    if (matched.why->because.valid()) report.label(matched.why->because, matched.why->reason);
    if (const std::string advice = advice_on_holder(in, subject); !advice.empty()) report.help(advice);
  }
  for (std::size_t i = 0; i < pattern.elements.size(); ++i)
    infer_in(in, *pattern.elements[i], {is_tuple && i < parts.size() ? parts[i] : in.store.poison, matched.irrefutable, matched.why});
}

void infer_array(BodyInference& in, const ast::ArrayPattern& pattern, const Matched& matched) {
  TypeId subject = in.head(matched.subject);
  if (in.is_open(subject)) {
    in.unify(subject, in.store.array(in.fresh(pattern.range)));
    subject = in.head(subject);
  }
  TypeId element = in.store.poison;
  if (in.store.is_named(subject, in.store.well_known().array)) element = in.store[subject].args[0];
  else if (!in.absorbs(subject)) fits(in, pattern, in.store.array(in.fresh(pattern.range)), matched);
  if (!(pattern.elements.empty() && pattern.rest_at >= 0)) must_not_fail(in, pattern, matched);
  for (const ast::Pattern* part : pattern.elements) infer_in(in, *part, {element, false, matched.why});
  if (pattern.rest) bind(in, pattern.rest_id, subject);
}

void infer_alternatives(BodyInference& in, const ast::OrPattern& pattern, const Matched& matched) {
  const bool all = matched.irrefutable;
  // `Some(x) | None` fails on nothing: whether alternatives together leave nothing out is asked where one is a wildcard.
  for (const ast::Pattern* alternative : pattern.alternatives) infer_in(in, *alternative, {matched.subject, false, matched.why});
  const bool covered = std::ranges::any_of(pattern.alternatives, [](const ast::Pattern* p) {
    return p->kind == ast::NodeKind::WildcardPattern || p->kind == ast::NodeKind::BindingPattern;
  });
  if (all && !covered) must_not_fail(in, pattern, matched);
}

void infer_range(BodyInference& in, const ast::RangePattern& pattern, const Matched& matched) {
  must_not_fail(in, pattern, matched);
  for (const ast::Expr* bound : {pattern.from, pattern.to})
    if (bound != nullptr) infer_literal_pattern(in, pattern, *bound, matched);
}

void infer_typed(BodyInference& in, const ast::TypedPattern& pattern, const Matched& matched) {
  const TypeId type = written_type(in, *pattern.type);
  fits(in, pattern, type, matched);
  infer_in(in, *pattern.inner, {type, matched.irrefutable, matched.why});
}

// An error of any type is opened by a pattern that says which it may be: true where this was one.
bool open_error(BodyInference& in, const ast::Pattern& pattern, const Matched& matched) {
  if (!in.store.is_named(in.head(matched.subject), in.store.well_known().any_error)) return false;
  TypeId error;
  if (const auto* literal = ast::as<ast::LiteralPattern>(&pattern)) in.settle(error = in.synth(*literal->value));
  else if (pattern.kind == ast::NodeKind::ConstructorPattern || pattern.kind == ast::NodeKind::TypedPattern) error = selected_error(in, pattern);
  if (!error.valid() || in.head(error) == in.head(matched.subject)) return false;
  must_not_fail(in, pattern, matched);
  in.instance().opened_errors[pattern.id] = error;
  const auto* constructor = ast::as<ast::ConstructorPattern>(&pattern);
  if (constructor != nullptr && names_a_type(in, *constructor)) in.record(pattern, error);
  else infer_in(in, pattern, {error, false, matched.why});
  return true;
}

void infer_in(BodyInference& in, const ast::Pattern& pattern, const Matched& matched) {
  if (open_error(in, pattern, matched)) return;
  in.record(pattern, matched.subject);
  ast::match(
      pattern, [](const ast::WildcardPattern&) {}, [](const ast::ErrorPattern&) {},
      [&](const ast::LiteralPattern& p) {
        must_not_fail(in, p, matched);
        infer_literal_pattern(in, p, *p.value, matched);
      },
      [&](const ast::RangePattern& p) { infer_range(in, p, matched); },
      [&](const ast::BindingPattern& p) {
        bind(in, p.id, matched.subject);
        if (p.inner != nullptr) infer_in(in, *p.inner, matched);
      },
      [&](const ast::TuplePattern& p) { infer_tuple(in, p, matched); }, [&](const ast::ArrayPattern& p) { infer_array(in, p, matched); },
      [&](const ast::ConstructorPattern& p) { infer_constructor(in, p, matched); },
      [&](const ast::OrPattern& p) { infer_alternatives(in, p, matched); }, [&](const ast::TypedPattern& p) { infer_typed(in, p, matched); });
}

}  // namespace

void BodyInference::infer_pattern(const ast::Pattern& pattern, TypeId subject, bool irrefutable, const Expectation& why) {
  infer_in(*this, pattern, {subject, irrefutable, &why});
}

void BodyInference::infer_rescued(const ast::Pattern& pattern, TypeId error) {
  const Expectation why;
  infer_in(*this, pattern, {error, false, &why, true});
}

}  // namespace ariac::types
