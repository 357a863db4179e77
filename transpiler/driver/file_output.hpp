// Writing files so that nobody ever sees half of one.
#pragma once

#include <filesystem>
#include <string_view>

namespace ariac::driver {

// Writes beside the target and renames over it. Throws EnvironmentFailure when that is not possible.
void write_atomically(const std::filesystem::path& file, std::string_view content);

// The same, but leaves a file alone that already holds these bytes. True when it wrote.
bool write_if_changed(const std::filesystem::path& file, std::string_view content);

// Makes a folder and its parents. Throws EnvironmentFailure when that is not possible.
void make_folder(const std::filesystem::path& folder);

// A name beside `file` that no other process uses; what is written there is renamed to `file` when complete.
std::filesystem::path unfinished_name(const std::filesystem::path& file);

// Renames a complete file into place. Throws EnvironmentFailure when that is not possible.
void finish_file(const std::filesystem::path& unfinished, const std::filesystem::path& file);

}  // namespace ariac::driver
