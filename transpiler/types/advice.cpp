// What the advice says, and for which types.
#include "types/advice.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "resolve/attributes.hpp"

namespace ariac::types {

std::string advice_on_holder(const BodyInference& in, TypeId type) {
  using Advice = std::pair<std::string_view, std::string_view>;
  static constexpr std::array kShared{
      Advice{"Atomic", "an `Atomic` is read with `.load` and changed with `.store(v)`, `.fetch_add(n)` …"},
      Advice{"Mutex", "what a `Mutex` guards is reached in a block: `.lock { |value| … }`"},
      Advice{"RwLock", "what an `RwLock` guards is reached in a block: `.read { |value| … }`, `.write { |value| … }`"},
  };
  if (in.store.is_option(type)) return "it may be nil: `?? …`, `?` or a pattern first";
  if (in.store.is_result(type)) return "it may be an error: pass that on with `?`, or give a default with `?? …`";
  const Type& parts = in.store[type];
  if (parts.kind != TypeKind::named || !in.bindings.def(parts.def).is_library) return {};
  if (parts.def == in.store.well_known().task) return "a `Task` is not its value yet: add `.await` to wait for it";
  if (resolve::find_attribute(in.bindings.def(parts.def).decl, in.program.interner, "lazy") != nullptr) return "a lazy sequence is collected first: `.to_array`, or `.join(\", \")` for a text";
  const std::string_view name = in.program.text(in.bindings.def(parts.def).name);
  const auto* const known = std::ranges::find(kShared, name, &Advice::first);
  return known == kShared.end() ? std::string() : std::string(known->second);
}

std::string advice_on_parts(BodyInference& in, DefId trait, TypeId type) {
  ProgramInference& program = in.program;
  const Type parts = in.store[type];
  if (!program.trait_info(trait).structural || parts.kind != TypeKind::named || in.bindings.def(parts.def).is_library) return {};
  const std::string own = "write an `impl " + std::string(program.text(in.bindings.def(trait).name)) + " for " + in.print(type) + "`";
  const TypeInfo& info = program.type_info(parts.def);
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  if (info.is_shared) return "the object may change at any time: " + own;
  for (const RecordInfo& record : info.variants) {
    for (const FieldInfo& field : record.fields) {
      const TypeId part = program.normalise(in.store.substitute(field.type, info.params, args));
      if (program.implements(part, trait)) continue;
      const std::string name = field.name.valid() ? "its `" + std::string(program.text(field.name)) + "`" : "a part";
      return name + " is `" + in.print(part) + "`, which does not: " + own;
    }
  }
  return {};
}

std::string function_bounded_by(std::string_view trait) {
  const std::string param = trait == "T" ? "U" : "T";
  return "fn f<" + param + ": " + std::string(trait) + ">(x: " + param + ")";
}

namespace {

// What a type implements the trait through; none for one that could only do so itself.
std::vector<TypeId> deriving_parts(BodyInference& in, DefId trait, TypeId type) {
  const Type parts = in.store[type];
  const std::vector<TypeId> args(parts.args.begin(), parts.args.end());
  if (parts.kind == TypeKind::tuple) return args;
  if (parts.kind != TypeKind::named) return {};
  if (in.bindings.def(parts.def).is_library) return args;
  const TypeInfo& info = in.program.type_info(parts.def);
  std::vector<TypeId> out;
  if (std::ranges::find(info.derives, trait) == info.derives.end()) return out;
  for (const RecordInfo& record : info.variants)
    for (const FieldInfo& field : record.fields) out.push_back(in.program.normalise(in.store.substitute(field.type, info.params, args)));
  return out;
}

// Types may hold each other: each is asked once, and one that lacks it for another's sake only is not to blame.
std::optional<TypeId> part_without(BodyInference& in, DefId trait, TypeId type, std::vector<TypeId>& asked) {
  asked.push_back(type);
  bool lacks_part = false;
  for (const TypeId part : deriving_parts(in, trait, type)) {
    if (in.absorbs(part) || in.program.find_impl(trait, in.zonk(part))) continue;
    lacks_part = true;
    if (std::ranges::find(asked, part) != asked.end()) continue;
    if (const auto found = part_without(in, trait, in.head(part), asked)) return found;
  }
  return lacks_part ? std::nullopt : std::optional(type);
}

}  // namespace

TypeId part_without(BodyInference& in, DefId trait, TypeId type) {
  std::vector<TypeId> asked;
  return part_without(in, trait, type, asked).value_or(type);
}

}  // namespace ariac::types
