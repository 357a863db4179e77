// Runs a test's body as a task, in a scope of its own.
#pragma once

#include <functional>

#include <aria/concurrency.hpp>

namespace rules {

inline void in_scope(const std::function<void(aria::Scope&)>& body) {
  aria::block_on([&] { aria::scope([&](aria::Scope& s) { body(s); }); });
}

}  // namespace rules
