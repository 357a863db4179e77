// How a value is made of the parts of a document: for the types that the program reads (shown_types.hpp).
//
//   static Item made_of(const auto& parts) {
//     return Item{.name = parts.template field<aria::String>("name"), .cents = parts.template field<aria::Int>("cents", []() -> aria::Int { return 1; })};
//   }
//
// An enum asks which variant it is first, and refuses what is none: `if (parts.is("Circle", 1)) { return Circle{…}; }`.
#include "ast/walk.hpp"
#include "effects/suspension.hpp"
#include "lower/module.hpp"

namespace ariac::lower {

namespace {

cpp::Expr count(std::size_t n) { return cpp::number(std::to_string(n)); }

cpp::Decl maker(const std::string& made, const std::string& parts, cpp::Block body) {
  return cpp::decl(cpp::Function{.specifiers = "static",
                                 .result = cpp::type(made),
                                 .name = "made_of",
                                 .params = {{cpp::const_ref_to(cpp::type("auto")), parts}},
                                 .definition = cpp::Definition::Body,
                                 .body = std::move(body)});
}

}  // namespace

// The parameter's name: not what a default mentions.
std::string ModuleLowering::parts_of_document(const types::TypeInfo& info) const {
  bool mentioned = false;
  for (const types::RecordInfo& record : info.variants) {
    for (const types::FieldInfo& field : record.fields) {
      if (field.fallback == nullptr) continue;
      ast::walk(*field.fallback, [&](const ast::Node& node) {
        const auto* name = ast::as<ast::NameExpr>(&node);
        mentioned = mentioned || (name != nullptr && names_.text(name->name.symbol) == "parts");
        return true;
      });
    }
  }
  return mentioned ? "parts_" : "parts";
}

// `parts.template field<aria::String>("name")`, with the default where the declaration has one.
cpp::Expr ModuleLowering::part_of_document(const types::TypeInfo& info, const types::RecordInfo& record, std::size_t at) {
  const types::FieldInfo& field = record.fields[at];
  const cpp::Type type = lower_types_.value(field.type);
  const bool named = field.name.valid();
  std::vector<cpp::Expr> args;
  if (named) {
    args.push_back(cpp::string(std::string(names_.text(field.name))));
  } else {
    args = {count(at), count(record.fields.size())};
  }
  const auto instances = instances_of(info.def);
  const types::InstanceId id = instances.empty() ? types::InstanceId() : instances.front();
  if (named && field.fallback != nullptr && !effects::needs_scope(input_.effects, id, field.fallback->id)) {
    static const types::Instance no_instance;
    BodyLowering body(input_, names_, module_, id.valid() ? input_.types[id] : no_instance, id);
    args.push_back(cpp::lambda({.result = type}, {cpp::give_back(body.initialiser(*field.fallback))}));
  }
  return cpp::call(cpp::expr(cpp::Member{.object = cpp::name(parts_of_document(info)), .name = named ? "field" : "part", .args = {type}, .dependent = true}), std::move(args));
}

cpp::Expr ModuleLowering::made_of_document(const std::string& type, const types::TypeInfo& info, const types::RecordInfo& record) {
  std::vector<cpp::Initializer> items;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const types::FieldInfo& field = record.fields[i];
    items.push_back({field.name.valid() ? names_.field(field.name) : "", part_of_document(info, record, i)});
  }
  return cpp::braced(cpp::type(type), std::move(items));
}

cpp::Decl ModuleLowering::record_maker(const std::string& name, const types::TypeInfo& info) {
  const types::RecordInfo& record = info.variants.front();
  cpp::Expr made = made_of_document(name, info, record);
  const auto* decl = ast::as<ast::StructDecl>(input_.bindings.def(info.def).decl);
  if (decl != nullptr && !decl->invariants.empty()) made = cpp::call("aria::checked", {made});
  return maker(name, record.fields.empty() ? "" : parts_of_document(info), {cpp::give_back(made)});
}

cpp::Decl ModuleLowering::enumeration_maker(const std::string& name, const types::TypeInfo& info) {
  cpp::Block body;
  std::vector<cpp::Expr> names;
  for (std::size_t i = 0; i < info.variants.size() && i < info.variant_defs.size(); ++i) {
    const cpp::Expr variant = cpp::string(std::string(names_.text(input_.bindings.def(info.variant_defs[i]).name)));
    cpp::Expr asked = cpp::method(cpp::name(parts_of_document(info)), "is", {variant, count(info.variants[i].fields.size())});
    cpp::Expr made = made_of_document(names_.plain(info.variant_defs[i]), info, info.variants[i]);
    body.push_back(cpp::stmt(cpp::If{.condition = {.expr = std::move(asked)}, .then = {cpp::give_back(std::move(made))}}));
    names.push_back(variant);
  }
  body.push_back(cpp::run(cpp::method(cpp::name(parts_of_document(info)), "refuse", {cpp::braced_values({}, std::move(names))})));
  return maker(name, parts_of_document(info), std::move(body));
}

}  // namespace ariac::lower
