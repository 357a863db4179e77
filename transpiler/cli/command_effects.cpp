// `aria effects FILE|DIR`: each function with its inferred signature and effects.
#include <cstdio>

#include "cli/build_flags.hpp"
#include "driver/dump.hpp"
#include "driver/pipeline.hpp"

namespace ariac::cli {

void add_effects(CommandLine& line) {
  Command command = line.add("effects", "Print the effects of every function");
  auto what = std::make_shared<std::string>();
  command.argument("file", *what, "The file, or a folder with main.aria");
  command.runs([what, &session = command.session()] {
    driver::Compilation compilation({});
    driver::check_program(compilation, driver::find_project(*what), driver::find_installation());
    if (!compilation.sink.has_errors()) {
      const std::string text = driver::dump(compilation, driver::Dump::effects);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return session.show(compilation.sink, compilation.sources, MessagesAre::aside);
  });
}

}  // namespace ariac::cli
