// places.aria.cpp
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace places {

// Indices that act have names where C++ would evaluate them late or twice; elsewhere they stay where they are.
// draw(n: Int) -> Int !{Console}
static aria::Int draw(aria::Int n) {
  aria::println(aria::format("draws {}", n));
  return n;
}

// raise_by(mut score: Int, amount: Int) !{}
static void raise_by(aria::Int& score, aria::Int amount) {
  score += amount;
}

// main() !{Console}
void main() {
  aria::Array<aria::Int> scores = {10, 20, 30};
  scores[0] = scores[0].floor_div(3);
  scores[draw(1)] += 5;
  const aria::Int index = draw(1);
  scores[index] += draw(2);
  const aria::Int index_2 = draw(2);
  scores[index_2] = scores[index_2].floor_div(4);
  const aria::Int index_3 = draw(0);
  raise_by(scores[index_3], draw(7));
  aria::Array<aria::Array<aria::Int>> rows =
      {aria::Array<aria::Int>{1}, aria::Array<aria::Int>{2, 3}};
  rows[draw(1)].push(4);
  const aria::Int index_4 = draw(1);
  const aria::Int number = draw(0);
  rows[index_4].insert(number, draw(9));
  aria::println(aria::format("{} {}", scores, rows));
}

}  // namespace places

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, places::main);
}
