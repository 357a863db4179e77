// Hand-written counterpart of mandelbrot.aria: same algorithm, same checks.
#include <aria/prelude.hpp>

namespace {
bool is_bounded(double cr, double ci) {
  double zr = 0, zi = 0;
  for (int i = 0; i < 50; ++i) {
    const double r = zr * zr - zi * zi + cr;
    zi = 2.0 * zr * zi + ci;
    zr = r;
    if (zr * zr + zi * zi > 4.0) return false;
  }
  return true;
}
}  // namespace

int main(int argc, char** argv) {
  const aria::Int n = argc > 1 ? std::atol(argv[1]) : 1200;
  aria::Int inside = 0;
  for (aria::Int y = 0; y < n; ++y) {
    for (aria::Int x = 0; x < n; ++x) {
      const auto size = static_cast<double>(n);
      if (is_bounded(2.0 * static_cast<double>(x) / size - 1.5, 2.0 * static_cast<double>(y) / size - 1.0)) ++inside;
    }
  }
  std::printf("%ld\n", static_cast<long>(inside));
}
