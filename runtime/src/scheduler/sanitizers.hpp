// Which sanitizers this is compiled for. Switches of stacks are announced to them by our own code (context_switch.cpp).
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#define ARIA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARIA_ASAN 1
#endif
#if __has_feature(thread_sanitizer)
#define ARIA_TSAN 1
#endif
#endif

// A function that returns on another stack than it was called on must not tell TSan about its entry and exit.
#if defined(ARIA_TSAN)
#define ARIA_NOT_INSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#else
#define ARIA_NOT_INSTRUMENTED
#endif
