// The C++ toolchain: which compiler, with which flags, and the commands that precompile, compile and link.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "driver/digest.hpp"
#include "driver/installation.hpp"
#include "driver/options.hpp"

namespace ariac::driver {

using Command = std::vector<std::string>;

class Toolchain {
 public:
  // ARIA_CXX, else the compiler that built the archives, else g++, else clang++. Throws EnvironmentFailure when there is none.
  Toolchain(const Installation& installation, const BuildOptions& options);

  const std::filesystem::path& compiler() const { return compiler_; }
  const std::string& version() const { return version_; }
  const std::string& linker() const { return linker_; }

  // Stands for everything outside the emitted text that decides an object: compiler, flags, runtime headers.
  const Digest& identity() const { return identity_; }

  // Every file whose change makes identity() or the archives differ; watched by manifests.
  const std::vector<std::filesystem::path>& inputs() const { return inputs_; }

  const std::vector<std::filesystem::path>& archives() const { return installation_.archives; }

  // Precompiles `header`; compile() looks for the result beside it under precompiled_name().
  Command precompile(const std::filesystem::path& header, const std::filesystem::path& output) const;
  std::filesystem::path precompiled_name(const std::filesystem::path& header) const;

  // `precompiled_header` may be empty; `folder` holds the emitted files and vanishes from what the program knows.
  Command compile(const std::filesystem::path& source, const std::filesystem::path& object, const std::filesystem::path& folder,
                  const std::filesystem::path& precompiled_header) const;

  // The compiler with what every file is compiled with.
  Command with_flags() const;

  // `uses_network`: names of hosts are found by plug-ins of the system's C library, which such a program therefore loads.
  Command link(const std::vector<std::filesystem::path>& objects, const std::filesystem::path& program, bool uses_network) const;

 private:
  void find_linker();
  void find_static_libraries();
  bool has_library(const char* name) const;
  void compute_identity();

  const Installation& installation_;
  BuildOptions options_;
  std::filesystem::path compiler_;
  std::string version_;  // the first line of `--version`
  std::string linker_;   // name for -fuse-ld, or empty
  bool is_clang_ = false;
  bool has_static_library_ = false;    // of C++
  bool has_static_c_library_ = false;  // and what a program that loads nothing starts with
  Digest identity_;
  std::vector<std::filesystem::path> inputs_;
};

// The program of that name in PATH, or nothing.
std::filesystem::path find_in_path(std::string_view name);

}  // namespace ariac::driver
