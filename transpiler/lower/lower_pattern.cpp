// Patterns: conditions on places inside the matched value, and names for such places. A match is a chain of ifs whose
// last arm needs no test, since exhaustiveness is already known.
#include "lower/body.hpp"

namespace ariac::lower {

namespace {

cpp::Expr conjunction(const std::vector<cpp::Expr>& conditions) {
  cpp::Expr all;
  for (const cpp::Expr& one : conditions) all = all ? cpp::binary("&&", all, one) : one;
  return all;
}

}  // namespace

// The subject under a name, unless it is one already.
cpp::Expr BodyLowering::stable(const ast::Expr& subject) {
  const cpp::Expr e = value(subject);
  const bool place = root_local(subject).valid() && instance_.calls.find(subject.id) == nullptr && subject.kind != ast::NodeKind::Index;
  if (place || cpp::as<cpp::Name>(e) != nullptr) return e;
  const std::string name = fresh(role_name(final_type(subject)));
  emit(cpp::declare(cpp::const_of(cpp::type("auto")), name, e));
  return cpp::name(name);
}

bool BodyLowering::irrefutable(const ast::Pattern& pattern) const {
  if (pattern.kind == ast::NodeKind::WildcardPattern) return true;
  if (const auto* binding = ast::as<ast::BindingPattern>(&pattern)) return binding->inner == nullptr || irrefutable(*binding->inner);
  if (const auto* tuple = ast::as<ast::TuplePattern>(&pattern)) {
    for (const ast::Pattern* element : tuple->elements) {
      if (!irrefutable(*element)) return false;
    }
    return true;
  }
  return false;
}

void BodyLowering::test(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, PatternTest& out) {
  ast::match(
      pattern, [](const ast::WildcardPattern&) {},
      [&](const ast::LiteralPattern& p) {
        if (p.value->kind == ast::NodeKind::NilLiteral) return out.conditions.push_back(cpp::unary("!", place));
        const bool optional = store().is_option(type);
        const cpp::Expr inner = optional ? cpp::unary("*", place) : place;
        if (optional) out.conditions.push_back(place);
        if (p.value->kind == ast::NodeKind::BoolLiteral) {
          const bool wanted = static_cast<const ast::BoolLiteral&>(*p.value).value;
          return out.conditions.push_back(wanted ? inner : cpp::unary("!", inner));
        }
        if (const types::Selection* symbol = instance_.selections.find(p.value->id); symbol != nullptr && symbol->def.valid()) {
          return out.conditions.push_back(cpp::call(cpp::expr(cpp::Member{.object = inner, .name = "is", .args = {cpp::nested_type(lower_types.value(type), names_.plain(symbol->def))}})));
        }
        out.conditions.push_back(cpp::binary("==", inner, value(*p.value, Context::known)));
      },
      [&](const ast::RangePattern& p) {
        if (p.from != nullptr) out.conditions.push_back(cpp::binary(">=", place, value(*p.from, Context::known)));
        if (p.to != nullptr) out.conditions.push_back(cpp::binary(p.inclusive ? "<=" : "<", place, value(*p.to, Context::known)));
      },
      [&](const ast::BindingPattern& p) {
        if (p.inner != nullptr) test(*p.inner, type, place, out);
        out.bound.push_back({input_.bindings.local_of(p.id), place});
      },
      [&](const ast::TuplePattern& p) {
        for (std::size_t i = 0; i < p.elements.size() && i < shape(type).args.size(); ++i) {
          test(*p.elements[i], shape(type).args[i], cpp::call(cpp::name("std::get", {cpp::type(std::to_string(i))}), {place}), out);
        }
      },
      [&](const ast::ArrayPattern& p) {
        const std::string count = std::to_string(p.elements.size());
        out.conditions.push_back(cpp::binary(p.rest_at < 0 ? "==" : ">=", cpp::method(place, "len"), cpp::number(count)));
        const std::size_t before = p.rest_at < 0 ? p.elements.size() : static_cast<std::size_t>(p.rest_at);
        for (std::size_t i = 0; i < p.elements.size(); ++i) {
          const std::size_t from_end = p.elements.size() - i;
          const cpp::Expr at = i < before ? cpp::number(std::to_string(i)) : cpp::binary("-", cpp::method(place, "len"), cpp::number(std::to_string(from_end)));
          test(*p.elements[i], shape(type).args[0], cpp::subscript(place, at), out);
        }
        const LocalId rest = input_.bindings.local_of(p.rest_id);
        if (p.rest_at < 0 || !p.rest || !rest.valid()) return;
        cpp::Expr middle = cpp::method(place, "skip", {cpp::number(std::to_string(before))});
        if (before < p.elements.size()) middle = cpp::method(middle, "skip_last", {cpp::number(std::to_string(p.elements.size() - before))});
        out.bound.push_back({rest, middle});
      },
      [&](const ast::ConstructorPattern& p) { test_constructor(p, type, place, out); },
      [&](const ast::OrPattern& p) {
        cpp::Expr any;
        for (const ast::Pattern* alternative : p.alternatives) {
          PatternTest one;
          test(*alternative, type, place, one);
          const cpp::Expr all = conjunction(one.conditions);
          if (!all) return;
          any = any ? cpp::binary("||", any, all) : all;
          if (alternative == p.alternatives.front()) out.bound.insert(out.bound.end(), one.bound.begin(), one.bound.end());
        }
        out.conditions.push_back(any);
      },
      [&](const ast::TypedPattern& p) { test(*p.inner, type, place, out); }, [](const ast::ErrorPattern&) {});
}

void BodyLowering::test_constructor(const ast::ConstructorPattern& p, TypeId type, const cpp::Expr& place, PatternTest& out) {
  const types::PatternPlan* plan = instance_.patterns.find(p.id);
  if (plan == nullptr) return;
  if (plan->constant.valid()) {
    return out.conditions.push_back(cpp::binary("==", place, cpp::name(names_.seen_from(plan->constant, module_))));
  }
  if (!plan->variant.valid()) {
    const auto* fields = fields_of(type, {});
    for (std::size_t i = 0; fields != nullptr && i < p.fields.size(); ++i) {
      const auto at = static_cast<std::size_t>(plan->field_of[i]);
      test(*p.fields[i].pattern, types_of_part(type, {}, at), cpp::member(place, part_name(*fields, at)), out);
    }
    return;
  }
  const resolve::Def& variant = input_.bindings.def(plan->variant);
  if (store().is_option(type) || store().is_result(type)) {
    const bool full = variant.index == 0;
    out.conditions.push_back(full ? place : cpp::unary("!", place));
    const cpp::Expr inner = full ? cpp::unary("*", place) : cpp::method(place, "error");
    const std::size_t arg = full ? 0 : 1;
    if (!p.fields.empty() && arg < shape(type).args.size()) test(*p.fields[0].pattern, shape(type).args[arg], inner, out);
    return;
  }
  const cpp::Type held = cpp::nested_type(lower_types.value(type), names_.plain(plan->variant));
  out.conditions.push_back(cpp::call(cpp::expr(cpp::Member{.object = place, .name = "is", .args = {held}})));
  const auto* fields = fields_of(type, plan->variant);
  const cpp::Expr inside = cpp::call(cpp::expr(cpp::Member{.object = place, .name = "as", .args = {held}}));
  for (std::size_t i = 0; fields != nullptr && i < p.fields.size() && i < plan->field_of.size(); ++i) {
    const auto at = static_cast<std::size_t>(plan->field_of[i]);
    cpp::Expr part = cpp::arrow(inside, part_name(*fields, at));
    test(*p.fields[i].pattern, types_of_part(type, plan->variant, at), part, out);
  }
}

// The type of a part, with the arguments of the value's own type put in.
TypeId BodyLowering::types_of_part(TypeId type, DefId variant, std::size_t at) const {
  const auto* fields = fields_of(type, variant);
  if (fields == nullptr || at >= fields->size()) return store().unit;
  const TypeId part = (*fields)[at].type;
  if (shape(part).kind == types::TypeKind::param) {
    const auto info = input_.types.types.find(shape(type).def);
    for (std::size_t i = 0; i < info->second.params.size() && i < shape(type).args.size(); ++i) {
      if (info->second.params[i] == shape(part).def) return shape(type).args[i];
    }
  }
  return part;
}

void BodyLowering::bind(const PatternTest& tests, bool by_copy) {
  for (const PatternTest::Bound& bound : tests.bound) {
    if (!bound.local.valid()) continue;
    const TypeId type = local_type(bound.local);
    const bool copy = by_copy || lower_types.is_small(type) || input_.bindings.local(bound.local).kind != resolve::LocalKind::pattern;
    const bool computed = cpp::as<cpp::Call>(bound.place) != nullptr;
    const cpp::Type written = copy || computed ? lower_types.value(type) : cpp::const_ref_to(lower_types.value(type));
    emit(cpp::declare(written, declare_local(bound.local), bound.place));
  }
}

void BodyLowering::bind_pattern(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, bool by_copy) {
  PatternTest tests;
  test(pattern, type, place, tests);
  bind(tests, by_copy);
}

// `for (number, line) in …`: a structured binding where every part has a plain name that no lambda captures.
void BodyLowering::loop_variables(const ast::Pattern& pattern, TypeId item, cpp::RangeFor& loop, cpp::Block& prologue) {
  if (const auto* binding = ast::as<ast::BindingPattern>(&pattern); binding != nullptr && binding->inner == nullptr) {
    loop.type = lower_types.param(item);
    loop.names = {declare_local(input_.bindings.local_of(binding->id))};
    return;
  }
  loop.type = cpp::const_ref_to(cpp::type("auto"));
  loop.names = {fresh(pattern.kind == ast::NodeKind::WildcardPattern ? "unused" : "entry")};
  if (pattern.kind == ast::NodeKind::WildcardPattern) {
    loop.type = lower_types.param(item);
    prologue.push_back(cpp::run(cpp::call(cpp::name("static_cast", {cpp::type("void")}), {cpp::name(loop.names[0])})));
    return;
  }
  prologue = block([&] { bind_pattern(pattern, item, cpp::name(loop.names[0]), false); });
}

void BodyLowering::lower_match(const ast::Match& e, const Destination& to) {
  const TypeId type = final_type(*e.subject);
  const cpp::Expr subject = stable(*e.subject);
  const bool copies = writes(e, root_local(*e.subject));
  const auto arm = [&](const auto& self, std::size_t i) -> void {
    if (i == e.arms.size()) return;
    const ast::MatchArm& current = e.arms[i];
    PatternTest tests;
    test(*current.pattern, type, subject, tests);
    const bool last = i + 1 == e.arms.size() && current.guard == nullptr;
    const auto body = [&] {
      bind(tests, copies);
      statements(current.body, to);
    };
    if (last || (tests.conditions.empty() && current.guard == nullptr)) return body();
    if (current.guard != nullptr) {
      // The guard sees the places themselves: names are bound once it holds.
      for (const PatternTest::Bound& bound : tests.bound) locals_[bound.local] = bound.place;
      cpp::Expr guard;
      const cpp::Block before = block([&] { guard = value(*current.guard); });
      for (const PatternTest::Bound& bound : tests.bound) locals_.erase(bound.local);
      tests.conditions.push_back(before.empty() ? guard : cpp::call(cpp::lambda({.captures = {{.name = "&"}}}, [&] {
        cpp::Block all = before;
        all.push_back(cpp::give_back(guard));
        return all;
      }())));
    }
    cpp::If made{.condition = cpp::condition(conjunction(tests.conditions)), .then = block(body)};
    if (i + 1 < e.arms.size()) made.otherwise = block([&] { self(self, i + 1); });
    emit(cpp::stmt(std::move(made)));
  };
  arm(arm, 0);
}

}  // namespace ariac::lower
