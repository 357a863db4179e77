// How declarations are printed.
#include "vocabulary.hpp"

namespace ariac::cpp {
namespace {

Decl field(std::string t, std::string field_name, Expr init = {}) {
  return decl(Variable{.type = type(std::move(t)), .name = std::move(field_name), .init = std::move(init)});
}

TEST(Decl, records_and_their_derived_comparison) {
  Function spaceship{.result = type("auto"), .name = "operator<=>", .params = {{item_ref(), ""}}, .qualifiers = "const", .definition = Definition::Defaulted};
  expect_code(decl(Record{.name = "Item", .members = {field("aria::String", "name"), field("aria::Int", "count", n(1)), decl(spaceship)}}), R"(
struct Item {
  aria::String name;
  aria::Int count = 1;

  auto operator<=>(const Item&) const = default;
};
)");
}

TEST(Decl, enums_are_structs_of_structs) {
  Record percent{.name = "Percent", .members = {field("aria::Int", "value")}};
  Record nothing{.name = "Nothing"};
  expect_code(decl(Record{.name = "Discount", .members = {decl(percent), decl(nothing), decl(MacroCall{"ARIA_ENUM", {"Discount", "Percent", "Nothing"}})}}), R"(
struct Discount {
  struct Percent {
    aria::Int value;
  };
  struct Nothing {};

  ARIA_ENUM(Discount, Percent, Nothing)
};
)");
}

TEST(Decl, long_parameter_lists_align) {
  Function f{.specifiers = "static", .result = type("aria::co", {type("void")}), .name = "forward",
             .params = {{type("aria::RecvChan", {type("aria::String")}), "inbox"}, {type("aria::SendChan", {type("aria::String")}), "out"}, {type("aria::Channel", {type("aria::Unit")}), "quit"}},
             .definition = Definition::Body, .body = {run(call("f"))}};
  expect_code(decl(f), R"(
static aria::co<void> forward(aria::RecvChan<aria::String> inbox, aria::SendChan<aria::String> out,
                              aria::Channel<aria::Unit> quit) {
  f();
}
)");
}

TEST(Decl, specialisations_hold_short_functions) {
  Function cents{.specifiers = "static", .result = type("aria::Int"), .name = "cents", .params = {{item_ref(), "self"}}, .definition = Definition::Body, .body = returning(member(v("self"), "cents"))};
  Record impl{.templated = {.present = true}, .name = "Priced", .specialised = {type("Item")}, .members = {decl(cents)}};
  expect_code(decl(impl), R"(
template <>
struct Priced<Item> {
  static aria::Int cents(const Item& self) { return self.cents; }
};
)");
}

TEST(Decl, concepts_state_what_they_require) {
  Requires body{{{const_ref_to(type("T")), "x"}}, {{call(scoped(type("Priced", {type("T")}), "cents"), {v("x")}), type("std::convertible_to", {type("aria::Int")})}}};
  expect_code(decl(Concept{{.present = true, .params = {{"T"}}}, "IsPriced", expr(body)}), R"(
template <typename T>
concept IsPriced = requires(const T& x) {
  { Priced<T>::cents(x) } -> std::convertible_to<aria::Int>;
};
)");
}

TEST(Decl, files_carry_their_comment_and_namespaces) {
  Function f{.specifiers = "static", .result = type("void"), .name = "f", .definition = Definition::Body};
  File file{.opening_comment = {"Prices."}, .includes = {{"shop.aria.hpp", false}}, .decls = {decl(Namespace{"shop", {decl(f, {.before = {"f() !{}"}})}})}};
  EXPECT_EQ(print(file).text, R"(// Prices.
#include "shop.aria.hpp"

namespace shop {

// f() !{}
static void f() {}

}  // namespace shop
)");
}

TEST(Decl, line_directives_and_the_map_agree_with_the_source) {
  Stmt s = run(call("g"));
  s.remarks.source = SourcePlace{"a.aria", 12};
  Function f{.result = type("void"), .name = "f", .definition = Definition::Body, .body = {s}};
  File file{.decls = {decl(f)}};
  EXPECT_EQ(print(file, {.line_directives = true}).text, "\nvoid f() {\n#line 12 \"a.aria\"\n  g();\n}\n");
  const Printed printed = print(file);
  EXPECT_EQ(printed.lines.at(3), (SourcePlace{"a.aria", 12}));
  EXPECT_EQ(printed.lines.at(1), std::nullopt);
}

}  // namespace
}  // namespace ariac::cpp
