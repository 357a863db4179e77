// What the front end hands to the C++ toolchain: one header and one source per module.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace ariac::driver {

struct EmittedFile {
  std::string path;  // relative to the output folder: `net/http.aria.cpp`
  std::string text;
};

struct Emission {
  std::vector<EmittedFile> headers;
  std::vector<EmittedFile> sources;

  // Does a file include this header of the library, `aria/net.hpp`?
  bool includes(std::string_view header) const {
    const auto includes_it = [header](const EmittedFile& file) { return file.text.find(header) != std::string::npos; };
    return std::ranges::any_of(headers, includes_it) || std::ranges::any_of(sources, includes_it);
  }
  bool uses_network() const { return includes("aria/net.hpp") || includes("aria/http.hpp"); }
};

}  // namespace ariac::driver
