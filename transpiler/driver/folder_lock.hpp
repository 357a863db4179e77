// The lock by which builds of one folder take turns.
#pragma once

#include <filesystem>
#include <functional>

namespace ariac::driver {

// Holds an exclusive lock from construction to destruction; the kernel releases it when the process dies.
class FolderLock {
 public:
  // Waits for its turn. `waiting` is called once, with the id of the process that holds the lock, when there is a wait.
  FolderLock(const std::filesystem::path& lock_file, const std::function<void(long)>& waiting);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace ariac::driver
