// Which file is the program, and where its modules are looked for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ariac::driver {

struct Project {
  std::filesystem::path file;                 // the file that is run, as the user named it
  std::filesystem::path root;                 // its source root: the folder of the file, or what aria.toml says
  std::filesystem::path shown_root;           // what messages write for the root; empty for standard input
  std::string name;                           // of the program: the file's name, or what aria.toml says
  std::vector<std::filesystem::path> inputs;  // aria.toml, if there is one
  std::vector<std::filesystem::path> missing;  // aria.toml where it was looked for in vain
};

// `what` is a file, `-` for standard input, or a folder with aria.toml, main.aria or src/main.aria.
//
//   [package]
//   name = "shop"          the program's name
//   root = "src"           the source root, seen from aria.toml; "." when left out
//   main = "src/main.aria" the file that is run when the folder is named
//
// Throws UnreadableInput when there is no such file.
Project find_project(const std::filesystem::path& what);

}  // namespace ariac::driver
