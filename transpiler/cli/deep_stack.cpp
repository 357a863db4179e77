// A thread with a stack for the deepest trees that the parser admits.
#include "cli/deep_stack.hpp"

#include <pthread.h>

namespace ariac::cli {
namespace {

constexpr std::size_t kStackBytes = std::size_t{1} << 30;   // address space; pages are taken as they are touched

struct Job {
  const std::function<int()>* body;
  int result = 0;
};

void* run(void* argument) {
  auto* job = static_cast<Job*>(argument);
  job->result = (*job->body)();
  return nullptr;
}

}  // namespace

int on_deep_stack(const std::function<int()>& body) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  Job job{&body};
  pthread_t thread{};
  const bool started = pthread_attr_setstacksize(&attributes, kStackBytes) == 0 && pthread_create(&thread, &attributes, run, &job) == 0;
  pthread_attr_destroy(&attributes);
  if (!started) return body();
  pthread_join(thread, nullptr);
  return job.result;
}

}  // namespace ariac::cli
