// Hand-written counterpart of binary_trees.aria: same algorithm, same checks; trees as anyone would write them.
#include <aria/prelude.hpp>
#include <memory>

namespace {
struct Tree {
  std::unique_ptr<Tree> left, right;
};

std::unique_ptr<Tree> make(aria::Int depth) {
  auto tree = std::make_unique<Tree>();
  if (depth > 0) {
    tree->left = make(depth - 1);
    tree->right = make(depth - 1);
  } else {
    tree->left = std::make_unique<Tree>();
    tree->right = std::make_unique<Tree>();
  }
  return tree;
}

aria::Int check(const Tree& tree) { return tree.left ? 1 + check(*tree.left) + check(*tree.right) : aria::Int(0); }
}  // namespace

int main(int argc, char** argv) {
  const aria::Int depth = argc > 1 ? std::atol(argv[1]) : 15;
  auto text = [](aria::Int n) { return static_cast<long>(n); };
  std::printf("stretch tree of depth %ld check: %ld\n", text(depth + 1), text(check(*make(depth + 1))));
  const auto long_lived = make(depth);
  for (aria::Int d = 4; d <= depth; d += 2) {
    const aria::Int rounds = aria::Int(1) << (depth - d + 4);
    aria::Int sum = 0;
    for (aria::Int i = 0; i < rounds; ++i) sum += check(*make(d));
    std::printf("%ld trees of depth %ld check: %ld\n", text(rounds), text(d), text(sum));
  }
  std::printf("long lived tree of depth %ld check: %ld\n", text(depth), text(check(*long_lived)));
}
