# Counterpart of matrix.aria.
def matrix(n : Int64, seed : Float64)
  scale = seed / n / n
  Array.new(n) { |i| Array.new(n) { |j| scale * (i - j) * (i + j) } }
end

def multiply(a, b)
  n = a.size
  c = Array.new(n) { Array.new(n, 0.0) }
  n.times do |i|
    n.times do |k|
      factor = a[i][k]
      n.times { |j| c[i][j] += factor * b[k][j] }
    end
  end
  c
end

n = (ARGV[0]? || "400").to_i64
c = multiply(matrix(n, 1.0), matrix(n, 2.0))
printf("%.6f\n", c[n // 2][n // 2])
