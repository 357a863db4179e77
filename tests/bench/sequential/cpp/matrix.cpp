// Hand-written counterpart of matrix.aria: same algorithm, same containers and checks.
#include <aria/prelude.hpp>

namespace {
using Row = aria::Array<double>;
using Matrix = aria::Array<Row>;

Matrix matrix(aria::Int n, double seed) {
  const double scale = seed / static_cast<double>(n) / static_cast<double>(n);
  Matrix m;
  for (aria::Int i = 0; i < n; ++i) {
    Row row;
    for (aria::Int j = 0; j < n; ++j) row.push(scale * static_cast<double>(i - j) * static_cast<double>(i + j));
    m.push(std::move(row));
  }
  return m;
}

Matrix multiply(const Matrix& a, const Matrix& b) {
  const aria::Int n = a.len();
  Matrix c = Matrix::filled(n, Row::filled(n, 0.0));
  for (aria::Int i = 0; i < n; ++i) {
    for (aria::Int k = 0; k < n; ++k) {
      const double factor = a[i][k];
      for (aria::Int j = 0; j < n; ++j) c[i][j] += factor * b[k][j];
    }
  }
  return c;
}
}  // namespace

int main(int argc, char** argv) {
  const aria::Int n = argc > 1 ? std::atol(argv[1]) : 400;
  const Matrix c = multiply(matrix(n, 1.0), matrix(n, 2.0));
  std::printf("%.6f\n", c[n / 2][n / 2]);
}
