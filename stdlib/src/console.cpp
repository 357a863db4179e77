// Standard streams, through C's buffers.
//
// What was printed appears, also when a signal ends the program: a handler flushes, or leaves that to whoever is just
// changing the buffer, and lets the signal do what it does by default. Where signals are blocked, as in programs with
// tasks, whose root hears of them, the handler never runs.
#include <aria/std/console.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace aria {

namespace {

// By this thread: what another one does with the buffer, its lock keeps apart.
constinit thread_local volatile std::sig_atomic_t buffer_in_use = 0;
constinit thread_local volatile std::sig_atomic_t signal_that_ends = 0;

void end_by(int number) {
  std::signal(number, SIG_DFL);
  std::raise(number);  // held back until a handler that calls this returns
}

extern "C" void flush_and_end(int number) {
  if (buffer_in_use == 0) {
    std::fflush(stdout);
  } else if (signal_that_ends == 0) {
    signal_that_ends = number;
    return;
  }
  end_by(number);  // a second one at once: nobody may read what is being written
}

class BufferInUse {
 public:
  BufferInUse() noexcept { buffer_in_use = 1; }
  BufferInUse(const BufferInUse&) = delete;
  BufferInUse& operator=(const BufferInUse&) = delete;
  ~BufferInUse() {
    buffer_in_use = 0;
    if (const int number = signal_that_ends; number != 0) {
      std::fflush(stdout);
      end_by(number);
    }
  }
};

// Signals that somebody else handles, or that are ignored, stay as they are.
bool flush_at_signals() {
  for (const int number : {SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction action {};
    if (sigaction(number, nullptr, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL) {
      action.sa_handler = &flush_and_end;
      action.sa_flags = SA_RESTART;  // a write that it interrupts goes on
      sigaction(number, &action, nullptr);
    }
  }
  return true;
}

}  // namespace

void flush_output() {
  const BufferInUse in_use;
  std::fflush(stdout);
}

namespace detail {

void write_output(std::string_view text) {
  [[maybe_unused]] static const bool flushed_at_signals = flush_at_signals();
  const BufferInUse in_use;
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void write_error(std::string_view text) {
  flush_output();
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

std::optional<String> read_input_line() {
  flush_output();  // a prompt must be visible
  char* line = nullptr;
  std::size_t capacity = 0;
  const ssize_t length = ::getline(&line, &capacity, stdin);
  std::optional<String> text;
  if (length >= 0) {
    std::string_view rest(line, static_cast<std::size_t>(length));
    text = String(take_line(rest));
  }
  std::free(line);
  return text;
}

String read_input() {
  flush_output();
  std::string text;
  char block[4096];
  while (const std::size_t n = std::fread(block, 1, sizeof block, stdin)) {
    text.append(block, n);
  }
  return text;
}

}  // namespace detail
}  // namespace aria
