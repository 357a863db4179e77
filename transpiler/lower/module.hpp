// ModuleLowering: the declarations of one file as C++ declarations.
//
// Each declaration is made as an item, with the definitions it mentions (items.hpp); which items stand in the header,
// in what order, and what the two files include is decided from these (unit.cpp). The items of a `module` block stand
// in a namespace of their own.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lower/body.hpp"
#include "lower/comments.hpp"
#include "lower/items.hpp"
#include "lower/shown_types.hpp"

namespace ariac::lower {

class ModuleLowering {
 public:
  // `dyn_traits`: those whose values the program uses.
  ModuleLowering(const Input& input, const Names& names, ModuleId file, const std::set<DefId>& dyn_traits, const ShownTypes& shown);

  ModuleItems items();

 private:
  // What a function belongs to.
  enum class Place { free, member, trait, provided };   // `trait`: written in an impl; `provided`: by the trait itself
  struct Owner {
    Place place = Place::free;
    DefId type{};                       // the struct or enum, the impl, or the trait
    cpp::Type scope{};                  // `Item`, `Stack<T>`, `Priced<Item>`
    std::vector<DefId> params{};        // rigid parameters of the type
  };
  // Bodies that stand behind the class that declares them.
  using Bodies = std::vector<std::pair<types::InstanceId, Owner>>;

  // --- comments (declaration_comments.cpp) ---
  void note_range(source::SourceRange range) { ranges_.push_back(range); }
  std::uint32_t code_before(source::SourceRange here) const;
  std::vector<std::string> lines_before(source::SourceRange here) const;
  cpp::Remarks remarks_of(source::SourceRange here, std::string_view doc) const;
  cpp::Remarks remarks_of(const ast::FunctionDecl& decl, std::string_view doc) const;
  cpp::Remarks part_remarks(source::SourceRange here, std::string_view doc) const;
  void remarks_below(source::SourceRange last, std::vector<cpp::Decl>& members) const;
  void opening_and_end(ModuleItems& out) const;

  // --- items (module.cpp) ---
  void collect(std::span<const ast::Stmt* const> items);
  void collect(const ast::Decl& decl);
  void collect_local(const ast::Node& around);
  void collect_members(std::span<const ast::Decl* const> members);
  std::vector<DefId> types_in_order() const;
  void type_items(ModuleItems& out);
  void constant_items(ModuleItems& out);
  bool stands_in_class(DefId constant) const;
  bool same_template(types::InstanceId one, types::InstanceId other) const;
  void constant_bodies(ModuleItems& out);
  void function_items(ModuleItems& out);
  std::string entry() const;
  std::set<std::string> headers() const;
  template <typename Make>
  void add(ModuleItems& out, Item::Kind kind, DefId def, Make make);
  template <typename Make>
  void add(ModuleItems& out, Item::Kind kind, DefId def, ModuleId space, Make make);

  // --- types (lower_class.cpp, lower_trait.cpp) ---
  cpp::Decl forward(DefId type) const;
  cpp::Decl drop_guard(const cpp::Record& record) const;
  cpp::Decl record(DefId type);
  cpp::Decl enumeration(DefId type);
  std::vector<cpp::Decl> fields(const types::RecordInfo& record, const types::TypeInfo& info);
  cpp::Decl reflection(const std::string& name, const types::RecordInfo& record);
  void invariants(DefId type, std::vector<cpp::Decl>& members);
  // --- (lower_field_default.cpp) ---
  // A default that C++ cannot read where the field stands: a static member function computes it.
  struct LateDefault {
    DefId type;
    const types::FieldInfo* field;
    std::string function;
  };
  bool is_behind(TypeId type) const;
  bool is_behind(DefId def) const;
  cpp::Expr field_default(const types::TypeInfo& info, const types::FieldInfo& field, const cpp::Type& type);
  std::string default_function(const types::TypeInfo& info, const types::FieldInfo& field) const;
  void default_prototypes(DefId type, std::vector<cpp::Decl>& members);
  cpp::Decl default_body(const LateDefault& late);
  void default_bodies(ModuleItems& out);
  // --- (lower_made_of.cpp) ---
  std::string parts_of_document(const types::TypeInfo& info) const;
  cpp::Expr part_of_document(const types::TypeInfo& info, const types::RecordInfo& record, std::size_t at);
  cpp::Expr made_of_document(const std::string& type, const types::TypeInfo& info, const types::RecordInfo& record);
  void mark_equal_by_parts(DefId type, const types::TypeInfo& info, std::vector<cpp::Decl>& members) const;
  cpp::Decl record_maker(const std::string& name, const types::TypeInfo& info);
  cpp::Decl enumeration_maker(const std::string& name, const types::TypeInfo& info);
  // --- (lower_copied.cpp) ---
  void mark_copied(const types::TypeInfo& info, std::vector<cpp::Decl>& members) const;
  // --- (lower_class.cpp) ---
  void member_constants(DefId type, std::vector<cpp::Decl>& members);
  void method_prototypes(DefId type, std::vector<cpp::Decl>& members);
  cpp::Template template_of(const std::vector<DefId>& params) const;
  bool has_derived(const types::TypeInfo& info, DefId trait) const;
  cpp::Decl trait(DefId trait);
  std::vector<types::InstanceId> provided(DefId trait) const;   // the methods that stand in its defaults
  bool has_defaults(DefId trait) const;
  cpp::Decl provided_method(types::InstanceId id, const Owner& owner, Bodies& behind);
  Owner defaults_of(DefId trait) const;
  cpp::Decl trait_defaults(DefId trait, Bodies& behind);
  cpp::Decl implementation(DefId impl);
  // --- (lower_dyn.cpp) ---
  // A method that a `dyn Trait` has: what it is called there, and what the parameters of the trait that declares it are.
  struct Dispatched {
    DefId method;
    std::string name;
    TypeLowering types;
    std::vector<cpp::Type> args;
  };
  std::vector<Dispatched> dispatched_methods(DefId trait) const;
  std::vector<cpp::Type> params_of(DefId trait) const;
  std::vector<cpp::Type> trait_args(TypeId dyn) const;
  TypeId dispatched_result(DefId method) const;
  cpp::Function dispatched(const Dispatched& what) const;
  std::vector<cpp::Expr> handed_on(const Dispatched& what, const cpp::Function& function) const;
  std::size_t self_at(const Dispatched& what) const;
  cpp::Block answer(const Dispatched& what, cpp::Expr call) const;
  std::vector<cpp::Decl> dispatch(DefId trait);
  cpp::Decl dispatch_as(DefId trait, DefId declarer, const std::vector<cpp::Type>& args);
  bool is_own_trait(DefId trait) const;

  // --- functions (lower_decl.cpp) ---
  bool documents_prototype(DefId id, const Owner& owner, const cpp::Function& function) const;
  cpp::Decl prototype(types::InstanceId id, const Owner& owner);
  cpp::Decl definition(types::InstanceId id, const Owner& owner, bool prototyped);
  cpp::Function head(types::InstanceId id, const Owner& owner, BodyLowering& body, bool defaults);
  std::vector<DefId> own_params(types::InstanceId id, const Owner& owner) const;
  bool mentions_associated(types::InstanceId id) const;
  cpp::Type callable_param(TypeId type, const std::string& param, const Owner& owner, const BodyLowering& body, cpp::Template& templated) const;
  cpp::Type renamed_scope(const Owner& owner, const TypeLowering& types) const;
  void rename_params(const Owner& owner, TypeLowering& types) const;
  // --- constants (lower_constant.cpp) ---
  cpp::Decl constant(DefId id);
  cpp::Remarks constant_remarks(const ast::ConstDecl& decl) const;
  cpp::Function constant_head(DefId id, const TypeLowering& types) const;
  cpp::Decl constant_prototype(DefId id);
  cpp::Decl constant_definition(DefId id, const Owner& owner);
  Owner owner_of(DefId function) const;
  Owner owner_of_type(DefId type) const;
  bool is_static(DefId function) const;
  std::span<const types::InstanceId> instances_of(DefId function) const;
  std::string signature_line(types::InstanceId id) const;
  bool is_public(DefId id) const;

  const Input& input_;
  const Names& names_;
  const std::set<DefId>& dyn_traits_;
  const ShownTypes& shown_;               // the types of which it shows or reads values
  ModuleId file_;
  ModuleId module_;                    // of the item being made
  TypeLowering lower_types_;
  Comments comments_;
  std::vector<source::SourceRange> ranges_;   // of what C++ is made of
  std::vector<DefId> type_defs_;
  std::vector<DefId> trait_defs_;
  std::vector<DefId> impl_defs_;       // that specialise a trait's template
  std::vector<DefId> functions_;       // in source order, methods included
  std::vector<DefId> constants_;       // of modules
  std::set<DefId> complete_;           // the types that C++ knows in the class that is being made
  std::vector<LateDefault> late_defaults_;
  mutable std::map<ModuleId, bool> mentions_back_;     // other files: whether they mention this one
};

}  // namespace ariac::lower
