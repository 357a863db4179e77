// The installation: where the tool finds its prelude, runtime headers and archives, relative to itself.
//
// A text file `aria.layout` beside the tool (build tree) or in ../share/aria (installed) names them, one
// `key = value` a line; paths in it are relative to the file's own folder:
//
//   prelude = ../../../../stdlib/aria      folder of the library's .aria files
//   pages   = ../../../../docs/diagnostics pages of `aria explain`
//   include = …                            C++ include folder, in order
//   source  = …                            folder of C++ with a CMakeLists.txt, for `aria eject`
//   archive = libaria_runtime.a            static library, in link order; a program takes from it what it uses
//   library = -lre2                        link option for what an archive needs
//   cxx     = /usr/bin/c++                 the compiler that built the archives
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ariac::driver {

struct Installation {
  std::filesystem::path tool;     // this executable
  std::filesystem::path layout;   // the file that names all that follows
  std::filesystem::path prelude;  // folder with the library's Aria modules
  std::filesystem::path pages;    // folder with the pages of `aria explain`; may not exist
  std::vector<std::filesystem::path> includes;
  std::vector<std::filesystem::path> sources;
  std::vector<std::filesystem::path> archives;
  std::vector<std::string> libraries;
  std::string cxx;
};

// Reads the layout of the running tool. Throws EnvironmentFailure when the tool stands alone.
Installation find_installation();

}  // namespace ariac::driver
