// Every type that inference recorded is looked through once.
#include "lower/dyn_traits.hpp"

#include <unordered_set>

namespace ariac::lower {

namespace {

using types::TypeId;

class DynSearch {
 public:
  explicit DynSearch(const Input& input) : input_(input) {}

  void type(TypeId id) {
    if (!id.valid() || !seen_.insert(id).second) return;
    const types::Type& parts = input_.types.store[id];
    if (parts.kind == types::TypeKind::dyn) found.insert(parts.def);
    for (const TypeId arg : parts.args) type(arg);
  }

  std::set<resolve::DefId> found;

 private:
  const Input& input_;
  std::unordered_set<TypeId> seen_;
};

}  // namespace

std::set<resolve::DefId> traits_used_as_types(const Input& input) {
  DynSearch search(input);
  for (const types::Instance& instance : input.types.instances) {
    for (const TypeId param : instance.params) search.type(param);
    search.type(instance.result);
    for (const auto& [node, type] : instance.types) search.type(type);
    for (const auto& [node, coercions] : instance.coercions) {
      for (const types::Coercion& coercion : coercions) search.type(coercion.to);
    }
  }
  for (const auto& [id, info] : input.types.types) {
    for (const types::RecordInfo& record : info.variants) {
      for (const types::FieldInfo& field : record.fields) search.type(field.type);
    }
  }
  return search.found;
}

}  // namespace ariac::lower
