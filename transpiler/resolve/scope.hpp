// ScopeStack: the names that are visible at one point of a body (language.md 6).
//
// A *frame* is what bare declarations belong to: a function, test, lambda, or block given to a call or spawn. A frame
// holds *scopes*, one for each body, for `let` and pattern names and for declarations in the body. Entering and
// leaving is linear in what was declared; a lookup costs the same however deep it stands.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "resolve/symbol.hpp"

namespace ariac::resolve {

enum class FrameKind : std::uint8_t {
  function,      // sees no locals of the frames around it
  lambda,        // a lambda value
  block,         // given to a call
  task           // what a spawn runs
};

struct Frame {
  FrameKind kind = FrameKind::function;
  NodeId owner;                           // the FunctionDecl, Lambda, Spawn …
  std::uint32_t base = 0;                 // its outermost scope
  std::uint32_t loops = 0;                // how many loops of this frame are open
  bool takes_it = false;                  // a block without parameters
  LocalId it;
  std::unordered_set<LocalId> captured;
};

// What a name in scope stands for: a local, or a definition (type parameter, declaration in a body).
struct ScopeEntry {
  LocalId local;
  DefId def;
  std::uint32_t frame = 0;
};

class ScopeStack {
 public:
  void push_frame(FrameKind kind, NodeId owner);
  void pop_frame();
  void push_scope();
  void pop_scope();

  void declare(Symbol name, LocalId local);            // in the innermost scope
  void declare(Symbol name, DefId def);
  void declare_in_frame(Symbol name, LocalId local);   // a bare declaration

  // The innermost meaning that can be seen from here, or null. Locals of functions around are hidden.
  const ScopeEntry* find(Symbol name) const;
  // A local of a function around this one, which cannot be used here: for the message.
  const ScopeEntry* find_hidden(Symbol name) const;

  Frame& frame() { return frames_.back(); }
  const Frame& frame() const { return frames_.back(); }
  Frame& frame_at(std::size_t index) { return frames_[index]; }
  const Frame& frame_at(std::size_t index) const { return frames_[index]; }
  std::size_t frame_count() const { return frames_.size(); }
  std::size_t function_frame() const;                  // index of the innermost frame of kind `function`
  std::vector<Symbol> visible_names() const;

 private:
  void add(Symbol name, ScopeEntry entry, std::size_t scope);

  std::vector<Frame> frames_;
  std::vector<std::vector<Symbol>> scopes_;            // names by scope, in order of declaration
  std::unordered_map<Symbol, std::vector<ScopeEntry>> entries_;
};

}  // namespace ariac::resolve
