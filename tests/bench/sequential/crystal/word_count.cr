# Counterpart of word_count.aria.
def text(lines)
  words = ["river", "stone", "lamp", "green", "walk", "under", "seven", "cloud", "paper", "north"]
  seed = 42_i64
  String.build do |out_|
    lines.times do
      12.times do
        seed = (seed * 1103515245 + 12345) % 2147483648
        out_ << words[seed // 65536 % 10] << seed // 8 % 50 << " "
      end
      out_ << "\n"
    end
  end
end

n = (ARGV[0]? || "40000").to_i64
counts = {} of String => Int64
text(n).each_line do |line|
  line.split(" ") do |word|
    next if word.empty?
    counts[word] = (counts[word]? || 0_i64) + 1
  end
end
top = counts.keys.max_by? { |k| counts[k] } || ""
puts "#{counts.size} #{counts.values.sum} #{top} #{counts[top]}"
