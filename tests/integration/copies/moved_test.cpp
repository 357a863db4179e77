// How often the functions of moved.aria, emitted as templates, copy and move their values: exact numbers, since a needless
// copy that creeps into the lowering is seen by nobody.
#include <gmock/gmock.h>

#include "moved.aria.hpp"

namespace {

struct Made {
  int copies = 0;
  int moves = 0;
  friend bool operator==(const Made&, const Made&) = default;
  friend void PrintTo(const Made& made, std::ostream* out) { *out << made.copies << " copies, " << made.moves << " moves"; }
};

// Counts what becomes of its values.
struct Counted {
  static inline Made made{};
  aria::Int number = 0;

  Counted() = default;
  explicit Counted(int n) : number(n) {}
  Counted(const Counted& other) : number(other.number) { ++made.copies; }
  Counted(Counted&& other) noexcept : number(other.number) { ++made.moves; }
  Counted& operator=(const Counted& other) {
    number = other.number;
    ++made.copies;
    return *this;
  }
  Counted& operator=(Counted&& other) noexcept {
    number = other.number;
    ++made.moves;
    return *this;
  }
  aria::Int cmp(const Counted& other) const { return aria::cmp(number, other.number); }
};

// What running the code makes, apart from its arguments, which exist before.
template <typename Run>
Made counted(Run run) {
  Counted::made = {};
  run();
  return Counted::made;
}

aria::Array<Counted> three() {
  aria::Array<Counted> items;
  for (int i = 1; i <= 3; ++i) items.push(Counted(i));
  return items;
}

TEST(Moved, ReturnedParameter) {
  const Counted value(1);
  EXPECT_EQ(counted([&] { moved::returned_parameter(value); }), (Made{1, 1}));
}

TEST(Moved, LoopCarriedVariable) {
  const aria::Array<Counted> items = three();
  const Counted start(0);
  EXPECT_EQ(counted([&] { moved::loop_carried(items, start); }), (Made{4, 1}));  // the start, and each of three items
}

TEST(Moved, BothBranchesOfAnIf) {
  const Counted value(1);
  EXPECT_EQ(counted([&] { moved::both_branches(value, true); }), (Made{1, 1}));
  EXPECT_EQ(counted([&] { moved::both_branches(value, false); }), (Made{1, 1}));
}

TEST(Moved, BlockCapture) {
  const Counted value(1);
  EXPECT_EQ(counted([&] { moved::captured_by_block(value, 1); }), (Made{1, 1}));  // for the element; the block refers to it
}

TEST(Moved, FieldProjection) {
  const moved::Holder<Counted> holder{.value = Counted(1)};
  EXPECT_EQ(counted([&] { moved::field_projection(holder); }), (Made{1, 0}));
}

TEST(Moved, MatchBinding) {
  const moved::Choice<Counted> one = moved::Choice<Counted>::One{Counted(1)};
  const moved::Choice<Counted> two = moved::Choice<Counted>::Two{.first = Counted(1), .second = Counted(2)};
  const moved::Choice<Counted> nothing = moved::Choice<Counted>::Nothing{};
  const Counted otherwise(0);
  EXPECT_EQ(counted([&] { moved::match_binding(one, otherwise); }), (Made{2, 0}));  // `otherwise` comes by value
  EXPECT_EQ(counted([&] { moved::match_binding(two, otherwise); }), (Made{2, 0}));
  EXPECT_EQ(counted([&] { moved::match_binding(nothing, otherwise); }), (Made{1, 1}));
}

TEST(Moved, ReassignmentAfterAMove) {
  const Counted first(1), second(2);
  EXPECT_EQ(counted([&] { moved::reassigned_after_move(first, second); }), (Made{2, 5}));  // each parameter once, then into the variable and on into the array
}

TEST(Moved, UseInDefer) {
  aria::Array<Counted> seen;
  const Counted value(1);
  EXPECT_EQ(counted([&] { moved::used_in_defer(seen, value); }), (Made{2, 0}));  // the result, and the element that defer adds
}

TEST(Moved, Comprehension) {
  const aria::Array<Counted> items = three();
  EXPECT_EQ(counted([&] { moved::comprehension(items); }), (Made{3, 0}));
}

TEST(Moved, ChainedCalls) {
  const aria::Array<Counted> items = three();
  const Counted more(4);
  // `more` moves into the literal, and on beside the copies of three items; reversed there are four more, and two are taken.
  EXPECT_EQ(counted([&] { moved::chained(items, more); }), (Made{10, 2}));
}

TEST(Moved, LoopCondition) {
  const aria::Array<Counted> items = three();
  const Counted limit(3);
  EXPECT_EQ(counted([&] { moved::loop_condition(items, limit); }), (Made{0, 0}));
}

TEST(Moved, MutArgument) {
  Counted place(1);
  const Counted value(2);
  EXPECT_EQ(counted([&] { moved::mut_argument(place, value); }), (Made{1, 2}));
  EXPECT_EQ(counted([&] { moved::passes_mut(place, value); }), (Made{2, 4}));
}

TEST(Moved, ReplacedField) {
  moved::Shelf<Counted> shelf{.items = three()};
  const Counted item(4);
  EXPECT_EQ(counted([&] { moved::replaced_field(shelf, item); }), (Made{1, 2}));  // the item: into the parameter, and on into the array
  EXPECT_EQ(shelf.items.len(), aria::Int(4));
}

TEST(Moved, TriedValue) {
  const aria::Array<Counted> items = three();
  EXPECT_EQ(counted([&] { moved::tried(items); }), (Made{1, 2}));  // into the option that `first` gives; it moves on from there
}

}  // namespace
