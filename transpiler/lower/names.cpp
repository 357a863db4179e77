// Spelling of names, and how they are reached from another module.
#include "lower/names.hpp"

#include <array>
#include <cctype>
#include <map>

#include "ast/match.hpp"
#include "cpp/argument_lookup.hpp"
#include "cpp/global_names.hpp"
#include "cpp/spelling.hpp"
#include "lower/impls.hpp"
#include "lower/told_apart.hpp"
#include "resolve/attributes.hpp"

namespace ariac::lower {

std::string cpp_identifier(std::string_view name) {
  if (name.ends_with('?')) return cpp::spell_identifier("is_" + std::string(name.substr(0, name.size() - 1)));
  if (name.ends_with('!')) return cpp::spell_identifier(std::string(name.substr(0, name.size() - 1)) + "_mut");
  return cpp::spell_identifier(name);
}

std::string snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 && !out.empty() && out.back() != '_') out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return cpp_identifier(out);
}

namespace {

bool is_type_of_program(DefKind kind) { return kind == DefKind::struct_ || kind == DefKind::enum_ || kind == DefKind::trait || kind == DefKind::alias; }

// What each C++ class of a program may declare for itself.
bool is_in_every_class(std::string_view name) { return name == "reflect" || name == "made_of" || name == "check_invariants" || name == "on_drop" || name == "is_copied"; }

}  // namespace

std::string positional_part(std::size_t index, std::size_t count) {
  constexpr std::array<std::string_view, 3> words{"first", "second", "third"};
  if (count == 1) return "value";
  return index < words.size() ? std::string(words[index]) : "part" + std::to_string(index + 1);
}

// Functions in bodies and untyped defaults of traits become functions of the file, among all others there.
Names::Names(const Input& input) : input_(input), has_tasks_(needs_runtime(input)) {
  respell();
  std::unordered_set<std::string> taken;
  for (const resolve::Def& def : input.bindings.defs) {
    if (!def.name.valid() || def.is_library) continue;
    const std::string name = spelled(def.name);
    taken.insert(name);
    if (is_type_of_program(def.kind)) types_.insert(name);
  }
  for (const resolve::Module& module : input.bindings.modules)
    if (!module.is_library && !module.path.empty()) roots_.insert(spelled(module.path.front()));
  respell_beside_types(taken);
  for (std::size_t i = 0; i < input.bindings.defs.size(); ++i) {
    const DefId id(static_cast<std::uint32_t>(i));
    const resolve::Def& def = input.bindings.def(id);
    if (def.is_library || !def.parent.valid()) continue;
    if (is_taken_member(id) || is_taken_parameter(def)) joined_.try_emplace(id, spelled(def.name) + "_");
    if (def.kind != DefKind::function) continue;
    const bool is_local = input.bindings.def(def.parent).kind == DefKind::function;
    if (!is_local && !is_untyped_default(id)) continue;
    std::string joined = is_local ? around(def.parent) + "_" + spelled(def.name) : around(id);
    while (!taken.insert(joined).second) joined += "_";
    joined_[id] = std::move(joined);
  }
  for (const types::InstanceId id : told_apart_by_name(input)) {
    const std::string name = plain(input.types[id].def);
    std::string suffix = "_generic";
    for (int i = 2; !taken.insert(name + suffix).second; ++i) suffix = "_generic_" + std::to_string(i);
    told_apart_[id] = std::move(suffix);
  }
  find_overloaded();
}

std::string Names::spelled(Symbol name) const {
  const auto respelled = respelled_.find(name);
  return respelled != respelled_.end() ? respelled->second : cpp_identifier(text(name));
}

DefId Names::scope_of(const resolve::Def& def) const {
  const auto impl = input_.types.impls.find(def.parent);
  return impl != input_.types.impls.end() ? input_.types.store[impl->second.self_type].def : def.parent;
}

// Names that C++ would spell alike in one scope: the one that is written so keeps the spelling, others get a number, wherever
// they stand, since impls and their traits meet by name. So do fields that are called as what every class declares.
void Names::respell() {
  using Alike = std::map<std::string_view, Symbol>;
  std::map<std::pair<DefId, std::string>, Alike> scopes;
  std::set<std::string> taken;
  for (const resolve::Def& def : input_.bindings.defs) {
    if (!def.name.valid() || def.is_library || def.is_extern) continue;
    const std::string spelling = cpp_identifier(text(def.name));
    taken.insert(spelling);
    Alike& alike = scopes[{scope_of(def), spelling}];
    alike.emplace(text(def.name), def.name);
    if (def.kind == DefKind::field && is_in_every_class(spelling)) alike.emplace("", Symbol());
  }
  for (const auto& [where, alike] : scopes) {
    const std::string& spelling = where.second;
    const std::string_view keeps = alike.contains(spelling) && !alike.contains("") ? spelling : alike.begin()->first;
    for (const auto& [name, symbol] : alike) {
      if (name == keeps || respelled_.contains(symbol)) continue;
      const std::string stem = spelling.ends_with('_') ? spelling : spelling + "_";   // two in a row are reserved
      std::string other = stem + "2";
      for (int i = 3; !taken.insert(other).second; ++i) other = stem + std::to_string(i);
      respelled_[symbol] = std::move(other);
    }
  }
}

void Names::find_overloaded() {
  std::map<std::pair<DefId, std::string>, std::vector<DefId>> members;
  for (std::size_t i = 0; i < input_.bindings.defs.size(); ++i) {
    const DefId id(static_cast<std::uint32_t>(i));
    const resolve::Def& def = input_.bindings.def(id);
    if (def.kind != DefKind::function || def.is_library || !def.parent.valid()) continue;
    DefId type = def.parent;
    if (const auto impl = input_.types.impls.find(def.parent); impl != input_.types.impls.end()) {
      if (!is_member_impl(input_, impl->second)) continue;
      type = input_.types.store[impl->second.self_type].def;
    }
    if (input_.types.types.contains(type)) members[{type, plain(id)}].push_back(id);
  }
  for (const auto& [name, all] : members)
    if (all.size() > 1) overloaded_.insert(all.begin(), all.end());
}

// A method or constant whose name the C++ class around it has for a field, or for what every such class declares.
bool Names::is_taken_member(DefId member) const {
  const resolve::Def& def = input_.bindings.def(member);
  if (def.kind != DefKind::function && def.kind != DefKind::constant) return false;
  const auto impl = input_.types.impls.find(def.parent);
  if (impl != input_.types.impls.end() && impl->second.trait.valid()) return false;
  const DefId type = impl == input_.types.impls.end() ? def.parent : input_.types.store[impl->second.self_type].def;
  const auto info = type.valid() ? input_.types.types.find(type) : input_.types.types.end();
  if (info == input_.types.types.end() || input_.bindings.def(type).is_library) return false;
  constexpr std::array<std::string_view, 6> of_enums{"value", "as", "is", "tag", "visit_variant", "aria_enum"};
  const std::string name = spelled(def.name);
  if (is_in_every_class(name)) return true;
  if (input_.bindings.def(type).kind == DefKind::enum_) return std::ranges::find(of_enums, name) != of_enums.end();
  return std::ranges::any_of(info->second.variants, [&](const types::RecordInfo& record) {
    return std::ranges::any_of(record.fields, [&](const types::FieldInfo& field) { return field.name.valid() && spelled(field.name) == name; });
  });
}

// A type parameter of an impl that declares a type by its name, `type Item = Item`.
bool Names::is_taken_parameter(const resolve::Def& param) const {
  if (param.kind != DefKind::type_param || !input_.types.impls.contains(param.parent)) return false;
  return std::ranges::any_of(input_.bindings.members(param.parent), [&](DefId member) {
    return input_.bindings.def(member).kind == DefKind::associated_type && input_.bindings.def(member).name == param.name;
  });
}

bool Names::is_untyped_default(DefId method) const {
  const resolve::Def& def = input_.bindings.def(method);
  if (def.is_library || !def.parent.valid() || input_.bindings.def(def.parent).kind != DefKind::trait) return false;
  const auto signature = input_.types.signatures.find(method);
  return signature != input_.types.signatures.end() && signature->second.untyped;
}

const ast::Attribute* Names::attribute(DefId id, std::string_view name, bool or_of_parent) const {
  return resolve::find_attribute(input_.bindings, input_.interner, id, name, or_of_parent);
}

std::optional<std::string> Names::given(DefId def) const {
  const ast::Attribute* attribute = this->attribute(def, "cpp");
  if (attribute == nullptr || attribute->arguments.empty()) return std::nullopt;
  const auto* literal = ast::as<ast::StringLiteral>(attribute->arguments[0].value);
  if (literal == nullptr || literal->parts.empty()) return std::nullopt;
  return std::string(literal->parts[0].text);
}

// A function as functions in its body mention it: `run`, of a method `engine_run`.
std::string Names::around(DefId function) const {
  const resolve::Def& def = input_.bindings.def(function);
  const resolve::Def& parent = input_.bindings.def(def.parent);
  DefId type = parent.kind == DefKind::struct_ || parent.kind == DefKind::enum_ || parent.kind == DefKind::trait ? def.parent : DefId();
  if (const auto impl = input_.types.impls.find(def.parent); impl != input_.types.impls.end()) type = input_.types.store[impl->second.self_type].def;
  return type.valid() ? snake_case(plain(type)) + "_" + plain(function) : plain(function);
}

std::string Names::plain(DefId id) const {
  if (auto name = given(id)) return *name;
  const resolve::Def& def = input_.bindings.def(id);
  if (const auto joined = joined_.find(id); joined != joined_.end()) return joined->second;
  const auto impl = input_.types.impls.find(def.parent);
  const bool of_library = def.is_library || def.is_extern || (impl != input_.types.impls.end() && impl->second.trait.valid() && input_.bindings.def(impl->second.trait).is_library);
  return of_library ? cpp_identifier(text(def.name)) : spelled(def.name);
}

std::string Names::plain(types::InstanceId function) const {
  const auto apart = told_apart_.find(function);
  return plain(input_.types[function].def) + (apart != told_apart_.end() ? apart->second : "");
}

std::string Names::space(ModuleId module) const {
  std::string out;
  bool is_first = true;
  for (const Symbol step : input_.bindings.modules[module.index()].path) {
    if (!out.empty()) out += "::";
    const std::string name = spelled(step);
    const bool taken = is_first ? cpp::is_global_name(name) : roots_.contains(name);
    out += taken ? name + "_" : name;
    is_first = false;
  }
  return out;
}

ModuleId Names::file_of(ModuleId module) const {
  while (input_.bindings.modules[module.index()].tree == nullptr && input_.bindings.modules[module.index()].parent.valid()) {
    module = input_.bindings.modules[module.index()].parent;
  }
  return module;
}

std::string Names::seen_from(DefId id, ModuleId from) const {
  const resolve::Def& def = input_.bindings.def(id);
  const std::string name = plain(id);
  if (def.is_library || def.is_extern) {
    // What `@cpp` gives to a type may be a C++ type of its own.
    const bool is_type = def.kind == DefKind::opaque_type || def.kind == DefKind::struct_ || def.kind == DefKind::enum_;
    if (is_type && given(id)) return name;
    return "aria::" + name;
  }
  if (def.kind == DefKind::variant) return seen_from(def.parent, from) + "::" + name;
  if (recording_ != nullptr) recording_->insert(id);
  const std::string space_of = space(def.module);
  const bool hijacked = def.kind == DefKind::function && input_.bindings.def(def.parent).kind == DefKind::module && cpp::is_found_by_arguments(name);
  return (def.module == from && !hijacked) || space_of.empty() ? name : space_of + "::" + name;
}

std::string Names::seen_from(types::InstanceId function, ModuleId from) const {
  const auto apart = told_apart_.find(function);
  return seen_from(input_.types[function].def, from) + (apart != told_apart_.end() ? apart->second : "");
}

}  // namespace ariac::lower
