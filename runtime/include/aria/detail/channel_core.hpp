// A channel without its type, and the select over several. See sync/channel_core.cpp and sync/select.cpp.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <aria/site.hpp>

namespace aria::detail {

class Completion;
class ChannelCore;
struct Select;

// How values of the channel's type are moved. Moving never throws.
struct ValueOps {
  std::size_t size;
  std::size_t align;
  void (*move)(void* to, void* from) noexcept;
  void (*destroy)(void* value) noexcept;
  bool is_word;  // eight bytes that mean the same anywhere, so that they need no call

  // Constructs at `to`, destroys `from`.
  void relocate(void* to, void* from) const noexcept {
    if (is_word) {
      std::memcpy(to, from, sizeof(std::uint64_t));
    } else {
      move(to, from);
    }
  }
};

inline constexpr std::size_t unbounded_capacity = SIZE_MAX;

enum class Transfer { done, would_block, closed, timed_out };

ChannelCore* make_channel(const ValueOps& ops, std::size_t capacity);
void retain_channel(ChannelCore& channel) noexcept;
void release_channel(ChannelCore& channel) noexcept;

// On `done` the value has left `value`. Blocking operations raise Cancelled.
Transfer channel_send(ChannelCore& channel, void* value, std::int64_t deadline, Site site);
Transfer channel_try_send(ChannelCore& channel, void* value);
// As try_send, but what finds no room is counted as lost: the receiver raises Lagged when it gets there.
Transfer channel_send_or_lag(ChannelCore& channel, void* value);
// On `done` a value stands at `slot`. `iterating`: ends also when nobody is left who could send (rule H7).
Transfer channel_recv(ChannelCore& channel, void* slot, std::int64_t deadline, bool iterating, Site site);
Transfer channel_try_recv(ChannelCore& channel, void* slot);

void channel_close(ChannelCore& channel) noexcept;
bool channel_closed(const ChannelCore& channel) noexcept;
std::size_t channel_len(ChannelCore& channel) noexcept;
std::size_t channel_capacity(const ChannelCore& channel) noexcept;
std::uint64_t channel_number(const ChannelCore& channel) noexcept;

// Sending halves: a SendChan, or a Channel that may still send. `closes`: the last one closes the channel (rule H4).
void channel_add_sender(ChannelCore& channel, bool closes) noexcept;
void channel_drop_sender(ChannelCore& channel, bool closes) noexcept;

struct SelectArm {
  enum class Kind : std::uint8_t { none, recv, send, closed, completion, after, fallback };
  Kind kind = Kind::none;
  ChannelCore* channel = nullptr;
  Completion* completion = nullptr;
  void* slot = nullptr;
  std::int64_t deadline = 0;
};

// Commits exactly one arm and returns its index. Raises ChannelClosed for a send arm on a closed channel, and when no
// arm can ever become ready.
int run_select(SelectArm* arms, int count, bool biased, Site site);

}  // namespace aria::detail
