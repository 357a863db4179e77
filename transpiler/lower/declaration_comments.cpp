// The comments between and inside declarations.
//
// A declaration carries all comments that stand between it and the code before it; those above the first one that do
// not touch it, and those around imports, open the source file, those below the last one end it.
#include <algorithm>

#include "lower/module.hpp"

namespace ariac::lower {

// Where the code before `here` ends: the end of another declaration, or the head of the one around it.
std::uint32_t ModuleLowering::code_before(source::SourceRange here) const {
  std::uint32_t place = 0;
  for (const source::SourceRange& other : ranges_) {
    if (other.end <= here.begin) place = std::max(place, other.end);
    else if (other.begin < here.begin) place = std::max(place, other.begin);
  }
  return place;
}

std::vector<std::string> ModuleLowering::lines_before(source::SourceRange here) const {
  const std::uint32_t from = code_before(here);
  const bool program = input_.bindings.modules[file_.index()].program.valid();
  Comments::List found = from == 0 || program ? comments_.above(here) : comments_.within(from, here.begin);
  const auto first_line = [&](const ast::Comment* c) { return !c->own_line && from != 0 && input_.sources.begin_of(c->range).line == input_.sources.begin_of({c->range.file, from, from}).line; };
  std::erase_if(found, [&](const ast::Comment* c) { return c->kind == ast::CommentKind::doc || first_line(c); });
  return Comments::lines(found);
}

cpp::Remarks ModuleLowering::remarks_of(source::SourceRange here, std::string_view doc) const {
  cpp::Remarks remarks{.before = lines_before(here)};
  if (!doc.empty()) Comments::add_lines(remarks.before, doc);
  return remarks;
}

// Those among the parameters, too.
cpp::Remarks ModuleLowering::remarks_of(const ast::FunctionDecl& decl, std::string_view doc) const {
  cpp::Remarks remarks = remarks_of(decl.range, doc);
  std::uint32_t end = decl.range.end;
  if (!decl.body.empty()) {
    const source::SourceRange first = decl.body.statements.front()->range;
    const Comments::List above = comments_.above(first);
    end = above.empty() ? first.begin : above.front()->range.begin;
    if (const ast::Comment* head = comments_.before_first(first)) end = head->range.begin;
  }
  for (const ast::Comment* comment : comments_.within(decl.range.begin, end)) {
    if (comment->kind != ast::CommentKind::doc) Comments::add_lines(remarks.before, comment->text);
  }
  return remarks;
}

// Of a field or a variant: there is nothing but comments between it and what stands above.
cpp::Remarks ModuleLowering::part_remarks(source::SourceRange here, std::string_view doc) const {
  Comments::List above = comments_.above(here);
  std::erase_if(above, [](const ast::Comment* c) { return c->kind == ast::CommentKind::doc; });
  cpp::Remarks remarks{.before = Comments::lines(above)};
  if (!doc.empty()) Comments::add_lines(remarks.before, doc);
  if (const ast::Comment* behind = comments_.behind(here)) remarks.behind = Comments::line(*behind);
  return remarks;
}

void ModuleLowering::remarks_below(source::SourceRange last, std::vector<cpp::Decl>& members) const {
  cpp::Remarks remarks{.before = Comments::lines(comments_.below(last))};
  if (!remarks.before.empty()) members.push_back(cpp::decl(cpp::LoneRemarks{}, std::move(remarks)));
}

void ModuleLowering::opening_and_end(ModuleItems& out) const {
  const resolve::Module& self = input_.bindings.modules[file_.index()];
  if (self.tree == nullptr) return;
  for (const ast::Comment& comment : self.tree->comments) {
    if (comment.kind == ast::CommentKind::module_doc) Comments::add_lines(out.opening_comment, comment.text);
  }
  if (ranges_.empty() || self.program.valid()) return;
  const auto first = std::ranges::min_element(ranges_, {}, &source::SourceRange::begin);
  const Comments::List touching = comments_.above(*first);
  for (const ast::Comment* comment : comments_.within(0, touching.empty() ? first->begin : touching.front()->range.begin)) Comments::add_lines(out.opening_comment, comment->text);
  const auto last = std::ranges::max_element(ranges_, {}, &source::SourceRange::end);
  for (const ast::Comment* comment : comments_.within(last->end, static_cast<std::uint32_t>(-1))) Comments::add_lines(out.closing_comment, comment->text);
}

}  // namespace ariac::lower
