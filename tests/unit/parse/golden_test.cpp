// Files whose trees are written down. ARIA_UPDATE_GOLDEN=1 writes them anew.
//   tests/golden/parse/NAME.aria    NAME.ast, the tree of a whole program
//   tests/unit/parse/rules/NAME.txt NAME.trees, the trees (or messages) of snippets between `---` lines
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "parsing.hpp"

namespace ariac::parse {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == extension) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

void compare(const fs::path& golden, const std::string& actual) {
  if (std::getenv("ARIA_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden, std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(read(golden), actual) << golden;
}

TEST(Golden, ProgramsHaveTheirTrees) {
  const auto programs = files_in(ARIA_GOLDEN_PARSE, ".aria");
  ASSERT_FALSE(programs.empty());
  for (const fs::path& program : programs) {
    const Parsed parsed(read(program));
    EXPECT_EQ(parsed.messages(), "") << program;
    compare(fs::path(program).replace_extension(".ast"), parsed.dump());
  }
}

TEST(Golden, SnippetsOfTheRulesHaveTheirTrees) {
  const auto rules = files_in(ARIA_PARSE_RULES, ".txt");
  ASSERT_FALSE(rules.empty());
  for (const fs::path& rule : rules) {
    const std::string text = read(rule);
    std::string actual;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find("---\n", begin), text.size());
      const std::string snippet = text.substr(begin, end - begin);
      const Parsed parsed(snippet);
      actual += snippet + "=>\n" + parsed.messages() + parsed.dump() + "\n";
      begin = end + 4;
    }
    compare(fs::path(rule).replace_extension(".trees"), actual);
  }
}

}  // namespace
}  // namespace ariac::parse
