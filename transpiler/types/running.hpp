// Running: the bodies in progress, and the instances that wait for theirs.
//
// A call to a function whose result is not written infers that function first, so bodies nest. One that asks for the
// result of a body below it on the stack belongs to that body's recursion group: it stays suspended until the lowest
// body of the group has ended, and all of them are finished together.
#pragma once

#include <memory>

#include "types/body_inference.hpp"
#include "types/impl_index.hpp"

namespace ariac::types {

struct ProgramInference::Running {
  enum class State : std::uint8_t { pending, running, done };
  struct Frame {
    InstanceId id;
    std::size_t lowest;          // the lowest frame whose result was asked for while it was open
  };
  std::vector<Frame> frames;
  std::vector<std::unique_ptr<BodyInference>> suspended;
  std::unordered_map<InstanceId, std::size_t> lowest;             // of running and suspended instances: their group's frame
  std::unordered_map<InstanceId, State> states;
  std::vector<InstanceId> queue;
  std::size_t next = 0;
  std::unordered_map<std::vector<std::uint32_t>, InstanceId, Index::Hash> keys;   // function, type arguments, parameters
  int probing = 0;
};

}  // namespace ariac::types
