// Finds the compiler and composes its commands.
#include "driver/toolchain.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "driver/failure.hpp"
#include "driver/process.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

fs::path find_compiler(const Installation& installation) {
  const char* chosen = std::getenv("ARIA_CXX");
  if (chosen != nullptr && *chosen != '\0') {
    const fs::path found = find_in_path(chosen);
    if (found.empty()) {
      throw EnvironmentFailure(std::string("ARIA_CXX names `") + chosen + "`, which is no program", "unset it, or name a C++20 compiler");
    }
    return found;
  }
  for (const std::string& name : {installation.cxx, std::string("g++"), std::string("clang++")}) {
    if (const fs::path found = find_in_path(name); !found.empty()) {
      return found;
    }
  }
  throw EnvironmentFailure("no C++ compiler found", "install one: `apt-get install g++`");
}

// Every file below the folder, in an order that does not depend on the file system.
std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (entry->is_regular_file(unreadable)) {
      files.push_back(entry->path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

fs::path find_in_path(std::string_view name) {
  if (name.empty()) {
    return {};
  }
  if (name.find('/') != std::string_view::npos) {
    return access(std::string(name).c_str(), X_OK) == 0 ? fs::path(name) : fs::path();
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
    if (access(candidate.c_str(), X_OK) == 0 && !fs::is_directory(candidate)) {
      return candidate;
    }
  }
  return {};
}

Toolchain::Toolchain(const Installation& installation, const BuildOptions& options)
    : installation_(installation), options_(options), compiler_(find_compiler(installation)) {
  const ProcessResult answer = run_process({compiler_.string(), "--version"});
  version_ = answer.output.substr(0, answer.output.find('\n'));
  const ProcessResult machine = run_process({compiler_.string(), "-dumpmachine"});
  if (answer.status != 0 || machine.status != 0 || machine.output.empty()) {
    throw EnvironmentFailure(compiler_.string() + " is no C++ compiler that runs" + (version_.empty() ? "" : "; it says: " + version_), "choose another one with ARIA_CXX");
  }
  is_clang_ = version_.find("clang") != std::string::npos;
  find_linker();
  find_static_libraries();
  compute_identity();
}

// A small release program spends more than half of its start on finding the symbols of shared libraries.
void Toolchain::find_static_libraries() {
  if (options_.profile != Profile::release) {
    return;
  }
  has_static_library_ = has_library("libstdc++.a");
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)  // earlier ones keep threads in a library of their own
  has_static_c_library_ = has_static_library_ && has_library("libc.a") && has_library("rcrt1.o");
#endif
}

bool Toolchain::has_library(const char* name) const {
  std::string answer = run_process({compiler_.string(), std::string("-print-file-name=") + name}).output;
  answer.erase(answer.find_last_not_of('\n') + 1);
  return fs::path(answer).is_absolute() && fs::exists(answer);
}

// mold links a small program in a third of the time that the default linker takes.
void Toolchain::find_linker() {
  for (const char* name : {"mold", "lld"}) {
    if (!find_in_path(std::string("ld.") + name).empty()) {
      linker_ = name;
      return;
    }
  }
}

void Toolchain::compute_identity() {
  KeyBuilder key;
  key.add(fs::weakly_canonical(compiler_).string()).add(version_);
  for (const std::string& flag : with_flags()) {
    key.add(flag);
  }
  inputs_.push_back(fs::weakly_canonical(compiler_));
  for (const fs::path& folder : installation_.includes) {
    for (const fs::path& file : files_below(folder)) {
      inputs_.push_back(file);
      key.add(file.string()).add(digest_of_file(file).value_or(Digest{}));
    }
  }
  inputs_.insert(inputs_.end(), installation_.archives.begin(), installation_.archives.end());
  identity_ = key.digest();
}

Command Toolchain::with_flags() const {
  Command command{compiler_.string(), "-std=c++20", "-pthread", "-w", "-fstack-clash-protection", "-g1"};
  if (options_.profile == Profile::release) {
    command.insert(command.end(), {"-O2"});
    // A check of what a loop does not change, such as the bounds of an outer index, leaves the loop; clang does so by itself.
    if (!is_clang_) command.insert(command.end(), {"-funswitch-loops"});
  } else {
    // Of the small functions of a library -Og of g++ leaves a fifth, and so takes less time than -O0; that of clang takes more.
    command.insert(command.end(), {is_clang_ ? "-O0" : "-Og"});
  }
  // Collecting garbage before 400 MB are reached takes g++ a seventh of its time, and saves it 16 MB.
  if (!is_clang_) command.insert(command.end(), {"--param=ggc-min-heapsize=400000"});
  for (const fs::path& folder : installation_.includes) {
    command.push_back("-I" + folder.string());
  }
  return command;
}

Command Toolchain::precompile(const fs::path& header, const fs::path& output) const {
  Command command = with_flags();
  command.insert(command.end(), {"-x", "c++-header", header.string(), "-o", output.string()});
  return command;
}

fs::path Toolchain::precompiled_name(const fs::path& header) const { return header.string() + (is_clang_ ? ".pch" : ".gch"); }

Command Toolchain::compile(const fs::path& source, const fs::path& object, const fs::path& folder, const fs::path& precompiled_header) const {
  Command command = with_flags();
  if (!precompiled_header.empty() && is_clang_) {
    command.insert(command.end(), {"-include-pch", precompiled_name(precompiled_header).string()});
  } else if (!precompiled_header.empty()) {
    command.insert(command.end(), {"-include", precompiled_header.string()});
  }
  command.insert(command.end(), {"-I" + folder.string(), "-ffile-prefix-map=" + folder.string() + "/=", "-c", source.string(), "-o", object.string()});
  return command;
}

Command Toolchain::link(const std::vector<fs::path>& objects, const fs::path& program, bool uses_network) const {
  Command command{compiler_.string(), "-pthread", "-o", program.string()};
  if (has_static_c_library_ && !uses_network) {
    command.push_back("-static-pie");
  } else if (has_static_library_) {
    command.insert(command.end(), {"-static-libstdc++", "-static-libgcc"});
  }
  if (!linker_.empty()) {
    command.push_back("-fuse-ld=" + linker_);
  }
  for (const fs::path& object : objects) {
    command.push_back(object.string());
  }
  // One group: the archives need one another, and a program takes only the members it reaches.
  command.push_back("-Wl,--start-group");
  for (const fs::path& archive : installation_.archives) {
    command.push_back(archive.string());
  }
  command.push_back("-Wl,--end-group");
  command.push_back("-Wl,--as-needed");
  command.insert(command.end(), installation_.libraries.begin(), installation_.libraries.end());
  return command;
}

}  // namespace ariac::driver
