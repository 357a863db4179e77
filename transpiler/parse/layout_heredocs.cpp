// The body of `<<ID` comes after its line; here it moves to where `<<ID` stands. A `#{` that spans lines may hold both, in
// the body of another one, too.
#include <algorithm>
#include <iterator>

#include "AriaLexer.h"
#include "parse/layout.hpp"

namespace ariac::parse {

namespace {

using L = AriaLexer;

class HeredocSplice {
 public:
  explicit HeredocSplice(std::vector<LayoutToken>& tokens) : tokens_(tokens) {}

  std::vector<LayoutToken> whole() {
    std::vector<Opener> open;
    return read(0, false, open);
  }

 private:
  struct Opener {
    std::size_t place;             // right behind the `<<ID`, in what is read
    std::size_t depth;             // how many `#{` it stands in: the lexer reads the bodies of inner ones first
  };

  // Up to the end of the body, or of the file; `open`: what has no body yet.
  std::vector<LayoutToken> read(std::size_t depth, bool is_body, std::vector<Opener>& open) {
    const std::size_t base = depth;
    std::vector<LayoutToken> out;
    while (at_ < tokens_.size() && !(is_body && at_ + 1 == tokens_.size())) {
      const std::size_t type = tokens_[at_].type;
      const bool own = is_body && depth == base;
      const bool begins = type == L::HEREDOC_TEXT || type == L::HEREDOC_END || (type == L::INTERP_OPEN && tokens_[at_].line_break);
      const auto opener = begins && !own ? std::ranges::find_if(open, [&](const Opener& one) { return one.depth >= depth; }) : open.end();
      if (opener != open.end()) {
        const std::size_t place = opener->place;
        open.erase(opener);
        insert_body(out, place, depth, open);
        continue;
      }
      LayoutToken& token = tokens_[at_++];
      if (is_body) token.line_break = false;
      if (type == L::INTERP_OPEN) ++depth;
      if (type == L::INTERP_CLOSE && depth > 0) --depth;
      out.push_back(std::move(token));
      if (type == L::HEREDOC) open.push_back({out.size(), depth});
      if (own && type == L::HEREDOC_END) break;
    }
    return out;
  }

  void insert_body(std::vector<LayoutToken>& out, std::size_t place, std::size_t depth, std::vector<Opener>& open) {
    std::vector<Opener> inner;
    std::vector<LayoutToken> body = read(depth, true, inner);
    for (Opener& later : open)
      if (later.place >= place) later.place += body.size();
    for (const Opener& left : inner) open.push_back({place + left.place, left.depth});
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), std::make_move_iterator(body.begin()), std::make_move_iterator(body.end()));
  }

  std::vector<LayoutToken>& tokens_;
  std::size_t at_ = 0;
};

}  // namespace

void Layout::splice_heredocs() {
  const bool any = std::ranges::any_of(tokens_, [](const LayoutToken& token) { return token.type == L::HEREDOC; });
  if (any) tokens_ = HeredocSplice(tokens_).whole();
}

}  // namespace ariac::parse
