// The native backend: pushes what the ABI wants preserved, exchanges stack pointers, pops, returns.
//
// The switch ends in `ret`, so that the processor predicts where it goes as it does for any call: a jump through a
// register, as in Boost's backend, costs some 13 ns a hop. Not to be used with CET shadow stacks, which forbid it.
// Sources: System V ABI for x86-64, 3.2.1; AAPCS64, 6.1.
#include "scheduler/stack_switch.hpp"

#if defined(ARIA_SWITCH_NATIVE)

#include <cstdint>

#if defined(__CET__) && (__CET__ & 2) != 0
#error "shadow stacks: configure with -DARIA_SWITCH=boost"
#endif

extern "C" void aria_first_on_stack();

#if defined(__x86_64__)
asm(R"(
.text
.globl aria_switch_stacks
.hidden aria_switch_stacks
.type aria_switch_stacks,@function
.align 16
aria_switch_stacks:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  movq %rdx, %rax
  ret
.size aria_switch_stacks,.-aria_switch_stacks
.globl aria_first_on_stack
.hidden aria_first_on_stack
.type aria_first_on_stack,@function
.align 16
aria_first_on_stack:
  movq %rax, %rdi
  pushq $0
  jmp *%rbx
.size aria_first_on_stack,.-aria_first_on_stack
)");
#elif defined(__aarch64__)
asm(R"(
.text
.globl aria_switch_stacks
.hidden aria_switch_stacks
.type aria_switch_stacks,%function
.align 4
aria_switch_stacks:
  sub sp, sp, #160
  stp x19, x20, [sp, #0]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp, #0]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  mov x0, x2
  ret
.size aria_switch_stacks,.-aria_switch_stacks
.globl aria_first_on_stack
.hidden aria_first_on_stack
.type aria_first_on_stack,%function
.align 4
aria_first_on_stack:
  mov x29, #0
  mov x30, #0
  br x19
.size aria_first_on_stack,.-aria_first_on_stack
)");
#else
#error "no assembly for this processor: configure with -DARIA_SWITCH=boost"
#endif

namespace aria::detail::stack_switch {

void* make(char* top, std::size_t, Begin begin) {
  auto* stack = reinterpret_cast<void**>(reinterpret_cast<std::uintptr_t>(top) & ~std::uintptr_t{15});
#if defined(__x86_64__)
  // As aria_switch_stacks pops it: r15 r14 r13 r12 rbx rbp, the return address; above it the stack is 16-aligned.
  *--stack = nullptr;
  *--stack = nullptr;
  *--stack = reinterpret_cast<void*>(&aria_first_on_stack);
  *--stack = nullptr;
  *--stack = reinterpret_cast<void*>(begin);
  *--stack = nullptr;
  *--stack = nullptr;
  *--stack = nullptr;
  *--stack = nullptr;
#elif defined(__aarch64__)
  stack -= 20;
  for (int i = 0; i < 20; ++i) {
    stack[i] = nullptr;
  }
  stack[0] = reinterpret_cast<void*>(begin);                  // x19
  stack[11] = reinterpret_cast<void*>(&aria_first_on_stack);  // x30
#endif
  return stack;
}

const char* backend() noexcept { return "native"; }

}  // namespace aria::detail::stack_switch

#endif
