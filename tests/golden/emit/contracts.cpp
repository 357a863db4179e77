// contracts.aria.cpp
// Contracts and invariants.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace contracts {

struct Account {
  aria::Int balance{};

  void deposit(aria::Int amount);

  void check_invariants() const { aria::check_invariant(balance >= 0, "self.balance >= 0"); }
};

// deposit(mut self, amount: Int) !{}
void Account::deposit(aria::Int amount) {
  aria::require(amount > 0, "a deposit is positive");
  const aria::Int old_balance = balance;
  balance += amount;
  check_invariants();
  aria::ensure(balance == old_balance + amount, "self.balance == old(self.balance) + amount");
}

// square_root(n: Int) -> Int !{}
static aria::Int square_root(aria::Int n) {
  aria::require(n >= 0, "n >= 0");
  aria::Int result = [&]() -> aria::Int {
    aria::Int root = 0;
    while ((root + 1) * (root + 1) <= n) {
      root += 1;
    }
    return root;
  }();
  aria::ensure(result * result <= n, "result * result <= n");
  return result;
}

// main() !{Console}
void main() {
  Account account = aria::checked(Account{.balance = 10});
  account.deposit(5);
  aria::println(account.balance);
  aria::println(square_root(17));
}

}  // namespace contracts

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, contracts::main);
}
