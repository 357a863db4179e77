// Where the locals of a body are declared in C++.
#include "lower/placement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "ast/match.hpp"
#include "parse/parse.hpp"
#include "resolve/resolve.hpp"

namespace ariac::lower {
namespace {

// The names that are declared apart from their first assignment in `fn f`, with the text of the statement they are
// declared before: "x before if c". The end of those called `d…` is noticed.
std::vector<std::string> declared_apart(const std::string& source) {
  source::SourceManager sources;
  support::Interner interner;
  diagnostics::Sink sink;
  ast::NodeIds ids;
  const auto tree = parse::parse(sources.add("test.aria", source), interner, ids, sink);
  const resolve::ModuleSource module{.tree = tree.get(), .path = {interner.intern("test")}, .is_program = true};
  const resolve::Bindings bindings = resolve::resolve(std::span(&module, 1), interner, sink);
  std::vector<std::string> out;
  for (const ast::Stmt* item : tree->items.statements) {
    const auto* decl = ast::as<ast::DeclStmt>(item);
    const auto* function = decl != nullptr ? ast::as<ast::FunctionDecl>(decl->decl) : nullptr;
    if (function == nullptr) continue;
    const auto has_drop = [&](resolve::LocalId local) { return interner.text(bindings.local(local).name).starts_with('d'); };
    for (const auto& [before, locals] : place_locals(function->body, bindings, has_drop).before) {
      const std::string_view text = sources.text(before->range);
      for (const resolve::LocalId local : locals) {
        out.push_back(std::string(interner.text(bindings.local(local).name)) + " before " + std::string(text.substr(0, text.find('\n'))));
      }
    }
  }
  return out;
}

TEST(Placement, a_local_of_one_body_is_declared_by_its_assignment) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  x = 1\n  if c\n    x = 2\n  end\n  y = x\nend\n"), testing::IsEmpty());
}

TEST(Placement, a_local_inside_a_branch_stays_there) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  if c\n    x = 1\n    y = x\n  end\nend\n"), testing::IsEmpty());
}

TEST(Placement, a_local_that_outlives_its_branch_is_declared_before_the_if) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  if c\n    x = 1\n  else\n    x = 2\n  end\n  y = x\nend\n"),
              testing::ElementsAre("x before if c"));
}

TEST(Placement, a_local_of_two_branches_is_declared_before_the_if) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  if c\n    x = 1\n  else\n    x = 2\n  end\nend\n"),
              testing::ElementsAre("x before if c"));
}

TEST(Placement, the_innermost_body_that_holds_all_mentions_declares) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  while c\n    if c\n      x = 1\n    end\n    y = x\n  end\nend\n"),
              testing::ElementsAre("x before if c"));
}

TEST(Placement, what_has_drop_ends_with_its_function) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  while c\n    if c\n      d = 1\n      x = d\n    end\n  end\nend\n"), testing::ElementsAre("d before while c"));
  EXPECT_THAT(declared_apart("fn f\n  d = 1\n  x = d\nend\n"), testing::IsEmpty());
}

TEST(Placement, what_has_drop_ends_with_the_block_it_belongs_to) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  g do\n    d = 1\n    x = d\n  end\nend\n"), testing::IsEmpty());
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  g do\n    if c\n      d = 1\n    end\n  end\nend\n"), testing::ElementsAre("d before if c"));
}

TEST(Placement, a_declaration_with_a_type_is_placed_like_an_assignment) {
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  if c\n    x: Int = 1\n  else\n    x: Int = 2\n  end\n  y = x\nend\n"), testing::ElementsAre("x before if c"));
  EXPECT_THAT(declared_apart("fn f(c: Bool)\n  if c\n    x: Int = 1\n    y = x\n  end\nend\n"), testing::IsEmpty());
}

}  // namespace
}  // namespace ariac::lower
