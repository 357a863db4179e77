// `aria effects FILE|DIR`: each function with its inferred signature and effects.
#include <cstdio>

#include "cli/build_flags.hpp"
#include "driver/dump.hpp"
#include "driver/pipeline.hpp"

namespace ariac::cli {

void add_effects(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("effects", "Print the effects of every function");
  auto what = std::make_shared<std::string>();
  command->add_option("file", *what, "The file, or a folder with main.aria")->required();
  command->callback([what, &session] {
    session.chosen = [what, &session] {
      driver::Compilation compilation({});
      driver::check_program(compilation, driver::find_project(*what), driver::find_installation());
      if (!compilation.sink.has_errors()) {
        const std::string text = driver::dump(compilation, driver::Dump::effects);
        std::fwrite(text.data(), 1, text.size(), stdout);
      }
      return session.show(compilation.sink, compilation.sources, MessagesAre::aside);
    };
  });
}

}  // namespace ariac::cli
