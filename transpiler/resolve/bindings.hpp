// Bindings: which declaration each name means. The result of resolve(); later phases only read it.
//
// What depends on types stays open here and is decided by inference: members after `.`, unqualified variant names
// (Entity::Kind::variants), symbols, and whether a bare name is a call.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ast/tree.hpp"
#include "resolve/symbol.hpp"
#include "resolve/well_known.hpp"
#include "source/source_manager.hpp"
#include "support/id_map.hpp"

namespace ariac::resolve {

// What one name or path in an expression, pattern or type means.
struct Entity {
  enum class Kind : std::uint8_t {
    none,       // unresolved (reported), or nothing recorded for this node
    local,      // `local`
    def,        // `def`
    variants,   // one or more variants of that name are visible: the expected type decides (variants_named)
    self_type,  // `Self`
    old_value,  // the callee of `old(e)` in `ensures`
    resume,     // the callee of `resume(v)` in a handler's arm
    builtin_effect   // in a row: a built-in effect that the library does not declare (its name says which)
  };
  Kind kind = Kind::none;
  LocalId local;
  DefId def;
  // Segments of a path that `def` (or `Self`) stands for; what follows is a member of it, found by inference:
  // `Shape::make` -> def Shape, 1 segment; `geo::Shape::make` -> def Shape, 2 segments.
  std::uint16_t segments = 1;
};

// One per file first, in the order resolve() got them; then module blocks and folders, which have no tree.
struct Module {
  std::vector<Symbol> path;              // `net`, `http`; empty for the file that is run when it has no name
  const ast::Tree* tree = nullptr;
  const ast::ModuleDecl* block = nullptr;    // of `module X … end`
  ModuleId parent;                       // the module around a block
  DefId def;
  DefId program;                         // its top-level statements, if it is the file that is run
  std::unordered_map<Symbol, DefId> items;
  std::unordered_map<Symbol, DefId> submodules;
  bool is_library = false;
};

// A closure's or spawn's captured variables, in order of first mention.
using Captures = std::vector<LocalId>;

class Bindings {
 public:
  // --- definitions ---
  const Def& def(DefId id) const { return defs.at(id); }
  const Local& local(LocalId id) const { return locals.at(id); }
  // The definition a declaration, variant, field or type parameter introduces.
  DefId def_of(NodeId node) const { return defs_by_node.at(node); }
  // The local a binding pattern, parameter, bare assignment … introduces; invalid when that assigns an older one.
  LocalId local_of(NodeId node) const { return locals_by_node.at(node); }
  // For NameExpr, PathExpr, Member (module members), NamedType, ConstructorPattern, DynType, HandleArm (its operation),
  // and the BindingPattern of `x: T = e` where that assigns an older local.
  const Entity& entity(NodeId node) const { return entities.at(node); }
  const Captures& captures_of(NodeId lambda_or_spawn) const;
  // Members of a type, trait, impl, effect, enum or module that were declared in it, in order.
  std::span<const DefId> members(DefId id) const { return members_by_def.at(id); }
  // The type parameters of a function, type, trait, impl or effect, the undeclared single capitals last.
  std::span<const DefId> type_params(DefId id) const { return type_params_by_def.at(id); }

  // --- tables, filled by resolve() ---
  support::IdMap<DefId, Def> defs;
  support::IdMap<LocalId, Local> locals;
  support::IdMap<NodeId, DefId> defs_by_node;
  support::IdMap<NodeId, LocalId> locals_by_node;
  support::IdMap<NodeId, Entity> entities;
  support::IdMap<DefId, std::vector<DefId>> members_by_def;
  support::IdMap<DefId, std::vector<DefId>> type_params_by_def;
  std::unordered_map<NodeId, Captures> captures;
  std::vector<Module> modules;                       // by ModuleId
  std::vector<DefId> impls;                          // all impls of the program, library included
  std::vector<DefId> constants_in_order;             // of modules and inherent impls, in order of dependence
  // Extension functions (first parameter `self: T`) and variants by name, over the whole program; visibility from a
  // module is asked with visible_from().
  std::unordered_map<Symbol, std::vector<DefId>> extensions;
  std::unordered_map<Symbol, std::vector<DefId>> variants;
  std::unordered_map<DefId, std::vector<DefId>> overloads;   // further signatures of a library function
  std::unordered_map<NodeId, bool> implicit_it;      // lambdas whose body uses `it` as their parameter
  // Index nodes that are type applications: `Name[T]`. Their indices are types written as expressions.
  std::unordered_set<NodeId> type_applications;
  // NameExpr nodes written `x?` that try `x`.
  std::unordered_set<NodeId> tried_names;
  // Ids of ambiguous select arms `p <- ch` that send: `p` is a variable; entity(pattern) says which. In the others the
  // channel that is received from stands in SelectArm::value.
  std::unordered_set<NodeId> ambiguous_sends;
  // What each definition's own code speaks of, in order of first mention (constants and functions only).
  support::IdMap<DefId, std::vector<DefId>> mentions;
  // NameExpr nodes of bare assignments that declare their local here.
  // (local_of(node) is valid for them; entity(node) is the local too.)
  WellKnown well_known;
  // Items with syntax errors (declarations, and statements of the program): nothing more is said about them.
  std::unordered_set<NodeId> unreadable;

  bool is_unreadable(DefId id) const;                // stands in an item with syntax errors
  bool visible_from(DefId id, ModuleId from) const;  // privacy: `pub`, `pub(package)`, own module
  std::string path_text(DefId id, const support::Interner& interner) const;   // `net::http::Request`
};

}  // namespace ariac::resolve
