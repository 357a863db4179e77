// Blocks and lambda values.
#include "lower/body.hpp"

namespace ariac::lower {

// By reference where the closure ends with the call it is given to; else each variable is copied, or moved at its last use.
std::vector<cpp::Capture> BodyLowering::captures(NodeId node) {
  const resolve::Captures& captured = input_.bindings.captures_of(node);
  const ownership::CaptureUses* owned = uses_.captures_of(node);
  // What leaves the call is a variable, too.
  if (captured.empty() && owned == nullptr && !block_exits_.empty()) return {{.name = "&"}};
  if (captured.empty()) return {};
  if (owned == nullptr) return {{.name = "&"}};
  std::vector<cpp::Capture> out;
  for (const auto& [id, use] : *owned) {
    const cpp::Expr outer = local(id);
    const auto* name = cpp::as<cpp::Name>(outer);
    const bool moves = use == ownership::UseKind::move && !lower_types.is_small(local_type(id));
    // Closures can be copied: what cannot be is held by all copies together.
    if (lower_types.is_move_only(local_type(id))) {
      const std::string inner = name != nullptr ? std::string(name->name) : fresh(cpp_identifier(names_.text(input_.bindings.local(id).name)));
      out.push_back({.name = inner, .init = cpp::call("aria::hold", {cpp::moved(outer)})});
      locals_[id] = cpp::unary("*", cpp::name(inner));
      continue;
    }
    if (name != nullptr && !moves) {
      out.push_back({.name = name->name});
    } else if (name != nullptr) {
      out.push_back({.name = name->name, .init = cpp::moved(outer)});
    } else {
      const std::string inner = fresh(cpp_identifier(names_.text(input_.bindings.local(id).name)));
      out.push_back({.name = inner, .init = moves ? cpp::moved(outer) : outer});
      locals_[id] = cpp::name(inner);
    }
    take_error(id, std::string(out.back().name), out);
  }
  return out;
}

cpp::Expr BodyLowering::lambda(const ast::Lambda& e) {
  const TypeId type = type_of(e);
  const auto outer_locals = locals_;
  const NameScope scope(*this);
  cpp::Lambda parts;
  parts.captures = captures(e.id);
  const bool is_function = shape(type).kind == types::TypeKind::function;
  const auto params = is_function ? store().params_of(type) : std::span<const TypeId>();
  TypeId result = is_function ? store().result_of(type) : store().unit;
  const TypeId wanted = final_type(e);
  const bool adapts = is_function && wanted != type && shape(wanted).kind == types::TypeKind::function;
  if (adapts && lower_types.is_void(store().result_of(wanted))) result = store().unit;
  cpp::Block prologue;
  const bool implicit_it = e.params.empty() && !params.empty();
  for (std::size_t i = 0; i < params.size(); ++i) {
    cpp::Type param_type = store().param_is_mut(type, i) ? lower_types.mut_param(params[i]) : lower_types.param(params[i]);
    std::string name;
    if (i < e.params.size()) {
      const ast::Pattern& pattern = *e.params[i].pattern;
      const auto* binding = ast::as<ast::BindingPattern>(&pattern);
      const auto* typed = ast::as<ast::TypedPattern>(&pattern);
      if (binding == nullptr && typed != nullptr) binding = ast::as<ast::BindingPattern>(typed->inner);
      if (binding != nullptr && uses_.taken.contains(input_.bindings.local_of(binding->id))) param_type = lower_types.value(params[i]);
      if (binding != nullptr) {
        name = declare_param(input_.bindings.local_of(binding->id));
      } else if (ast::as<ast::WildcardPattern>(&pattern) == nullptr) {
        name = fresh("entry");
        cpp::Block bindings = aside([&] { bind_pattern(pattern, params[i], cpp::name(name), Binding::by_reference); });
        prologue.insert(prologue.end(), bindings.begin(), bindings.end());
      }
    } else if (implicit_it && i == 0) {
      const LocalId it = input_.bindings.local_of(e.id);
      if (it.valid()) name = declare_param(it);
    }
    parts.params.push_back({param_type, name});
  }
  // It may take fewer parameters than it is offered.
  for (std::size_t i = params.size(); adapts && i < store().params_of(wanted).size(); ++i) {
    const TypeId offered = store().params_of(wanted)[i];
    parts.params.push_back({store().param_is_mut(wanted, i) ? lower_types.mut_param(offered) : lower_types.param(offered), ""});
  }
  const bool is_function_of_its_own = e.form == ast::LambdaForm::value;
  if (is_function_of_its_own) functions_.emplace_back(e.id, result);
  else lambdas_.insert(e.id);
  const bool outer_used = std::exchange(scope_used_, false);
  const bool outer_converts = std::exchange(converts_, false);
  cpp::Block body = whole_body(e.id, result, [&](const Destination& to) {
    for (cpp::Stmt& stmt : prologue) emit(std::move(stmt));
    statements(e.body, to);
  });
  if (is_function_of_its_own) functions_.pop_back();
  else lambdas_.erase(e.id);
  // A closure that outlives the call takes the handle of the scope it spawns into along.
  const bool by_value = !parts.captures.empty() ? !parts.captures[0].name.starts_with('&') : true;
  if (scope_used_ && by_value && !scopes_.empty()) parts.captures.push_back({.name = scopes_.back()});
  scope_used_ = scope_used_ || outer_used;
  locals_ = outer_locals;
  const auto* only = body.size() == 1 ? cpp::as<cpp::Return>(body[0]) : nullptr;
  const bool says_type = only != nullptr && !converts_ && says_its_type(only->value);
  converts_ = outer_converts;
  if (!says_type && !lower_types.is_void(result)) parts.result = lower_types.result(result);
  return cpp::lambda(std::move(parts), std::move(body));
}

}  // namespace ariac::lower
