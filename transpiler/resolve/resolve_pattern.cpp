// Names in patterns: what they bind, and the variants, types and constants they test for.
#include "diagnostics/catalogue/names.hpp"
#include "resolve/resolver.hpp"

#include <algorithm>

namespace ariac::resolve {

using namespace ast;

void Resolver::declare_pattern_name(const Name& name, NodeId node, LocalKind kind) {
  if (!name || name.symbol == underscore_) return;
  if (alternative_names_ != nullptr) {
    const auto found = std::find_if(alternative_names_->begin(), alternative_names_->end(),
                                    [&](const auto& bound) { return bound.first == name.symbol; });
    if (found != alternative_names_->end()) {
      out_.locals_by_node[node] = found->second;
      return;
    }
    if (!first_alternative_) {
      sink_->report(name.range, diag::AlternativesBindDifferently{.name = text(name.symbol)});
      return;
    }
  }
  const LocalId local = make_local(kind, name, node);
  scopes_.declare(name.symbol, local);
  if (alternative_names_ != nullptr) alternative_names_->emplace_back(name.symbol, local);
}

void Resolver::resolve_alternatives(const OrPattern& pattern, LocalKind kind) {
  auto* const outer_names = alternative_names_;
  const bool outer_first = first_alternative_;
  std::vector<std::pair<Symbol, LocalId>> names;
  // Names of an or-pattern around it that were bound before stay the same locals.
  if (outer_names != nullptr) names = *outer_names;
  const std::size_t before = names.size();
  alternative_names_ = &names;
  bool is_first = true;
  std::size_t bound = 0;
  for (const Pattern* alternative : pattern.alternatives) {
    first_alternative_ = is_first && outer_first;
    resolve_pattern(*alternative, kind);
    if (is_first) bound = names.size() - before;
    is_first = false;
  }
  // A name of the first alternative that another one leaves out.
  for (std::size_t i = 1; i < pattern.alternatives.size() && bound > 0; ++i) {
    std::vector<Symbol> here;
    walk_names(*pattern.alternatives[i], here);
    for (std::size_t k = before; k < names.size(); ++k)
      if (std::find(here.begin(), here.end(), names[k].first) == here.end())
        sink_->report(pattern.alternatives[i]->range, diag::AlternativesBindDifferently{.name = text(names[k].first)});
  }
  alternative_names_ = outer_names;
  first_alternative_ = outer_first;
  if (outer_names != nullptr) outer_names->insert(outer_names->end(), names.begin() + static_cast<std::ptrdiff_t>(before), names.end());
}

void Resolver::walk_names(const Pattern& pattern, std::vector<Symbol>& names) const {
  walk(pattern, [&](const Node& node) {
    if (const auto* binding = as<BindingPattern>(&node)) names.push_back(binding->name.symbol);
    if (const auto* array = as<ArrayPattern>(&node); array != nullptr && array->rest) names.push_back(array->rest.symbol);
    return true;
  });
}

void Resolver::note_tested_names(const Pattern& pattern) {
  walk(pattern, [&](const Node& node) {
    if (const auto* binding = as<BindingPattern>(&node)) tested_names_[binding->name.symbol] = {binding->name.range, function_here()};
    return true;
  });
}

void Resolver::resolve_constructor(const ConstructorPattern& pattern, LocalKind kind) {
  const Name& first = pattern.path.front().name;
  for (const PathSegment& segment : pattern.path) resolve_type_arguments(segment.arguments);
  const PathStart start = follow_path(pattern.path);
  if (!start.reported) {
    if (start.entity.kind == Entity::Kind::def && out_.def(start.entity.def).kind == DefKind::module)
      sink_->report(first.range, diag::NotAType{.name = text(first.symbol), .kind = "a module"});
    else
      record(pattern.id, start.entity);
  }
  for (const PatternField& field : pattern.fields)
    if (field.pattern != nullptr) resolve_pattern(*field.pattern, kind);
}

void Resolver::resolve_pattern(const Pattern& pattern, LocalKind kind) {
  match(
      pattern, [](const WildcardPattern&) {}, [&](const LiteralPattern& p) { resolve_expr(*p.value); },
      [&](const RangePattern& p) {
        resolve_optional(p.from);
        resolve_optional(p.to);
      },
      [&](const BindingPattern& p) {
        if (p.inner != nullptr) resolve_pattern(*p.inner, kind);
        declare_pattern_name(p.name, p.id, p.mut ? LocalKind::let_mut : kind);
      },
      [&](const TuplePattern& p) {
        for (const Pattern* element : p.elements) resolve_pattern(*element, kind);
      },
      [&](const ArrayPattern& p) {
        for (const Pattern* element : p.elements) resolve_pattern(*element, kind);
        if (p.rest) declare_pattern_name(p.rest, p.rest_id, kind);
      },
      [&](const ConstructorPattern& p) { resolve_constructor(p, kind); },
      [&](const OrPattern& p) { resolve_alternatives(p, kind); },
      [&](const TypedPattern& p) {
        resolve_optional(p.type);
        resolve_pattern(*p.inner, kind);
      },
      [](const ErrorPattern&) {});
}

void Resolver::resolve_lambda_params(std::span<const LambdaParam> params) {
  for (const LambdaParam& param : params) {
    resolve_optional(param.type);
    if (param.pattern == nullptr) continue;
    const bool is_name = param.pattern->kind == NodeKind::BindingPattern;
    resolve_pattern(*param.pattern, param.mut ? LocalKind::mut_param : is_name ? LocalKind::param : LocalKind::pattern);
  }
}

}  // namespace ariac::resolve
