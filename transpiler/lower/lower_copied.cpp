// `static constexpr bool is_copied = false;` in types that are never copied though C++ takes them for types that can be:
//
//   struct Pool { aria::Array<Guard> guards; … }
//
// A container, and a box, claims that it can be copied whatever it holds, and fails when the copy is compiled. A type that holds a
// value with Drop in place needs no such line: C++ sees it. A generic type asks those of its arguments that matter,
// `= aria::is_copied<T>`, in programs where it is such a type.
#include <algorithm>
#include <unordered_map>

#include "lower/module.hpp"

namespace ariac::lower {

namespace {

// Of a type that is never copied: whether C++ knows.
class SeenByCpp {
 public:
  explicit SeenByCpp(const types::TypeTable& types) : types_(types) {}

  bool operator()(TypeId type) const { return sees(type, {}); }

 private:
  using Parameters = std::unordered_map<DefId, bool>;

  bool sees(TypeId id, const Parameters& parameters) const {
    const types::Type& type = types_.store[id];
    const auto seen = [&](TypeId part) { return sees(part, parameters); };
    if (type.kind == types::TypeKind::param) {
      const auto given = parameters.find(type.def);
      return given != parameters.end() && given->second;
    }
    if (type.kind == types::TypeKind::tuple || types_.store.is_option(id)) return std::ranges::any_of(type.args, seen);
    const auto found = type.kind == types::TypeKind::named ? types_.types.find(type.def) : types_.types.end();
    if (found == types_.types.end() || found->second.is_shared || found->second.variants.empty()) return false;
    const types::TypeInfo& info = found->second;
    Parameters given;
    for (std::size_t i = 0; i < info.params.size() && i < type.args.size(); ++i) given[info.params[i]] = seen(type.args[i]);
    return info.has_drop || std::ranges::any_of(info.variants, [&](const types::RecordInfo& record) {
      return std::ranges::any_of(record.fields, [&](const types::FieldInfo& field) {
        return std::ranges::find(info.boxed_fields, field.def) == info.boxed_fields.end() && sees(field.type, given);
      });
    });
  }

  const types::TypeTable& types_;
};

}  // namespace

void ModuleLowering::mark_copied(const types::TypeInfo& info, std::vector<cpp::Decl>& members) const {
  const SeenByCpp seen(input_.types);
  const auto is_hidden = [&](TypeId made) { return lower_types_.is_move_only(made) && !seen(made); };
  if (info.has_drop || std::ranges::none_of(input_.types.store.all_named(info.def), is_hidden)) return;
  const types::MoveOnly move_only(input_.types, input_.bindings);
  cpp::Expr copied;
  if (move_only.follows(info, {})) {
    copied = cpp::name("false");
  } else {
    for (const DefId param : info.params) {
      if (!move_only.follows(info, param)) continue;
      const cpp::Expr asked = cpp::name("aria::is_copied", {cpp::type(names_.plain(param))});
      copied = copied ? cpp::binary("&&", copied, asked) : asked;
    }
  }
  members.push_back(cpp::decl(cpp::Variable{.type = cpp::type("bool"), .name = "is_copied", .init = copied, .specifiers = "static constexpr"}));
}

}  // namespace ariac::lower
