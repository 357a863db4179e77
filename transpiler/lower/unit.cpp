// From items to the two files of a module.
//
//   1 what the header needs: everything `pub`, and what that mentions in turn; the rest is internal to the source file
//   2 the order: constants that need nothing, forward declarations, types, traits and impls, prototypes, constants,
//     templates, bodies; a type or a function of the source file alone is declared ahead only where something ahead of
//     its definition names it
//   3 the includes: the headers of the modules that are mentioned; where two headers would need each other, a forward
//     declaration stands at the top and the include behind the types
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "cpp/unused_names.hpp"
#include "lower/dyn_traits.hpp"
#include "lower/headers.hpp"
#include "lower/module.hpp"
#include "lower/shown_types.hpp"
#include "support/stable_sort.hpp"

namespace ariac::lower {

namespace {

using Kind = Item::Kind;

class Arrangement {
 public:
  Arrangement(const Input& input, const Names& names, std::vector<ModuleItems>& files)
      : input_(input), names_(names), files_(files) {
    for (std::size_t i = 0; i < files.size(); ++i) file_at_[files[i].file] = i;
  }

  std::vector<ModuleUnit> units() {
    shared_.resize(files_.size());
    find_named_elsewhere();
    for (std::size_t i = 0; i < files_.size(); ++i) choose_header(i);
    find_reachable();
    std::vector<ModuleUnit> out;
    for (std::size_t i = 0; i < files_.size(); ++i) out.push_back(unit(i));
    return out;
  }

 private:
  // The file a definition stands in; none for the library.
  std::optional<std::size_t> file_of(DefId id) const {
    const resolve::Def& def = input_.bindings.def(id);
    if (def.is_library || def.is_extern) return std::nullopt;
    const auto found = file_at_.find(names_.file_of(def.module));
    return found != file_at_.end() ? std::optional(found->second) : std::nullopt;
  }

  bool is_public(const Item& item) const {
    const resolve::Def& def = input_.bindings.def(item.def);
    if (item.kind == Kind::impl || item.kind == Kind::body || def.visibility == ast::Visibility::module) return false;
    const bool member = item.kind != Kind::prototype && input_.bindings.def(def.parent).kind != DefKind::module;
    if (def.kind == DefKind::function && (member || names_.text(def.name) == "main")) return false;
    return item.kind != Kind::template_body;
  }

  // What other files mention: an untyped function is made for types that are private to the file of its caller.
  void find_named_elsewhere() {
    for (std::size_t at = 0; at < files_.size(); ++at) {
      for (const Item& item : files_[at].items) {
        for (const DefId mention : item.mentions) {
          if (file_of(mention) != at) named_elsewhere_.insert(mention);
        }
      }
    }
  }

  void choose_header(std::size_t at) {
    std::vector<Item>& items = files_[at].items;
    std::vector<bool>& shared = shared_[at];
    shared.assign(items.size(), false);
    std::set<DefId> needed;
    for (const Item& item : items) {
      if (is_public(item) || named_elsewhere_.contains(item.def)) needed.insert(item.def);
    }
    for (bool grows = true; grows;) {
      grows = false;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (shared[i] || !belongs(items[i], needed, at)) continue;
        shared[i] = grows = true;
        for (const DefId mention : items[i].mentions) {
          if (file_of(mention) == at) needed.insert(mention);
        }
      }
    }
  }

  // Whether the header has the item, given the definitions it needs.
  bool belongs(const Item& item, const std::set<DefId>& needed, std::size_t at) const {
    const auto there = [&](DefId id) { return file_of(id) != at || needed.contains(id); };
    if (item.kind == Kind::body) return false;
    if (item.kind == Kind::impl) {
      const types::ImplInfo& impl = input_.types.impls.at(item.def);
      const types::Type& self = input_.types.store[impl.self_type];
      const bool type_there = self.kind != types::TypeKind::named || there(self.def);
      return !needed.empty() && there(impl.trait) && type_there;
    }
    if (item.kind == Kind::template_body && input_.bindings.def(item.def).kind != DefKind::trait) {
      const resolve::Def& def = input_.bindings.def(item.def);
      const resolve::Def& parent = input_.bindings.def(def.parent);
      if (parent.kind == DefKind::module) return needed.contains(item.def);
      if (parent.kind != DefKind::impl) return needed.contains(def.parent);
      const types::ImplInfo& impl = input_.types.impls.at(def.parent);
      const types::Type& self = input_.types.store[impl.self_type];
      return !needed.empty() && (self.kind == types::TypeKind::named ? there(self.def) : impl.trait.valid() && there(impl.trait));
    }
    return needed.contains(item.def);
  }

  // Which headers a header mentions, and what they mention in turn.
  void find_reachable() {
    const std::size_t count = files_.size();
    reaches_.assign(count, std::vector<bool>(count, false));
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = 0; k < files_[i].items.size(); ++k) {
        if (!shared_[i][k]) continue;
        for (const DefId mention : files_[i].items[k].mentions) {
          if (const auto other = file_of(mention); other && *other != i) reaches_[i][*other] = true;
        }
      }
    }
    for (std::size_t via = 0; via < count; ++via) {
      for (std::size_t from = 0; from < count; ++from) {
        for (std::size_t to = 0; to < count; ++to) {
          if (reaches_[from][via] && reaches_[via][to]) reaches_[from][to] = true;
        }
      }
    }
  }

  static constexpr int rank_of_traits = 3;
  static int rank(const Item& item, bool early) {
    if (early) return item.kind == Kind::prototype ? 1 : 0;
    switch (item.kind) {
      case Kind::forward: return 1;
      case Kind::type: return 2;
      case Kind::trait:
      case Kind::impl: return rank_of_traits;
      case Kind::prototype: return 4;
      case Kind::constant: return 5;
      case Kind::template_body: return 6;
      case Kind::body: return 7;
    }
    return 8;
  }

  // What the defaults of fields mention stands before the types: constants, and the functions those or they call.
  std::set<DefId> early(const std::vector<Item>& items) const {
    std::set<DefId> out;
    for (bool grows = true; grows;) {
      grows = false;
      for (const Item& item : items) {
        const bool asks = item.kind == Kind::type || (item.kind == Kind::constant && out.contains(item.def));
        if (!asks) continue;
        for (const DefId mention : item.mentions) {
          const DefKind kind = input_.bindings.def(mention).kind;
          if (kind == DefKind::constant || kind == DefKind::function) grows = out.insert(mention).second || grows;
        }
      }
    }
    return out;
  }

  bool is_of_module(DefId constant) const { return input_.bindings.def(input_.bindings.def(constant).parent).kind == DefKind::module; }

  // Constants that need neither a type nor a function of the program, nor another constant that does.
  std::set<DefId> simple_constants(const std::vector<Item>& items) const {
    std::set<DefId> out;
    for (const Item& item : items) {
      if (item.kind != Kind::constant || !is_of_module(item.def)) continue;
      const bool simple = std::ranges::all_of(item.mentions, [&](DefId m) {
        const resolve::Def& def = input_.bindings.def(m);
        const bool here = std::ranges::any_of(items, [&](const Item& other) { return other.def == m; });
        return def.is_library || (def.kind == DefKind::constant && (out.contains(m) || !here));
      });
      if (simple) out.insert(item.def);
    }
    return out;
  }

  std::vector<const Item*> in_order(std::size_t at, bool header) const {
    const std::vector<Item>& items = files_[at].items;
    const std::set<DefId> first = early(items);
    std::vector<const Item*> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (shared_[at][i] == header) out.push_back(&items[i]);
    }
    const std::set<DefId> simple = simple_constants(items);
    const Prototypes prototypes = prototypes_in(items);
    support::stable_sort(out, {}, [&](const Item* item) {
      const bool ahead = first.contains(item->def) && ((item->kind == Kind::constant && is_of_module(item->def)) || item->kind == Kind::prototype);
      const bool early = ahead || (item->kind == Kind::constant && simple.contains(item->def));
      return (is_late_trait(items, *item) ? rank_of_traits : rank(*item, early)) * 8 + (item->kind == Kind::forward ? 0 : 1 + calls_in_defaults(prototypes, *item));
    });
    for (std::size_t i = out.size(); i-- > 0;) {
      if (superfluous(out, i, prototypes, header)) out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return out;
  }

  // A trait that no type mentions is declared behind the types.
  bool is_late_trait(const std::vector<Item>& items, const Item& item) const {
    if (item.kind != Kind::forward || input_.bindings.def(item.def).kind != DefKind::trait) return false;
    return std::ranges::none_of(items, [&](const Item& other) { return other.kind == Kind::type && other.mentions.contains(item.def); });
  }

  using Prototypes = std::unordered_map<DefId, std::vector<const Item*>>;

  static Prototypes prototypes_in(const std::vector<Item>& items) {
    Prototypes out;
    for (const Item& item : items) {
      if (item.kind == Kind::prototype) out[item.def].push_back(&item);
    }
    return out;
  }

  // Defaults stand in prototypes: those of functions that they call come first. Five calls deep, then as written.
  static int calls_in_defaults(const Prototypes& prototypes, const Item& item, int depth = 0) {
    int deepest = 0;
    if (item.kind != Kind::prototype || depth == 5) return deepest;
    for (const DefId mention : item.mentions) {
      const auto called = prototypes.find(mention);
      if (called == prototypes.end() || mention == item.def) continue;
      for (const Item* other : called->second) deepest = std::max(deepest, 1 + calls_in_defaults(prototypes, *other, depth + 1));
    }
    return deepest;
  }

  // It does itself, or the prototype of its function does, whose defaults may yet move to it.
  static bool mentions(const Prototypes& prototypes, const Item& item, DefId def) {
    if (item.mentions.contains(def)) return true;
    const auto own = item.kind == Kind::body || item.kind == Kind::template_body ? prototypes.find(item.def) : prototypes.end();
    return own != prototypes.end() && std::ranges::any_of(own->second, [&](const Item* prototype) { return prototype->mentions.contains(def); });
  }

  // A forward declaration or a prototype that nothing between it and the definition needs.
  bool superfluous(const std::vector<const Item*>& order, std::size_t place, const Prototypes& prototypes, bool header) const {
    const Item& item = *order[place];
    const bool type = item.kind == Kind::forward && input_.bindings.def(item.def).kind != DefKind::trait;
    const bool function = item.kind == Kind::prototype && !header && prototypes.at(item.def).size() == 1;
    if (!type && !function) return false;
    for (std::size_t i = place + 1; i < order.size(); ++i) {
      const Item& other = *order[i];
      const bool defines = type ? other.kind == Kind::type : other.kind == Kind::body || other.kind == Kind::template_body;
      if (other.def == item.def && defines) return true;
      if (mentions(prototypes, other, item.def)) return false;
    }
    return false;
  }

  // Each run of items of one namespace in its braces.
  std::vector<cpp::Decl> in_spaces(const std::vector<const Item*>& items) const {
    std::vector<cpp::Decl> out;
    for (std::size_t i = 0; i < items.size();) {
      const std::string space = items[i]->space.valid() ? names_.space(items[i]->space) : "";
      std::vector<cpp::Decl> run;
      while (i < items.size() && space == (items[i]->space.valid() ? names_.space(items[i]->space) : "")) run.push_back(items[i++]->decl);
      if (space.empty()) {
        out.insert(out.end(), run.begin(), run.end());
      } else {
        out.push_back(cpp::decl(cpp::Namespace{space, std::move(run)}));
      }
    }
    return out;
  }

  std::string header_path(std::size_t at) const { return path(at) + ".aria.hpp"; }
  std::string path(std::size_t at) const {
    std::string out;
    for (const Symbol step : input_.bindings.modules[files_[at].file.index()].path) out += (out.empty() ? "" : "/") + std::string(names_.text(step));
    return out.empty() ? "main" : out;
  }
  // As an include in the file `from` writes it.
  std::string include_path(std::size_t from, std::size_t to) const {
    const std::string here = path(from);
    std::string out;
    for (const char c : here) out += c == '/' ? "../" : "";
    return out + header_path(to);
  }

  std::set<std::size_t> mentioned(const std::vector<const Item*>& items, std::size_t self) const {
    std::set<std::size_t> out;
    for (const Item* item : items) {
      for (const DefId mention : item->mentions) {
        if (const auto other = file_of(mention); other && *other != self && !header_empty(*other)) out.insert(*other);
      }
    }
    return out;
  }
  bool header_empty(std::size_t at) const { return std::ranges::find(shared_[at], true) == shared_[at].end(); }

  // Forward declarations of another module's types that the types of this one only name.
  std::vector<cpp::Decl> foreign_forwards(const std::vector<const Item*>& items, const std::set<std::size_t>& behind) const {
    std::vector<const Item*> found;
    for (const std::size_t other : behind) {
      for (const Item& item : files_[other].items) {
        const bool wanted = std::ranges::any_of(items, [&](const Item* own) { return own->mentions.contains(item.def); });
        if (item.kind == Kind::forward && wanted) found.push_back(&item);
      }
    }
    return in_spaces(found);
  }

  void fill_header(std::size_t at, cpp::File& header) const {
    const std::vector<const Item*> items = in_order(at, true);
    header.is_header = true;
    header.includes = {{"aria/prelude.hpp"}};
    for (const std::string& library : files_[at].library_headers) header.includes.push_back({library});
    std::set<std::size_t> by_value;
    for (const Item* item : items) {
      if (item->kind != Kind::type) continue;
      for (const DefId held : TypeLowering(input_, names_, item->space).held_by_value(item->def)) {
        if (const auto other = file_of(held); other && *other != at) by_value.insert(*other);
      }
    }
    std::set<std::size_t> behind;
    for (const std::size_t other : mentioned(items, at)) {
      const bool mutual = reaches_[other][at] && !by_value.contains(other);
      if (mutual) behind.insert(other);
      else header.includes.push_back({include_path(at, other), false});
    }
    if (behind.empty()) {
      header.decls = in_spaces(items);
      return;
    }
    std::vector<const Item*> types, rest;
    for (const Item* item : items) (item->kind == Kind::type || item->kind == Kind::forward || item->kind == Kind::trait ? types : rest).push_back(item);
    header.decls = foreign_forwards(items, behind);
    for (cpp::Decl& decl : in_spaces(types)) header.decls.push_back(std::move(decl));
    for (const std::size_t other : behind) header.decls.push_back(cpp::decl(cpp::Include{include_path(at, other), false}));
    for (cpp::Decl& decl : in_spaces(rest)) header.decls.push_back(std::move(decl));
  }

  // A function without a prototype has its defaults where it is defined.
  void move_defaults(std::size_t at, const std::vector<const Item*>& order) {
    for (std::size_t i = 0; i < files_[at].items.size(); ++i) {
      const Item& prototype = files_[at].items[i];
      if (prototype.kind != Kind::prototype || shared_[at][i] || std::ranges::find(order, &prototype) != order.end()) continue;
      for (Item& item : files_[at].items) {
        const bool defines = item.def == prototype.def && (item.kind == Kind::body || item.kind == Kind::template_body);
        if (!defines) continue;
        cpp::Function made = *cpp::as<cpp::Function>(item.decl);
        made.params = cpp::as<cpp::Function>(prototype.decl)->params;
        item.decl = cpp::decl(std::move(made), item.decl.remarks);
      }
    }
  }

  void fill_source(std::size_t at, ModuleUnit& unit) {
    std::vector<const Item*> items = in_order(at, false);
    move_defaults(at, items);
    const bool own_header = !header_empty(at);
    cpp::File& source = unit.unit.source;
    source.opening_comment = files_[at].opening_comment;
    if (own_header) source.includes = {{path(at).substr(path(at).rfind('/') + 1) + ".aria.hpp", false}};
    else source.includes = {{"aria/prelude.hpp"}};
    if (!own_header) {
      for (const std::string& library : files_[at].library_headers) source.includes.push_back({library});
    }
    for (const std::size_t other : mentioned(items, at)) source.includes.push_back({include_path(at, other), false});
    source.decls = in_spaces(items);
    if (!files_[at].closing_comment.empty()) source.decls.push_back(cpp::decl(cpp::LoneRemarks{}, {.before = files_[at].closing_comment}));
    if (files_[at].entry.empty()) return;
    source.includes.push_back({"aria/main.hpp"});
    cpp::Function main{.result = cpp::type("int"), .name = "main", .params = {{cpp::type("int"), "argc"}, {cpp::pointer_to(cpp::pointer_to(cpp::type("char"))), "argv"}}, .definition = cpp::Definition::Body};
    main.body = {cpp::give_back(cpp::call(needs_runtime(input_) ? "aria::run_async_main" : "aria::run_main", {cpp::name("argc"), cpp::name("argv"), cpp::name(files_[at].entry)}))};
    source.decls.push_back(cpp::decl(std::move(main)));
  }

  // What the header declares has external linkage, functions of the source file alone do not.
  void settle_linkage(std::size_t at) {
    for (std::size_t i = 0; i < files_[at].items.size(); ++i) {
      Item& item = files_[at].items[i];
      const auto* function = cpp::as<cpp::Function>(item.decl);
      if (function == nullptr || function->specifiers != "static" || function->scope) continue;
      bool exported = false;
      for (std::size_t k = 0; k < files_[at].items.size(); ++k) {
        exported = exported || (shared_[at][k] && files_[at].items[k].def == item.def);
      }
      if (!exported) continue;
      cpp::Function open = *function;
      open.specifiers.clear();
      item.decl = cpp::decl(std::move(open), item.decl.remarks);
    }
  }

  // A function of the source file alone that nothing calls is said to be one.
  void mark_unused(std::size_t at) {
    std::vector<Item>& items = files_[at].items;
    const auto is_internal = [](const Item& item) {
      const auto* function = cpp::as<cpp::Function>(item.decl);
      return function != nullptr && function->specifiers == "static" && !function->scope;
    };
    std::set<DefId> internal;
    for (const Item& item : items) {
      if (is_internal(item)) internal.insert(item.def);
    }
    std::vector<bool> reached(items.size(), false);
    std::set<DefId> called;
    for (bool grows = true; grows;) {
      grows = false;
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (reached[i] || (internal.contains(items[i].def) && !called.contains(items[i].def))) continue;
        reached[i] = grows = true;
        called.insert(items[i].mentions.begin(), items[i].mentions.end());
      }
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (reached[i] || !is_internal(items[i])) continue;
      cpp::Function marked = *cpp::as<cpp::Function>(items[i].decl);
      marked.specifiers = "[[maybe_unused]] static";
      items[i].decl = cpp::decl(std::move(marked), items[i].decl.remarks);
    }
  }

  ModuleUnit unit(std::size_t at) {
    settle_linkage(at);
    mark_unused(at);
    ModuleUnit out{.path = path(at), .unit = {}};
    if (!header_empty(at)) fill_header(at, out.unit.header);
    fill_source(at, out);
    return out;
  }

  const Input& input_;
  const Names& names_;
  std::vector<ModuleItems>& files_;
  std::map<ModuleId, std::size_t> file_at_;
  std::vector<std::vector<bool>> shared_;    // by file and item
  std::set<DefId> named_elsewhere_;
  std::vector<std::vector<bool>> reaches_;   // headers
};

}  // namespace

std::vector<ModuleUnit> lower(const Input& input) {
  const Names names(input);
  const std::set<DefId> dyn_traits = traits_used_as_types(input);
  const ShownTypes shown = types_that_are_shown(input);
  std::vector<ModuleItems> files;
  for (std::uint32_t i = 0; i < input.bindings.modules.size(); ++i) {
    const resolve::Module& module = input.bindings.modules[i];
    if (!module.is_library && module.tree != nullptr) files.push_back(ModuleLowering(input, names, ModuleId(i), dyn_traits, shown).items());
  }
  std::vector<ModuleUnit> units = Arrangement(input, names, files).units();
  for (ModuleUnit& unit : units) {
    cpp::leave_out_unused_names(unit.unit.header);
    cpp::leave_out_unused_names(unit.unit.source);
  }
  return units;
}

}  // namespace ariac::lower
