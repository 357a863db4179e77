#include "types/move_only.hpp"

#include <algorithm>

namespace ariac::types {

bool MoveOnly::operator()(TypeId type) const {
  if (!type.valid()) return false;
  if (const auto known = known_.find(type); known != known_.end()) return known->second;
  const bool found = holds(type, {});
  // Asked from within a recursive type the answer is only part of one.
  if (open_.empty()) known_[type] = found;
  return found;
}

bool MoveOnly::may_be(TypeId type) const {
  if (!type.valid()) return false;
  const Type& parts = types_->store[type];
  if (parts.kind == TypeKind::function || parts.kind == TypeKind::pointer || parts.kind == TypeKind::dyn) return false;
  if (parts.kind == TypeKind::param || parts.kind == TypeKind::projection || (*this)(type)) return true;
  const bool in_place = parts.kind == TypeKind::tuple || (parts.kind == TypeKind::named && (has_fields(parts.def) || owns_arguments(parts.def)));
  const auto info = parts.kind == TypeKind::named ? types_->types.find(parts.def) : types_->types.end();
  if (!in_place || (info != types_->types.end() && info->second.is_shared)) return false;
  return std::ranges::any_of(parts.args, [this](TypeId part) { return may_be(part); });
}

bool MoveOnly::has_drop(TypeId type) const {
  if (!type.valid() || types_->store[type].kind != TypeKind::named) return false;
  const auto info = types_->types.find(types_->store[type].def);
  return info != types_->types.end() && info->second.has_drop && !info->second.is_shared;
}

bool MoveOnly::follows(const TypeInfo& type, DefId argument) const {
  Parameters given;
  if (argument.valid()) given[argument] = true;
  open_.push_back(type.def);
  const bool found = parts_hold(type, given);
  open_.pop_back();
  return found;
}

// Types of the program, and those of the library that are written in Aria: `TrySendError`.
bool MoveOnly::has_fields(DefId type) const {
  if (!bindings_->def(type).is_library) return true;
  const auto info = types_->types.find(type);
  return info != types_->types.end() && std::ranges::any_of(info->second.variants, [](const RecordInfo& record) { return !record.fields.empty(); });
}

// What holds its arguments itself; the other types of the library are handles, whose copies share. A task gives its value once where
// that is never copied: its handle has one owner then.
bool MoveOnly::owns_arguments(DefId type) const {
  const resolve::WellKnown& known = bindings_->well_known;
  return type == known.option || type == known.result || type == known.array || type == known.map || type == known.set || type == known.box || type == known.task;
}

bool MoveOnly::holds(TypeId type, const Parameters& parameters) const {
  const Type& parts = types_->store[type];
  const auto part_holds = [&](TypeId part) { return holds(part, parameters); };
  if (parts.kind == TypeKind::tuple) return std::ranges::any_of(parts.args, part_holds);
  if (parts.kind == TypeKind::param) {
    const auto given = parameters.find(parts.def);
    return given != parameters.end() && given->second;
  }
  if (parts.kind != TypeKind::named) return false;
  if (owns_arguments(parts.def)) return std::ranges::any_of(parts.args, part_holds);
  const auto info = types_->types.find(parts.def);
  if (!has_fields(parts.def) || info == types_->types.end() || info->second.is_shared) return false;
  if (info->second.has_drop) return true;
  if (std::ranges::find(open_, parts.def) != open_.end()) return std::ranges::any_of(parts.args, part_holds);
  Parameters given;
  for (std::size_t i = 0; i < info->second.params.size() && i < parts.args.size(); ++i) given[info->second.params[i]] = part_holds(parts.args[i]);
  open_.push_back(parts.def);
  const bool found = parts_hold(info->second, given);
  open_.pop_back();
  return found;
}

bool MoveOnly::parts_hold(const TypeInfo& type, const Parameters& parameters) const {
  return std::ranges::any_of(type.variants, [&](const RecordInfo& record) {
    return std::ranges::any_of(record.fields, [&](const FieldInfo& field) { return holds(field.type, parameters); });
  });
}

}  // namespace ariac::types
