// UseTable: for each use of a variable, whether the value is lent, copied or moved.
//
// A use is recorded where the value would be owned by somebody else: stored, returned, sent, captured by value, passed
// to a parameter that keeps it. Uses that are not recorded only read: they are loans.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "types/type_table.hpp"

namespace ariac::ownership {

using ast::NodeId;
using resolve::LocalId;
using types::InstanceId;

enum class UseKind : std::uint8_t { loan, copy, move };

// How an escaping closure or a spawned block takes the variables it captures.
using CaptureUses = std::vector<std::pair<LocalId, UseKind>>;

struct InstanceUses {
  // NameExpr and Member nodes that stand for a variable or a field of one, in owning places.
  std::unordered_map<NodeId, UseKind> uses;
  // Lambdas that outlive the call they are written in, and spawned calls: captured by value.
  std::unordered_map<NodeId, CaptureUses> captures;
  // Channels that may not send any more after a statement (rule H7), those that may not where one begins, as the first of
  // its branch, and those that a task captures only to listen.
  std::unordered_map<const ast::Stmt*, std::vector<LocalId>> sending_ends;
  std::unordered_map<const ast::Stmt*, std::vector<LocalId>> sending_ends_before;
  std::unordered_map<NodeId, std::vector<LocalId>> listening_captures;
  // Channels without a name, made for somebody who only listens.
  std::unordered_set<NodeId> listening_values;
  // Variables of closures that are only called, as they were written.
  std::unordered_set<LocalId> called_closures;
  // Places of values that can only be moved, and closures that take such along: the variables that end there.
  std::unordered_map<NodeId, std::vector<LocalId>> moves;
  std::unordered_set<LocalId> moved;
  // Names of patterns that may be moved out of the variable they are a part of.
  std::unordered_set<LocalId> released;
  // Type parameters whose values the body, or what it calls, copies, and where it first does.
  std::unordered_map<resolve::DefId, const ast::Node*> copied_params;
  // Parameters (self included) that the body keeps: taken by value and moved on; all others by `const&`.
  std::vector<bool> kept_params;
  // Parameters (self included) whose closure may outlive the call, or be called by several tasks.
  std::vector<bool> escaping_params;
  // Those kept ones whose values could be copied, but are given away on every way through the body.
  std::vector<bool> taken_params;
  std::unordered_set<LocalId> taken;               // their variables, and likewise parameters of blocks that are handed what they gave before

  UseKind use(NodeId node) const {
    auto found = uses.find(node);
    return found == uses.end() ? UseKind::loan : found->second;
  }
  bool escapes(NodeId lambda) const { return captures.contains(lambda); }
  const CaptureUses* captures_of(NodeId lambda) const {
    auto found = captures.find(lambda);
    return found == captures.end() ? nullptr : &found->second;
  }
  bool takes_over(std::size_t param) const { return param < taken_params.size() && taken_params[param]; }
  bool keeps(std::size_t param) const { return param < kept_params.size() && kept_params[param]; }
  bool lets_escape(std::size_t param) const { return param < escaping_params.size() && escaping_params[param]; }
};

// A function value that keeps a closure which it is given: one does, so a call of any value of this type may.
struct KeptByValue {
  types::TypeId function;
  std::size_t param;
  const ast::Node* at;
};

struct UseTable {
  std::vector<InstanceUses> instances;             // by InstanceId
  std::vector<KeptByValue> kept_by_values;
  std::vector<types::TypeId> functions_stood_for;  // function types that the program lets a type parameter of its own stand for
  // By a trait's method: the parameters (self included) that its impls keep, of values that can only be moved.
  std::unordered_map<resolve::DefId, std::vector<bool>> kept_by_trait;

  bool trait_keeps(resolve::DefId method, std::size_t param) const {
    const auto kept = kept_by_trait.find(method);
    return kept != kept_by_trait.end() && param < kept->second.size() && kept->second[param];
  }

  const InstanceUses& operator[](InstanceId id) const {
    static const InstanceUses kNone;
    return id.valid() && id.index() < instances.size() ? instances[id.index()] : kNone;
  }
};

}  // namespace ariac::ownership
