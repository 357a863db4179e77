// Positions in files, and UTF-8.
#include <gmock/gmock.h>

#include "source/source_manager.hpp"
#include "source/utf8.hpp"

namespace ariac::source {
namespace {

TEST(SourceFile, PositionsCountCharacters) {
  SourceManager sources;
  const SourceFile& file = sources.add("a.aria", "äb\nc\r\nd\re");
  EXPECT_EQ(file.position(0), (Position{1, 1}));
  EXPECT_EQ(file.position(2), (Position{1, 2}));
  EXPECT_EQ(file.position(3), (Position{1, 3}));
  EXPECT_EQ(file.position(4), (Position{2, 1}));
  EXPECT_EQ(file.position(7), (Position{3, 1}));
  EXPECT_EQ(file.position(9), (Position{4, 1}));
  EXPECT_EQ(file.position(999), (Position{4, 2}));
  EXPECT_EQ(file.line_count(), 4u);
}

TEST(SourceFile, LinesHaveNoLineEnd) {
  SourceManager sources;
  const SourceFile& file = sources.add("a.aria", "one\r\n\ntwo");
  EXPECT_EQ(file.line_text(1), "one");
  EXPECT_EQ(file.line_text(2), "");
  EXPECT_EQ(file.line_text(3), "two");
}

TEST(SourceFile, OffsetIsTheInverseOfPosition) {
  SourceManager sources;
  const SourceFile& file = sources.add("a.aria", "xäy\n\n日本\n");
  for (std::uint32_t offset : {0u, 1u, 3u, 4u, 5u, 6u, 9u}) EXPECT_EQ(file.offset(file.position(offset)), offset);
  EXPECT_EQ(file.offset({1, 99}), 4u);
  EXPECT_EQ(file.offset({99, 1}), file.text().size());
}

TEST(SourceFile, TextOfARangeIsClamped) {
  SourceManager sources;
  const SourceFile& file = sources.add("a.aria", "hello");
  EXPECT_EQ(file.text({file.id(), 1, 3}), "el");
  EXPECT_EQ(file.text({file.id(), 3, 99}), "lo");
  EXPECT_EQ(file.text({file.id(), 99, 100}), "");
}

TEST(SourceManager, MissingFilesAreNull) {
  SourceManager sources;
  EXPECT_EQ(sources.load("/nowhere/at/all.aria"), nullptr);
  EXPECT_EQ(sources.load("/"), nullptr);
  EXPECT_TRUE(sources.files().empty());
}

TEST(SourceManager, FindsByPath) {
  SourceManager sources;
  const SourceFile& file = sources.add("x/y.aria", "1");
  EXPECT_EQ(sources.find("x/y.aria"), &file);
  EXPECT_EQ(sources.find("x/z.aria"), nullptr);
  EXPECT_EQ(sources.load("x/y.aria"), &file);
}

TEST(Utf8, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(first_invalid_utf8("plain äß日😀"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("ab\xff"), 2u);
  EXPECT_EQ(first_invalid_utf8("\xC0\xAF"), 0u);              // overlong
  EXPECT_EQ(first_invalid_utf8("\xE0\x80\xAF"), 0u);          // overlong
  EXPECT_EQ(first_invalid_utf8("a\xED\xA0\x80"), 1u);         // surrogate
  EXPECT_EQ(first_invalid_utf8("\xF4\x90\x80\x80"), 0u);      // above U+10FFFF
  EXPECT_EQ(first_invalid_utf8("a\xE6\x97"), 1u);             // cut off
  EXPECT_EQ(first_invalid_utf8("a\xff" "b\xff", 2), 3u);
}

TEST(Utf8, CountsScalars) {
  EXPECT_EQ(count_scalars("aä日😀"), 4u);
  EXPECT_EQ(count_scalars("a\xff\xff"), 3u);
}

}  // namespace
}  // namespace ariac::source
