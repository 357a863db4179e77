// A chain of stacks for calls that nest deeper than the one they began on allows.
#include <aria/std/detail/deep_stack.hpp>

#include <sys/mman.h>
#include <ucontext.h>

#include <exception>
#include <new>
#include <utility>

namespace aria::detail {

namespace {

constexpr std::size_t guard_size = std::size_t{64} * 1024;
constexpr std::size_t stack_size = std::size_t{1} << 20;

// [guard | stack]; the guard is mapped without access.
class Stack {
 public:
  Stack() noexcept = default;
  Stack(Stack&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)) {}
  Stack& operator=(Stack&& other) noexcept {
    std::swap(memory_, other.memory_);
    return *this;
  }
  ~Stack() {
    if (memory_ != nullptr) {
      munmap(memory_, guard_size + stack_size);
    }
  }

  void make() {
    void* memory = mmap(nullptr, guard_size + stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
      throw std::bad_alloc();
    }
    memory_ = static_cast<char*>(memory);
    if (mprotect(memory_, guard_size, PROT_NONE) != 0) {
      throw std::bad_alloc();
    }
  }
  bool is_made() const noexcept { return memory_ != nullptr; }
  char* low() const noexcept { return memory_ + guard_size; }

 private:
  char* memory_ = nullptr;
};

// The one used last: a recursion that goes to and fro around a stack's end asks for it again and again.
thread_local Stack spare;

struct Call {
  void (*call)(void*);
  void* what;
  std::exception_ptr error{};
};

// makecontext hands over nothing but ints.
void enter(unsigned high_half, unsigned low_half) {
  Call& made = *reinterpret_cast<Call*>((std::uintptr_t{high_half} << 32U) | low_half);
  try {
    made.call(made.what);
  } catch (...) {
    made.error = std::current_exception();      // thrown again where the call began
  }
}

}  // namespace

constinit thread_local Depth depth;

void on_stack_of_its_own(void (*call)(void*), void* what) {
  Stack stack = std::move(spare);
  if (!stack.is_made()) {
    stack.make();
  }
  Call made{call, what};
  ucontext_t inside;
  ucontext_t outside;
  getcontext(&inside);
  inside.uc_stack.ss_sp = stack.low();
  inside.uc_stack.ss_size = stack_size;
  inside.uc_link = &outside;
  const auto address = reinterpret_cast<std::uintptr_t>(&made);
  makecontext(&inside, reinterpret_cast<void (*)()>(&enter), 2, static_cast<unsigned>(address >> 32U), static_cast<unsigned>(address));
  const auto low = reinterpret_cast<std::uintptr_t>(stack.low());
  const Depth outer = std::exchange(depth, Depth{low, low + stack_size, 0});
  swapcontext(&outside, &inside);
  depth = outer;
  spare = std::move(stack);
  if (made.error) {
    std::rethrow_exception(made.error);
  }
}

}  // namespace aria::detail
