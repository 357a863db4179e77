// flock(2) on a file that holds the owner's process id for the message of those who wait.
#include "driver/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "driver/failure.hpp"

namespace ariac::driver {
namespace {

long owner_of(int descriptor) {
  char text[32] = {};
  return pread(descriptor, text, sizeof text - 1, 0) > 0 ? std::strtol(text, nullptr, 10) : 0;
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& lock_file, const std::function<void(long)>& waiting)
    : descriptor_(open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) {
    throw EnvironmentFailure("cannot open the lock " + lock_file.string() + ": " + std::strerror(errno), "set ARIA_CACHE_DIR to a folder that can be written");
  }
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    waiting(owner_of(descriptor_));
    while (flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  const std::string owner = std::to_string(getpid()) + "\n";
  if (ftruncate(descriptor_, 0) != 0 || pwrite(descriptor_, owner.data(), owner.size(), 0) < 0) {
    return;  // the lock holds all the same; only the waiters' message lacks the number
  }
}

FolderLock::~FolderLock() { close(descriptor_); }

}  // namespace ariac::driver
