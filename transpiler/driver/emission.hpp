// What the front end hands to the C++ toolchain: one header and one source per module.
#pragma once

#include <string>
#include <vector>

namespace ariac::driver {

struct EmittedFile {
  std::string path;  // relative to the output folder: `net/http.aria.cpp`
  std::string text;
};

struct Emission {
  std::vector<EmittedFile> headers;
  std::vector<EmittedFile> sources;
};

}  // namespace ariac::driver
