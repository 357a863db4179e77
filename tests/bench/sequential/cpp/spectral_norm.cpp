// Hand-written counterpart of spectral_norm.aria: same algorithm, same containers and checks.
#include <aria/prelude.hpp>
#include <cmath>

namespace {
using Vector = aria::Array<double>;

double a(aria::Int i, aria::Int j) { return 1.0 / static_cast<double>((i + j) * (i + j + 1) / 2 + i + 1); }

void times(const Vector& v, Vector& out) {
  for (aria::Int i = 0; i < v.len(); ++i) {
    double sum = 0;
    for (aria::Int j = 0; j < v.len(); ++j) sum += a(i, j) * v[j];
    out[i] = sum;
  }
}

void times_transposed(const Vector& v, Vector& out) {
  for (aria::Int i = 0; i < v.len(); ++i) {
    double sum = 0;
    for (aria::Int j = 0; j < v.len(); ++j) sum += a(j, i) * v[j];
    out[i] = sum;
  }
}
}  // namespace

int main(int argc, char** argv) {
  const aria::Int n = argc > 1 ? std::atol(argv[1]) : 1000;
  Vector u = Vector::filled(n, 1.0), v = Vector::filled(n, 0.0), w = Vector::filled(n, 0.0);
  for (int i = 0; i < 10; ++i) {
    times(u, w);
    times_transposed(w, v);
    times(v, w);
    times_transposed(w, u);
  }
  double uv = 0, vv = 0;
  for (aria::Int i = 0; i < n; ++i) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  std::printf("%.9f\n", std::sqrt(uv / vv));
}
