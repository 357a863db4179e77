// tasks.aria.cpp
// Tasks: spawn, await, scopes, timeouts, jobs.
#include <aria/prelude.hpp>
#include <aria/concurrency.hpp>
#include <aria/main.hpp>

namespace tasks {

// fetch(url: String) -> String !{Async}
static aria::String fetch(const aria::String& url) {
  aria::sleep(aria::ms(5));
  return url.to_upper();
}

// fetch_both(a: String, b: String) -> (String, String) !{Async, Spawn}
static std::tuple<aria::String, aria::String> fetch_both(
    const aria::String& a, const aria::String& b) {
  return aria::function_scope([&](aria::Scope& tasks) {
    aria::Task<aria::String> first = tasks.spawn([a] { return fetch(a); });
    aria::Task<aria::String> second = tasks.spawn([b] { return fetch(b); });
    return std::tuple{first.await(), second.await()};
  });
}

// fetch_all(urls: [String]) -> [String] !{Async, Spawn}
static aria::Array<aria::String> fetch_all(const aria::Array<aria::String>& urls) {
  return aria::function_scope([&](aria::Scope& scope) {
    aria::Array<aria::Task<aria::String>> tasks;
    for (const aria::String& url : urls) {
      tasks.push(scope.spawn([url] { return fetch(url); }));
    }
    aria::Array<aria::String> items;
    for (const aria::Task<aria::String>& task : tasks) {
      items.push(task.await());
    }
    return items;
  });
}

// fetch_or(url: String, otherwise: String) -> String !{Async}
static aria::String fetch_or(const aria::String& url, const aria::String& otherwise) {
  return aria::timeout(aria::seconds(1), [&](aria::Scope&) { return fetch(url); })
      .unwrap_or(otherwise);
}

// sum_in_parts(numbers: [Int]) -> Int !{Async, Spawn}
static aria::Int sum_in_parts(const aria::Array<aria::Int>& numbers) {
  return aria::scope([&](aria::Scope& scope) {
    aria::Int middle = numbers.len() / 2;
    aria::Task<aria::Int> left =
        scope.spawn_job([numbers, middle] { return numbers.take(middle).sum(); });
    aria::Int right = numbers.skip(middle).sum();
    return left.await() + right;
  });
}

// main() !{Async, Console, Spawn}
void main() {
  aria::println(fetch_both("a", "b"));
  aria::println(fetch_all(aria::Array<aria::String>{"x", "y"}).join(" "));
  aria::println(fetch_or("z", "none"));
  aria::println(sum_in_parts(aria::Array<aria::Int>{1, 2, 3, 4}));
}

}  // namespace tasks

int main(int argc, char** argv) {
  return aria::run_async_main(argc, argv, tasks::main);
}
