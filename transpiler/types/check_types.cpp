// Three searches over what declarations and calls make of each other:
//
//   1 a type of which a value needs another value of it first (`struct A … a: A`) can never be made
//   2 a type parameter that becomes part of a larger type on its way back to itself (`f(W(x: x))` in `f<T>(x: T)`) would be
//     instantiated for ever: the C++ compiler would find out last
//   3 a default that leaves itself out in a call (`fn f(n: Int, d: Int = f(n - 1))`): it would be filled in for ever
#include "types/check_types.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "ast/match.hpp"
#include "ast/walk.hpp"
#include "diagnostics/catalogue/types.hpp"
#include "types/default_values.hpp"

namespace ariac::types {

using resolve::DefKind;

namespace {

class Makeable {
 public:
  explicit Makeable(ProgramInference& program) : program_(program), store_(program.store) {}

  void check() {
    for (bool grows = true; grows;) {
      grows = false;
      for (const auto& [id, info] : program_.table.types)
        if (!info.variants.empty() && !made_.contains(id) && can_be_made(info)) grows = made_.insert(id).second;
    }
    std::vector<DefId> endless;
    for (const auto& [id, info] : program_.table.types)
      if (!info.variants.empty() && !made_.contains(id) && !program_.bindings.def(id).is_library && !program_.bindings.is_unreadable(id) && needs(id, id)) endless.push_back(id);
    std::ranges::sort(endless);
    for (const DefId id : endless) {
      const resolve::Def& def = program_.bindings.def(id);
      program_.sink.report(def.name_range, diag::NeedsItself{.type = program_.text(def.name)})
          .primary("no value of it could be the first")
          .help("let the part be optional (`" + std::string(program_.text(def.name)) + "?`), or an array of them");
    }
  }

 private:
  bool can_be_made(TypeId type) const {
    const Type& parts = store_[type];
    if (parts.kind == TypeKind::tuple) return std::ranges::all_of(parts.args, [&](TypeId part) { return can_be_made(part); });
    if (parts.kind != TypeKind::named) return true;
    const resolve::WellKnown& known = store_.well_known();
    if (store_.is_option(type)) return true;
    if (store_.is_result(type)) return std::ranges::any_of(parts.args, [&](TypeId part) { return can_be_made(part); });
    if (parts.def == known.box || parts.def == known.rc || parts.def == known.arc) return can_be_made(parts.args[0]);
    const auto info = program_.table.types.find(parts.def);
    return info == program_.table.types.end() || info->second.variants.empty() || made_.contains(parts.def);
  }

  bool can_be_made(const TypeInfo& info) const {
    return std::ranges::any_of(info.variants, [&](const RecordInfo& record) {
      return std::ranges::all_of(record.fields, [&](const FieldInfo& field) { return can_be_made(field.type); });
    });
  }

  // Whether what cannot be made leads from one type to another.
  bool needs(DefId from, DefId target) const {
    std::set<DefId> seen;
    std::vector<DefId> open{from};
    while (!open.empty()) {
      const DefId next = open.back();
      open.pop_back();
      std::vector<TypeId> types;
      for (const RecordInfo& record : program_.table.types.at(next).variants)
        for (const FieldInfo& field : record.fields)
          if (!can_be_made(field.type)) types.push_back(field.type);
      while (!types.empty()) {
        const Type parts = store_[types.back()];
        types.pop_back();
        types.insert(types.end(), parts.args.begin(), parts.args.end());
        if (parts.kind != TypeKind::named || !program_.table.types.contains(parts.def) || made_.contains(parts.def)) continue;
        if (parts.def == target) return true;
        if (!program_.table.types.at(parts.def).variants.empty() && seen.insert(parts.def).second) open.push_back(parts.def);
      }
    }
    return false;
  }

  ProgramInference& program_;
  const TypeStore& store_;
  std::set<DefId> made_;
};

// From one type parameter to those that are given types made of it. The methods of an impl share its parameters, but each
// is called with types of its own: a parameter is told apart by the function that it stands in.
class Growth {
 public:
  explicit Growth(ProgramInference& program) : program_(program) {}

  void check() {
    for (const Instance& instance : program_.table.instances) {
      if (!instance.def.valid() || instance.implicit || instance.has_errors) continue;
      for (const auto& [node, plan] : instance.calls) add(plan, instance);
    }
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const Edge& edge = edges_[i];
      if (!edge.grows || !leads(edge.to, edge.from) || !reported_.insert(edge.from.function).second) continue;
      const resolve::Def& callee = program_.bindings.def(edge.to.function);
      program_.sink.report(callee.name_range, diag::InstancesTooDeep{.name = program_.text(callee.name)})
          .primary("on the way back to itself its type parameter has become part of a larger type")
          .help("keep the type the same: an enum that holds itself nests without a new type");
    }
  }

 private:
  struct Node {
    DefId function, param;
    friend auto operator<=>(const Node&, const Node&) = default;
  };

  struct Edge {
    Node from, to;
    bool grows = false;
  };

  void add(const CallPlan& plan, const Instance& caller) {
    if (!plan.def.valid() || program_.bindings.def(plan.def).is_library || program_.bindings.def(plan.def).kind != DefKind::function) return;
    const auto signature = program_.table.signatures.find(plan.def);
    if (signature == program_.table.signatures.end()) return;
    const std::vector<DefId>& params = signature->second.type_params;
    for (std::size_t i = 0; i < params.size() && i < plan.type_args.size(); ++i) mention(plan.type_args[i], caller.def, {plan.def, params[i]}, false);
    // A function in a body leaves the parameters around it as they are.
    for (DefId around = program_.bindings.def(plan.def).parent; around.valid() && program_.bindings.def(around).kind == DefKind::function;
         around = program_.bindings.def(around).parent)
      for (const DefId param : program_.signature(around).type_params) connect({caller.def, param}, {plan.def, param}, false);
  }

  void mention(TypeId type, DefId caller, Node to, bool inside) {
    if (!type.valid()) return;
    const Type parts = program_.store[type];
    if (!parts.has_params) return;
    if (parts.kind == TypeKind::param) return connect({caller, parts.def}, to, inside);
    if (parts.kind == TypeKind::projection) return;      // what an impl gives is no part that grows
    for (const TypeId arg : parts.args) mention(arg, caller, to, true);
  }

  void connect(Node from, Node to, bool grows) {
    edges_.push_back({from, to, grows});
    next_[from].insert(to);
  }

  bool leads(Node from, Node target) const {
    std::set<Node> seen{from};
    std::vector<Node> open{from};
    while (!open.empty()) {
      const Node at = open.back();
      open.pop_back();
      if (at == target) return true;
      const auto found = next_.find(at);
      if (found == next_.end()) continue;
      for (const Node next : found->second)
        if (seen.insert(next).second) open.push_back(next);
    }
    return false;
  }

  ProgramInference& program_;
  std::vector<Edge> edges_;
  std::map<Node, std::set<Node>> next_;
  std::set<DefId> reported_;
};

class Defaults {
 public:
  explicit Defaults(ProgramInference& program) : program_(program) {}

  void check() {
    for (const Instance& instance : program_.table.instances) {
      if (!instance.def.valid() || instance.has_errors) continue;
      for (const auto& [node, plan] : instance.calls) each_omitted(plan, [&](const OmittedValue& value) { follow(value); });
    }
  }

 private:
  template <typename F>
  void each_omitted(const CallPlan& plan, F f) const {
    if (!plan.def.valid() || program_.bindings.def(plan.def).is_library) return;
    for (std::size_t i = 0; i < plan.args.size(); ++i) {
      if (plan.args[i].kind != ArgSource::Kind::default_value) continue;
      const OmittedValue value = omitted_value(program_.table, program_.bindings, plan, i);
      if (value.value != nullptr && value.instance.valid()) f(value);
    }
  }

  void follow(const OmittedValue& from) {
    if (!seen_.insert(from.value->id).second) return;
    open_.insert(from.value->id);
    const Instance& instance = program_.table[from.instance];
    ast::walk(*from.value, [&](const ast::Node& node) {
      const CallPlan* plan = instance.calls.find(node.id);
      if (plan == nullptr) return true;
      each_omitted(*plan, [&](const OmittedValue& next) {
        if (open_.contains(next.value->id)) report(*from.value, node, *next.value);
        else follow(next);
      });
      return true;
    });
    open_.erase(from.value->id);
  }

  void report(const ast::Expr& value, const ast::Node& call, const ast::Expr& again) {
    auto told = program_.sink.report(value.range, diag::DefaultNeedsItself{});
    told.label(call.range, "this call leaves it out");
    if (&again != &value) told.label(again.range, "and so it does by way of this default");
    told.help("give the argument there, or let the parameter be optional (`= nil`) and fill it in the body");
  }

  ProgramInference& program_;
  std::set<ast::NodeId> seen_;
  std::set<ast::NodeId> open_;             // on the way to the one that is looked at
};

}  // namespace

void check_types(ProgramInference& program) {
  Makeable(program).check();
  Growth(program).check();
  Defaults(program).check();
}

}  // namespace ariac::types
