// results.aria.cpp
// Result: `?`, `Ok`, `Err`, `match`.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace results {

struct ConfigError {
  struct Missing {
    aria::String key;

    auto reflect() const { return aria::record("Missing", aria::field("key", key)); }
  };
  struct BadNumber {
    aria::String key;
    aria::String text;

    auto reflect() const {
      return aria::record("BadNumber", aria::field("key", key), aria::field("text", text));
    }
  };

  ARIA_ENUM(ConfigError, Missing, BadNumber)
};

// lookup(config: Map<String, String>, key: String) -> Result<String, ConfigError> !{}
static aria::Result<aria::String, ConfigError> lookup(
    const aria::Map<aria::String, aria::String>& config, const aria::String& key) {
  auto found = config.get(key);
  if (found) {
    aria::String& text = *found;
    return aria::Ok(std::move(text));
  }
  return aria::Err(ConfigError::Missing{.key = key});
}

// number(config: Map<String, String>, key: String) -> Result<Int, ConfigError> !{}
static aria::Result<aria::Int, ConfigError> number(
    const aria::Map<aria::String, aria::String>& config, const aria::String& key) {
  auto outcome = lookup(config, key);
  if (!outcome) {
    return aria::Err(outcome.error());
  }
  aria::String text = std::move(*outcome);
  auto outcome_2 = text.to_int()
      .map_err([&](const aria::Error&) -> ConfigError {
        return ConfigError::BadNumber{.key = key, .text = text};
      });
  if (!outcome_2) {
    return aria::Err(outcome_2.error());
  }
  aria::Int value = *outcome_2;
  return aria::Ok(value);
}

// area(config: Map<String, String>) -> Result<Int, ConfigError> !{}
static aria::Result<aria::Int, ConfigError> area(
    const aria::Map<aria::String, aria::String>& config) {
  auto outcome = number(config, "width");
  if (!outcome) {
    return aria::Err(outcome.error());
  }
  const aria::Int number_2 = *outcome;
  auto outcome_2 = number(config, "height");
  if (!outcome_2) {
    return aria::Err(outcome_2.error());
  }
  return aria::Ok(number_2 * *outcome_2);
}

// main() !{Console}
void main() {
  aria::Map<aria::String, aria::String> config = {{"width", "20"}, {"height", "x"}};
  const auto outcome = area(config);
  if (outcome) {
    const aria::Int n = *outcome;
    aria::println(n);
  } else if (const auto* missing = outcome.error().as<ConfigError::Missing>()) {
    aria::println(aria::format("{} is missing", missing->key));
  } else {
    const auto* bad_number = outcome.error().as<ConfigError::BadNumber>();
    aria::println(aria::format("{} is no number: {}", bad_number->key, bad_number->text));
  }
  aria::println(number(config, "width").unwrap_or(0));
}

}  // namespace results

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, results::main);
}
