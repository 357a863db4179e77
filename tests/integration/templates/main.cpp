// A C++ program that uses the templates emitted for shelf.aria with types that Aria knows nothing of.
#include <compare>
#include <iostream>
#include <string>
#include <utility>

#include "shelf.aria.hpp"

struct Money {
  long cents = 0;
  auto operator<=>(const Money&) const = default;
};

struct Book {
  std::string title;
  long cents = 0;
};

// Aria's trait for a C++ type, with the default method it comes with.
template <>
struct shelf::Priced<Book> : shelf::PricedDefaults<Book> {
  static aria::Int cents(const Book& book) { return book.cents; }
};

int main() {
  const aria::Array<Money> prices{Money{30}, Money{95}, Money{5}};
  std::cout << "largest " << shelf::largest(prices)->cents << "\n";

  shelf::Stack<Money> stack = shelf::Stack<Money>::new_();
  for (const Money& price : prices) stack.push(price);
  std::cout << "popped " << stack.pop()->cents << "\n";
  shelf::Stack<std::string> texts = stack.map<std::string>([](const Money& price) { return std::to_string(price.cents); });
  std::cout << "then " << *texts.pop() << ", left " << static_cast<long>(std::int64_t(texts.len())) << "\n";

  shelf::Tree<Money> tree = shelf::Tree<Money>::Leaf{};
  for (const Money& price : prices) tree = std::move(tree).insert(price);  // it is taken apart
  for (const Money& price : tree.in_order()) std::cout << price.cents << ";";
  std::cout << "\n";

  const aria::Array<Book> books{Book{"Dune", 900}, Book{"Emma", 450}};
  std::cout << "total " << static_cast<long>(std::int64_t(shelf::total(books))) << "\n";
  std::cout << std::string(shelf::labels(books)) << "\n";
}
