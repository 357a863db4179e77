// The catalogue, the sink and the renderers.
#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>

#include "diagnostics/catalogue.hpp"
#include "diagnostics/render.hpp"
#include "source/source_manager.hpp"

namespace ariac::diag {
ARIA_DIAGNOSTIC("E0001", Mismatch, error, "expected `{expected}`, found `{found}`", (Text, expected), (Text, found))
ARIA_DIAGNOSTIC("E0002", Counted, error, "{count} argument{count:s} in {{}}", (Number, count))
ARIA_DIAGNOSTIC("W0001", Careful, warning, "careful")
}  // namespace ariac::diag

namespace ariac::diagnostics {
namespace {

using ::testing::HasSubstr;
using source::SourceRange;

static_assert(places_match("a {b} {c:s} {c}", {"b", "c"}));
static_assert(!places_match("a {b}", {"c"}));
static_assert(!places_match("a", {"c"}));
static_assert(!places_match("{b", {"b"}));
static_assert(places_match("{{b}}", {}));

struct Fixture : ::testing::Test {
  source::SourceManager sources;
  const source::SourceFile& file = sources.add("src/main.aria", "fn main\n  total: Int = 0\n  x\n  y\n  total = 1 + \"a\"\nend\n");
  Sink sink;

  SourceRange range_of(std::string_view text, std::size_t from = 0) const {
    const auto begin = static_cast<std::uint32_t>(file.text().find(text, from));
    return {file.id(), begin, begin + static_cast<std::uint32_t>(text.size())};
  }
};

TEST(Catalogue, CodesBelongToTheirFamilies) {
  for (const Entry& entry : all_entries()) {
    ASSERT_EQ(entry.code.size(), 5u) << entry.code;
    EXPECT_EQ(entry.code[0], entry.severity == Severity::warning || entry.severity == Severity::note ? 'W' : 'E') << entry.code;
    EXPECT_EQ(find_entry(entry.code), &entry);
  }
  EXPECT_EQ(find_entry("E????"), nullptr);
}

TEST(Message, FillsPlacesAndPlurals) {
  EXPECT_EQ(fill_message(diag::Counted::kEntry.message, diag::Counted{.count = 1}.arguments()), "1 argument in {}");
  EXPECT_EQ(fill_message(diag::Counted::kEntry.message, diag::Counted{.count = std::size_t{2}}.arguments()), "2 arguments in {}");
}

TEST_F(Fixture, TextShowsLabelsInOrder) {
  sink.report(range_of("\"a\""), diag::Mismatch{.expected = "Int", .found = "String"})
      .primary("this is a `String`")
      .label(range_of("Int"), "`total` is declared `Int` here")
      .help("convert it");
  EXPECT_EQ(render_text(sink.listing(), sources),
            "error[E0001]: expected `Int`, found `String`\n"
            "  ┌─ src/main.aria:5:15\n"
            "  │\n"
            "2 │   total: Int = 0\n"
            "  │          --- `total` is declared `Int` here\n"
            "  ·\n"
            "5 │   total = 1 + \"a\"\n"
            "  │               ^^^ this is a `String`\n"
            "  │\n"
            "  = help: convert it\n"
            "  = aria explain E0001\n"
            "\n"
            "1 error\n");
}

TEST_F(Fixture, SameCodeAtTheSamePlaceIsReportedOnce) {
  sink.report(range_of("x"), diag::Counted{.count = 1}).note("kept");
  sink.report(range_of("x"), diag::Counted{.count = 2}).note("dropped");
  sink.report(range_of("x"), diag::Careful{});
  ASSERT_EQ(sink.diagnostics().size(), 2u);
  EXPECT_EQ(sink.error_count(), 1u);
  EXPECT_THAT(sink.diagnostics()[0].notes, ::testing::ElementsAre("kept"));
}

TEST_F(Fixture, AtMostTwentyErrorsAreShown) {
  for (std::uint32_t i = 0; i < 25; ++i) sink.report({file.id(), i, i + 1}, diag::Counted{.count = i});
  sink.report({file.id(), 30, 31}, diag::Careful{});
  const Listing listing = sink.listing();
  EXPECT_EQ(listing.shown.size(), 21u);
  EXPECT_EQ(listing.errors, 25u);
  EXPECT_EQ(listing.errors_left_out, 5u);
  EXPECT_THAT(render_text(listing, sources), HasSubstr("5 more errors not shown\n25 errors, 1 warning\n"));
}

TEST_F(Fixture, ListingIsInOrderOfPlace) {
  sink.report(range_of("y"), diag::Counted{.count = 1});
  sink.report(range_of("x"), diag::Counted{.count = 2});
  const Listing listing = sink.listing();
  EXPECT_EQ(listing.shown[0]->range, range_of("x"));
}

TEST_F(Fixture, StrictMakesWarningsErrors) {
  Sink strict(Strictness::strict);
  strict.report(range_of("x"), diag::Careful{});
  EXPECT_TRUE(strict.has_errors());
  sink.report(range_of("x"), diag::Careful{});
  EXPECT_FALSE(sink.has_errors());
}

TEST_F(Fixture, CallsFoldToThree) {
  auto report = sink.report(range_of("x"), diag::Careful{});
  for (int i = 0; i < 6; ++i) report.call_note(range_of("y"), "call " + std::to_string(i));
  const std::string text = render_text(sink.listing(), sources);
  EXPECT_THAT(text, HasSubstr("note: call 0"));
  EXPECT_THAT(text, HasSubstr("note: call 1"));
  EXPECT_THAT(text, HasSubstr("= 3 more calls"));
  EXPECT_THAT(text, HasSubstr("note: call 5"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("note: call 2")));
}

TEST_F(Fixture, WideCharactersAndTabsAlign) {
  const auto& wide = sources.add("w.aria", "\t日 x");
  sink.report({wide.id(), 5, 6}, diag::Careful{});
  EXPECT_THAT(render_text(sink.listing(), sources), HasSubstr("1 │ \t日 x\n  │ \t   ^\n"));
}

TEST_F(Fixture, BrokenBytesAreShownReplaced) {
  const auto& broken = sources.add("b.aria", "a\xff\x1b[31m");
  sink.report({broken.id(), 1, 2}, diag::Careful{});
  EXPECT_THAT(render_text(sink.listing(), sources), HasSubstr("1 │ a\xEF\xBF\xBD\xEF\xBF\xBD[31m\n  │  ^\n"));
  EXPECT_TRUE(nlohmann::json::accept(render_json(sink.listing(), sources)));
}

TEST_F(Fixture, JsonHasEverything) {
  sink.report(range_of("\"a\""), diag::Mismatch{.expected = "Int", .found = "String"})
      .primary("here")
      .label(range_of("Int"), "there")
      .note("n")
      .help("h")
      .suggest(range_of("\"a\""), "1", "write a number");
  const auto document = nlohmann::json::parse(render_json(sink.listing(), sources));
  const auto& one = document["diagnostics"][0];
  EXPECT_EQ(one["code"], "E0001");
  EXPECT_EQ(one["severity"], "error");
  EXPECT_EQ(one["message"], "expected `Int`, found `String`");
  EXPECT_EQ(one["spans"][0], (nlohmann::json{{"file", "src/main.aria"}, {"line", 5}, {"column", 15}, {"end_line", 5}, {"end_column", 18}, {"primary", true}, {"label", "here"}}));
  EXPECT_EQ(one["spans"][1]["primary"], false);
  EXPECT_EQ(one["help"][0], "h");
  EXPECT_EQ(one["suggestions"][0]["replacement"], "1");
}

TEST_F(Fixture, SarifNamesRuleAndPlace) {
  sink.report(range_of("\"a\""), diag::Mismatch{.expected = "Int", .found = "String"});
  const auto document = nlohmann::json::parse(render_sarif(sink.listing(), sources));
  const auto& result = document["runs"][0]["results"][0];
  EXPECT_EQ(document["version"], "2.1.0");
  EXPECT_EQ(result["ruleId"], "E0001");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

TEST_F(Fixture, ShortIsALineEach) {
  sink.report(range_of("\"a\""), diag::Mismatch{.expected = "Int", .found = "String"});
  EXPECT_EQ(render_short(sink.listing(), sources), "src/main.aria:5:15: error[E0001]: expected `Int`, found `String`\n");
}

}  // namespace
}  // namespace ariac::diagnostics
