// Names and paths as values: locals, constants, calls without parentheses, variants.
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;
using resolve::Entity;

TypeId BodyInference::infer_name(const ast::NameExpr& name, const Expectation& expected) {
  if (!bindings.tried_names.contains(name.id)) return infer_plain_name(name, expected);
  const TypeId type = infer_plain_name(name, {});
  record(name, type);
  return infer_try_value(name, type, name.range);
}

TypeId BodyInference::infer_plain_name(const ast::NameExpr& name, const Expectation& expected) {
  const Entity& entity = bindings.entity(name.id);
  if (entity.kind == Entity::Kind::local) {
    Selection& selection = instance().selections[name.id];
    selection.kind = MemberKind::local;
    selection.local = entity.local;
    return local_type(entity.local);
  }
  return use_denoted(name, denote(name), name.name, expected);
}

TypeId BodyInference::infer_path(const ast::PathExpr& path, const Expectation& expected) {
  return use_denoted(path, denote(path), path.path.back().name, expected);
}

TypeId BodyInference::infer_type_apply(const ast::TypeApply& apply, const Expectation& expected) {
  const Denoted denoted = denote(apply);
  if (denoted.kind != Denoted::Kind::value) return use_denoted(apply, denoted, {{}, apply.range}, expected);
  if (ast::as<ast::Member>(apply.base) != nullptr) {
    // A call without parentheses: `s.get_local<Int>`.
    ast::Call call{{{ast::NodeKind::Call, apply.id, apply.range}}, &apply, {}, nullptr, true, false, nullptr};
    return infer_call(*program.table.calls_made.make<ast::Call>(call), expected);
  }
  const auto* name = ast::as<ast::NameExpr>(apply.base);
  error(apply.range, diag::TypeArgumentsNotTaken{.name = name != nullptr ? program.text(name->name.symbol) : "a value"});
  return store.poison;
}

std::optional<Denoted> BodyInference::choose_variant(const ast::Name& name, TypeId expected) {
  Denoted out;
  out.kind = Denoted::Kind::variant;
  out.name = name;
  for (int layers = 0; expected.valid() && layers < 4; ++layers) {
    const TypeId wanted = head(expected);
    const Type parts = store[wanted];
    if (parts.kind != TypeKind::named) break;
    if (bindings.def(parts.def).kind == DefKind::enum_)
      for (DefId variant : program.type_info(parts.def).variant_defs)
        if (bindings.def(variant).name == name.symbol) {
          out.def = variant;
          out.self_type = wanted;
          return out;
        }
    if (!store.is_option(wanted)) break;
    expected = store.option_inner(wanted);
  }
  auto all = bindings.variants.find(name.symbol);
  if (all == bindings.variants.end()) return {};
  std::vector<DefId> candidates;
  for (DefId variant : all->second)
    if (visible(variant)) candidates.push_back(variant);
  auto keep = [&](auto&& wanted) {
    std::vector<DefId> kept;
    std::ranges::copy_if(candidates, std::back_inserter(kept), wanted);
    if (!kept.empty()) candidates = kept;
  };
  if (candidates.size() > 1) keep([&](DefId variant) { return !bindings.def(variant).is_library; });
  if (candidates.size() > 1) keep([&](DefId variant) { return bindings.def(variant).module == bindings.def(instance().def).module; });
  if (candidates.size() == 1) {
    out.def = candidates.front();
    out.self_type = open_type(bindings.def(out.def).parent, {}, name.range);
    return out;
  }
  auto report = error(name.range, diag::VariantUnknownHere{.name = program.text(name.symbol)});
  for (DefId variant : candidates) {
    const resolve::Def& around = bindings.def(bindings.def(variant).parent);
    report.label(bindings.def(variant).name_range, "a variant of `" + std::string(program.text(around.name)) + "`");
  }
  if (!candidates.empty())
    report.help("write `" + std::string(program.text(bindings.def(bindings.def(candidates.front()).parent).name)) + "::" + std::string(program.text(name.symbol)) + "`");
  return {};
}

TypeId BodyInference::use_denoted(const ast::Expr& at, const Denoted& denoted, const ast::Name& name, const Expectation& expected) {
  switch (denoted.kind) {
    case Denoted::Kind::function: {
      FunctionCall what;
      what.at = &at;
      what.function = denoted.def;
      what.kind = denoted.callee;
      what.self_type = denoted.self_type;
      what.outer_args = denoted.outer_args;
      if (const FoundMember found = choose_static_impl(denoted, what.function, nullptr, expected); found.kind == FoundMember::Kind::ambiguous) {
        return report_ambiguous(denoted.name, found);
      } else if (found.kind == FoundMember::Kind::method) {
        what.function = found.def;
        what.kind = found.callee;
        what.outer_args = found.outer_args;
      }
      what.explicit_args = denoted.explicit_args;
      what.name_range = name.range;
      instance().selections[at.id].kind = MemberKind::called;
      return call_function(std::move(what), expected);
    }
    case Denoted::Kind::variants: {
      const auto chosen = choose_variant(denoted.name, expected.type);
      return chosen ? call_variant(at, nullptr, chosen->def, chosen->self_type, expected) : store.poison;
    }
    case Denoted::Kind::variant: return call_variant(at, nullptr, denoted.def, denoted.self_type, expected);
    case Denoted::Kind::constant: return use_constant(at, denoted);
    case Denoted::Kind::type:
      if (absorbs(denoted.self_type)) return store.poison;
      error(at.range, diag::TypeIsNoValue{.name = print(denoted.self_type)}).help("make a value of it: `" + print(denoted.self_type) + "(…)`");
      return store.poison;
    case Denoted::Kind::effect:
    case Denoted::Kind::trait:
    case Denoted::Kind::module:
      error(at.range, diag::TypeIsNoValue{.name = program.text(bindings.def(denoted.def).name)});
      return store.poison;
    default: instance().has_errors = true; return store.poison;
  }
}

TypeId BodyInference::use_constant(const ast::Expr& at, const Denoted& denoted) {
  const resolve::Def& def = bindings.def(denoted.def);
  Selection& selection = instance().selections[at.id];
  selection.kind = MemberKind::constant;
  selection.def = denoted.def;
  selection.self_type = denoted.self_type;
  if (const auto impl = program.table.impls.find(def.parent); impl != program.table.impls.end()) {
    for (const TypeId arg : impl->second.trait_args) selection.type_args.push_back(store.substitute(arg, impl->second.params, denoted.outer_args));
  } else if (bindings.def(def.parent).kind == DefKind::trait && !denoted.outer_args.empty()) {
    selection.type_args.assign(denoted.outer_args.begin() + 1, denoted.outer_args.end());
  }
  TypeId type = program.constant_type(denoted.def);
  if (denoted.outer_args.empty()) return type;
  std::vector<DefId> params;
  if (bindings.def(def.parent).kind == DefKind::trait) params.push_back(def.parent);
  const auto own = bindings.type_params(def.parent);
  params.insert(params.end(), own.begin(), own.end());
  return without_projections(store.substitute(type, params, denoted.outer_args), at.range);
}

}  // namespace ariac::types
