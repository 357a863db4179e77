// Linux futex and membarrier, as leaves that return and touch nothing else.
#pragma once

#include <atomic>
#include <cstdint>

namespace aria::detail {

// Sleeps while `word` holds `expected`, at most `nanoseconds` (negative: for ever). Wakes spuriously.
void futex_wait(std::atomic<std::uint32_t>& word, std::uint32_t expected, std::int64_t nanoseconds = -1) noexcept;
void futex_wake(std::atomic<std::uint32_t>& word, int count) noexcept;

// Every thread of the process passes a full memory barrier before this returns. Falls back to a fence of the caller
// where the kernel lacks it; pushers then need a fence too (see has_process_barrier).
void process_barrier() noexcept;
void register_process_barrier() noexcept;
bool has_process_barrier() noexcept;

}  // namespace aria::detail
