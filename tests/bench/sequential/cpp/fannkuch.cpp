// Hand-written counterpart of fannkuch.aria: same algorithm, same containers and checks.
#include <aria/prelude.hpp>
#include <utility>

namespace {
std::pair<aria::Int, aria::Int> fannkuch(aria::Int n) {
  using Array = aria::Array<aria::Int>;
  Array perm = Array::filled(n, 0), count = Array::filled(n, 0), work = Array::filled(n, 0);
  for (aria::Int i = 0; i < n; ++i) perm[i] = i;
  aria::Int best = 0, checksum = 0, r = n, sign = 1;
  while (true) {
    for (; r > 1; --r) count[r - 1] = r;
    for (aria::Int i = 0; i < n; ++i) work[i] = perm[i];
    aria::Int flips = 0;
    for (aria::Int first = work[0]; first != 0; first = work[0]) {
      for (aria::Int low = 0, high = first; low < high; ++low, --high) std::swap(work[low], work[high]);
      ++flips;
    }
    if (flips > best) best = flips;
    checksum += sign * flips;
    sign = -sign;
    while (true) {
      if (r == n) return {checksum, best};
      const aria::Int front = perm[0];
      for (aria::Int i = 0; i < r; ++i) perm[i] = perm[i + 1];
      perm[r] = front;
      count[r] -= 1;
      if (count[r] > 0) break;
      ++r;
    }
  }
}
}  // namespace

int main(int argc, char** argv) {
  const long n = argc > 1 ? std::atol(argv[1]) : 9;
  const auto [checksum, best] = fannkuch(n);
  std::printf("%ld\nPfannkuchen(%ld) = %ld\n", static_cast<long>(checksum), n, static_cast<long>(best));
}
