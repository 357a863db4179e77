// ModuleLowering: the declarations of one module as C++ declarations.
//
// A module without anything `pub` is one source file; otherwise types, traits, templates and prototypes of `pub`
// functions go to the header. Inside the namespace, types come first (each after those it holds by value), then trait
// templates and their specialisations, prototypes, and the functions in the order of the source.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lower/body.hpp"

namespace ariac::lower {

class ModuleLowering {
 public:
  ModuleLowering(const Input& input, const Names& names, ModuleId module);

  ModuleUnit unit();

 private:
  // What a function belongs to.
  enum class Place { free, member, trait };
  struct Owner {
    Place place = Place::free;
    DefId type{};                       // the struct or enum, or the impl
    cpp::Type scope{};                  // `Item`, `Stack<T>`, `Priced<Item>`
    std::vector<TypeId> params{};       // rigid parameters of the type
  };

  // --- items (module.cpp) ---
  void collect(std::span<const ast::Stmt* const> items);
  void collect(const ast::Decl& decl);
  void collect_members(DefId owner, std::span<const ast::Decl* const> members);
  std::vector<DefId> types_in_order() const;
  bool program_main(std::vector<cpp::Decl>& after);
  std::set<std::string> headers() const;

  // --- types (lower_class.cpp) ---
  cpp::Decl record(DefId type);
  cpp::Decl enumeration(DefId type);
  std::vector<cpp::Decl> fields(const types::RecordInfo& record, const types::TypeInfo& info);
  cpp::Decl reflection(const std::string& name, const types::RecordInfo& record, const ast::StructDecl* decl);
  void comparisons(const types::TypeInfo& info, std::vector<cpp::Decl>& members);
  void method_prototypes(DefId type, std::vector<cpp::Decl>& members);
  cpp::Template template_of(const std::vector<DefId>& params) const;
  bool has_derived(const types::TypeInfo& info, DefId trait) const;
  cpp::Decl trait(DefId trait);
  cpp::Decl implementation(DefId impl);

  // --- functions (lower_decl.cpp) ---
  cpp::Decl prototype(types::InstanceId id, const Owner& owner);
  cpp::Decl definition(types::InstanceId id, const Owner& owner, bool prototyped);
  cpp::Function head(types::InstanceId id, const Owner& owner, BodyLowering& body, bool defaults);
  cpp::Decl constant(DefId id);
  Owner owner_of(DefId function) const;
  std::span<const types::InstanceId> instances_of(DefId function) const;
  std::string signature_line(types::InstanceId id) const;
  bool is_public(DefId id) const;

  const Input& input_;
  const Names& names_;
  ModuleId module_;
  TypeLowering lower_types_;
  std::vector<DefId> type_defs_;
  std::vector<DefId> trait_defs_;
  std::vector<DefId> impl_defs_;       // of the program's own traits
  std::vector<DefId> functions_;       // in source order, methods included
  std::vector<DefId> constants_;
};

}  // namespace ariac::lower
