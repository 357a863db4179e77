// What the build cache rests on: digests, manifests, locks, atomic files.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "driver/build_cache.hpp"
#include "driver/digest.hpp"
#include "driver/folder_lock.hpp"
#include "driver/manifest.hpp"
#include "scratch_folder.hpp"

namespace ariac::driver {
namespace {

namespace fs = std::filesystem;
using testing::Eq;
using testing::Ne;

fs::file_time_type soon() { return fs::file_time_type::clock::now() + std::chrono::seconds(1); }

TEST(Digest, ReadsBackWhatItWrote) {
  const Digest digest = digest_of("some text");
  EXPECT_THAT(digest.hex().size(), Eq(32U));
  EXPECT_EQ(Digest::from_hex(digest.hex()), digest);
  EXPECT_EQ(Digest::from_hex("not hexadecimal, 32 characters.."), std::nullopt);
}

TEST(Digest, KeyKeepsPartsApart) {
  EXPECT_THAT(KeyBuilder().add("ab").add("c").digest(), Ne(KeyBuilder().add("a").add("bc").digest()));
}

TEST(Digest, OfAFolderIsNothing) {
  const ScratchFolder folder;
  EXPECT_EQ(digest_of_file(folder / "."), std::nullopt);
}

class ManifestTest : public testing::Test {
 protected:
  void record() {
    Manifest manifest;
    manifest.read_file(source_);
    manifest.missed_file(folder_ / "other.aria");
    manifest.write(folder_ / "manifest", program_, soon());
  }

  ScratchFolder folder_;
  fs::path source_ = folder_.write("main.aria", "println(1)\n");
  fs::path program_ = folder_.write("program", "");
};

TEST_F(ManifestTest, KnowsTheProgramOfUnchangedSources) {
  record();
  EXPECT_EQ(program_of(folder_ / "manifest"), program_);
}

TEST_F(ManifestTest, IsStaleAfterAnEditOfTheSameLength) {
  record();
  folder_.write("main.aria", "println(2)\n");
  EXPECT_EQ(program_of(folder_ / "manifest"), std::nullopt);
}

TEST_F(ManifestTest, HoldsWhenAFileIsOnlyTouched) {
  record();
  fs::last_write_time(source_, fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_EQ(program_of(folder_ / "manifest"), program_);
}

TEST_F(ManifestTest, IsStaleWhenAMissingModuleAppears) {
  record();
  folder_.write("other.aria", "");
  EXPECT_EQ(program_of(folder_ / "manifest"), std::nullopt);
}

TEST_F(ManifestTest, IsStaleWhenTheProgramIsGone) {
  record();
  fs::remove(program_);
  EXPECT_EQ(program_of(folder_ / "manifest"), std::nullopt);
}

TEST_F(ManifestTest, IsNotWrittenWhenASourceChangedDuringTheBuild) {
  Manifest manifest;
  manifest.read_file(source_);
  manifest.write(folder_ / "manifest", program_, fs::file_time_type::clock::now() - std::chrono::seconds(10));
  EXPECT_FALSE(fs::exists(folder_ / "manifest"));
}

TEST(FileOutput, LeavesEqualContentAlone) {
  const ScratchFolder folder;
  EXPECT_TRUE(write_if_changed(folder / "a/b.hpp", "text"));
  EXPECT_FALSE(write_if_changed(folder / "a/b.hpp", "text"));
  EXPECT_TRUE(write_if_changed(folder / "a/b.hpp", "other"));
  EXPECT_EQ(read_whole_file(folder / "a/b.hpp"), "other");
}

TEST(FolderLock, LetsBuildsTakeTurns) {
  const ScratchFolder folder;
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  const auto build = [&] {
    const FolderLock turn(folder / "lock", [](long) {});
    most = std::max(most.load(), ++inside);
    std::this_thread::yield();
    --inside;
  };
  std::vector<std::thread> builders;
  for (int i = 0; i < 8; ++i) {
    builders.emplace_back(build);
  }
  for (std::thread& builder : builders) {
    builder.join();
  }
  EXPECT_EQ(most, 1);
}

TEST(FolderLock, TellsWhoHoldsIt) {
  const ScratchFolder folder;
  long owner = 0;
  auto first = std::make_unique<FolderLock>(folder / "lock", [](long) {});
  std::atomic<bool> told = false;
  std::thread second([&] {
    const FolderLock turn(folder / "lock", [&](long process) {
      owner = process;
      told = true;
    });
  });
  while (!told) {
    std::this_thread::yield();
  }
  first.reset();
  second.join();
  EXPECT_EQ(owner, static_cast<long>(getpid()));
}

TEST(BuildCache, ClearsWhatItHolds) {
  const ScratchFolder folder;
  const BuildCache cache(folder / "cache");
  cache.prepare();
  write_atomically(cache.object(digest_of("x")), "1234");
  EXPECT_EQ(cache.clear(), 4U);
  EXPECT_FALSE(fs::exists(cache.object(digest_of("x"))));
}

class ForgettingTest : public testing::Test {
 protected:
  ForgettingTest() { cache_.prepare(); }

  // An object of four bytes that was used so long ago.
  fs::path object(const char* name, std::chrono::hours ago) const {
    const fs::path made = cache_.object(digest_of(name));
    write_atomically(made, "1234");
    fs::last_write_time(made, fs::file_time_type::clock::now() - ago);
    return made;
  }

  ScratchFolder folder_;
  BuildCache cache_{folder_ / "cache"};
  static constexpr std::chrono::hours day{24};
};

TEST_F(ForgettingTest, RemovesWhatNobodyUsedForAMonth) {
  const fs::path old = object("old", 31 * day);
  const fs::path young = object("young", 29 * day);
  cache_.forget_old();
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(young));
}

TEST_F(ForgettingTest, RemovesTheLongestUnusedUntilTheRestFits) {
  const fs::path second = object("second", 2 * day);
  const fs::path first = object("first", 3 * day);
  const fs::path third = object("third", 1 * day);
  BuildCache::mark_used(first);
  cache_.forget_old(8);
  EXPECT_TRUE(fs::exists(first));
  EXPECT_FALSE(fs::exists(second));
  EXPECT_TRUE(fs::exists(third));
}

TEST_F(ForgettingTest, CountsFoldersAndSparesWhatIsInUse) {
  const fs::path used = object("used", std::chrono::hours(0));
  write_atomically(cache_.pch_folder(digest_of("flags")) / "prelude_pch.hpp", "12345678");
  fs::last_write_time(cache_.pch_folder(digest_of("flags")), fs::file_time_type::clock::now() - day);
  cache_.forget_old(0);
  EXPECT_FALSE(fs::exists(cache_.pch_folder(digest_of("flags"))));
  EXPECT_TRUE(fs::exists(used));
}

TEST_F(ForgettingTest, LooksAtMostOnceAnHour) {
  cache_.forget_old();
  const fs::path old = object("old", 31 * day);
  cache_.forget_old();
  EXPECT_TRUE(fs::exists(old));
}

}  // namespace
}  // namespace ariac::driver
