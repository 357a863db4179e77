// Where the document algebra breaks lines.
#include "cpp/layout.hpp"

#include <gtest/gtest.h>

namespace ariac::cpp {
namespace {

std::string set(const Doc& doc, int width) { return render(doc, width).text; }

TEST(Layout, a_group_breaks_all_its_lines_or_none) {
  const Doc doc = group(cat(text("aaa"), nest(2, cat(line(), text("bbb"), line(), text("ccc")))));
  EXPECT_EQ(set(doc, 11), "aaa bbb ccc");
  EXPECT_EQ(set(doc, 10), "aaa\n  bbb\n  ccc");
}

TEST(Layout, what_follows_a_group_counts) {
  const Doc doc = cat(group(cat(text("aaa"), softline(), text("bbb"))), text(";"));
  EXPECT_EQ(set(doc, 7), "aaabbb;");
  EXPECT_EQ(set(doc, 6), "aaa\nbbb;");
}

TEST(Layout, brackets_align_where_items_have_room) {
  const Doc doc = cat(text("f"), bracketed("(", {text("aaaa"), text("bbbb"), text("cccc")}, ")"));
  EXPECT_EQ(set(doc, 19), "f(aaaa, bbbb, cccc)");
  EXPECT_EQ(set(doc, 15), "f(aaaa, bbbb,\n  cccc)");
}

TEST(Layout, brackets_far_to_the_right_continue_four_columns_in) {
  const Doc doc = cat(text("long_function_name"), bracketed("(", {text("aaaa"), text("bbbb")}, ")"));
  EXPECT_EQ(set(doc, 26), "long_function_name(\n    aaaa, bbbb)");
}

TEST(Layout, the_last_item_of_a_bracket_may_break_instead) {
  const Doc block = choice(text("{ one; two; }"), body(cat(text("{"), nest(2, cat(hardline(), text("one; two;"))), hardline(), text("}"))));
  const Doc doc = cat(text("f"), bracketed("(", {text("a"), block}, ")"));
  EXPECT_EQ(set(doc, 40), "f(a, { one; two; })");
  EXPECT_EQ(set(doc, 15), "f(a, {\n  one; two;\n})");
}

TEST(Layout, comments_behind_code_do_not_make_it_break) {
  const Doc doc = cat(group(cat(text("aaa"), line(), text("bbb"))), text(";"), trailing("  // a long remark"));
  EXPECT_EQ(set(doc, 10), "aaa bbb;  // a long remark");
}

TEST(Layout, directives_start_in_the_first_column) {
  const Doc doc = nest(4, cat(text("a;"), hardline(), directive("#line 3 \"x\""), text("b;")));
  EXPECT_EQ(set(doc, 40), "a;\n#line 3 \"x\"\n    b;");
}

TEST(Layout, marks_tell_their_line) {
  const Rendered out = render(cat(text("a"), hardline(), mark(7), text("b")), 40);
  ASSERT_EQ(out.marks.size(), 1U);
  EXPECT_EQ(out.marks[0], (PlacedMark{7, 2}));
}

TEST(Layout, width_counts_characters_not_bytes) {
  const Doc doc = group(cat(text("äöü"), line(), text("ß")));
  EXPECT_EQ(set(doc, 5), "äöü ß");
}

}  // namespace
}  // namespace ariac::cpp
