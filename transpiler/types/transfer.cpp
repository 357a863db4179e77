// Transfer and Sharable: derived from what a type is made of. The answer names the part that is to blame.
#include <algorithm>

#include "ast/match.hpp"
#include "resolve/attributes.hpp"
#include "types/impl_index.hpp"
#include "types/may_be_same.hpp"

namespace ariac::types {

using resolve::DefKind;

std::optional<ProgramInference::Obstacle> ProgramInference::obstacle(TypeId type, DefId trait) {
  type = solver.head(type);
  const Type parts = store[type];
  const resolve::WellKnown& known = store.well_known();
  auto in_parts = [&](std::span<const TypeId> types) -> std::optional<Obstacle> {
    for (TypeId part : types)
      if (auto found = obstacle(part, trait)) return found;
    return {};
  };
  switch (parts.kind) {
    case TypeKind::tuple: return in_parts(parts.args);
    case TypeKind::pointer: return Obstacle{{}, type};
    case TypeKind::param:
    case TypeKind::projection:
      if (find_assumed(trait, type, {})) return {};
      return Obstacle{{}, type};
    case TypeKind::function:
    case TypeKind::dyn:
      if (bound_value(type) != nullptr) return Obstacle{{}, type};
      return {};
    case TypeKind::named: break;
    default: return {};
  }
  if (parts.def == known.rc) return Obstacle{{}, type};
  if (parts.def == known.weak) return obstacle(parts.args[1], trait).has_value() ? std::optional(Obstacle{{}, type}) : std::nullopt;
  const resolve::Def& def = bindings.def(parts.def);
  if (resolve::find_attribute(def.decl, interner, "unsafe_transfer") != nullptr) return {};
  if (def.kind == DefKind::opaque_type) {
    const bool foreign = def.is_extern && !def.is_library;
    if (foreign || bound_value(type) != nullptr) return Obstacle{{}, type};
    // What such a handle is made for, several tasks may do at once; what goes through it moves to another task.
    const DefId handles[] = {known.channel, known.send_chan, known.recv_chan, known.mutex, known.rwlock, known.atomic, known.task, known.arc};
    if (trait == known.sharable && std::ranges::find(handles, parts.def) != std::end(handles)) trait = known.transfer;
    const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
    for (TypeId part : args)
      if (auto found = obstacle(part, trait)) return found;
    return {};
  }
  const TypeInfo& info = type_info(parts.def);
  // A shared object may be used by several tasks when its fields may move to them.
  if (info.is_shared) trait = known.transfer;
  const std::vector<std::uint32_t> key{trait.index(), type.index(), 1};
  if (auto kept = index_->known.find(key); kept != index_->known.end() && kept->second) return {};
  index_->known[key] = true;
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  for (const RecordInfo& record : info.variants)
    for (const FieldInfo& field : record.fields)
      if (auto found = obstacle(normalise(store.substitute(field.type, info.params, args)), trait)) {
        const bool ends_here = found->holder.valid();
        if (field.name.valid() && !ends_here) found->path.insert(found->path.begin(), field.name);
        else if (!ends_here && !found->path.empty()) found->holder = normalise(store.substitute(field.type, info.params, args));
        index_->known[key] = false;
        return found;
      }
  return {};
}

const ProgramInference::BoundValue* ProgramInference::bound_value(TypeId type) const {
  const auto found = std::ranges::find_if(bound_values, [&](const BoundValue& each) { return may_be_same(store, each.type, type); });
  return found != bound_values.end() ? &*found : nullptr;
}

void ProgramInference::forget_structural_answers() { index_->known.clear(); }

std::optional<ProgramInference::Obstacle> ProgramInference::transfer_obstacle(TypeId type) { return obstacle(type, store.well_known().transfer); }
std::optional<ProgramInference::Obstacle> ProgramInference::sharable_obstacle(TypeId type) { return obstacle(type, store.well_known().sharable); }

}  // namespace ariac::types
