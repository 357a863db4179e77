# Counterpart of mandelbrot.aria.
def bounded?(cr, ci)
  zr = zi = 0.0
  50.times do
    r = zr * zr - zi * zi + cr
    zi = 2.0 * zr * zi + ci
    zr = r
    return false if zr * zr + zi * zi > 4.0
  end
  true
end

n = (ARGV[0]? || "1200").to_i64
inside = 0_i64
n.times do |y|
  n.times do |x|
    inside += 1 if bounded?(2.0 * x / n - 1.5, 2.0 * y / n - 1.0)
  end
end
puts inside
