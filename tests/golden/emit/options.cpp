// options.aria.cpp
// Option: `?`, `??`, `?.`, `if let`.
#include <aria/prelude.hpp>
#include <aria/main.hpp>

namespace options {

struct User {
  aria::String name;
  std::optional<aria::String> mail;
};

// find(users: [User], name: String) -> User? !{}
static std::optional<User> find(const aria::Array<User>& users, const aria::String& name) {
  return users.find([&](const User& user) { return user.name == name; });
}

// domain(users: [User], name: String) -> String? !{}
static std::optional<aria::String> domain(const aria::Array<User>& users, const aria::String& name) {
  auto found = options::find(users, name);
  if (!found) {
    return std::nullopt;
  }
  User user = std::move(*found);
  auto found_2 = user.mail;
  if (!found_2) {
    return std::nullopt;
  }
  aria::String mail = std::move(*found_2);
  return mail.split("@").last();
}

// length(user: User?) -> Int !{}
static aria::Int length(const std::optional<User>& user) {
  return aria::map(aria::and_then(user, [](const User& x) { return x.mail; }), [&](const auto& x) {
    return x.len();
  })
      .value_or(0);
}

// main() !{Console}
void main() {
  aria::Array<User> users =
      {User{.name = "ann", .mail = "ann@home.org"}, User{.name = "bob", .mail = std::nullopt}};
  aria::println(domain(users, "ann").value_or("none"));
  aria::println(domain(users, "bob").value_or("none"));
  aria::println(length(options::find(users, "ann")));
  if (users[0].mail) {
    const aria::String& mail = *users[0].mail;
    aria::println(mail);
  } else {
    aria::println("no mail");
  }
  std::optional<aria::String> nickname = std::nullopt;
  if (!nickname) {
    nickname = "nobody";
  }
  aria::println(nickname);
}

}  // namespace options

int main(int argc, char** argv) {
  return aria::run_main(argc, argv, options::main);
}
