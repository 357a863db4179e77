// Construction: structs, data and classes by their fields, variants by their parts, `p.with(x: 1)`.
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {

void add_fields(BodyInference& in, const RecordInfo& record, std::span<const DefId> params, std::span<const TypeId> args, source::SourceRange at, CalleeView& view) {
  for (const FieldInfo& field : record.fields) {
    const resolve::Def& def = in.bindings.def(field.def);
    const source::SourceRange range = def.field != nullptr && def.field->type != nullptr && !def.is_extern ? def.field->type->range : source::SourceRange{};
    view.params.push_back({field.name, in.without_projections(in.store.substitute(field.type, params, args), at), false, false, field.fallback != nullptr, range});
  }
}

}  // namespace

TypeId BodyInference::call_constructor(const ast::Expr& at, const ast::Call* call, TypeId type, const Expectation& expected) {
  type = known(type);
  if (absorbs(type)) {
    if (call != nullptr) infer_leftovers(*call);
    return store.poison;
  }
  const Type parts = store[type];
  if (parts.kind != TypeKind::named || bindings.def(parts.def).kind != DefKind::struct_) {
    const Symbol make = program.symbol("new");
    if (call != nullptr && parts.kind == TypeKind::named && !program.inherent_methods(type, make).empty()) {
      Denoted owner;
      owner.kind = Denoted::Kind::type;
      owner.self_type = type;
      return call_denoted(*call, static_member(owner, {make, call->callee->range}, {}), expected);
    }
    auto report = error(at.range, diag::NotCallable{.type = print(type)});
    report.primary("this type cannot be made by a call");
    if (store.is_integer(type)) report.help("a text or a Float becomes one with `.to_int`, another integer with `.to_int8` … `.to_uint64`");
    else if (store.is_float(type)) report.help("a text or an integer becomes one with `.to_float`");
    else if (type == store.string) report.help("every value becomes a text with `.to_string`, or in one: `\"#{value}\"`");
    if (call != nullptr) infer_leftovers(*call);
    return store.poison;
  }
  hint_result(type, expected);
  const TypeInfo& info = program.type_info(parts.def);
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  CalleeView view;
  view.what = program.describe(parts.def);
  view.declared = bindings.def(parts.def).name_range;
  view.is_constructor = true;
  add_fields(*this, info.variants.front(), info.params, args, at.range, view);
  CallPlan plan;
  plan.kind = CalleeKind::constructor;
  plan.def = parts.def;
  plan.self_type = type;
  plan.type_args = args;
  plan.result = type;
  if (call != nullptr && call->base != nullptr) {
    check(*call->base, {.type = type, .because = {}, .reason = "the fields that are left out come from it"});
    plan.kind = CalleeKind::with_update;
    plan.receiver = call->base;
    for (ParamView& param : view.params) param.has_default = true;
  }
  std::vector<ArgSource> sources;
  if (!match_arguments(at, call, view, 0, sources)) {
    if (call != nullptr) infer_leftovers(*call);
    return type;
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const FieldInfo& field = info.variants.front().fields[i];
    if (sources[i].kind == ArgSource::Kind::value && !visible(field.def))
      error(sources[i].value->range, diag::PrivateMember{.name = program.text(field.name), .type = print(type)})
          .label(bindings.def(field.def).name_range, "declared here, without `pub`");
  }
  infer_arguments(call, view, sources, type);
  for (const ParamView& param : view.params) plan.param_types.push_back(param.type);
  plan.args = std::move(sources);
  instance().calls[at.id] = std::move(plan);
  for (const Assumption& bound : program.assumptions(parts.def))
    require(store.substitute(bound.subject, info.params, args), bound.trait, {}, at.range, view.what + " needs it", bound.range);
  return type;
}

TypeId BodyInference::call_variant(const ast::Expr& at, const ast::Call* call, DefId variant, TypeId type, const Expectation& expected) {
  type = known(type);
  const Type parts = store[type];
  if (parts.kind != TypeKind::named) return store.poison;
  hint_result(type, expected);
  const TypeInfo& info = program.type_info(parts.def);
  const std::size_t index = bindings.def(variant).index;
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  CalleeView view;
  view.what = program.describe(variant);
  view.declared = bindings.def(variant).name_range;
  view.is_constructor = true;
  add_fields(*this, info.variants[index], info.params, args, at.range, view);
  if (call == nullptr && view.params.empty()) {
    Selection& selection = instance().selections[at.id];
    selection.kind = MemberKind::variant;
    selection.def = variant;
    selection.self_type = type;
    selection.type_args = args;
    return type;
  }
  std::vector<ArgSource> sources;
  if (!match_arguments(at, call, view, 0, sources)) {
    if (call != nullptr) infer_leftovers(*call);
    return type;
  }
  infer_arguments(call, view, sources, type);
  CallPlan plan;
  plan.kind = CalleeKind::variant;
  plan.def = variant;
  plan.self_type = type;
  plan.type_args = args;
  plan.result = type;
  for (const ParamView& param : view.params) plan.param_types.push_back(param.type);
  plan.args = std::move(sources);
  instance().calls[at.id] = std::move(plan);
  return type;
}

TypeId BodyInference::call_with(const ast::Call& call, const ast::Member& member, TypeId self, bool safe) {
  const Type parts = store[self];
  const TypeInfo& info = program.type_info(parts.def);
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  CalleeView view;
  view.what = "`with` of " + program.describe(parts.def);
  view.declared = bindings.def(parts.def).name_range;
  view.is_constructor = true;
  add_fields(*this, info.variants.front(), info.params, args, call.range, view);
  for (ParamView& param : view.params) param.has_default = true;
  std::vector<ArgSource> sources;
  if (!match_arguments(call, &call, view, 0, sources)) {
    infer_leftovers(call);
    return self;
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const FieldInfo& field = info.variants.front().fields[i];
    if (sources[i].kind == ArgSource::Kind::value && !visible(field.def))
      error(sources[i].value->range, diag::PrivateMember{.name = program.text(field.name), .type = print(self)})
          .label(bindings.def(field.def).name_range, "declared here, without `pub`");
  }
  infer_arguments(&call, view, sources, self);
  CallPlan plan;
  plan.kind = CalleeKind::with_update;
  plan.def = parts.def;
  plan.self_type = self;
  plan.type_args = args;
  plan.receiver = member.object;
  plan.result = self;
  plan.safe = safe;
  for (const ParamView& param : view.params) plan.param_types.push_back(param.type);
  plan.args = std::move(sources);
  instance().calls[call.id] = std::move(plan);
  return safe ? safe_result(self) : self;
}

}  // namespace ariac::types
