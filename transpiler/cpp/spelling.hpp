// Text that comes from outside (names, strings, comments, paths) as C++ tokens that cannot become anything else.
#pragma once

#include <string>
#include <string_view>

namespace ariac::cpp {

// A name that is a valid C++ identifier: keywords and reserved names get a trailing `_`, characters outside
// ASCII letters, digits and `_` become `_uXXXX`.
std::string spell_identifier(std::string_view name);

// A string literal with its quotes. Readable UTF-8 stays; controls, invalid bytes and characters that change the
// direction or visibility of text are octal escapes, which never swallow what follows.
std::string spell_string(std::string_view bytes);

// `U'x'`, or `U'\x…'` where the character would not be readable.
std::string spell_char(char32_t scalar);

// One line of a `//` comment without its marker: no line ends, no trailing backslash, no bidirectional controls.
std::string spell_comment(std::string_view line);

// `#line 12 "src/a.aria"`
std::string spell_line_directive(int line, std::string_view file);

bool is_cpp_keyword(std::string_view name);

}  // namespace ariac::cpp
