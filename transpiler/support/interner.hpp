// Interner: each distinct text gets one Symbol, compared by number. Texts live as long as the interner.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "support/strong_id.hpp"

namespace ariac::support {

using Symbol = StrongId<struct SymbolTag>;

class Interner {
 public:
  Symbol intern(std::string_view text) {
    if (auto found = symbols_.find(text); found != symbols_.end()) return found->second;
    Symbol symbol(static_cast<std::uint32_t>(texts_.size()));
    texts_.emplace_back(text);
    symbols_.emplace(texts_.back(), symbol);
    return symbol;
  }

  std::string_view text(Symbol symbol) const { return symbol.valid() ? std::string_view(texts_[symbol.index()]) : std::string_view(); }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, Symbol> symbols_;
};

}  // namespace ariac::support
