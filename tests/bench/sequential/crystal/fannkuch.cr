# Counterpart of fannkuch.aria.
def fannkuch(n : Int64)
  perm = Array(Int64).new(n) { |i| i.to_i64 }
  count = Array(Int64).new(n, 0_i64)
  work = Array(Int64).new(n, 0_i64)
  best, checksum, r, sign = 0_i64, 0_i64, n, 1_i64
  while true
    while r > 1
      count[r - 1] = r
      r -= 1
    end
    perm.each_with_index { |x, i| work[i] = x }
    flips = 0_i64
    while (first = work[0]) != 0
      low, high = 0_i64, first
      while low < high
        work.swap(low, high)
        low += 1
        high -= 1
      end
      flips += 1
    end
    best = flips if flips > best
    checksum += sign * flips
    sign = -sign
    while true
      return {checksum, best} if r == n
      front = perm[0]
      i = 0_i64
      while i < r
        perm[i] = perm[i + 1]
        i += 1
      end
      perm[r] = front
      count[r] -= 1
      break if count[r] > 0
      r += 1
    end
  end
end

n = (ARGV[0]? || "9").to_i64
checksum, best = fannkuch(n)
puts checksum
puts "Pfannkuchen(#{n}) = #{best}"
