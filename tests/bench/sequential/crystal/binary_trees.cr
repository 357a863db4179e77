# Counterpart of binary_trees.aria.
class Tree
  def initialize(@left : Tree?, @right : Tree?)
  end

  def check : Int64
    left, right = @left, @right
    left && right ? 1_i64 + left.check + right.check : 0_i64
  end
end

def make(depth : Int64) : Tree
  return Tree.new(Tree.new(nil, nil), Tree.new(nil, nil)) if depth == 0
  Tree.new(make(depth - 1), make(depth - 1))
end

depth = (ARGV[0]? || "15").to_i64
puts "stretch tree of depth #{depth + 1} check: #{make(depth + 1).check}"
long_lived = make(depth)
d = 4_i64
while d <= depth
  rounds = 1_i64 << (depth - d + 4)
  sum = 0_i64
  rounds.times { sum += make(d).check }
  puts "#{rounds} trees of depth #{d} check: #{sum}"
  d += 2
end
puts "long lived tree of depth #{depth} check: #{long_lived.check}"
