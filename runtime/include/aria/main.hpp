// The entry of a program: runs Aria's main, reports what leaves it, turns it into an exit code.
//
//   int main(int argc, char** argv) { return aria::run_main(argc, argv, hello::main); }
//
// run_main is for programs without tasks and needs only libaria_base; run_async_main (<aria/runtime.hpp>) runs main as
// the root task. Exit codes: main's Int, 1 for an error or an Err, 101 for a panic.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include <aria/error.hpp>

namespace aria {

namespace detail {

using MainBody = int (*)(void* main_function);

int run_root(int argc, char** argv, MainBody body, void* main_function);
// Prints an error that main returned; the result is its exit code.
int report_returned_error(const std::string& type_name, const std::string& text);

// Calls main and maps its value to an exit code.
template <typename Main>
int call_main(void* function) {
  auto main_function = reinterpret_cast<Main>(function);
  using Value = std::invoke_result_t<Main>;
  if constexpr (std::is_void_v<Value>) {
    main_function();
    return 0;
  } else {
    auto value = main_function();
    if constexpr (requires { value.has_value(); value.error(); }) {
      if (value.has_value()) {
        return 0;
      }
      using E = std::decay_t<decltype(value.error())>;
      return report_returned_error(readable_type_name(typeid(E)), PayloadText<E>::of(value.error()));
    } else if constexpr (requires { static_cast<int>(value); }) {
      return static_cast<int>(value) & 0xff;
    } else {
      return 0;
    }
  }
}

}  // namespace detail

template <typename Value>
int run_main(int argc, char** argv, Value (*main_function)()) {
  return detail::run_root(argc, argv, &detail::call_main<Value (*)()>, reinterpret_cast<void*>(main_function));
}

// The program's arguments without its name, valid once main runs.
struct ProgramArguments {
  int count = 0;
  char** values = nullptr;
};
ProgramArguments program_arguments() noexcept;

}  // namespace aria
