// Steps: write the emission · precompile the prelude · compile what the cache lacks · link unless the cache has it.
#include "driver/build_program.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <thread>

#include "driver/failure.hpp"
#include "driver/file_output.hpp"
#include "driver/process.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;

std::string joined(const Command& command) {
  std::string text;
  for (const std::string& part : command) {
    text += (text.empty() ? "" : " ") + part;
  }
  return text;
}

// The line in which the compiler says that it could not do its work at all, whatever it was given.
std::optional<std::string> environment_failed(const ProcessResult& result) {
  constexpr std::array symptoms{"cannot execute", "posix_spawnp", "posix_spawn failed", "cannot find 'ld'", "unable to execute command", "invalid linker name",
                                "No space left on device", "Killed signal terminated program", "out of memory", "Cannot allocate memory"};
  std::istringstream output(result.output);
  for (std::string line; std::getline(output, line);) {
    if (std::any_of(symptoms.begin(), symptoms.end(), [&](const char* symptom) { return line.find(symptom) != std::string::npos; })) {
      return line;
    }
  }
  return result.status > 128 ? std::optional("it was killed by signal " + std::to_string(result.status - 128)) : std::nullopt;
}

void check(const ProcessResult& result, const Command& command, const std::string& step) {
  if (result.status == 127) {
    throw EnvironmentFailure(result.output, "is the C++ compiler still installed?");
  }
  if (result.status == 0) {
    return;
  }
  if (const auto said = environment_failed(result)) {
    throw EnvironmentFailure("the C++ compiler could not do its work: " + *said,
                             "`aria doctor` shows what is missing; memory or disk may be full, or a part of the compiler not on the PATH");
  }
  throw RejectedEmission(step, joined(command), result.output);
}

// The folder holds exactly this emission afterwards; files that stay the same keep their time stamps.
void write_emission(const Emission& emission, const fs::path& folder) {
  std::set<fs::path> wanted;
  for (const auto* files : {&emission.headers, &emission.sources}) {
    for (const EmittedFile& file : *files) {
      wanted.insert(folder / file.path);
      write_if_changed(folder / file.path, file.text);
    }
  }
  std::error_code error;
  std::vector<fs::path> stale;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (!entry->is_directory(error) && !wanted.contains(entry->path())) {
      stale.push_back(entry->path());
    }
  }
  for (const fs::path& file : stale) {
    fs::remove(file, error);
  }
}

// The header to pass to Toolchain::compile, precompiled. The header stays at its place for good, since a compiler
// may record where it was; only its precompiled form is written aside and renamed.
fs::path precompiled_prelude(const BuildPlace& place) {
  const fs::path folder = place.cache.pch_folder(place.toolchain.identity());
  const fs::path header = folder / "prelude_pch.hpp";
  const fs::path precompiled = place.toolchain.precompiled_name(header);
  if (fs::exists(precompiled)) {
    BuildCache::mark_used(folder);
    return header;
  }
  place.progress("precompiling the runtime's headers, once");
  write_if_changed(header, "#include <aria/prelude.hpp>\n");
  const fs::path unfinished = unfinished_name(precompiled);
  const Command command = place.toolchain.precompile(header, unfinished);
  check(run_process(command), command, "the C++ compiler rejected the runtime's headers");
  finish_file(unfinished, precompiled);
  return header;
}

// Maps every emitted header to its text, and collects what a source sees of them through `#include "…"`.
class VisibleHeaders {
 public:
  explicit VisibleHeaders(const Emission& emission) {
    for (const EmittedFile& header : emission.headers) {
      texts_.emplace(header.path, &header.text);
    }
  }

  // Adds every emitted header that `text` of file `path` includes, directly or not, to the key.
  void add_to(KeyBuilder& key, const std::string& path, const std::string& text) const {
    std::set<std::string> seen;
    visit(path, text, seen);
    for (const std::string& header : seen) {
      key.add(header).add(*texts_.at(header));
    }
  }

 private:
  void visit(const std::string& path, const std::string& text, std::set<std::string>& seen) const {
    constexpr std::string_view directive = "#include \"";
    for (std::size_t at = text.find(directive); at != std::string::npos; at = text.find(directive, at + 1)) {
      const std::size_t begin = at + directive.size();
      const std::string name = text.substr(begin, text.find('"', begin) - begin);
      for (const std::string& candidate : {(fs::path(path).parent_path() / name).lexically_normal().string(), name}) {
        const auto header = texts_.find(candidate);
        if (header != texts_.end() && seen.insert(candidate).second) {
          visit(candidate, *header->second, seen);
        }
      }
    }
  }

  std::map<std::string, const std::string*> texts_;
};

struct Objects {
  std::vector<fs::path> files;
  KeyBuilder key;  // stands for all of them
};

Objects compile(const Emission& emission, const BuildPlace& place, const fs::path& precompiled_header) {
  const VisibleHeaders headers(emission);
  Objects objects;
  std::vector<Command> commands;
  std::vector<std::pair<fs::path, fs::path>> finishing;
  for (const EmittedFile& source : emission.sources) {
    KeyBuilder key;
    key.add(place.toolchain.identity()).add(source.path).add(source.text);
    headers.add_to(key, source.path, source.text);
    const Digest digest = key.digest();
    const fs::path object = place.cache.object(digest);
    objects.files.push_back(object);
    objects.key.add(digest);
    if (fs::exists(object)) {
      BuildCache::mark_used(object);
    } else {
      finishing.emplace_back(unfinished_name(object), object);
      commands.push_back(place.toolchain.compile(place.emitted / source.path, finishing.back().first, place.emitted, precompiled_header));
    }
  }
  if (!commands.empty()) {
    place.progress(commands.size() == 1 ? "compiling" : "compiling " + std::to_string(commands.size()) + " modules");
  }
  const std::vector<ProcessResult> results = run_processes(commands, std::max(std::thread::hardware_concurrency(), 1U));
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (results[i].status == 0) {
      finish_file(finishing[i].first, finishing[i].second);
    }
  }
  for (std::size_t i = 0; i < commands.size(); ++i) {
    check(results[i], commands[i], "the C++ compiler rejected the emitted code");
  }
  return objects;
}

}  // namespace

fs::path build_program(const Emission& emission, const std::string& name, const BuildPlace& place, Timings& timings) {
  Objects objects;
  {
    const auto phase = timings.phase("C++");
    write_emission(emission, place.emitted);
    objects = compile(emission, place, precompiled_prelude(place));
  }
  const auto phase = timings.phase("link");
  KeyBuilder key = objects.key;
  for (const std::string& part : place.toolchain.link({}, {}, emission.uses_network())) {
    key.add(part);
  }
  for (const fs::path& archive : place.toolchain.archives()) {
    key.add(digest_of_file(archive).value_or(Digest{}));
  }
  const fs::path program = place.cache.program(key.digest(), name);
  if (!fs::exists(program)) {
    make_folder(program.parent_path());
    const fs::path unfinished = unfinished_name(program);
    const Command command = place.toolchain.link(objects.files, unfinished, emission.uses_network());
    check(run_process(command), command, "the linker rejected the program");
    finish_file(unfinished, program);
  }
  return program;
}

}  // namespace ariac::driver
