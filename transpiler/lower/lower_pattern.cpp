// Patterns: conditions on places inside the matched value, and names for such places. A match is a chain of ifs whose
// last arm needs no test, since exhaustiveness is already known.
#include <algorithm>

#include "ast/walk.hpp"
#include "cpp/print.hpp"
#include "lower/body.hpp"

namespace ariac::lower {

// Whether the expression stands for a variable or a part of one, which stays where it is while it is looked at.
bool BodyLowering::is_place(const ast::Expr& e, const cpp::Expr& made) const {
  const bool plain = root_local(e).valid() && instance_.calls.find(e.id) == nullptr && e.kind != ast::NodeKind::Index && !is_shared_state(e);
  return (plain && cpp::as<cpp::Call>(made) == nullptr) || cpp::as<cpp::Name>(made) != nullptr;
}

// A place whose value can only be moved: who looks into it looks at it there.
bool BodyLowering::is_lent(const ast::Expr& e) const { return lower_types.is_move_only(final_type(e)) && stays_in_place(e); }

// What belongs to a shared object may change with any call.
bool BodyLowering::is_shared_state(const ast::Expr& e) const {
  // `rc.get`: C++ looks at the value where it is.
  const types::CallPlan* plan = instance_.calls.find(e.id);
  const bool of_rc = plan != nullptr && plan->receiver != nullptr && plan->self_type.valid() && store().is_named(plan->self_type, store().well_known().rc);
  if (of_rc) return plan->result == shape(plan->self_type).args[0];
  if (const auto* member = ast::as<ast::Member>(&e)) {
    const TypeId owner = final_type(*member->object);
    if (shape(owner).kind == types::TypeKind::named) {
      const auto info = input_.types.types.find(shape(owner).def);
      if (info != input_.types.types.end() && info->second.is_shared) return true;
    }
    return is_shared_state(*member->object);
  }
  if (const auto* index = ast::as<ast::Index>(&e)) return is_shared_state(*index->object);
  return false;
}
// Whether a part of a shared object may be another one before the rest of what it stands in has run. A method holds the object it is called on: while
// it runs no code that writes shared objects or lets others run, that object stays as it is.
bool BodyLowering::may_change_during(const ast::Expr& part, const ast::Node& meanwhile) const {
  if (!is_shared_state(part)) return false;
  const ast::Expr* whole = &part;
  while (true) {
    if (const auto* member = ast::as<ast::Member>(whole)) whole = member->object;
    else if (const auto* index = ast::as<ast::Index>(whole)) whole = index->object;
    else break;
    if (whole->kind != ast::NodeKind::NameExpr && lower_types.is_shared(final_type(*whole))) return true;
  }
  const LocalId root = root_local(part);
  const resolve::LocalKind kind = root.valid() ? input_.bindings.local(root).kind : resolve::LocalKind::bare;
  if (kind != resolve::LocalKind::self_param && kind != resolve::LocalKind::mut_self_param) return true;
  bool found = false;
  ast::walk(meanwhile, [&](const ast::Node& node) {
    if (&node == &part) return false;
    const auto effects = effects_.calls.find(node.id);
    found = found || (effects != effects_.calls.end() && !effects->second.is_only_output());
    if (const auto* assign = ast::as<ast::Assign>(&node)) found = found || is_shared_state(*assign->target);
    const types::CallPlan* plan = instance_.calls.find(node.id);
    found = found || (plan != nullptr && plan->kind == types::CalleeKind::value);  // a closure: C++ may have made it
    const TypeId* type = instance_.types.find(node.id);
    found = found || (type != nullptr && lower_types.may_be_move_only(*type));     // its drop may be anything
    switch (node.kind) {
      case ast::NodeKind::Spawn:
      case ast::NodeKind::Select:
      case ast::NodeKind::With:
      case ast::NodeKind::Handle: found = true; break;
      default: break;
    }
    return !found;
  });
  return found;
}

// The subject under a name, unless it is one already.
cpp::Expr BodyLowering::stable(const ast::Expr& subject, bool moves) {
  const cpp::Expr e = value(subject);
  if (is_place(subject, e)) return e;
  // What `?` found lies in a variable that nobody else looks at.
  const auto* found = moves && instance_.tries.find(subject.id) != nullptr ? cpp::as<cpp::Unary>(e) : nullptr;
  if (found != nullptr && found->op == "*" && cpp::as<cpp::Name>(found->operand) != nullptr) return e;
  const TypeId type = final_type(subject);
  const std::string name = fresh(role_name(type));
  emit(cpp::declare(is_lent(subject) ? cpp::const_ref_to(cpp::type("auto")) : moves ? cpp::type("auto") : cpp::const_of(cpp::type("auto")), name, e));
  return cpp::name(name);
}

// Whether a name that the patterns below bind stands for a value that is moved away; `by_copy`: or would be copied without need.
bool BodyLowering::moves_parts(const ast::Node& patterns, bool by_copy) const {
  bool found = false;
  ast::walk(patterns, [&](const ast::Node& node) {
    const LocalId local = input_.bindings.local_of(node.id);
    if (!local.valid() || input_.bindings.local(local).kind != resolve::LocalKind::pattern) return !found;
    if (lower_types.is_small(local_type(local))) return !found;
    found = found || uses_.moved.contains(local) || (by_copy && is_read(local) && moves_instead(local));
    return !found;
  });
  return found;
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

void BodyLowering::test(const ast::Pattern& pattern, TypeId type, const cpp::Expr& whole, PatternTest& out) {
  const TypeId* error = instance_.opened_errors.find(pattern.id);
  const cpp::Expr place = error != nullptr ? open_error(pattern, *error, whole, out) : whole;
  if (error != nullptr) type = *error;
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
        test_alternatives(p, type, place, out);
      },
      [&](const ast::TypedPattern& p) { test(*p.inner, type, place, out); }, [](const ast::ErrorPattern&) {});
}

// The value inside an error of any type: `if (const auto* net_error = e.as<NetError>())`.
cpp::Expr BodyLowering::open_error(const ast::Pattern& pattern, TypeId error, const cpp::Expr& place, PatternTest& out) {
  const cpp::Type asked = lower_types.value(error);
  const bool only_asked = pattern.kind == ast::NodeKind::ConstructorPattern && instance_.patterns.find(pattern.id) == nullptr;
  cpp::Expr inside = cpp::unary("*", variant_query(place, "as", asked));
  if (out.may_name && out.conditions.empty() && !only_asked) {
    const std::string name = fresh(role_name(error));
    out.named = cpp::Variable{.type = cpp::pointer_to(cpp::const_of(cpp::type("auto"))), .name = name, .init = variant_query(place, "as", asked)};
    inside = cpp::unary("*", cpp::name(name));
  } else {
    out.conditions.push_back(variant_query(place, "is", asked));
  }
  out.may_name = false;
  return inside;
}

// A name that the alternatives bind at different places stands for the place in the one that holds.
void BodyLowering::test_alternatives(const ast::OrPattern& p, TypeId type, const cpp::Expr& place, PatternTest& out) {
  std::vector<PatternTest> tests;
  cpp::Expr any;
  bool always = false;
  for (const ast::Pattern* alternative : p.alternatives) {
    PatternTest& one = tests.emplace_back();
    test(*alternative, type, place, one);
    const cpp::Expr all = one.condition();
    if (!all) {
      always = true;
      break;
    }
    any = any ? cpp::binary("||", any, all) : all;
  }
  if (!always) out.conditions.push_back(any);
  for (const PatternTest::Bound& bound : tests.back().bound) {
    cpp::Expr chosen = bound.place;
    const std::string_view name = names_.text(input_.bindings.local(bound.local).name);
    for (std::size_t i = tests.size() - 1; i-- > 0;) {
      for (const PatternTest::Bound& other : tests[i].bound) {
        if (names_.text(input_.bindings.local(other.local).name) != name) continue;
        if (cpp::print(other.place) != cpp::print(bound.place)) chosen = cpp::conditional(tests[i].condition(), other.place, chosen);
      }
    }
    for (std::size_t i = 0; i < tests.size(); ++i) {
      for (const PatternTest::Bound& other : tests[i].bound) {
        if (names_.text(input_.bindings.local(other.local).name) == name) out.bound.push_back({other.local, chosen, i + 1 < tests.size() && other.local != bound.local});
      }
    }
  }
}

cpp::Type BodyLowering::variant_type(TypeId type, DefId variant) const {
  const std::string name = names_.plain(variant);
  return shape(type).has_params ? cpp::dependent_type(lower_types.value(type), name) : cpp::nested_type(lower_types.value(type), name);
}

// `shape.is<Shape::Empty>()`, `shape.as<Shape::Circle>()`
cpp::Expr BodyLowering::variant_query(const cpp::Expr& object, std::string question, const cpp::Type& asked) const {
  cpp::Member member{.object = object, .name = std::move(question), .args = {asked}};
  if (const auto* deref = cpp::as<cpp::Unary>(object); deref != nullptr && deref->op == "*") {
    member.object = deref->operand;
    member.arrow = true;
  }
  return member_call(std::move(member));
}

cpp::Expr BodyLowering::part_of(const cpp::Expr& object, TypeId type, DefId variant, std::size_t at) const {
  const auto* fields = fields_of(type, variant);
  const std::string name = part_name(*fields, at);
  const auto* deref = cpp::as<cpp::Unary>(object);
  cpp::Expr part = deref != nullptr && deref->op == "*" ? cpp::arrow(deref->operand, name) : cpp::member(object, name);
  return is_boxed((*fields)[at].def) ? cpp::unary("*", part) : part;
}

void BodyLowering::test_constructor(const ast::ConstructorPattern& p, TypeId type, const cpp::Expr& place, PatternTest& out) {
  const types::PatternPlan* plan = instance_.patterns.find(p.id);
  if (plan == nullptr) return;
  if (plan->constant.valid()) {
    return out.conditions.push_back(cpp::binary("==", place, constant({.kind = types::MemberKind::constant, .def = plan->constant})));
  }
  if (!plan->variant.valid()) {
    const auto* fields = fields_of(type, {});
    for (std::size_t i = 0; fields != nullptr && i < p.fields.size(); ++i) {
      const auto at = static_cast<std::size_t>(plan->field_of[i]);
      test(*p.fields[i].pattern, pattern_type(*p.fields[i].pattern, types_of_part(type, {}, at)), part_of(place, type, {}, at), out);
    }
    return;
  }
  const resolve::Def& variant = input_.bindings.def(plan->variant);
  if (store().is_option(type) || store().is_result(type)) {
    const bool full = variant.index == 0;
    const cpp::Expr holds = full ? place : cpp::unary("!", place);
    if (std::ranges::find(out.known, cpp::print(holds)) == out.known.end()) out.conditions.push_back(holds);
    const cpp::Expr inner = full ? cpp::unary("*", place) : cpp::method(place, "error");
    const std::size_t arg = full ? 0 : 1;
    if (!p.fields.empty() && arg < shape(type).args.size()) test(*p.fields[0].pattern, shape(type).args[arg], inner, out);
    return;
  }
  const auto* fields = fields_of(type, plan->variant);
  bool looks_inside = false;
  for (const auto& field : p.fields) looks_inside = looks_inside || needs_place(*field.pattern);
  const cpp::Type asked = variant_type(type, plan->variant);
  cpp::Expr inside = cpp::unary("*", variant_query(place, "as", asked));
  // Behind other conditions a declaration would come too early: they decide whether there is a place to look at.
  if (out.may_name && out.conditions.empty() && looks_inside && fields != nullptr) {
    // The first question of a test names the variant: `if (const auto* circle = shape.as<Shape::Circle>())`.
    const std::string name = fresh(snake_case(names_.text(variant.name)));
    out.named = cpp::Variable{.type = cpp::pointer_to(out.moves ? cpp::type("auto") : cpp::const_of(cpp::type("auto"))), .name = name, .init = variant_query(place, "as", asked)};
    inside = cpp::unary("*", cpp::name(name));
  } else {
    out.conditions.push_back(variant_query(place, "is", asked));
  }
  out.may_name = false;
  for (std::size_t i = 0; fields != nullptr && i < p.fields.size() && i < plan->field_of.size(); ++i) {
    const auto at = static_cast<std::size_t>(plan->field_of[i]);
    test(*p.fields[i].pattern, pattern_type(*p.fields[i].pattern, types_of_part(type, plan->variant, at)), part_of(inside, type, plan->variant, at), out);
  }
}

// Whether a pattern asks for or binds anything of its value.
bool BodyLowering::needs_place(const ast::Pattern& pattern) const {
  if (pattern.kind == ast::NodeKind::WildcardPattern) return false;
  const auto* binding = ast::as<ast::BindingPattern>(&pattern);
  return binding == nullptr || binding->inner != nullptr || is_read(input_.bindings.local_of(binding->id));
}

// The type of what a pattern looks at, as inference saw it.
TypeId BodyLowering::pattern_type(const ast::Pattern& pattern, TypeId otherwise) const {
  const TypeId* known = instance_.types.find(pattern.id);
  return known != nullptr && known->valid() && shape(*known).kind == types::TypeKind::named ? *known : otherwise;
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

namespace {

// A place that reads well wherever its name stands: `name`, `circle->radius`, `point.x`.
bool reads_as_name(const cpp::Expr& e) {
  if (cpp::as<cpp::Name>(e) != nullptr) return true;
  const auto* member = cpp::as<cpp::Member>(e);
  return member != nullptr && reads_as_name(member->object);
}

}  // namespace

// Whether a part that needs a variable of its own is moved into it, since nobody looks at the whole any more.
bool BodyLowering::moves_instead(LocalId part) const { return uses_.released.contains(part) && !lower_types.is_small(local_type(part)); }

void BodyLowering::bind(const PatternTest& tests, Binding how) {
  std::vector<LocalId> bound;
  for (const PatternTest::Bound& one : tests.bound) {
    if (std::ranges::find(bound, one.local) != bound.end()) continue;   // by another alternative, at the same place
    bind_part(one, how);
    bound.push_back(one.local);
  }
}

void BodyLowering::bind_part(const PatternTest::Bound& bound, Binding how) {
  if (!bound.local.valid() || (!is_read(bound.local) && !is_assigned(bound.local))) return;
  if (bound.is_alias) {
    locals_[bound.local] = bound.place;
    return;
  }
  const TypeId type = local_type(bound.local);
  const bool is_pattern = input_.bindings.local(bound.local).kind == resolve::LocalKind::pattern;
  const bool computed = cpp::as<cpp::Call>(bound.place) != nullptr && !is_lvalue_call(bound.place);
  if ((how == Binding::by_move && lower_types.may_be_move_only(type)) || (how == Binding::by_copy && !computed && moves_instead(bound.local))) {
    own_parts_.insert(bound.local);
    return emit(declaration(lower_types.value(type), bound.local, cpp::moved(bound.place)));
  }
  // What can only be moved is never copied: it is looked at where it is.
  const bool by_copy = how != Binding::by_reference && !lower_types.is_move_only(type);
  if (!by_copy && is_pattern && reads_as_name(bound.place)) {
    locals_[bound.local] = bound.place;
    return;
  }
  const bool copy = by_copy || lower_types.is_small(type) || (!is_pattern && !lower_types.is_move_only(type));
  const cpp::Type plain = lower_types.value(type);
  const cpp::Type lent = uses_.moved.contains(bound.local) ? cpp::ref_to(plain) : cpp::const_ref_to(plain);
  if ((copy || computed) && !lower_types.is_small(type)) own_parts_.insert(bound.local);
  const cpp::Type written = copy || computed ? (is_pattern && lower_types.is_small(type) ? cpp::const_of(plain) : plain) : lent;
  emit(declaration(written, bound.local, bound.place));
}

bool BodyLowering::is_lvalue_call(const cpp::Expr& e) const {
  const auto* call = cpp::as<cpp::Call>(e);
  const auto* callee = cpp::as<cpp::Name>(call->callee);
  const auto* member = cpp::as<cpp::Member>(call->callee);
  return (callee != nullptr && callee->name == "std::get") || (member != nullptr && member->name == "error");
}

cpp::Condition BodyLowering::condition_of(PatternTest& tests) {
  cpp::Expr all = tests.condition();
  if (!tests.named) return cpp::condition(all ? all : cpp::name("true"));
  cpp::Condition made{.init = {}, .expr = {}, .declared = tests.named};
  if (!all) return made;
  made.init = cpp::stmt(*tests.named);
  made.declared.reset();
  const cpp::Expr held = cpp::binary("!=", cpp::name(tests.named->name), cpp::name("nullptr"));
  made.expr = cpp::binary("&&", held, all);
  return made;
}

void BodyLowering::bind_pattern(const ast::Pattern& pattern, TypeId type, const cpp::Expr& place, Binding how) {
  PatternTest tests;
  test(pattern, type, place, tests);
  bind(tests, how);
}

// `const auto& [name, cents] = …` where every part has a plain name that no closure captures.
std::vector<std::string> BodyLowering::structured_names(const ast::Pattern& pattern) {
  const auto* tuple = ast::as<ast::TuplePattern>(&pattern);
  if (tuple == nullptr || tuple->elements.size() < 2) return {};
  for (const ast::Pattern* element : tuple->elements) {
    const auto* binding = ast::as<ast::BindingPattern>(element);
    if (binding == nullptr || binding->inner != nullptr) return {};
    const LocalId local = input_.bindings.local_of(binding->id);
    if (!local.valid() || !is_read(local) || is_assigned(local) || is_captured(local)) return {};
    if (input_.bindings.local(local).kind != resolve::LocalKind::pattern && input_.bindings.local(local).kind != resolve::LocalKind::param) return {};
  }
  std::vector<std::string> names;
  for (const ast::Pattern* element : tuple->elements) names.push_back(declare_local(input_.bindings.local_of(element->id)));
  return names;
}

// `for (number, line) in …`: a structured binding where every part has a plain name that no lambda captures.
// `hands_out`: each item is the loop's own, and not a place in what it goes over.
void BodyLowering::loop_variables(const ast::Pattern& pattern, TypeId item, cpp::RangeFor& loop, cpp::Block& prologue, bool hands_out) {
  const auto moved = [&](const cpp::Type& type) { return hands_out ? type : cpp::ref_to(type); };
  if (const auto* binding = ast::as<ast::BindingPattern>(&pattern); binding != nullptr && binding->inner == nullptr) {
    const LocalId local = input_.bindings.local_of(binding->id);
    loop.type = uses_.moved.contains(local) ? moved(lower_types.value(item)) : lower_types.param(item);
    if (!is_read(local)) loop.specifiers = "[[maybe_unused]]";
    loop.names = {declare_local(local)};
    return;
  }
  loop.type = moves_parts(pattern) ? moved(cpp::type("auto")) : cpp::const_ref_to(cpp::type("auto"));
  if (pattern.kind == ast::NodeKind::WildcardPattern) {
    loop.type = lower_types.param(item);
    loop.specifiers = "[[maybe_unused]]";
    loop.names = {fresh("unused")};
    return;
  }
  loop.names = structured_names(pattern);
  if (!loop.names.empty()) return;
  loop.names = {fresh("entry")};
  prologue = aside([&] { bind_pattern(pattern, item, cpp::name(loop.names[0]), Binding::by_reference); });
}

void BodyLowering::lower_match(const ast::Match& e, const Destination& to) {
  if (reads_as_switch(e)) return lower_switch(e, to);
  const TypeId type = final_type(*e.subject);
  const bool copies = writes(e, root_local(*e.subject)) || is_shared_state(*e.subject);
  const bool moves = std::ranges::any_of(e.arms, [&](const ast::MatchArm& each) { return moves_parts(*each.pattern, copies); });
  const cpp::Expr subject = stable(*e.subject, moves);
  const bool returns = to.kind == Destination::Kind::give_back && !lower_types.is_void(result_);
  std::vector<std::string> known;
  const auto arm = [&](const auto& self, std::size_t i) -> void {
    if (i == e.arms.size()) return;
    std::optional<NameScope> scope(*this);
    const ast::MatchArm& current = e.arms[i];
    const bool last = i + 1 == e.arms.size() && current.guard == nullptr;
    PatternTest tests;
    tests.may_name = true;
    tests.known = known;
    tests.moves = moves_parts(*current.pattern, copies);
    const cpp::Block asked = aside([&] { test(*current.pattern, type, subject, tests); });
    for (const cpp::Stmt& stmt : asked) emit(stmt);
    std::vector<std::string> above = take_above(current.range, &current);
    const auto body = [&] {
      add_remarks(std::exchange(above, {}));
      bind(tests, copies);
      statements(current.body, to);
    };
    if (last || (tests.conditions.empty() && !tests.named && current.guard == nullptr)) {
      // Nothing is asked any more; the parts are looked at all the same.
      if (tests.named) emit(cpp::stmt(*tests.named));
      return body();
    }
    if (current.guard == nullptr && !tests.named && tests.conditions.size() == 1) {
      const std::string failed = cpp::print(tests.conditions[0]);
      known.push_back(failed.starts_with('!') ? failed.substr(1) : "!" + failed);
    }
    const auto rest = [&] { self(self, i + 1); };
    if (current.guard != nullptr && guarded_arm(current, tests, body, rest, returns)) return;
    cpp::Remarks remarks{.before = returns ? std::exchange(above, {}) : std::vector<std::string>()};
    cpp::If made{.condition = condition_of(tests), .then = block(body)};
    if (!returns && i + 1 < e.arms.size()) made.otherwise = block(rest);
    emit(cpp::stmt(std::move(made), std::move(remarks)));
    scope.reset();
    if (returns) rest();
  };
  arm(arm, 0);
}

// A guard sees the places themselves. Where it takes statements, the arms after it wait for its outcome; returns true.
bool BodyLowering::guarded_arm(const ast::MatchArm& arm, PatternTest& tests, const std::function<void()>& body, const std::function<void()>& rest, bool returns) {
  const auto see_places = [&] {
    for (const PatternTest::Bound& bound : tests.bound) locals_[bound.local] = bound.place;
  };
  see_places();
  cpp::Expr guard;
  const cpp::Block before = aside([&] { guard = value(*arm.guard); });
  for (const PatternTest::Bound& bound : tests.bound) locals_.erase(bound.local);
  if (before.empty()) {
    tests.conditions.push_back(guard);
    return false;
  }
  const std::string taken = returns ? "" : fresh("taken");
  if (!returns) emit(cpp::declare(cpp::type("bool"), taken, cpp::name("false")));
  const auto guarded = [&] {
    for (const cpp::Stmt& stmt : before) emit(stmt);
    emit(cpp::stmt(cpp::If{.condition = cpp::condition(guard), .then = block([&] {
      if (!returns) emit(cpp::assign(cpp::name(taken), cpp::name("true")));
      body();
    })}));
  };
  if (tests.conditions.empty() && !tests.named) emit(cpp::stmt(cpp::Compound{block(guarded)}));
  else emit(cpp::stmt(cpp::If{.condition = condition_of(tests), .then = block(guarded)}));
  if (returns) rest();
  else emit(cpp::stmt(cpp::If{.condition = cpp::condition(cpp::unary("!", cpp::name(taken))), .then = block(rest)}));
  return true;
}

}  // namespace ariac::lower
