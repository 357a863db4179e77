// Reads the line table through addr2line, which comes with every C++ compiler. Runs only when a program is about to
// end with a panic, so starting a process is no concern; without the tool the report keeps its raise site.
//
// Rejected: reading DWARF ourselves (large), libbacktrace (not packaged for our target).
#include "base/trace.hpp"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

#include "base/function_name.hpp"

extern char** environ;

namespace aria::detail {

std::vector<void*> current_trace() {
  std::array<void*, 64> frames;
  const int count = backtrace(frames.data(), static_cast<int>(frames.size()));
  // Parentheses: in braces two pointers are a list of two addresses.
  return std::vector<void*>(frames.begin(), frames.begin() + count);
}

namespace {

// Addresses as the executable's own line table knows them; frames in other objects are left out.
std::vector<std::string> own_addresses(const std::vector<void*>& trace) {
  std::vector<std::string> addresses;
  for (void* frame : trace) {
    Dl_info info;
    link_map* object = nullptr;
    if (dladdr1(frame, &info, reinterpret_cast<void**>(&object), RTLD_DL_LINKMAP) == 0 || object == nullptr ||
        object->l_name == nullptr || object->l_name[0] != '\0') {
      continue;
    }
    char text[32];
    std::snprintf(text, sizeof text, "0x%lx", reinterpret_cast<std::uintptr_t>(frame) - object->l_addr - 1);
    addresses.emplace_back(text);
  }
  return addresses;
}

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t n = 0; (n = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return text;
}

std::string symbolize(const std::vector<std::string>& addresses) {
  std::array<char, 4096> program;
  const ssize_t length = readlink("/proc/self/exe", program.data(), program.size() - 1);
  int ends[2];
  if (length <= 0 || pipe2(ends, O_CLOEXEC) != 0) {
    return "";
  }
  program[static_cast<std::size_t>(length)] = '\0';
  std::vector<std::string> words = {"addr2line", "-i", "-p", "-f", "-C", "-e", program.data()};
  words.insert(words.end(), addresses.begin(), addresses.end());
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const bool started = posix_spawnp(&child, "addr2line", &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text = started ? read_all(ends[0]) : "";
  close(ends[0]);
  if (started) {
    waitpid(child, nullptr, 0);
  }
  return text;
}

// What addr2line says of a place: `f(aria::Int) at /dir/a.aria:3 (discriminator 2)`.
struct Entry {
  std::string_view function;
  std::string_view place;   // `a.aria:3`; empty where that is no Aria
  bool inlines = false;     // the entry above was inlined into this one
};

Entry read_entry(std::string_view line) {
  Entry entry;
  constexpr std::string_view inlined = " (inlined by) ";
  entry.inlines = line.starts_with(inlined);
  line.remove_prefix(entry.inlines ? inlined.size() : 0);
  const std::size_t at = line.rfind(" at ");
  if (at == std::string_view::npos) {
    return entry;
  }
  entry.function = line.substr(0, at);
  std::string_view place = line.substr(at + 4);
  place = place.substr(0, place.find(' '));
  if (place.find(".aria:") != std::string_view::npos) {
    entry.place = place.substr(place.rfind('/') + 1);
  }
  return entry;
}

std::vector<Entry> read_entries(std::string_view table) {
  std::vector<Entry> entries;
  for (std::size_t start = 0; start < table.size();) {
    const std::size_t end = std::min(table.find('\n', start), table.size());
    entries.push_back(read_entry(table.substr(start, end - start)));
    start = end + 1;
  }
  // Where the line table knows no full name of the first entry, addr2line gives it that of the symbol, which belongs to the
  // last one: whose code the first is remains unknown.
  for (std::size_t first = 0; first < entries.size();) {
    std::size_t last = first;
    while (last + 1 < entries.size() && entries[last + 1].inlines) {
      ++last;
    }
    const std::string outer = function_name(entries[last].function);
    if (last > first && function_name(entries[first].function).ends_with(outer)) {
      entries[last].function = std::exchange(entries[first].function, {});
    }
    first = last + 1;
  }
  return entries;
}

// `  at f (a.aria:3)`; entries that are not Aria give nothing.
std::string aria_line(const Entry& entry) {
  if (entry.place.empty() || entry.function == "main") {  // of C++; Aria's stands in its module's namespace
    return "";
  }
  const std::string name = function_name(entry.function);
  return "  at " + (name.empty() ? std::string(entry.place) : name + " (" + std::string(entry.place) + ")") + "\n";
}

}  // namespace

std::string describe_trace(const std::vector<void*>& trace) {
  const std::vector<std::string> addresses = own_addresses(trace);
  if (addresses.empty()) {
    return "";
  }
  const std::string table = symbolize(addresses);
  std::string report;
  std::string previous;
  for (const Entry& entry : read_entries(table)) {
    const std::string line = aria_line(entry);
    if (line != previous) {
      report += line;
      previous = line;
    }
  }
  return report;
}

}  // namespace aria::detail
