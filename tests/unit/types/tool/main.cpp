// Prints what inference says about files: for looking at.
#include <cstdio>

#include "../inference.hpp"

int main(int count, char** files) {
  bool bad = false;
  for (int i = 1; i < count; ++i) {
    const ariac::types::Inferred inferred(ariac::types::Inferred::read(files[i]), files[i]);
    std::fputs(inferred.messages().c_str(), stdout);
    bad |= inferred.has_errors();
  }
  return bad ? 1 : 0;
}
