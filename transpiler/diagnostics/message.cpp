// Filling in the places of a message.
#include "diagnostics/message.hpp"

#include <algorithm>
#include <cassert>

namespace ariac::diagnostics {

namespace {

void append_plain(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const bool doubled = (text[i] == '{' || text[i] == '}') && i + 1 < text.size() && text[i + 1] == text[i];
    if (doubled) ++i;
  }
}

}  // namespace

std::string fill_message(std::string_view text, const std::vector<Argument>& arguments) {
  std::string out;
  std::size_t done = 0;
  for (Place place = next_place(text, 0); place.found; place = next_place(text, place.end)) {
    append_plain(out, text.substr(done, place.begin - done));
    const auto argument = std::find_if(arguments.begin(), arguments.end(), [&](const Argument& a) { return a.name == place.name; });
    assert(argument != arguments.end());
    if (!place.plural) out += argument->text;
    else if (argument->text != "1") out += 's';
    done = place.end;
  }
  append_plain(out, text.substr(done));
  return out;
}

}  // namespace ariac::diagnostics
