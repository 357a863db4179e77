// Which declarations the parts of a large module share, and which each holds for itself.
#include <gmock/gmock.h>

#include "cpp/print.hpp"
#include "driver/split_source.hpp"

namespace ariac::driver {
namespace {

using cpp::Decl;
using testing::HasSubstr;
using testing::Not;

Decl function(const std::string& name, cpp::Definition definition, const std::string& specifiers = "static") {
  cpp::Function made{.specifiers = specifiers, .result = cpp::type("void"), .name = name, .params = {{cpp::type("int"), "x", cpp::name("one")}}, .definition = definition};
  return cpp::decl(std::move(made));
}

cpp::File source_of(std::size_t functions, const std::string& space = "shop") {
  cpp::Namespace members{space, {cpp::decl(cpp::Record{.name = "Item"})}};
  for (std::size_t i = 0; i < functions; ++i) {
    members.members.push_back(function("f" + std::to_string(i) + "_", cpp::Definition::Body));
  }
  cpp::File source{.includes = {{"aria/prelude.hpp"}}};
  source.decls.push_back(cpp::decl(std::move(members)));
  source.decls.push_back(function("main", cpp::Definition::Body, ""));
  return source;
}

std::string text_of(const cpp::File& file) { return cpp::print(file).text; }

TEST(SplitSource, AShortSourceStaysWhole) {
  const SplitSource split = split_source(source_of(10), "shop.shared.hpp");
  ASSERT_EQ(split.parts.size(), 1u);
  EXPECT_EQ(text_of(split.parts[0]), text_of(source_of(10)));
}

TEST(SplitSource, HiddenNamesKeepItWhole) { EXPECT_EQ(split_source(source_of(100, ""), "shop.shared.hpp").parts.size(), 1u); }

TEST(SplitSource, EachBodyStandsInOnePartAndIsDeclaredForAll) {
  const SplitSource split = split_source(source_of(40), "shop.shared.hpp");
  ASSERT_EQ(split.parts.size(), 4u);
  const std::string shared = text_of(split.shared);
  EXPECT_THAT(shared, HasSubstr("struct Item"));
  EXPECT_THAT(shared, Not(HasSubstr("static")));
  EXPECT_THAT(shared, Not(HasSubstr("main")));
  for (int i = 0; i < 40; ++i) {
    const std::string name = "f" + std::to_string(i) + "_(";
    int bodies = 0;
    for (const cpp::File& part : split.parts) {
      bodies += text_of(part).find(name) != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(bodies, 1) << name;
    EXPECT_THAT(shared, HasSubstr(name));
  }
  EXPECT_THAT(text_of(split.parts[0]), HasSubstr("#include \"shop.shared.hpp\""));
  EXPECT_THAT(text_of(split.parts[3]), HasSubstr("main("));
}

TEST(SplitSource, MembersOfTemplatesStandWithTheirTemplate) {
  cpp::File source = source_of(40);
  cpp::Template around{.present = true, .params = {{.name = "T"}}};
  cpp::Function member{.outer = around, .result = cpp::type("void"), .scope = cpp::type("Box", {cpp::type("T")}), .name = "open_box", .definition = cpp::Definition::Body};
  source.decls.push_back(cpp::decl(std::move(member)));
  const SplitSource split = split_source(source, "shop.shared.hpp");
  EXPECT_THAT(text_of(split.shared), HasSubstr("open_box"));
  for (const cpp::File& part : split.parts) EXPECT_THAT(text_of(part), Not(HasSubstr("open_box")));
}

// `fn main` of the user's is called by the program's entry, which may stand in another part.
TEST(SplitSource, OnlyTheEntryHasNoPrototype) {
  cpp::File source = source_of(40);
  source.decls.insert(source.decls.begin(), cpp::decl(cpp::Namespace{"tool", {function("main", cpp::Definition::Body)}}));
  const std::string shared = text_of(split_source(source, "shop.shared.hpp").shared);
  EXPECT_NE(shared.find("main("), std::string::npos);
  EXPECT_EQ(shared.find("main("), shared.rfind("main("));
}

TEST(SplitSource, EachOverloadHasItsPrototype) {
  cpp::File source = source_of(40);
  const auto overload = [](const char* type, cpp::Definition definition) {
    return cpp::decl(cpp::Function{.specifiers = "static", .result = cpp::type("void"), .name = "show", .params = {{cpp::type(type), "x"}}, .definition = definition});
  };
  source.decls.insert(source.decls.begin(), {overload("int", cpp::Definition::Declared), overload("int", cpp::Definition::Body), overload("bool", cpp::Definition::Body)});
  const std::string shared = text_of(split_source(source, "shop.shared.hpp").shared);
  EXPECT_THAT(shared, HasSubstr("show(int x)"));
  EXPECT_THAT(shared, HasSubstr("show(bool x)"));
}

TEST(SplitSource, APrototypeGivesTheDefaultsOnce) {
  const SplitSource split = split_source(source_of(40), "shop.shared.hpp");
  EXPECT_THAT(text_of(split.shared), HasSubstr("= one"));
  EXPECT_THAT(text_of(split.parts[0]), Not(HasSubstr("= one")));
}

}  // namespace
}  // namespace ariac::driver
