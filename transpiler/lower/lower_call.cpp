// Calls: what inference decided a call to mean, as the call a C++ programmer writes.
//
// Arguments that need statements of their own are computed before; arguments to the left of them that could see a
// difference are kept in locals, since C++ leaves the order of arguments open.
#include <algorithm>
#include <utility>

#include "cpp/print.hpp"
#include "effects/suspension.hpp"
#include "lower/body.hpp"
#include "lower/callables.hpp"
#include "lower/impls.hpp"
#include "lower/overlap.hpp"
#include "support/stable_sort.hpp"
#include "types/called_value.hpp"
#include "types/task_blocks.hpp"

namespace ariac::lower {

using types::ArgSource;
using types::CalleeKind;
using types::CallPlan;

// A function of the program that is generic in what its block gives returns that: a block without a value gives `()`, and so
// does one that never ends, as far as C++ can tell.
cpp::Expr BodyLowering::with_unit(const CallPlan& plan, std::size_t i, cpp::Expr made) const {
  const auto* closure = cpp::as<cpp::Lambda>(made);
  const auto* written = ast::as<ast::Lambda>(plan.args[i].value);
  const auto signature = input_.types.signatures.find(plan.def);
  if (closure == nullptr || written == nullptr || signature == input_.types.signatures.end() || input_.bindings.def(plan.def).is_library) return made;
  const std::size_t at = i + (signature->second.has_self ? 1 : 0);
  const TypeId declared = at < signature->second.params.size() ? signature->second.params[at] : TypeId();
  if (!declared.valid() || shape(declared).kind != types::TypeKind::function) return made;
  const bool generic = shape(store().result_of(declared)).kind == types::TypeKind::param;
  const TypeId type = final_type(*written);
  if (!generic || shape(type).kind != types::TypeKind::function) return made;
  const TypeId given = store().result_of(type);
  if ((given != store().unit && given != store().never) || exits_of(written->body).returns) return made;
  cpp::Lambda parts = *closure;
  if (given == store().never) {            // C++ takes what only raises for a function without a value
    parts.result = cpp::type("aria::Unit");
    return cpp::lambda(std::move(parts), *closure->body);
  }
  cpp::Block body = *parts.body;
  body.push_back(cpp::give_back(cpp::braced(cpp::type("aria::Unit"))));
  return cpp::lambda(std::move(parts), std::move(body));
}

cpp::Expr BodyLowering::argument(const CallPlan& plan, std::size_t i) {
  const ArgSource& source = plan.args[i];
  if (source.value == nullptr) return nullptr;
  // A parameter whose declared type is the function's own type parameter is deduced from the argument.
  const auto signature = input_.types.signatures.find(plan.def);
  bool deduced = true;
  if (signature != input_.types.signatures.end()) {
    const types::Signature& s = signature->second;
    const std::size_t at = i + (s.has_self ? 1 : 0);
    if (at < s.params.size() && s.params[at].valid()) deduced = shape(s.params[at]).has_params;
    const bool text_only = deduced && source.value->kind == ast::NodeKind::StringLiteral && at < s.params.size() && s.params[at].valid() &&
                           shape(s.params[at]).kind == types::TypeKind::param && input_.bindings.def(plan.def).is_library && !plan.self_type.valid();
    if (text_only) {
      const auto bounds = input_.types.bounds.find(shape(s.params[at]).def);
      if (bounds != input_.types.bounds.end() && bounds->second.size() == 1 && shape(bounds->second[0]).def == store().well_known().display) deduced = false;
    }
    const TypeId declared_type = s.params[std::min(at, s.params.size() - 1)];
    if (deduced && declared_type.valid() && plan.receiver != nullptr && !plan.type_args.empty() && plan.self_type.valid()) {
      // Parameters of the receiver's type are fixed by the receiver.
      deduced = shape(declared_type).kind != types::TypeKind::param ||
                input_.bindings.def(input_.bindings.def(shape(declared_type).def).parent).kind == DefKind::function;
    }
  }
  // The parts of a struct or variant are declared, and so are the parameters of a function of one form.
  const bool part = plan.kind == CalleeKind::constructor || (plan.kind == CalleeKind::variant && !input_.bindings.def(plan.def).is_library);
  const bool declared = !deduced && signature != input_.types.signatures.end() && !signature->second.untyped && !input_.bindings.def(plan.def).is_library;
  const bool in_option = plan.kind == CalleeKind::variant && store().is_option(plan.result) && !store().is_option(store().option_inner(plan.result));
  if (part) {
    cpp::Expr made = kept_value(*source.value, Context::target);
    const auto* parts = cpp::as<cpp::Braced>(made);
    const auto* fields = fields_of(plan.result, plan.kind == CalleeKind::variant ? plan.def : DefId());
    // A box takes a value, not what one is made of.
    const bool boxed = parts != nullptr && !parts->type && fields != nullptr && i < fields->size() && is_boxed((*fields)[i].def);
    return boxed ? cpp::expr(cpp::Braced{lower_types.value(final_type(*source.value)), parts->items}) : made;
  }
  if ((plan.mut_params >> i & 1) != 0) {
    cpp::Expr place;
    in_place(*source.value, [&](const ast::Expr& part) { return overtaken_in(plan, part) || moves_lent(plan, part); }, [&] { place = value(*source.value, Context::known); });
    return place;
  }
  // Where C++ chooses the function by its arguments, each has the type that it has in Aria.
  const bool chooses = names_.is_overloaded(plan.def);
  const Context context = chooses ? Context::typed : declared ? Context::target : deduced && !in_option ? Context::typed : Context::known;
  cpp::Expr made = with_unit(plan, i, only_heard(*source.value, value(*source.value, context), true));
  const bool closure = cpp::as<cpp::Lambda>(made) != nullptr;
  if (closure && signature != input_.types.signatures.end()) {
    const std::size_t at = i + (signature->second.has_self ? 1 : 0);
    const bool any_type = at < signature->second.params.size() && signature->second.params[at].valid() && shape(signature->second.params[at]).kind == types::TypeKind::param;
    const std::size_t given = i + (plan.receiver != nullptr && signature->second.has_self ? 1 : 0);
    const bool by_type = plan.instance.valid() && input_.types[plan.instance].params.size() > given && differs_by_callables(input_, plan.instance);
    if (by_type) made = cpp::construct(lower_types.value(input_.types[plan.instance].params[given]), {made});
    else if (any_type || chooses) made = cpp::construct(lower_types.value(final_type(*source.value)), {made});
  }
  return lent(plan, *source.value, std::move(made));
}

// `f(1, ...xs, 2)`: what stands between spread arrays is listed, and the parts are put together.
cpp::Expr BodyLowering::rest_argument(const CallPlan& plan, std::size_t i, std::span<const cpp::Expr> values) {
  const TypeId type = plan.param_types[i];
  const cpp::Type array = lower_types.value(type);
  cpp::Expr joined;
  std::vector<cpp::Expr> listed;
  const auto add = [&](cpp::Expr part) { joined = joined ? cpp::method(joined, "concat", {std::move(part)}) : std::move(part); };
  const auto add_listed = [&] {
    const bool moved = !listed.empty() && lower_types.may_be_move_only(shape(type).args[0]);
    add(moved ? cpp::call(cpp::scoped(array, "of"), listed) : cpp::braced_values(array, listed));
    listed.clear();
  };
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (!plan.args[i].rest[k]->spread) {
      listed.push_back(values[k]);
      continue;
    }
    if (!listed.empty()) add_listed();
    add(values[k]);
  }
  if (!listed.empty() || !joined) add_listed();
  return joined;
}

namespace {

// Arguments are evaluated in the order they are written in, whatever parameters they are for.
std::vector<std::size_t> as_written(const CallPlan& plan) {
  std::vector<std::size_t> order(plan.args.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto place = [&](std::size_t i) { return plan.args[i].value != nullptr ? plan.args[i].value->range.begin : plan.args[i].rest.empty() ? 0 : plan.args[i].rest[0]->value->range.begin; };
  support::stable_sort(order, {}, place);
  return order;
}

}  // namespace

// `twice(s[i], s[j])`: an argument is a value, though the call changes what it was read from.
void BodyLowering::copy_what_changes(const CallPlan& plan, std::vector<cpp::Expr>& args) {
  for (std::size_t i = 0; plan.mut_params != 0 && i < args.size(); ++i) {
    const ast::Expr* source = plan.args[i].value;
    if (source == nullptr || args[i] == nullptr || (plan.mut_params >> i & 1) != 0 || lower_types.is_small(final_type(*source))) continue;
    for (std::size_t changed = 0; changed < args.size(); ++changed) {
      const bool is_mut = args[changed] != nullptr && (plan.mut_params >> changed & 1) != 0;
      if (!is_mut || !may_overlap(args[changed], args[i], [](const std::string&) { return false; })) continue;
      args[i] = cpp::construct(lower_types.value(final_type(*source)), {args[i]});
      break;
    }
  }
}

std::vector<cpp::Expr> BodyLowering::arguments(const CallPlan& plan) {
  const std::vector<std::size_t> order = as_written(plan);
  const bool braces = plan.kind == CalleeKind::constructor || plan.kind == CalleeKind::variant;
  const bool sequenced = braces && std::ranges::is_sorted(order);
  std::vector<Operand> operands;
  for (const std::size_t i : order) {
    for (const ast::Argument* item : plan.args[i].rest) {
      operands.push_back({.source = item->value, .make = [this, item] { return value(*item->value, Context::known); }, .comes_first = moves_lent(plan, *item->value)});
    }
    if (plan.args[i].kind == ArgSource::Kind::rest) continue;
    const bool comes_first = plan.args[i].value != nullptr && moves_lent(plan, *plan.args[i].value);
    operands.push_back({.source = plan.args[i].value, .make = [&, i] { return argument(plan, i); }, .is_place = (plan.mut_params >> i & 1) != 0, .comes_first = comes_first});
  }
  std::vector<cpp::Expr> made = in_order(operands, sequenced ? Sequenced::yes : Sequenced::no);
  std::vector<cpp::Expr> args(plan.args.size());
  std::size_t next = 0;
  for (const std::size_t i : order) {
    const bool rest = plan.args[i].kind == ArgSource::Kind::rest;
    const std::size_t count = rest ? plan.args[i].rest.size() : 1;
    args[i] = rest ? rest_argument(plan, i, std::span(made).subspan(next, count)) : std::move(made[next]);
    next += count;
  }
  copy_what_changes(plan, args);
  gather_options(plan, args);
  fill_defaults(plan, args);
  return args;
}

cpp::Expr BodyLowering::planned_call(const CallPlan& plan, const ast::Expr& at, Context context) {
  // A block that is handed a scope runs once: what leaves it needs no exception.
  std::size_t block_at = 0;
  const BlockExits exits = scope_block(plan, block_at) != nullptr ? BlockExits{} : block_exits(plan, at);
  return exits.breaks || exits.returns_from.valid() ? call_with_exits(plan, at, context, exits) : made_call(plan, at, context);
}

cpp::Expr BodyLowering::made_call(const CallPlan& plan, const ast::Expr& at, Context context) {
  if (plan.kind == CalleeKind::with_update) return with_update(plan);
  if (const cpp::Expr each = await_each(plan)) return each;
  if (std::size_t block_at = 0; const ast::Lambda* block = scope_block(plan, block_at)) {
    return once_value(plan, *block, block_at, at);
  }
  // `o?.f(x)`: what is called where there is an object, and nothing otherwise.
  const auto where_there_is_one = [&](cpp::Expr object, cpp::Lambda get, cpp::Expr called) {
    if (lower_types.is_void(plan.result)) return cpp::call("aria::each", {std::move(object), cpp::lambda(std::move(get), {cpp::run(std::move(called))})});
    const bool flat = store().is_option(plan.result);
    return cpp::call(flat ? "aria::and_then" : "aria::map", {std::move(object), cpp::lambda(std::move(get), {cpp::give_back(std::move(called))})});
  };
  if (plan.safe && plan.receiver != nullptr) {
    cpp::Expr object = value(*plan.receiver);
    if (plan.mut_receiver && !is_place(*plan.receiver, object)) {
      const std::string held = fresh(role_name(final_type(*plan.receiver)));
      emit(cpp::declare(cpp::type("auto"), held, std::move(object)));
      object = cpp::name(held);
    }
    const NameScope scope(*this);
    const std::string it = fresh("x");
    const cpp::Expr inner = cpp::name(it);
    const cpp::Expr outer_self = std::exchange(default_self_, inner);
    const cpp::Expr part = takes_self(plan) ? given_away(plan, inner) : inner;
    const cpp::Expr body = function_call(plan, arguments(plan), &part);
    default_self_ = outer_self;
    const TypeId holder = final_type(*plan.receiver);
    const cpp::Type changed = plan.mut_receiver && store().is_option(holder) ? lower_types.mut_param(store().option_inner(holder)) : cpp::type("auto&");
    return where_there_is_one(object, {.captures = {{.name = "&"}}, .params = {{plan.mut_receiver ? changed : cpp::type("const auto&"), it}}}, body);
  }
  switch (plan.kind) {
    case CalleeKind::constructor: return construction(plan, arguments(plan));
    case CalleeKind::variant: return variant(plan, arguments(plan), context);
    case CalleeKind::value: {
      const ast::Expr& callee = types::called_value(at);
      const cpp::Expr called = lent(plan, callee, value(callee));
      if (!plan.safe) return cpp::call(called, arguments(plan));
      const NameScope scope(*this);
      const std::string function = fresh("function");
      return where_there_is_one(called, {.captures = {{.name = "&"}}, .params = {{cpp::type("const auto&"), function}}}, cpp::call(function, arguments(plan)));
    }
    case CalleeKind::intrinsic: {
      if (const auto old = old_values_.find(at.id); old != old_values_.end()) return old->second;
      std::vector<cpp::Expr> args = arguments(plan);
      return args.empty() ? cpp::braced(cpp::type("aria::Unit")) : args[0];
    }
    default: break;
  }
  if (plan.receiver == nullptr) return function_call(plan, arguments(plan), nullptr);
  // `e.cause`, `e.suppressed`: what holds a rescued error knows them, whatever its type.
  if (rescued_.contains(root_local(*plan.receiver)) && plan.dereferences == 0 && plan.self_type != local_type(root_local(*plan.receiver))) {
    if (const cpp::Expr holder = error_holder(*plan.receiver)) return cpp::call("aria::" + std::string(text(input_.bindings.def(plan.def).name)), {holder});
  }
  // The place of a method that changes it is found after the arguments are evaluated; a value comes before them.
  cpp::Expr receiver;
  std::vector<cpp::Expr> args;
  // `5.ms` is `aria::ms(5)`: durations are made of any integer.
  const bool duration = shape(plan.result).kind == types::TypeKind::named && input_.bindings.def(shape(plan.result).def).is_library &&
                        text(input_.bindings.def(shape(plan.result).def).name) == "Duration";
  const bool amount = duration && names_.is_free(plan.def) && plan.receiver->kind == ast::NodeKind::IntLiteral && type_of(*plan.receiver) == store().int_;
  const auto comes_late = [&](const ast::Expr& part) { return overtaken_in(plan, part); };
  const auto make_receiver = [&] { receiver = amount ? value(*plan.receiver, Context::known) : only_heard(*plan.receiver, object_of(*plan.receiver), true); };
  cpp::Block before = aside([&] {
    if (plan.mut_receiver) in_place(*plan.receiver, comes_late, make_receiver);
    else make_receiver();
  });
  const bool by_default = default_names_self(plan);
  if (by_default) {
    cpp::Block named = aside([&] { receiver = under_name(std::move(receiver), final_type(*plan.receiver)); });
    for (cpp::Stmt& stmt : named) before.push_back(std::move(stmt));
  }
  const cpp::Expr outer_self = std::exchange(default_self_, receiver);
  cpp::Block inside = aside([&] { args = arguments(plan); });
  default_self_ = outer_self;
  for (cpp::Stmt& stmt : before) emit(std::move(stmt));
  // An object stays while a method of it runs, whatever becomes of the handle.
  const bool is_read = !plan.mut_receiver || lower_types.is_shared(final_type(*plan.receiver));
  if (is_read && plan.dereferences == 0 && !by_default) receiver = lent(plan, *plan.receiver, std::move(receiver));
  const bool place = plan.mut_receiver || cpp::as<cpp::Name>(receiver) != nullptr || cpp::as<cpp::Unary>(receiver) != nullptr;
  const bool overtaken = !plan.mut_receiver && overtaken_in(plan, *plan.receiver) && is_argument(plan, args, receiver);
  const bool alone = !inside.empty() && !place && !is_place(*plan.receiver, receiver);
  if (overtaken || alone) receiver = kept(std::move(receiver), *plan.receiver);
  for (cpp::Stmt& stmt : inside) emit(std::move(stmt));
  if (!takes_self(plan) && !changes_shared(plan, at)) return function_call(plan, std::move(args), &receiver);
  receiver = given_away(plan, std::move(receiver));
  CallPlan on_value = plan;
  on_value.dereferences = 0;
  return function_call(on_value, std::move(args), &receiver);
}

// Whether C++ calls the function without a receiver: then that is one argument of several, in no order.
bool BodyLowering::is_argument(const CallPlan& plan, std::vector<cpp::Expr> args, const cpp::Expr& receiver) {
  const cpp::Expr made = function_call(plan, std::move(args), &receiver);
  const auto* call = cpp::as<cpp::Call>(made);
  return call != nullptr && cpp::as<cpp::Member>(call->callee) == nullptr;
}

// `xs.map { … }.await_all`: every element is a task.
cpp::Expr BodyLowering::await_each(const CallPlan& plan) {
  const ast::Expr* each = types::mapped_by_tasks(plan, instance_, store(), input_.bindings, input_.interner);
  if (each == nullptr) return nullptr;
  std::vector<cpp::Expr> args{value(*instance_.calls.find(plan.receiver->id)->receiver), value(*each)};
  for (cpp::Expr& option : arguments(plan)) args.push_back(std::move(option));
  return cpp::call("aria::await_all", std::move(args));
}

// Whether C++ knows the type of an expression of a template only when the template is used: then it takes the `<` behind
// a member's name for "less than" unless told. What follows from a parameter of a type written without type parameters
// is known at once; all else may depend on them, whatever Aria's type of it is: `r.error()` of a Result<T, NetError>.
bool BodyLowering::may_be_dependent(const cpp::Expr& e) const {
  if (!in_template_) return false;
  if (const auto* part = cpp::as<cpp::Member>(e)) return may_be_dependent(part->object);
  if (const auto* deref = cpp::as<cpp::Unary>(e)) return may_be_dependent(deref->operand);
  const auto* named = cpp::as<cpp::Name>(e);
  return named == nullptr || !known_params_.contains(named->name);
}

// `object.name<…>(args)`: the one place that makes calls of members that are templates.
cpp::Expr BodyLowering::member_call(cpp::Member member, std::vector<cpp::Expr> args) const {
  member.dependent = !member.args.empty() && may_be_dependent(member.object);
  return cpp::call(cpp::expr(std::move(member)), std::move(args));
}

cpp::Expr BodyLowering::function_call(const CallPlan& plan, std::vector<cpp::Expr> args, const cpp::Expr* receiver) {
  const resolve::Def& def = input_.bindings.def(plan.def);
  const resolve::Def& parent = input_.bindings.def(def.parent);
  const std::string name = plan.instance.valid() ? names_.plain(plan.instance) : names_.plain(plan.def);
  // A function that gives tasks spawns them into the scope of its caller.
  const bool hands_scope = effects::takes_scope(input_.effects, plan);
  const auto with_scope = [&] {
    if (hands_scope) args.insert(args.begin(), current_scope());
    return std::move(args);
  };
  const auto with_receiver = [&] {
    if (receiver != nullptr) args.insert(args.begin(), cpp::dereferenced(*receiver, plan.dereferences));
    return with_scope();
  };
  DefId trait = parent.kind == DefKind::trait ? def.parent : DefId();
  bool member_impl = true;
  std::vector<cpp::Type> trait_args;
  if (parent.kind == DefKind::impl) {
    const auto impl = input_.types.impls.find(def.parent);
    if (impl != input_.types.impls.end()) {
      trait = impl->second.trait;
      member_impl = is_member_impl(input_, impl->second);
      TypeLowering as_called = lower_types;      // the parameters of the impl stand for what the call found for them
      const std::vector<DefId>& params = impl->second.params;
      for (std::size_t i = 0; i < params.size() && i < plan.type_args.size(); ++i) as_called.rename(params[i], cpp::print(lower_types.value(plan.type_args[i])));
      for (const TypeId arg : impl->second.trait_args) trait_args.push_back(as_called.value(arg));
    }
  }
  if (parent.kind == DefKind::trait) {
    const std::size_t count = input_.bindings.type_params(def.parent).size();
    for (std::size_t i = 1; i <= count && i < plan.type_args.size(); ++i) trait_args.push_back(lower_types.value(plan.type_args[i]));
  }
  const bool library = def.is_library || def.is_extern;
  const std::vector<cpp::Type> types = library ? undeduced(plan) : explicit_types(plan);
  const auto on_object = [&] {
    args = with_scope();
    const bool shared = plan.self_type.valid() && lower_types.is_shared(plan.self_type);
    // The last step is the arrow; to a shared object it is one more.
    if (plan.dereferences > 0)
      return member_call({.object = cpp::dereferenced(*receiver, plan.dereferences - (shared ? 0 : 1)), .name = name, .arrow = true, .args = types}, std::move(args));
    if (const auto* deref = cpp::as<cpp::Unary>(*receiver); deref != nullptr && deref->op == "*") {
      const auto* self = cpp::as<cpp::Name>(deref->operand);
      if (self != nullptr && self->name == "this" && !taken_.contains(name) && !local_names_.contains(name)) return cpp::call(cpp::name(name, types), std::move(args));
      return member_call({.object = deref->operand, .name = name, .arrow = true, .args = types}, std::move(args));
    }
    return member_call({.object = *receiver, .name = name, .arrow = shared && cpp::as<cpp::Unary>(*receiver) == nullptr, .args = types}, std::move(args));
  };
  if (plan.kind == CalleeKind::dyn_method) return cpp::call(cpp::arrow(*receiver, name), with_scope());
  if (library) {
    const bool is_new = receiver == nullptr && text(def.name) == "new" && (parent.kind == DefKind::impl || parent.kind == DefKind::trait);
    if (names_.is_free(plan.def)) return cpp::call(cpp::name("aria::" + name, types), with_receiver());
    if (is_new) return cpp::construct(lower_types.value(plan.result), std::move(args));
    if (receiver == nullptr && (parent.kind == DefKind::impl || parent.kind == DefKind::trait)) {
      const TypeId owner = plan.self_type.valid() ? plan.self_type : plan.result;
      const bool of_trait = trait.valid() && (trait == store().well_known().default_ || input_.types.traits.at(trait).structural);
      if (of_trait) return cpp::call(cpp::scoped(cpp::type(names_.seen_from(trait, module_), {lower_types.value(owner)}), name), std::move(args));
      return cpp::call(cpp::scoped(lower_types.value(owner), name, types), std::move(args));
    }
    if (receiver == nullptr) return cpp::call(cpp::name("aria::" + name, types), with_receiver());
    const bool via_iter = parent.kind == DefKind::trait && names_.attribute(def.parent, "via") != nullptr && plan.self_type.valid() &&
                          (shape(plan.self_type).kind == types::TypeKind::param || !input_.bindings.def(shape(plan.self_type).def).is_library);
    if (via_iter && trait == store().well_known().iterable && shape(plan.self_type).kind == types::TypeKind::param) return cpp::call("aria::iter", {*receiver});
    if (via_iter && names_.attribute(plan.def, "provided") != nullptr) return cpp::method(cpp::call("aria::iter", {*receiver}), name, std::move(args));
    return on_object();
  }
  const bool as_member = member_impl && trait.valid() && input_.bindings.def(trait).is_library && plan.self_type.valid() &&
                         shape(plan.self_type).kind == types::TypeKind::named && !input_.bindings.def(shape(plan.self_type).def).is_library;
  if (trait.valid() && !as_member && !names_.is_untyped_default(plan.def)) {
    if (!shape(plan.self_type).has_params) names_.note({plan.def});
    trait_args.insert(trait_args.begin(), lower_types.value(plan.self_type));
    return cpp::call(cpp::scoped(cpp::type(names_.seen_from(trait, module_), std::move(trait_args)), name, types, shape(plan.self_type).has_params), with_receiver());
  }
  const bool has_type = parent.kind == DefKind::struct_ || parent.kind == DefKind::enum_ || parent.kind == DefKind::impl;
  const bool user_type = has_type && member_impl && plan.self_type.valid() && shape(plan.self_type).kind == types::TypeKind::named &&
                         !input_.bindings.def(shape(plan.self_type).def).is_library;
  if (user_type && receiver != nullptr) return on_object();
  if (user_type) return cpp::call(cpp::scoped(lower_types.object(plan.self_type), name, explicit_types(plan)), with_scope());
  std::string called = plan.instance.valid() ? names_.seen_from(plan.instance, module_) : names_.seen_from(plan.def, module_);
  const bool hidden = taken_.contains(called) || member_names_.contains(called);
  if (hidden && module_.valid() && !names_.space(module_).empty()) called = names_.space(module_) + "::" + called;
  return cpp::call(cpp::name(called, explicit_types(plan)), with_receiver());
}

cpp::Expr BodyLowering::construction(const CallPlan& plan, std::vector<cpp::Expr> args) {
  const auto* fields = fields_of(plan.result, {});
  std::vector<cpp::Initializer> items;
  args.resize(plan.args.size());
  for (std::size_t i = 0; i < plan.args.size() && fields != nullptr; ++i) {
    if (plan.args[i].kind == ArgSource::Kind::default_value) args[i] = filled_field(plan, i);
    if (args[i]) items.push_back({part_name(*fields, i), args[i]});
  }
  const auto info = input_.types.types.find(plan.def);
  cpp::Expr made = cpp::braced(lower_types.object(plan.result), std::move(items));
  const bool shared = info != input_.types.types.end() && info->second.is_shared;
  if (has_invariants(plan.result)) made = cpp::call("aria::checked", {made});
  return shared ? cpp::call("aria::make_shared", {made}) : made;
}

cpp::Expr BodyLowering::with_update(const CallPlan& plan) {
  const cpp::Expr whole = value(*plan.receiver);
  const auto update = [&](const cpp::Expr& object) {
    const std::string name = fresh("updated");
    emit(cpp::declare(lower_types.value(plan.result), name, object));
    update_fields(plan, name);
    return cpp::name(name);
  };
  if (!plan.safe) return update(whole);
  const NameScope scope(*this);
  const std::string it = fresh("x");
  cpp::Block body = block([&] { emit(cpp::give_back(update(cpp::name(it)))); });
  return cpp::call("aria::map", {whole, cpp::lambda({.captures = {{.name = "&"}}, .params = {{cpp::type("const auto&"), it}}}, std::move(body))});
}

void BodyLowering::update_fields(const CallPlan& plan, const std::string& name) {
  const auto* fields = fields_of(plan.result, {});
  for (const std::size_t i : fields != nullptr ? as_written(plan) : std::vector<std::size_t>()) {
    if (plan.args[i].kind != ArgSource::Kind::value) continue;
    emit(cpp::assign(cpp::member(cpp::name(name), part_name(*fields, i)), value(*plan.args[i].value, Context::known)));
  }
  if (has_invariants(plan.result)) emit(cpp::method(cpp::name(name), "check_invariants"));
}

cpp::Expr BodyLowering::variant(const CallPlan& plan, std::vector<cpp::Expr> args, Context context) {
  return variant_value(plan.def, plan.result, std::move(args), context);
}

namespace {

// `aria::Int(5)` as `5`, `Shape(Shape::Circle{…})` as `Shape::Circle{…}`, where either converts to the type.
cpp::Expr unwrapped(const cpp::Expr& e, const cpp::Type& type) {
  const auto* call = cpp::as<cpp::Call>(e);
  const auto* made = call != nullptr && call->args.size() == 1 ? cpp::as<cpp::TypeExpr>(call->callee) : nullptr;
  if (made == nullptr || cpp::print(made->type) != cpp::print(type)) return e;
  const auto* braced = cpp::as<cpp::Braced>(call->args[0]);
  const auto* variant = braced != nullptr && braced->type ? std::get_if<cpp::NamedType>(&braced->type.node().kind) : nullptr;
  const bool of_it = variant != nullptr && variant->scope && cpp::print(variant->scope) == cpp::print(type);
  return of_it || cpp::as<cpp::Number>(call->args[0]) != nullptr ? call->args[0] : e;
}

// True for `Expr::Neg{…}` where that is `type`, alone or as what a condition chooses.
bool is_made_as(const cpp::Expr& e, const cpp::Type& type) {
  if (const auto* chosen = cpp::as<cpp::Conditional>(e)) return is_made_as(chosen->then, type) || is_made_as(chosen->otherwise, type);
  const auto* braced = cpp::as<cpp::Braced>(e);
  return braced != nullptr && braced->type && cpp::print(braced->type) == cpp::print(type);
}

}  // namespace

cpp::Expr BodyLowering::variant_value(DefId id, TypeId type, std::vector<cpp::Expr> args, Context context) {
  const resolve::Def& def = input_.bindings.def(id);
  const std::string name = names_.plain(id);
  if (store().is_option(type)) {
    if (args.empty()) return context != Context::typed ? cpp::name("std::nullopt") : cpp::construct(lower_types.value(type));
    const bool nested = store().is_option(store().option_inner(type));
    const auto* braced = cpp::as<cpp::Braced>(args[0]);
    if (context == Context::target && !nested && (braced == nullptr || braced->type)) return args[0];
    return cpp::construct(lower_types.value(type), std::move(args));
  }
  if (store().is_result(type)) {
    const bool ok = def.index == 0;
    if (ok && args.empty()) args.push_back(cpp::braced(cpp::type("aria::Unit")));
    if (context != Context::typed && ok && !shape(type).args.empty()) args[0] = unwrapped(args[0], lower_types.value(shape(type).args[0]));
    if (context != Context::typed && !ok && shape(type).args.size() > 1) args[0] = unwrapped(args[0], lower_types.value(shape(type).args[1]));
    const cpp::Expr made = cpp::call(ok ? "aria::Ok" : "aria::Err", std::move(args));
    return context != Context::typed ? made : cpp::construct(lower_types.value(type), {made});
  }
  std::vector<cpp::Initializer> items;
  const auto* fields = fields_of(type, id);
  // C++ wants all parts designated or none.
  const bool named = fields != nullptr && args.size() <= fields->size() && std::ranges::all_of(*fields, [](const types::FieldInfo& field) { return field.name.valid(); });
  for (std::size_t i = 0; i < args.size(); ++i) {
    items.push_back({named ? part_name(*fields, i) : "", args[i]});
  }
  const cpp::Type part = variant_type(type, id);
  // Braces around one value of the same type copy it; a name says that it is the part.
  if (items.size() == 1 && fields != nullptr && is_made_as(items[0].value, part)) items[0].designator = part_name(*fields, 0);
  const cpp::Expr made = cpp::braced(part, std::move(items));
  return context != Context::typed ? made : cpp::construct(lower_types.value(type), {made});
}

}  // namespace ariac::lower
