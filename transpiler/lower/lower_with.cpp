// `with HEAD |x| … end`, and calls whose block is handed a scope: the block is the last argument, or stands before the
// options, and runs exactly once where it stands.
//
//   with Async.scope(limit: 8) |s| … end     aria::scope([&](aria::Scope& s) { … }, {.limit = 8})
//   with Async.timeout(2.seconds) … end      aria::timeout(2_s, [&](aria::Scope&) { … })
//   with m.lock |v| … end                    m.lock([&](T& v) { … })
#include "lower/body.hpp"

namespace ariac::lower {

namespace {

// Parameters with defaults that C++ takes as one aggregate: those behind the block.
bool is_option(const ast::FunctionDecl& decl, std::size_t at) { return at < decl.params.size() && decl.params[at].fallback != nullptr; }

}  // namespace

const ast::Lambda* BodyLowering::with_block(const types::CallPlan& plan, NodeId id, std::size_t& at) const {
  for (at = 0; at < plan.args.size(); ++at) {
    const auto* block = ast::as<ast::Lambda>(plan.args[at].value);
    if (block != nullptr && block->id == id) return block;
  }
  return nullptr;
}

// As an expression, where nothing leaves the body but at its end.
cpp::Expr BodyLowering::with_value(const ast::With& e) {
  const types::CallPlan* plan = instance_.calls.find(e.id);
  std::size_t at = 0;
  const ast::Lambda* block = plan != nullptr ? with_block(*plan, e.block_id, at) : nullptr;
  return block != nullptr ? once_value(*plan, *block, at, e) : not_available(e, "this `with`");
}

cpp::Expr BodyLowering::once_value(const types::CallPlan& plan, const ast::Lambda& block, std::size_t at, const ast::Expr& e) {
  if (!exits_of(block.body).any()) {
    cpp::Expr call;
    run_block_once(plan, block, at, e, {.kind = Destination::Kind::give_back}, &call);
    return call;
  }
  const TypeId type = type_of(e);
  if (lower_types.is_void(type)) {
    run_block_once(plan, block, at, e, {});
    return cpp::braced(cpp::type("aria::Unit"));
  }
  const std::string name = fresh(role_name(type));
  const bool plain = lower_types.has_default(type);
  emit(cpp::declare(plain ? lower_types.value(type) : cpp::type("std::optional", {lower_types.value(type)}), name));
  run_block_once(plan, block, at, e, {.kind = Destination::Kind::assign, .variable = name});
  return plain ? cpp::name(name) : cpp::unary("*", cpp::name(name));
}

const ast::Lambda* BodyLowering::scope_block(const types::CallPlan& plan, std::size_t& at) const {
  const DefId scope = store().well_known().scope;
  for (at = 0; at < plan.args.size() && at < plan.param_types.size(); ++at) {
    const auto* block = ast::as<ast::Lambda>(plan.args[at].value);
    if (block == nullptr || block->form == ast::LambdaForm::value || uses_.escapes(block->id) || shape(plan.param_types[at]).kind != types::TypeKind::function) continue;
    for (const TypeId param : store().params_of(plan.param_types[at])) {
      if (scope.valid() && store().is_named(param, scope)) return block;
    }
  }
  return nullptr;
}

// Parameters of a block as its callee calls it: the block may name fewer.
std::vector<cpp::Param> BodyLowering::block_params(const ast::Lambda& block, TypeId type, std::vector<std::size_t>& taken_apart) {
  std::vector<cpp::Param> out;
  if (shape(type).kind != types::TypeKind::function) return out;
  const auto params = store().params_of(type);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const bool is_scope = shape(params[i]).kind == types::TypeKind::named && shape(params[i]).def == store().well_known().scope;
    const bool by_reference = is_scope || store().param_is_mut(type, i);
    cpp::Param param{by_reference ? lower_types.mut_param(params[i]) : lower_types.param(params[i]), ""};
    if (i < block.params.size()) {
      const auto* binding = ast::as<ast::BindingPattern>(block.params[i].pattern);
      const auto* typed = ast::as<ast::TypedPattern>(block.params[i].pattern);
      if (binding == nullptr && typed != nullptr) binding = ast::as<ast::BindingPattern>(typed->inner);
      if (binding != nullptr) {
        param.name = declare_local(input_.bindings.local_of(binding->id));
      } else if (block.params[i].pattern->kind != ast::NodeKind::WildcardPattern) {
        param.name = fresh("entry");
        taken_apart.push_back(i);
      }
    } else if (const LocalId it = input_.bindings.local_of(block.id); block.params.empty() && i == 0 && it.valid()) {
      param.name = declare_local(it);
    }
    if (is_scope && i == 0) {
      // A bare spawn inside needs the scope's name; without one the parameter stays nameless.
      scopes_.push_back(param.name.empty() ? scope_name() : param.name);
    }
    out.push_back(std::move(param));
  }
  return out;
}

void BodyLowering::lower_with(const ast::With& e, const Destination& to) {
  const types::CallPlan* plan = instance_.calls.find(e.id);
  std::size_t at = 0;
  const ast::Lambda* block = plan != nullptr ? with_block(*plan, e.block_id, at) : nullptr;
  if (block == nullptr) return finish(not_available(e, "this `with`"), to, type_of(e));
  run_block_once(*plan, *block, at, e, to);
}

// Whether the function wants its block to give something of a type of its own, as `race` does, not just anything.
bool BodyLowering::wants_a(DefId function, std::size_t block_at) const {
  const auto found = input_.types.signatures.find(function);
  if (found == input_.types.signatures.end()) return false;
  const std::size_t at = block_at + (found->second.has_self ? 1 : 0);
  if (at >= found->second.params.size() || !found->second.params[at].valid()) return false;
  const TypeId block = found->second.params[at];
  return shape(block).kind == types::TypeKind::function && shape(store().result_of(block)).kind == types::TypeKind::named;
}

// A call whose block runs once, in place.
void BodyLowering::run_block_once(const types::CallPlan& plan, const ast::Lambda& block, std::size_t at, const ast::Expr& e, const Destination& to, cpp::Expr* call) {
  const TypeId offered = at < plan.param_types.size() ? plan.param_types[at] : type_of(block);
  const TypeId written = type_of(block);
  TypeId value = shape(written).kind == types::TypeKind::function ? store().result_of(written) : store().unit;
  TypeId outcome = type_of(e);
  if (value == store().never) value = outcome == store().never && to.kind == Destination::Kind::give_back ? result_ : store().unit;
  if (outcome == store().never) outcome = value;
  const auto outer_locals = locals_;
  const auto outer_scopes = scopes_;
  const bool outer_used = std::exchange(scope_used_, false);
  std::vector<std::size_t> taken_apart;
  const std::vector<cpp::Param> params = block_params(block, offered, taken_apart);
  const bool opens_scope = scopes_.size() > outer_scopes.size();
  const auto fill = [&](const Destination& inner) {
    for (const std::size_t i : taken_apart) bind_pattern(*block.params[i].pattern, store().params_of(offered)[i], cpp::name(params[i].name), Binding::by_reference);
    statements(block.body, inner);
  };
  const auto wrap = [&](cpp::Expr body) {
    if (opens_scope && scope_used_) {
      // A nameless scope that something is spawned into has a name.
      cpp::Lambda named = *cpp::as<cpp::Lambda>(body);
      named.params[0].name = scopes_.back();
      body = cpp::expr(std::move(named));
    }
    scope_used_ = outer_used || (scope_used_ && !opens_scope);
    scopes_ = outer_scopes;
    locals_ = outer_locals;
    for (const cpp::Param& param : params) taken_.erase(param.name);      // a block further down may call its own so
    return call_with_block(plan, at, std::move(body));
  };
  // Nothing is cancelled while a lock is held.
  const DefId lock = store().well_known().mutex;
  const bool outer_lock = in_lock_;
  in_lock_ = in_lock_ || (plan.self_type.valid() && (store().is_named(plan.self_type, lock) || store().is_named(plan.self_type, store().well_known().rwlock)));
  const bool is_told = value == store().unit && opens_scope && outcome != value && to.kind != Destination::Kind::drop;   // a statement gives nothing
  const bool must_give = is_told || (value != store().unit && wants_a(plan.def, at));
  run_in_lambda({.params = params, .value = value, .outcome = outcome, .must_give = must_give, .fill = fill, .wrap = wrap}, exits_of(block.body), to, call);
  in_lock_ = outer_lock;
}

// The call itself. Options stand behind the block: `aria::scope(body, {.limit = 8})`.
cpp::Expr BodyLowering::call_with_block(const types::CallPlan& plan, std::size_t block_at, cpp::Expr block) {
  const ast::Expr* node = plan.args[block_at].value;
  given_[node->id] = std::move(block);
  std::vector<cpp::Expr> args = arguments(plan);
  given_.erase(node->id);
  if (plan.receiver == nullptr) return function_call(plan, std::move(args), nullptr);
  const cpp::Expr receiver = value(*plan.receiver);
  return function_call(plan, std::move(args), &receiver);
}

// Options as the C++ function takes them: one aggregate of those that are given.
void BodyLowering::gather_options(const types::CallPlan& plan, std::vector<cpp::Expr>& args) {
  const auto* decl = ast::as<ast::FunctionDecl>(input_.bindings.def(plan.def).decl);
  if (decl == nullptr || names_.attribute(plan.def, "options") == nullptr) return;
  const std::size_t self = !decl->params.empty() && decl->params[0].is_self ? 1 : 0;
  std::vector<cpp::Initializer> options;
  std::vector<cpp::Expr> others;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!is_option(*decl, i + self)) {
      others.push_back(std::move(args[i]));
    } else if (args[i]) {
      options.push_back({cpp_identifier(names_.text(decl->params[i + self].name.symbol)), std::move(args[i])});
    }
  }
  if (!options.empty()) others.push_back(cpp::braced({}, std::move(options)));
  args = std::move(others);
}

}  // namespace ariac::lower
