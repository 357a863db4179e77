// Frames, scopes and shadowing.
#include "resolve/scope.hpp"

namespace ariac::resolve {

void ScopeStack::push_frame(FrameKind kind, NodeId owner) {
  Frame frame;
  frame.kind = kind;
  frame.owner = owner;
  frame.base = static_cast<std::uint32_t>(scopes_.size());
  frames_.push_back(std::move(frame));
  push_scope();
}

void ScopeStack::pop_frame() {
  pop_scope();
  frames_.pop_back();
}

void ScopeStack::push_scope() { scopes_.emplace_back(); }

void ScopeStack::pop_scope() {
  auto& names = scopes_.back();
  while (!names.empty()) {
    entries_[names.back()].pop_back();
    names.pop_back();
  }
  scopes_.pop_back();
}

void ScopeStack::add(Symbol name, ScopeEntry entry, std::size_t scope) {
  entry.frame = static_cast<std::uint32_t>(frames_.size() - 1);
  entries_[name].push_back(entry);
  scopes_[scope].push_back(name);
}

void ScopeStack::declare(Symbol name, LocalId local) { add(name, {local, DefId(), 0}, scopes_.size() - 1); }

void ScopeStack::declare(Symbol name, DefId def) { add(name, {LocalId(), def, 0}, scopes_.size() - 1); }

void ScopeStack::declare_in_frame(Symbol name, LocalId local) { add(name, {local, DefId(), 0}, frame().base); }

std::size_t ScopeStack::function_frame() const {
  std::size_t index = frames_.size();
  while (index > 0 && frames_[index - 1].kind != FrameKind::function) --index;
  return index == 0 ? 0 : index - 1;
}

const ScopeEntry* ScopeStack::find(Symbol name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  const std::size_t opaque = function_frame();
  for (auto entry = found->second.rbegin(); entry != found->second.rend(); ++entry)
    if (entry->def.valid() || entry->frame >= opaque) return &*entry;
  return nullptr;
}

const ScopeEntry* ScopeStack::find_hidden(Symbol name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end() || found->second.empty()) return nullptr;
  return &found->second.back();
}

std::vector<Symbol> ScopeStack::visible_names() const {
  std::vector<Symbol> names;
  for (std::size_t scope = frames_.empty() ? 0 : frames_[function_frame()].base; scope < scopes_.size(); ++scope)
    names.insert(names.end(), scopes_[scope].begin(), scopes_[scope].end());
  return names;
}

}  // namespace ariac::resolve
