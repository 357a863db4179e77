// names.aria.cpp
// Names: C++ keywords, question and exclamation marks, clashes.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace names {

struct Switch {
  bool default_{};
  aria::Int union_{};

  bool is_on() const;
  void flip_mut();
};

// on?(self) -> Bool !{}
bool Switch::is_on() const {
  return default_;
}

// flip!(mut self) !{}
void Switch::flip_mut() {
  default_ = !default_;
}

// double(int: Int) -> Int !{}
static aria::Int double_(aria::Int int_) {
  return int_ * 2;
}

// delete(list: [Int], auto: Int) -> [Int] !{}
static aria::Array<aria::Int> delete_(const aria::Array<aria::Int>& list, aria::Int auto_) {
  return list.filter([&](aria::Int long_) { return long_ != auto_; });
}

// main() !{Console}
void main() {
  Switch switch_ = {.default_ = false, .union_ = 3};
  switch_.flip_mut();
  aria::println(switch_.is_on());
  aria::println(double_(switch_.union_));
  aria::println(delete_(aria::Array<aria::Int>{1, 2, 3}, 2));
  aria::Int main_ = 4;
  aria::println(main_);
}

}  // namespace names

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, names::main);
}
