// What stands in front of `.`, `::` or `(` when it is no value: a function, a type, a variant, a constant, an effect.
#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/names.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "resolve/familiar_names.hpp"
#include "resolve/near_name.hpp"
#include "types/body_inference.hpp"

namespace ariac::types {

using resolve::DefKind;
using resolve::Entity;

TypeId BodyInference::written_self() {
  const TypeId self = instance().self_type;
  return self.valid() ? self : program.self_type_of(instance().def);
}

std::vector<TypeId> BodyInference::type_arguments(std::span<const ast::TypeArgument> written) {
  std::vector<TypeId> out;
  const Signature* sig = bindings.def(instance().def).kind == DefKind::function ? &program.signature(instance().def) : nullptr;
  for (const ast::TypeArgument& argument : written)
    if (argument.type != nullptr) {
      const TypeId type = program.type_of(*argument.type, written_self());
      out.push_back(instance().implicit && sig != nullptr ? store.substitute(type, sig->type_params, instance().type_args) : type);
    }
  return out;
}

TypeId BodyInference::open_type(DefId id, std::span<const TypeId> args, source::SourceRange range) {
  const resolve::Def& def = bindings.def(id);
  if (def.kind == DefKind::type_param) {
    const TypeId own = store.param(id);
    if (!instance().implicit) return own;
    return store.substitute(own, program.signature(instance().def).type_params, instance().type_args);
  }
  if (def.kind == DefKind::associated_type) return program.apply_type(id, {}, written_self(), range);
  const std::span<const DefId> params = bindings.type_params(id);
  if (args.size() > params.size()) {
    program.report_type_arguments(id, args.size(), range);
    instance().has_errors = true;
    return store.poison;
  }
  std::vector<TypeId> all(args.begin(), args.end());
  for (std::size_t i = all.size(); i < params.size(); ++i) {
    const ast::TypeParam* param = bindings.def(params[i]).type_param;
    if (!args.empty() && param != nullptr && param->fallback != nullptr) all.push_back(store.substitute(program.type_of(*param->fallback, {}), params, all));
    else all.push_back(fresh(range));
  }
  if (def.kind == DefKind::alias) return store.substitute(program.alias_type(id), params, all);
  const TypeId own = program.own_type(id);
  return store.is_unit(own) || own == store.never ? own : store.named(id, all);
}

Denoted BodyInference::denote_def(DefId id, const ast::Name& name, std::span<const ast::TypeArgument> arguments) {
  Denoted out;
  out.def = id;
  out.name = name;
  const resolve::Def& def = bindings.def(id);
  const std::vector<TypeId> args = type_arguments(arguments);
  switch (def.kind) {
    case DefKind::function:
      out.kind = Denoted::Kind::function;
      out.explicit_args = args;
      if (bindings.def(def.parent).kind == DefKind::effect) out.callee = CalleeKind::operation;
      return out;
    case DefKind::struct_:
    case DefKind::enum_:
    case DefKind::opaque_type:
    case DefKind::alias:
    case DefKind::associated_type:
    case DefKind::type_param:
      out.kind = Denoted::Kind::type;
      out.self_type = open_type(id, args, name.range);
      return out;
    case DefKind::variant:
      out.kind = Denoted::Kind::variant;
      out.self_type = open_type(def.parent, args, name.range);
      return out;
    case DefKind::constant: out.kind = Denoted::Kind::constant; return out;
    case DefKind::trait: out.kind = Denoted::Kind::trait; return out;
    case DefKind::effect: out.kind = Denoted::Kind::effect; return out;
    case DefKind::module: out.kind = Denoted::Kind::module; return out;
    default: out.kind = Denoted::Kind::error; return out;
  }
}

Denoted BodyInference::denote_entity(const Entity& entity, ast::Path path, source::SourceRange) {
  Denoted out;
  const std::size_t segments = std::clamp<std::size_t>(entity.segments, 1, path.size());
  const ast::PathSegment& last = path[segments - 1];
  out.name = last.name;
  switch (entity.kind) {
    case Entity::Kind::local: return out;
    case Entity::Kind::none:
    case Entity::Kind::builtin_effect: out.kind = Denoted::Kind::error; return out;
    case Entity::Kind::variants: out.kind = Denoted::Kind::variants; return out;
    case Entity::Kind::old_value: out.kind = Denoted::Kind::old_value; return out;
    case Entity::Kind::resume: out.kind = Denoted::Kind::resume; return out;
    case Entity::Kind::self_type:
      out.kind = Denoted::Kind::type;
      out.self_type = written_self();
      if (!out.self_type.valid()) out.kind = Denoted::Kind::error;
      break;
    case Entity::Kind::def: out = denote_def(entity.def, last.name, last.arguments); break;
  }
  for (std::size_t i = segments; i < path.size(); ++i) out = static_member(out, path[i].name, path[i].arguments);
  return out;
}

Denoted BodyInference::denote(const ast::Expr& e) {
  Denoted value;
  if (const auto* name = ast::as<ast::NameExpr>(&e)) {
    const ast::PathSegment segment{name->name, {}};
    return denote_entity(bindings.entity(e.id), {&segment, 1}, e.range);
  }
  if (const auto* path = ast::as<ast::PathExpr>(&e)) return denote_entity(bindings.entity(e.id), path->path, e.range);
  if (const auto* apply = ast::as<ast::TypeApply>(&e)) {
    Denoted base = denote(*apply->base);
    const std::vector<TypeId> args = type_arguments(apply->arguments);
    if (base.kind == Denoted::Kind::function) base.explicit_args = args;
    if (base.kind == Denoted::Kind::type && base.def.valid()) base.self_type = open_type(base.def, args, e.range);
    if (base.kind == Denoted::Kind::variant) base.self_type = open_type(bindings.def(base.def).parent, args, e.range);
    return base;
  }
  if (const auto* index = ast::as<ast::Index>(&e); index != nullptr && bindings.type_applications.contains(e.id)) {
    Denoted base = denote(*index->object);
    std::vector<TypeId> args;
    for (const ast::Expr* each : index->indices) {
      const Denoted arg = denote(*each);
      args.push_back(arg.kind == Denoted::Kind::type ? arg.self_type : store.poison);
    }
    if (base.kind == Denoted::Kind::type && base.def.valid()) base.self_type = open_type(base.def, args, e.range);
    if (base.kind == Denoted::Kind::function) base.explicit_args = args;
    return base;
  }
  if (const auto* member = ast::as<ast::Member>(&e)) {
    const Entity& entity = bindings.entity(e.id);
    if (entity.kind == Entity::Kind::def) return denote_def(entity.def, member->name);
    if (member->safe || member->tuple_field) return value;
    const Denoted object = denote(*member->object);
    switch (object.kind) {
      case Denoted::Kind::type:
      case Denoted::Kind::effect:
      case Denoted::Kind::trait:
      case Denoted::Kind::module: return static_member(object, member->name, {});
      case Denoted::Kind::error: {
        Denoted failed;
        failed.kind = Denoted::Kind::error;
        return failed;
      }
      default: return value;
    }
  }
  return value;
}

// --- Static members -----------------------------------------------------------------------------------------------

namespace {

Denoted failed() {
  Denoted out;
  out.kind = Denoted::Kind::error;
  return out;
}

}  // namespace

Denoted BodyInference::static_of_trait(const Denoted& owner, const ast::Name& name) {
  Denoted out;
  out.name = name;
  const TypeId self = known(owner.self_type);
  const TypeKind kind = store[self].kind;
  const bool rigid = kind == TypeKind::param || kind == TypeKind::projection;
  for (DefId member : program.trait_methods(name.symbol)) {
    const DefId trait = bindings.def(member).parent;
    const auto found = program.find_impl(trait, self);
    if (!found) continue;
    const bool constant = bindings.def(member).kind == DefKind::constant;
    out.kind = constant ? Denoted::Kind::constant : Denoted::Kind::function;
    out.self_type = self;
    const DefId own = found->impl.valid() ? program.method_in(found->impl, name.symbol) : DefId();
    if (own.valid() && !rigid) {
      out.def = own;
      out.outer_args = found->type_args;
    } else {
      out.def = member;
      out.callee = CalleeKind::trait_method;
      out.outer_args = {self};
      out.outer_args.insert(out.outer_args.end(), found->trait_args.begin(), found->trait_args.end());
    }
    return out;
  }
  out.kind = Denoted::Kind::value;
  return out;
}

Denoted BodyInference::static_member(const Denoted& owner, const ast::Name& name, std::span<const ast::TypeArgument> arguments) {
  Denoted out;
  out.name = name;
  out.explicit_args = type_arguments(arguments);
  if (owner.kind == Denoted::Kind::error) return failed();
  if (!owner.self_type.valid() && !owner.def.valid()) return failed();
  const bool has_members = owner.kind == Denoted::Kind::type || owner.kind == Denoted::Kind::effect || owner.kind == Denoted::Kind::trait || owner.kind == Denoted::Kind::module;
  if (!has_members) {
    const std::string of(program.text(bindings.def(owner.def).name));
    error(name.range, diag::NoMember{.type = of, .name = program.text(name.symbol)}).label(bindings.def(owner.def).name_range, "declared here").help("types and modules have members, " + program.describe(owner.def) + " has none");
    return failed();
  }
  if (owner.kind == Denoted::Kind::effect || owner.kind == Denoted::Kind::trait || owner.kind == Denoted::Kind::module) {
    for (DefId member : bindings.members(owner.def))
      if (bindings.def(member).name == name.symbol) {
        out = denote_def(member, name, arguments);
        if (owner.kind == Denoted::Kind::trait) out.callee = CalleeKind::trait_method;
        return out;
      }
    if (owner.kind == Denoted::Kind::module) return failed();  // told when names were looked up
    std::vector<std::string_view> members;
    for (DefId member : bindings.members(owner.def)) members.push_back(program.text(bindings.def(member).name));
    const std::string of(program.text(bindings.def(owner.def).name)), written(program.text(name.symbol));
    auto report = owner.kind == Denoted::Kind::effect ? error(name.range, diag::UnknownOperation{.effect = of, .name = written})
                                                      : error(name.range, diag::NoMember{.type = of, .name = written});
    if (const auto near = resolve::near_name(written, members)) report.suggest(name.range, *near, "did you mean `" + *near + "`?");
    return failed();
  }
  const TypeId self = known(owner.self_type);
  if (absorbs(self)) return failed();
  const Type parts = store[self];
  std::vector<std::string_view> names;
  if (parts.kind == TypeKind::named && bindings.def(parts.def).kind == DefKind::enum_)
    for (DefId variant : program.type_info(parts.def).variant_defs) {
      names.push_back(program.text(bindings.def(variant).name));
      if (bindings.def(variant).name != name.symbol) continue;
      out.kind = Denoted::Kind::variant;
      out.def = variant;
      out.self_type = self;
      return out;
    }
  if (const auto candidates = program.inherent_methods(self, name.symbol); !candidates.empty()) {
    const FoundMember found = choose_inherent(candidates, self);
    if (found.kind != FoundMember::Kind::none) {
      out.kind = bindings.def(found.def).kind == DefKind::constant ? Denoted::Kind::constant : Denoted::Kind::function;
      out.def = found.def;
      out.self_type = self;
      out.outer_args = found.outer_args;
      return out;
    }
  }
  Denoted of_trait = static_of_trait(owner, name);
  if (of_trait.kind != Denoted::Kind::value) {
    of_trait.explicit_args = out.explicit_args;
    return of_trait;
  }
  const bool is_enum = parts.kind == TypeKind::named && bindings.def(parts.def).kind == DefKind::enum_;
  for (const auto& [impl, info] : program.table.impls)
    if (!info.trait.valid() && store[info.self_type].kind == parts.kind && store[info.self_type].def == parts.def)
      for (DefId method : info.methods)
        if (!program.signature(method).has_self && visible(method)) names.push_back(program.text(bindings.def(method).name));
  auto report = error(name.range, diag::NoVariant{.type = print(self), .what = is_enum ? "variant or static function" : "static function or constant", .name = program.text(name.symbol)});
  const std::string asked = parts.kind == TypeKind::named ? std::string(program.text(bindings.def(parts.def).name)) + "." + std::string(program.text(name.symbol)) : "";
  if (const std::string_view advice = resolve::familiar_static_advice(asked); !advice.empty() && bindings.def(parts.def).is_library) report.help(std::string(advice));
  else if (const auto near = resolve::near_name(program.text(name.symbol), names)) report.suggest(name.range, *near, "did you mean `" + *near + "`?");
  else if (const std::string form = construction_form(parts, name.symbol); !form.empty()) report.help("a value is made by its fields: `" + form + "`");
  return failed();
}

// `User(name: …, age: …)`: what `User.new` would be.
std::string BodyInference::construction_form(const Type& type, Symbol asked) {
  const bool asks_new = program.text(asked) == "new" || program.text(asked) == "init" || program.text(asked) == "create";
  if (!asks_new || type.kind != TypeKind::named || bindings.def(type.def).kind != DefKind::struct_) return {};
  std::string fields;
  for (const FieldInfo& field : program.type_info(type.def).variants.front().fields) fields += (fields.empty() ? "" : ", ") + std::string(program.text(field.name)) + ": …";
  return std::string(program.text(bindings.def(type.def).name)) + "(" + fields + ")";
}

}  // namespace ariac::types
