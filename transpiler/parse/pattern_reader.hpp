// Reads ahead over tokens: where does a type, a pattern or an arm head end? Needs no names.
#pragma once

#include <memory>
#include <vector>

#include "antlr4-runtime.h"

namespace ariac::parse {

constexpr size_t kNone = static_cast<size_t>(-1);

struct LayoutToken {
  std::unique_ptr<antlr4::CommonToken> owned;   // until it is handed on
  antlr4::CommonToken* token = nullptr;
  size_t type = 0;
  size_t match = kNone;      // the other bracket, or the end of the string
  bool line_break = false;   // first on its line
  bool semicolon = false;    // `;` stands before it
  bool space = false;
  bool doc_comment = false;  // `##` stands before it
};

class PatternReader {
 public:
  explicit PatternReader(const std::vector<LayoutToken>& tokens) : tokens_(tokens) {}

  // Each returns the index after what it read, or kNone.
  size_t pattern(size_t i) const;
  // The pattern after `is`: without a type behind a `:`. Collects the `..` that have no end.
  size_t tested(size_t i, std::vector<size_t>& open_ranges) const;
  size_t type(size_t i, std::vector<size_t>* closers = nullptr) const;
  size_t angles(size_t i, std::vector<size_t>* closers) const;

  // The index of the arrow if the line at i begins an arm, else kNone.
  size_t match_arm(size_t i, bool thin_arrow, std::vector<size_t>& open_ranges) const;
  size_t select_arm(size_t i) const;
  size_t handle_arm(size_t i) const;

 private:
  size_t single(size_t i) const;
  size_t range_end(size_t i) const;
  size_t alternatives(size_t i) const;
  size_t value(size_t i) const;
  size_t fields(size_t open) const;
  size_t field(size_t i) const;
  size_t path(size_t i, bool types_only) const;
  size_t primary_type(size_t i, std::vector<size_t>* closers) const;
  size_t type_list(size_t i, size_t close, std::vector<size_t>* closers) const;
  size_t function_tail(size_t i, std::vector<size_t>* closers) const;
  size_t arrow_on_line(size_t i, bool thin_arrow) const;
  bool is_word(size_t i) const;
  bool follows(size_t i, size_t type) const { return is(i, type) && !at(i).line_break; }
  bool is_name_here(size_t i) const;
  const LayoutToken& at(size_t i) const { return tokens_[i < tokens_.size() ? i : tokens_.size() - 1]; }
  bool is(size_t i, size_t type) const { return at(i).type == type; }

  const std::vector<LayoutToken>& tokens_;
  mutable int depth_ = 0;
  mutable std::vector<size_t>* open_ranges_ = nullptr;     // where to note them
  mutable bool thin_arrow_ = false;                        // an arm may end with `->`
};

}  // namespace ariac::parse
