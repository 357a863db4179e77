// Which C++ type stands for which Aria type, as a value, parameter or result.
#include "lower/lower_type.hpp"

#include <algorithm>
#include <functional>

#include "cpp/print.hpp"
#include "resolve/attributes.hpp"

namespace ariac::lower {

using types::Type;
using types::TypeKind;

bool TypeLowering::is_void(TypeId id) const {
  return id == input_->types.store.unit || id == input_->types.store.never;
}

std::vector<cpp::Type> TypeLowering::values(std::span<const TypeId> list) const {
  std::vector<cpp::Type> out;
  for (const TypeId id : list) out.push_back(value(id));
  return out;
}

cpp::Type TypeLowering::named(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const Type& type = store[id];
  if (id == store.int_) return cpp::type("aria::Int");
  if (store.is_option(id)) return cpp::type("std::optional", values(type.args));
  const TypeId unit = store.unit;
  if (store.is_result(id) && type.args[0] == unit) return cpp::type("aria::Result", {cpp::type("aria::Unit"), value(type.args[1])});
  return is_shared(id) ? cpp::type("aria::Shared", {object(id)}) : object(id);
}

bool TypeLowering::leaves_a_value(TypeId id) const {
  std::vector<TypeId> open;
  return leaves_a_value(id, open);
}

bool TypeLowering::leaves_a_value(TypeId id, std::vector<TypeId>& open) const {
  const types::TypeStore& store = input_->types.store;
  const resolve::WellKnown& known = store.well_known();
  const Type& type = store[id];
  if (is_small(id) || std::ranges::find(open, id) != open.end()) return true;
  open.push_back(id);
  const DefId emptied[] = {known.array, known.map, known.set, known.string, known.bytes};
  if (type.kind == TypeKind::named && std::ranges::find(emptied, type.def) != std::end(emptied)) return true;
  if (!std::ranges::all_of(type.args, [&](TypeId part) { return leaves_a_value(part, open); })) return false;
  if (type.kind == TypeKind::tuple) return true;
  if (type.kind != TypeKind::named || is_shared(id)) return false;
  if (type.def == known.option || type.def == known.result) return true;
  const auto info = input_->types.types.find(type.def);
  if (info == input_->types.types.end() || input_->bindings.def(type.def).is_library) return false;
  const auto stands_empty = [&](TypeId boxed) {
    const auto held = input_->types.types.find(store[boxed].def);
    return held != input_->types.types.end() && input_->bindings.def(store[boxed].def).kind == resolve::DefKind::enum_ &&
           std::ranges::any_of(held->second.variants, [](const types::RecordInfo& variant) { return variant.fields.empty(); });
  };
  return std::ranges::all_of(info->second.variants, [&](const types::RecordInfo& variant) {
    return std::ranges::all_of(variant.fields, [&](const types::FieldInfo& field) {
      const bool is_boxed = std::ranges::find(info->second.boxed_fields, field.def) != info->second.boxed_fields.end();
      if (is_boxed && !stands_empty(field.type)) return false;
      return store[field.type].kind == TypeKind::param || leaves_a_value(field.type, open);      // the arguments have been asked
    });
  });
}

DefId TypeLowering::spare_variant(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const auto info = store[id].kind == TypeKind::named ? input_->types.types.find(store[id].def) : input_->types.types.end();
  if (info == input_->types.types.end() || info->second.has_drop) return {};
  const resolve::WellKnown& known = store.well_known();
  const DefId emptied[] = {known.array, known.map, known.set, known.string, known.bytes, known.option};
  const auto is_made_of_nothing = [&](const types::FieldInfo& field) {
    const Type& type = store[field.type];
    const bool empty = type.kind == TypeKind::named && std::ranges::find(emptied, type.def) != std::end(emptied);
    const bool is_boxed = std::ranges::find(info->second.boxed_fields, field.def) != info->second.boxed_fields.end();
    return !is_boxed && field.fallback == nullptr && (empty || is_small(field.type));
  };
  for (std::size_t i = 0; i < info->second.variant_defs.size(); ++i)
    if (std::ranges::all_of(info->second.variants[i].fields, is_made_of_nothing)) return info->second.variant_defs[i];
  return {};
}

cpp::Expr TypeLowering::taken_out(cpp::Expr place, TypeId type) const {
  if (leaves_a_value(type)) return cpp::moved(std::move(place));
  const std::string variant = names_->plain(spare_variant(type));
  const cpp::Type spare = input_->types.store[type].has_params ? cpp::dependent_type(value(type), variant) : cpp::nested_type(value(type), variant);
  return cpp::call("std::exchange", {std::move(place), cpp::braced(spare)});
}

bool TypeLowering::is_lazy(TypeId id) const {
  const Type& type = input_->types.store[id];
  const resolve::Def* def = type.kind == TypeKind::named ? &input_->bindings.def(type.def) : nullptr;
  return def != nullptr && resolve::find_attribute(def->decl, input_->interner, "lazy") != nullptr;
}

cpp::Type TypeLowering::object(TypeId id) const {
  const Type& type = input_->types.store[id];
  const std::string seen = names_->seen_from(type.def, module_);
  return cpp::type(hidden_.contains(seen) ? names_->space(input_->bindings.def(type.def).module) + "::" + seen : seen, values(type.args));
}

void TypeLowering::stand_in(TypeId id) {
  const auto info = id.valid() && input_->types.store[id].kind == TypeKind::named ? input_->types.types.find(input_->types.store[id].def) : input_->types.types.end();
  if (info != input_->types.types.end()) stand_in(info->second);
}

void TypeLowering::stand_in(const types::TypeInfo& type) {
  for (const DefId variant : type.variant_defs) hidden_.insert(names_->plain(variant));
}

// The library's containers drop what they held by themselves.
bool TypeLowering::is_reassigned(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const bool container = store[id].kind == TypeKind::named && input_->bindings.def(store[id].def).is_library;
  return move_only_.may_be(id) && (!container || store.is_option(id) || store.is_result(id));
}

bool TypeLowering::end_is_noticed(TypeId id) const {
  std::vector<TypeId> open;
  return end_is_noticed(id, open);
}

bool TypeLowering::end_is_noticed(TypeId id, std::vector<TypeId>& open) const {
  if (!id.valid() || std::ranges::find(open, id) != open.end()) return false;
  const Type& type = input_->types.store[id];
  if (type.kind == TypeKind::function) return false;
  if (move_only_(id) || (type.kind == TypeKind::named && type.def == input_->bindings.well_known.send_chan)) return true;
  open.push_back(id);
  if (std::ranges::any_of(type.args, [&](TypeId part) { return end_is_noticed(part, open); })) return true;
  const auto info = type.kind == TypeKind::named ? input_->types.types.find(type.def) : input_->types.types.end();
  return info != input_->types.types.end() && std::ranges::any_of(info->second.variants, [&](const auto& variant) {
    return std::ranges::any_of(variant.fields, [&](const types::FieldInfo& field) { return end_is_noticed(field.type, open); });
  });
}

bool TypeLowering::holds_itself(TypeId id) const {
  std::vector<TypeId> seen;
  return holds(id, id, seen);
}

// Arguments are not filled in: whatever they are, the definition is the same.
bool TypeLowering::holds(TypeId id, TypeId part, std::vector<TypeId>& seen) const {
  const types::TypeStore& store = input_->types.store;
  const Type& type = store[id];
  const bool by_value = type.kind == TypeKind::tuple || (type.kind == TypeKind::named && !is_shared(id));
  if (!by_value || std::ranges::find(seen, id) != seen.end()) return false;
  seen.push_back(id);
  const auto leads_there = [&](TypeId inner) {
    const bool same = inner == part || (store[inner].kind == TypeKind::named && store[part].kind == TypeKind::named && store[inner].def == store[part].def);
    return same || holds(inner, part, seen);
  };
  const auto info = type.kind == TypeKind::named ? input_->types.types.find(type.def) : input_->types.types.end();
  return std::ranges::any_of(type.args, leads_there) || (info != input_->types.types.end() && std::ranges::any_of(info->second.variants, [&](const types::RecordInfo& record) {
           return std::ranges::any_of(record.fields, [&](const types::FieldInfo& field) { return leads_there(field.type); });
         }));
}

bool TypeLowering::is_shared(TypeId id) const {
  if (input_->types.store[id].kind != TypeKind::named) return false;
  const auto info = input_->types.types.find(input_->types.store[id].def);
  return info != input_->types.types.end() && info->second.is_shared;
}

cpp::Type TypeLowering::value(TypeId id) const {
  const Type& type = input_->types.store[id];
  switch (type.kind) {
    case TypeKind::named: return named(id);
    case TypeKind::tuple: return type.args.empty() ? cpp::type("aria::Unit") : cpp::type("std::tuple", values(type.args));
    case TypeKind::function: {
      std::vector<cpp::Type> params;
      for (std::size_t i = 0; i + 1 < type.args.size(); ++i) {
        const bool mut = (type.index >> i & 1) != 0;
        params.push_back(mut ? mut_param(type.args[i]) : kept_param(type.args[i]));
      }
      return cpp::type("std::function", {cpp::function_type(result(type.args.back()), std::move(params))});
    }
    case TypeKind::param: return cpp::type(value_of_param(type.def));
    case TypeKind::projection: {
      const DefId trait = input_->bindings.def(type.def).parent;
      const Type& self = input_->types.store[type.args[0]];
      const bool own = self.kind == TypeKind::param && input_->bindings.def(self.def).kind == DefKind::trait;
      const cpp::Type implementer = own && !implementer_.empty() ? cpp::type(implementer_) : value(type.args[0]);
      return cpp::dependent_type(applied(trait, type.args[0], implementer), names_->plain(type.def));
    }
    case TypeKind::dyn: {
      std::vector<cpp::Type> args{cpp::type(names_->seen_from(type.def, module_))};
      for (const TypeId arg : type.args) args.push_back(value(arg));
      return cpp::type("aria::Dyn", std::move(args));
    }
    case TypeKind::pointer: {
      const cpp::Type pointee = value(type.args[0]);
      return cpp::pointer_to(type.index == 1 ? pointee : cpp::const_of(pointee));
    }
    case TypeKind::never: return cpp::type("aria::Unit");
    default: return cpp::type("void");
  }
}

cpp::Type TypeLowering::applied(DefId trait, TypeId self, cpp::Type as) const {
  std::vector<cpp::Type> args{std::move(as)};
  const Type& subject = input_->types.store[self];
  if (subject.kind == TypeKind::param && subject.def == trait) {
    for (const DefId param : input_->bindings.type_params(trait)) args.push_back(cpp::type(value_of_param(param)));
  } else if (const auto bounds = input_->types.bounds.find(subject.def); subject.kind == TypeKind::param && bounds != input_->types.bounds.end()) {
    for (const TypeId bound : bounds->second) {
      if (input_->types.store[bound].def != trait || args.size() > 1) continue;
      for (const TypeId arg : input_->types.store[bound].args) args.push_back(value(arg));
    }
  }
  return cpp::type(names_->seen_from(trait, module_), std::move(args));
}

std::string TypeLowering::value_of_param(DefId param) const {
  const auto renamed = renamed_.find(param);
  if (renamed != renamed_.end()) return renamed->second;
  const auto told = input_->types.told_by_bound.find(param);
  if (told != input_->types.told_by_bound.end()) return cpp::print(value(told->second));
  return input_->bindings.def(param).kind == DefKind::trait ? "Self" : names_->plain(param);
}

cpp::Type TypeLowering::result(TypeId id) const { return is_void(id) ? cpp::type("void") : value(id); }

cpp::Type TypeLowering::param(TypeId id) const { return is_small(id) ? value(id) : cpp::const_ref_to(value(id)); }

// `Fn(T)` for `T = Int` is the type that `Fn(Int)` is.
cpp::Type TypeLowering::kept_param(TypeId id) const { return may_be_small(id) ? cpp::type("aria::Passed", {value(id)}) : param(id); }

bool TypeLowering::may_be_small(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const Type& type = store[id];
  if (!type.has_params || is_small(id)) return false;
  if (type.kind == TypeKind::param || type.kind == TypeKind::projection) return true;
  const auto part = [&](TypeId arg) { return is_small(arg) || may_be_small(arg); };
  if (type.kind == TypeKind::tuple) return type.args.size() <= 2 && std::ranges::all_of(type.args, part);
  if (type.kind != TypeKind::named) return false;
  return (store.is_option(id) || type.def == store.well_known().range) && part(type.args[0]);
}

bool TypeLowering::is_small(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const Type& type = store[id];
  if (type.kind == TypeKind::pointer || is_void(id)) return true;
  if (type.kind == TypeKind::tuple) {
    bool small = type.args.size() <= 2;
    for (const TypeId part : type.args) small = small && is_small(part);
    return small;
  }
  if (type.kind != TypeKind::named) return false;
  if (store.is_option(id)) return is_small(type.args[0]);
  const resolve::WellKnown& known = store.well_known();
  return store.is_integer(id) || store.is_float(id) || id == store.bool_ || id == store.char_ || id == store.duration ||
         (type.def == known.range && is_small(type.args[0])) || type.def == known.instant;
}

bool TypeLowering::has_default(TypeId id) const {
  const types::TypeStore& store = input_->types.store;
  const Type& type = store[id];
  if (type.kind == TypeKind::tuple) {
    for (const TypeId part : type.args) {
      if (!has_default(part)) return false;
    }
    return true;
  }
  if (type.kind == TypeKind::function) return true;
  if (type.kind != TypeKind::named) return false;
  const resolve::Def& def = input_->bindings.def(type.def);
  const resolve::WellKnown& known = store.well_known();
  if (store.is_option(id) || is_small(id)) return true;
  if (def.is_library) return type.def == known.string || type.def == known.array || type.def == known.map || type.def == known.set || type.def == known.bytes;
  const auto info = input_->types.types.find(type.def);
  if (info == input_->types.types.end() || info->second.variants.empty() || info->second.is_shared || info->second.has_drop) return false;
  for (const types::FieldInfo& field : info->second.variants.front().fields) {
    const bool by_default = field.fallback != nullptr && info->second.variant_defs.empty();
    if (field.type == id || (!by_default && !has_default(field.type)) || (field.fallback != nullptr && !by_default)) return false;
  }
  return true;
}

std::vector<DefId> TypeLowering::held_by_value(DefId id) const {
  std::vector<DefId> out;
  const auto info = input_->types.types.find(id);
  if (info == input_->types.types.end() || info->second.is_shared) return out;
  const std::function<void(TypeId)> mention = [&](TypeId type) {
    const Type& shape = input_->types.store[type];
    const bool named = shape.kind == TypeKind::named;
    if (named && !input_->bindings.def(shape.def).is_library) {
      const auto held = input_->types.types.find(shape.def);
      if (held == input_->types.types.end() || !held->second.is_shared) out.push_back(shape.def);
    }
    const bool in_place = !named || !input_->bindings.def(shape.def).is_library || input_->types.store.is_option(type) || input_->types.store.is_result(type);
    if (!in_place || shape.kind == TypeKind::function || shape.kind == TypeKind::dyn) return;
    for (const TypeId arg : shape.args) mention(arg);
  };
  for (const types::RecordInfo& record : info->second.variants) {
    for (const types::FieldInfo& field : record.fields) {
      if (std::ranges::find(info->second.boxed_fields, field.def) == info->second.boxed_fields.end()) mention(field.type);
    }
  }
  return out;
}

}  // namespace ariac::lower
