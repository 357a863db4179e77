// The names that C++ gives to types, as the user wrote them: `std::optional<aria::Integer<long>>` is `Int?`.
#include <cxxabi.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aria/detail/error_record.hpp"

namespace aria::detail {
namespace {

std::string demangled(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
  return name ? name.get() : type.name();
}

// The C++ types whose names in Aria are others.
const std::map<std::string, std::string, std::less<>>& names() {
  static const std::map<std::string, std::string, std::less<>> known = {
      {"Integer<signed char>", "Int8"},           {"Integer<short>", "Int16"},         {"Integer<int>", "Int32"},
      {"Integer<long>", "Int"},                   {"Integer<long long>", "Int"},       {"Integer<unsigned char>", "UInt8"},
      {"Integer<unsigned short>", "UInt16"},      {"Integer<unsigned int>", "UInt32"}, {"Integer<unsigned long>", "UInt64"},
      {"Integer<unsigned long long>", "UInt64"},  {"double", "Float"},                 {"float", "Float32"},
      {"bool", "Bool"}};
  return known;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

// A type of C++ with parameters, as Aria writes it.
std::string applied(const std::string& name, const std::vector<std::string>& args) {
  if (const auto known = names().find(name + "<" + joined(args) + ">"); known != names().end()) {
    return known->second;
  }
  if (name == "tuple") {
    return "(" + joined(args) + ")";
  }
  if (name == "optional" && args.size() == 1) {
    return args[0] + "?";
  }
  if (name == "Array" && args.size() == 1) {
    return "[" + args[0] + "]";
  }
  return name + "<" + joined(args) + ">";
}

// Reads what the demangler writes: names with their scopes, arguments in angle brackets, functions as `R (A, B)`.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string type() {
    std::string read = name();
    if (peek("(") || peek(" (")) {
      at_ = text_.find('(', at_) + 1;
      read = "Fn(" + joined(list(')')) + ") -> " + (read == "void" ? "Unit" : read);
    }
    // `const&` and the like say how a value is passed, not what it is.
    while (at_ < text_.size() && std::string_view(",>)").find(text_[at_]) == std::string_view::npos) {
      ++at_;
    }
    return read;
  }

 private:
  bool peek(std::string_view wanted) const { return text_.substr(at_, wanted.size()) == wanted; }

  bool take(std::string_view wanted) {
    const bool there = peek(wanted);
    at_ += there ? wanted.size() : 0;
    return there;
  }

  std::vector<std::string> list(char end) {
    std::vector<std::string> items;
    while (at_ < text_.size() && text_[at_] != end) {
      items.push_back(type());
      while (take(",") || take(" ")) {
      }
    }
    at_ += at_ < text_.size() ? 1 : 0;
    return items;
  }

  // Modules are left out, and so are the library's namespaces; types around a type stay.
  std::string name() {
    std::string scopes;
    for (;;) {
      take("(anonymous namespace)");
      std::string one = word();
      if (take("<")) {
        std::vector<std::string> args = list('>');
        one = one == "function" && args.size() == 1 ? args[0] : applied(one, args);
      } else if (const auto known = names().find(one); known != names().end()) {
        one = known->second;
      }
      if (!take("::")) {
        return scopes + one;
      }
      if (!one.empty() && std::isupper(static_cast<unsigned char>(one[0])) != 0) {
        scopes += one + "::";
      }
    }
  }

  // `unsigned long` is one word.
  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_' || text_[at_] == '$' || goes_on())) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool goes_on() const {
    if (text_[at_] != ' ') {
      return false;
    }
    for (const std::string_view next : {" long", " int", " short", " char"}) {
      if (peek(next)) {
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string readable_type_name(const std::type_info& type) {
  const std::string text = demangled(type);
  return Reader(text).type();
}

}  // namespace aria::detail
