// Which file is run, where modules are looked for, and what they are called.
#include <gmock/gmock.h>

#include "driver/failure.hpp"
#include "driver/load_modules.hpp"
#include "driver/process.hpp"
#include "driver/project.hpp"
#include "scratch_folder.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Project, RootIsTheFolderOfTheFile) {
  const ScratchFolder folder;
  const Project project = find_project(folder.write("shop/shop.aria", ""));
  EXPECT_EQ(project.name, "shop");
  EXPECT_EQ(fs::weakly_canonical(project.root), fs::weakly_canonical(folder / "shop"));
}

TEST(Project, PackageGivesRootNameAndMain) {
  const ScratchFolder folder;
  folder.write("aria.toml", "[package]\nname = \"store\"\nroot = \"src\"\nmain = \"src/app.aria\"\n");
  folder.write("src/app.aria", "");
  const Project project = find_project(folder / ".");
  EXPECT_EQ(project.name, "store");
  EXPECT_EQ(project.file.filename(), "app.aria");
  EXPECT_EQ(fs::weakly_canonical(project.root), fs::weakly_canonical(folder / "src"));
}

TEST(Project, FolderWithMain) {
  const ScratchFolder folder;
  folder.write("src/main.aria", "");
  EXPECT_EQ(find_project(folder / ".").file.filename(), "main.aria");
}

TEST(Project, RootMayNotLeaveThePackage) {
  const ScratchFolder folder;
  folder.write("aria.toml", "[package]\nroot = \"../..\"\n");
  EXPECT_THROW(find_project(folder.write("main.aria", "")), UnreadableInput);
}

TEST(Project, BrokenPackageFileIsNamedWithItsLine) {
  const ScratchFolder folder;
  folder.write("aria.toml", "[package]\nname = \n");
  try {
    find_project(folder.write("main.aria", ""));
    FAIL() << "a broken aria.toml was accepted";
  } catch (const UnreadableInput& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("aria.toml:2"));
  }
}

TEST(Project, UnknownFile) { EXPECT_THROW(find_project("/nowhere/x.aria"), UnreadableInput); }

TEST(ModuleName, IsAnIdentifier) {
  EXPECT_EQ(module_name("http"), "http");
  EXPECT_EQ(module_name("my-game"), "my_game");
  EXPECT_EQ(module_name("2048"), "m2048");
  EXPECT_EQ(module_name("a b\n\"c"), "a_b__c");
}

TEST(Process, GivesStatusAndOutput) {
  const ProcessResult result = run_process({"sh", "-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(result.output, "out\nerr\n");
}

TEST(Process, SaysWhenThereIsNoSuchProgram) { EXPECT_EQ(run_process({"/no/such/program"}).status, 127); }

TEST(Process, KeepsTheOrderOfCommands) {
  std::vector<std::vector<std::string>> commands;
  for (int i = 0; i < 10; ++i) {
    commands.push_back({"echo", std::to_string(i)});
  }
  const auto results = run_processes(commands, 3);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(results[static_cast<std::size_t>(i)].output, std::to_string(i) + "\n");
  }
}

}  // namespace
}  // namespace ariac::driver
