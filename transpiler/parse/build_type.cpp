// Types and effect rows.
#include "diagnostics/catalogue/syntax.hpp"
#include "parse/builder.hpp"

namespace ariac::parse {

const ast::TypeExpr* Builder::build_type(P::TypeContext* type) {
  const ast::TypeExpr* result = build_type_primary(type->typePrimary());
  for (std::size_t i = 1; i < type->children.size(); ++i) {
    auto* mark = static_cast<antlr4::tree::TerminalNode*>(type->children[i]);
    for (std::size_t marks = text_of(mark).size(); marks > 0; --marks) {      // `??` is two
      auto* option = make<ast::OptionType>(source::join(result->range, range_of(mark)));
      option->inner = result;
      result = option;
    }
  }
  return result;
}

const ast::TypeExpr* Builder::build_type_primary(P::TypePrimaryContext* type) {
  const source::SourceRange range = range_of(type);
  if (type->LBRACKET()) {
    auto* array = make<ast::ArrayType>(range);
    array->element = build_type(type->type(0));
    return array;
  }
  if (type->LBRACE()) {
    auto* map = make<ast::MapType>(range);
    map->key = build_type(type->type(0));
    map->value = build_type(type->type(1));
    return map;
  }
  if (type->STAR()) {
    auto* pointer = make<ast::PointerType>(range);
    pointer->pointee = build_type(type->type(0));
    pointer->mut = type->MUT() != nullptr;
    return pointer;
  }
  if (!type->path()) {
    if (type->type().size() == 1) return build_type(type->type(0));
    auto* tuple = make<ast::TupleType>(range);
    tuple->elements = build_types(type->type());
    return tuple;
  }
  std::span<const ast::TypeArgument> arguments;
  if (type->typeArguments()) arguments = build_type_arguments(type->typeArguments());
  const ast::Path path = build_path(type->path(), arguments);
  if (type->DYN()) {
    auto* dyn = make<ast::DynType>(range);
    dyn->path = path;
    return dyn;
  }
  if (!type->functionTypeParameters()) {
    auto* named = make<ast::NamedType>(range);
    named->path = path;
    return named;
  }
  if (text_of(path.front().name) != "Fn") sink_.report(range_of(type->path()), diag::OnlyFnTakesParameters{}).help("a function type is written `Fn(Int) -> String`");
  auto* function = make<ast::FunctionType>(range);
  std::vector<ast::FunctionTypeParam> params;
  for (auto* param : type->functionTypeParameters()->functionTypeParameter()) params.push_back({build_type(param->type()), param->MUT() != nullptr});
  function->params = list(params);
  if (type->resultType()) function->result = build_result(type->resultType(), function->effects);
  if (type->effectRows()) build_effects(type->effectRows(), function->effects);
  return function;
}

const ast::TypeExpr* Builder::build_result(P::ResultTypeContext* result, ast::EffectRow& effects) {
  if (result->effectSet()) build_effect_set(result->effectSet(), effects);
  return build_type(result->type());
}

void Builder::build_effects(P::EffectRowsContext* rows, ast::EffectRow& effects) {
  for (auto* row : rows->effectRow()) {
    if (row->effectSet()) {
      build_effect_set(row->effectSet(), effects);
      continue;
    }
    std::span<const ast::TypeArgument> arguments;
    if (row->typeArguments()) arguments = build_type_arguments(row->typeArguments());
    auto* effect = make<ast::NamedType>(range_of(row));
    effect->path = build_path(row->path(), arguments);
    std::vector<const ast::TypeExpr*> all(effects.effects.begin(), effects.effects.end());
    all.push_back(effect);
    effects.effects = list(all);
  }
  effects.written = true;
  effects.range = source::join(effects.range, range_of(rows));
}

void Builder::build_effect_set(P::EffectSetContext* set, ast::EffectRow& effects) {
  std::vector<const ast::TypeExpr*> all(effects.effects.begin(), effects.effects.end());
  for (auto* type : set->type()) all.push_back(build_type(type));
  effects.effects = list(all);
  if (set->name()) effects.tail = name_of(set->name());
  effects.written = true;
  effects.range = source::join(effects.range, range_of(set));
}

ast::Path Builder::build_path(P::PathContext* path, std::span<const ast::TypeArgument> arguments) {
  std::vector<ast::PathSegment> segments;
  for (auto* name : path->name()) segments.push_back({name_of(name), {}});
  segments.back().arguments = arguments;
  return list(segments);
}

std::span<const ast::TypeArgument> Builder::build_type_arguments(P::TypeArgumentsContext* arguments) {
  if (!arguments->typeArgument().empty()) return build_type_arguments(arguments->typeArgument());
  std::vector<ast::TypeArgument> built;
  for (auto* type : arguments->type()) built.push_back({{}, build_type(type)});
  return list(built);
}

std::span<const ast::TypeArgument> Builder::build_type_arguments(const std::vector<P::TypeArgumentContext*>& arguments) {
  std::vector<ast::TypeArgument> built;
  for (auto* argument : arguments) built.push_back({argument->name() ? name_of(argument->name()) : ast::Name{}, build_type(argument->type())});
  return list(built);
}

std::span<const ast::TypeExpr* const> Builder::build_types(const std::vector<P::TypeContext*>& types) {
  std::vector<const ast::TypeExpr*> built;
  for (auto* type : types) built.push_back(build_type(type));
  return list(built);
}

}  // namespace ariac::parse
