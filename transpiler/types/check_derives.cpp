#include "types/check_derives.hpp"

#include <algorithm>
#include <array>

#include "ast/match.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/program_inference.hpp"

namespace ariac::types {

namespace {

std::span<const ast::TypeExpr* const> derives_of(const ast::Decl* decl) {
  if (decl == nullptr) return {};
  if (const auto* record = ast::as<ast::StructDecl>(decl)) return record->derives;
  if (const auto* choice = ast::as<ast::EnumDecl>(decl)) return choice->derives;
  return {};
}

void check_parts(ProgramInference& program, const TypeInfo& info, DefId trait, const ast::TypeExpr& derive) {
  const resolve::WellKnown& known = program.store.well_known();
  for (const RecordInfo& record : info.variants) {
    for (const FieldInfo& field : record.fields) {
      if (program.store[field.type].kind == TypeKind::poison || program.implements(field.type, trait == known.display ? known.debug : trait)) continue;
      program.sink
          .report(derive.range, diag::CannotDerive{.trait = program.text(program.bindings.def(trait).name), .type = program.text(program.bindings.def(info.def).name),
                                                   .part = program.print(field.type)})
          .label(program.bindings.def(field.def).name_range, "this part is `" + program.print(field.type) + "`");
      return;
    }
  }
}

}  // namespace

void check_derives(ProgramInference& program) {
  const resolve::WellKnown& known = program.store.well_known();
  const std::array derivable{known.eq, known.ord, known.hash, known.debug, known.display, known.default_};
  for (const auto& [id, info] : program.table.types) {
    const resolve::Def& def = program.bindings.def(id);
    if (def.is_library || program.bindings.is_unreadable(id)) continue;
    for (const ast::TypeExpr* derive : derives_of(def.decl)) {
      const resolve::Entity& entity = program.bindings.entity(derive->id);
      if (entity.kind != resolve::Entity::Kind::def || program.bindings.def(entity.def).kind != resolve::DefKind::trait) continue;
      if (std::ranges::find(derivable, entity.def) == derivable.end() && !program.trait_info(entity.def).structural)
        program.sink.report(derive->range, diag::NotDerivable{.trait = program.text(program.bindings.def(entity.def).name)}).help("write an `impl` of it");
      else if (info.params.empty())
        check_parts(program, info, entity.def, *derive);
    }
  }
}

}  // namespace ariac::types
