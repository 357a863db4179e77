// Superclass of the generated rule contexts: finds children by their rule's number. ANTLR's own way is a dynamic_cast
// for each child each time, a fifth of the time of reading a file. Included by AriaParser.h through `contextSuperClass`.
#pragma once

#include <typeinfo>
#include <vector>

#include "antlr4-runtime.h"

namespace ariac::parse {

class RuleNode : public antlr4::ParserRuleContext {
 public:
  using ParserRuleContext::ParserRuleContext;

  // Hidden, not overridden: the generated accessors call these by name.
  template <typename Context>
  Context* getRuleContext(size_t i) {
    for (antlr4::tree::ParseTree* child : children)
      if (is<Context>(child) && i-- == 0) return static_cast<Context*>(child);
    return nullptr;
  }

  template <typename Context>
  std::vector<Context*> getRuleContexts() {
    std::vector<Context*> found;
    for (antlr4::tree::ParseTree* child : children)
      if (is<Context>(child)) found.push_back(static_cast<Context*>(child));
    return found;
  }

  antlr4::tree::TerminalNode* getToken(size_t type, size_t i) override {
    for (antlr4::tree::ParseTree* child : children)
      if (is_leaf(child) && leaf(child)->getSymbol()->getType() == type && i-- == 0) return leaf(child);
    return nullptr;
  }

  std::vector<antlr4::tree::TerminalNode*> getTokens(size_t type) override {
    std::vector<antlr4::tree::TerminalNode*> found;
    for (antlr4::tree::ParseTree* child : children)
      if (is_leaf(child) && leaf(child)->getSymbol()->getType() == type) found.push_back(leaf(child));
    return found;
  }

 private:
  // Every child is a token's leaf, a mistake's leaf or another rule's node: there are no further classes.
  static bool is_leaf(const antlr4::tree::ParseTree* child) {
    const std::type_info& type = typeid(*child);
    return type == typeid(antlr4::tree::TerminalNodeImpl) || type == typeid(antlr4::tree::ErrorNodeImpl);
  }

  static antlr4::tree::TerminalNode* leaf(antlr4::tree::ParseTree* child) { return static_cast<antlr4::tree::TerminalNode*>(child); }

  template <typename Context>
  static bool is(antlr4::tree::ParseTree* child) {
    static const size_t rule = Context(nullptr, 0).getRuleIndex();
    return !is_leaf(child) && static_cast<antlr4::ParserRuleContext*>(child)->getRuleIndex() == rule;
  }
};

}  // namespace ariac::parse
