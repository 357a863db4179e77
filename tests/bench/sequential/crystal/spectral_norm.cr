# Counterpart of spectral_norm.aria.
def a(i : Int64, j : Int64)
  1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)
end

def times(v, out_)
  v.size.times do |i|
    sum = 0.0
    v.size.times { |j| sum += a(i.to_i64, j.to_i64) * v[j] }
    out_[i] = sum
  end
end

def times_transposed(v, out_)
  v.size.times do |i|
    sum = 0.0
    v.size.times { |j| sum += a(j.to_i64, i.to_i64) * v[j] }
    out_[i] = sum
  end
end

n = (ARGV[0]? || "1000").to_i
u, v, w = Array.new(n, 1.0), Array.new(n, 0.0), Array.new(n, 0.0)
10.times do
  times(u, w)
  times_transposed(w, v)
  times(v, w)
  times_transposed(w, u)
end
uv = vv = 0.0
n.times do |i|
  uv += u[i] * v[i]
  vv += v[i] * v[i]
end
printf("%.9f\n", Math.sqrt(uv / vv))
