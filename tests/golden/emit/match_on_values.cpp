// match_on_values.aria.cpp
// `match` over plain values: a switch where every arm is a constant.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace match_on_values {

struct Light {
  struct Red {
    auto reflect() const { return aria::record("Red"); }
  };
  struct Amber {
    auto reflect() const { return aria::record("Amber"); }
  };
  struct Green {
    auto reflect() const { return aria::record("Green"); }
  };

  ARIA_ENUM(Light, Red, Amber, Green)
};

// next(light: Light) -> Light !{}
static Light next(const Light& light) {
  switch (aria::tag(light)) {
    case Light::tag::Red:
      return Light::Green{};
    case Light::tag::Amber:
      return Light::Red{};
    case Light::tag::Green:
    default:
      return Light::Amber{};
  }
}

// seconds(light: Light) -> Int !{}
static aria::Int seconds(const Light& light) {
  if (light.is<Light::Red>() || light.is<Light::Green>()) {
    return 30;
  }
  return 3;
}

// days(month: Int, leap: Bool) -> Int !{}
static aria::Int days(aria::Int month, bool leap) {
  switch (month.value()) {
    case 2:
      if (leap) {
        return 29;
      }
      return 28;
    case 4:
    case 6:
    case 9:
    case 11:
      return 30;
    default:
      return 31;
  }
}

// kind(c: Char) -> String !{}
static aria::String kind(aria::Char c) {
  if (c >= U'0' && c <= U'9') {
    return "digit";
  }
  if (c == U' ' || c == U'\t') {
    return "blank";
  }
  return "other";
}

// weight(word: String) -> Int !{}
static aria::Int weight(const aria::String& word) {
  if (word == "one") {
    return 1;
  }
  if (word == "two") {
    return 2;
  }
  return 0;
}

// main() !{Console}
void main() {
  Light light = Light::Red{};
  for ([[maybe_unused]] aria::Int unused : aria::range(1, 3)) {
    switch (aria::tag(light)) {
      case Light::tag::Red:
        aria::println("stop");
        break;
      case Light::tag::Green:
        aria::println("go");
        break;
      case Light::tag::Amber:
      default:
        aria::println("wait");
        break;
    }
    aria::println(match_on_values::seconds(light));
    light = match_on_values::next(light);
  }
  aria::println(match_on_values::days(2, true) + match_on_values::days(4, false));
  aria::println(kind(U'7'));
  aria::println(weight("two"));
}

}  // namespace match_on_values

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, match_on_values::main);
}
