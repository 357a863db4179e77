// What accepts connections, of any family.
#pragma once

#include "io/stream.hpp"

namespace aria::detail {

// A descriptor for the moment when there are no others. A connection that cannot be accepted would stay at the head of the queue, and the
// listener would be ready for ever: instead one is accepted in place of the reserve, and closed, so that its client knows.
class Reserve {
 public:
  Reserve();
  ~Reserve();
  Reserve(const Reserve&) = delete;
  Reserve& operator=(const Reserve&) = delete;

  void turn_one_away(int listener) noexcept;

 private:
  SpinLock lock_;
  long held_;
};

class ListenerCore {
 public:
  // The stream over an accepted descriptor.
  using Adopt = std::shared_ptr<StreamCore>(std::shared_ptr<Descriptor> descriptor, const sockaddr_storage& peer, const String& listener);

  // The descriptor is bound. Errors begin with `name`.
  ListenerCore(std::shared_ptr<Descriptor> descriptor, String name, Adopt* adopt) : socket(std::move(descriptor), std::move(name)), adopt_(adopt) {}

  void listen(Site site);
  // A connection; raises IoError when the listener is closed.
  std::shared_ptr<StreamCore> accept(Site site);
  // A connection; nothing when the listener is closed. When descriptors run out it turns connections away, ever more slowly.
  std::shared_ptr<StreamCore> next(Site site);

  Socket socket;

 private:
  Adopt* adopt_;
  Reserve reserve_;
};

}  // namespace aria::detail
