// A topological order of constants by what they mention.
#include "resolve/constant_order.hpp"

#include <algorithm>

#include "ast/match.hpp"
#include "diagnostics/catalogue/names.hpp"

namespace ariac::resolve {

namespace {

// Tarjan's strongly connected components over who mentions whom, without recursion: components come out callees
// first, which is the order of construction.
class ComponentFinder {
 public:
  explicit ComponentFinder(const Bindings& bindings) : bindings_(bindings), state_(bindings.defs.size()) {}

  template <typename F>
  void run(F&& on_component) {
    for (std::uint32_t i = 0; i < state_.size(); ++i) {
      const DefKind kind = bindings_.def(DefId(i)).kind;
      if (state_[i].index == 0 && (kind == DefKind::constant || kind == DefKind::function)) visit(DefId(i), on_component);
    }
  }

 private:
  struct State {
    std::uint32_t index = 0;      // 0: not visited
    std::uint32_t low = 0;
    bool on_stack = false;
  };
  struct Step {
    DefId def;
    std::size_t next = 0;
  };

  void open(DefId def) {
    state_[def.index()] = {++count_, count_, true};
    stack_.push_back(def);
    steps_.push_back({def, 0});
  }

  template <typename F>
  void visit(DefId root, F& on_component) {
    open(root);
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const DefId def = step.def;
      const std::vector<DefId>& mentioned = bindings_.mentions.at(def);
      if (step.next < mentioned.size()) {
        const DefId other = mentioned[step.next++];
        State& seen = state_[other.index()];
        if (seen.index == 0) open(other);
        else if (seen.on_stack) state_[def.index()].low = std::min(state_[def.index()].low, seen.index);
        continue;
      }
      steps_.pop_back();
      if (!steps_.empty()) {
        State& caller = state_[steps_.back().def.index()];
        caller.low = std::min(caller.low, state_[def.index()].low);
      }
      if (state_[def.index()].low == state_[def.index()].index) close(def, on_component);
    }
  }

  template <typename F>
  void close(DefId root, F& on_component) {
    std::vector<DefId> component;
    DefId def;
    do {
      def = stack_.back();
      stack_.pop_back();
      state_[def.index()].on_stack = false;
      component.push_back(def);
    } while (def != root);
    on_component(component);
  }

  const Bindings& bindings_;
  std::vector<State> state_;
  std::vector<DefId> stack_;
  std::vector<Step> steps_;
  std::uint32_t count_ = 0;
};

bool mentions(const Bindings& bindings, DefId from, DefId to) {
  const auto& list = bindings.mentions.at(from);
  return std::find(list.begin(), list.end(), to) != list.end();
}

// The definitions of a component in an order in which each mentions the next one, as far as that goes.
std::vector<DefId> walk_cycle(const Bindings& bindings, const std::vector<DefId>& component, DefId start) {
  std::vector<DefId> path{start};
  std::vector<DefId> left = component;
  std::erase(left, start);
  while (!left.empty()) {
    const auto next = std::find_if(left.begin(), left.end(), [&](DefId def) { return mentions(bindings, path.back(), def); });
    if (next == left.end()) break;
    path.push_back(*next);
    left.erase(next);
  }
  return path;
}

// Constants of a trait, or of an impl of one, belong to a type that is known only where they are used.
bool is_of_trait(const Bindings& bindings, DefId constant) {
  const Def& parent = bindings.def(bindings.def(constant).parent);
  const auto* impl = ast::as<ast::ImplDecl>(parent.decl);
  return parent.kind == DefKind::trait || (impl != nullptr && impl->trait != nullptr);
}

}  // namespace

void order_constants(Bindings& out, const support::Interner& interner, diagnostics::Sink& sink) {
  ComponentFinder(out).run([&](const std::vector<DefId>& component) {
    std::vector<DefId> constants;
    for (DefId def : component)
      if (out.def(def).kind == DefKind::constant) constants.push_back(def);
    if (constants.empty()) return;
    for (DefId def : constants)
      if (!is_of_trait(out, def)) out.constants_in_order.push_back(def);
    const bool is_cycle = component.size() > 1 || mentions(out, component.front(), component.front());
    if (!is_cycle) return;
    const DefId first = *std::min_element(constants.begin(), constants.end(), [&](DefId a, DefId b) {
      return out.def(a).name_range < out.def(b).name_range;
    });
    const std::vector<DefId> cycle = walk_cycle(out, component, first);
    std::string text;
    for (DefId def : cycle) text += "`" + out.path_text(def, interner) + "` → ";
    text += "`" + out.path_text(first, interner) + "`";
    auto report = sink.report(out.def(first).name_range, diag::ConstantCycle{.cycle = text});
    for (std::size_t i = 1; i < cycle.size(); ++i) report.label(out.def(cycle[i]).name_range, "which needs the next one");
  });
}

}  // namespace ariac::resolve
