#!/usr/bin/env python3
"""Programs that measure how fast `aria check` is.

    generate.py mixed FOLDER [--modules 50] [--lines 10000]   modules that import one another: closures, traits, untyped
                                                              calls, matches, errors, concurrency
    generate.py function FOLDER [--lines 3000]                one long function
    generate.py file FOLDER [--lines 100000]                  one long file of small functions
    generate.py instances FOLDER [--lines 200]                one untyped function with as many instances
    generate.py chains FOLDER [--lines 5000]                  left-associative and method chains of this length, deep nesting

Each writes FOLDER/main.aria, and prints the number of lines it wrote. The text depends on the arguments alone.
"""
import argparse
import os

# One group of declarations that belong together, about 100 lines; {m} is the module's number, {k} the group's.
GROUP = """
struct Item{k}
  pub id: Int
  pub name: String
  pub price: Float = 1.5
  tags: [String] = []
  derive(Eq, Debug)
end

enum Event{k}
  Created(id: Int)
  Renamed(id: Int, name: String)
  Moved(Int, Int)
  Closed
end

trait Rated{k}
  const SCALE: Int = {k}
  fn rate(self) -> Float
  fn rounded(self) -> Int = (self.rate * Self::SCALE.to_float).to_int
end

impl Rated{k} for Item{k}
  fn rate(self) -> Float = self.price * 2.0
end

impl Item{k}
  fn rename(mut self, name: String)
    self.name = name
    self.tags.push("renamed")
  end

  fn total(self, amount: Int) -> Float
    sum = 0.0
    for i in 0..<amount
      sum += self.price * (i + 1)
    end
    sum
  end
end

fn apply{k}(items: [Item{k}], event: Event{k}) -> [Item{k}]
  match event
    Created(id:) => items + [Item{k}(id: id, name: "item #{id}")]
    Renamed(id: wanted, name: text) =>
      items.map do |item|
        copy = item
        copy.rename(text) if copy.id == wanted
        copy
      end
    Moved(from, to) =>
      result = items
      result.swap(from, to) if from < result.len and to < result.len
      result
    Closed => []
  end
end

fn combine{k}(a, b) = a + b

fn fold{k}(xs, start, f)
  acc = start
  for x in xs
    acc = f(acc, x)
  end
  acc
end

fn parse{k}(text: String) -> Result<Int>
  parts = text.split(",")
  first = parts[0].trim.to_int?
  second = parts.get(1)?.trim?.len ?? {k}
  raise Error.new("negative #{first}") if first < 0
  Ok(first * 10 + second)
end

fn report{k}(items: [Item{k}]) -> String
  lines = items
    .filter { |item| item.price > 1.0 }
    .sort_by { |item| item.name }
    .map { |item| "#{item.name:<10} #{item.price:.2f} #{item.rounded}" }
  counts = items.group_by { |item| item.name.len }
  text = lines.join("\\n")
  for (length, group) in counts
    text = "#{text}\\n#{length}: #{group.len}" unless group.empty?
  end
  text
end

fn workers{k}(count: Int) -> Int
  ch = Channel.new(Int, capacity: 4)
  spawn do
    for i in 0..<count
      ch <- i * {k}
    end
    ch.close
  end
  total = 0
  for value in ch
    total += value
  end
  total
end

pub fn run{k}(size: Int) -> Int
  items = [Item{k}(id: i, name: "n#{i}", price: i.to_float / 2.0) for i in 0..<size]
  events = [Event{k}::Created(id: size), Event{k}::Renamed(id: 1, name: "x"), Event{k}::Moved(0, 1)]
  for event in events
    items = apply{k}(items, event)
  end
  sum = fold{k}(items, 0) { |acc, item| acc + item.id }
  label = combine{k}("total ", sum.to_string)
  ratio = combine{k}(1.5, sum.to_float)
  scale = |x: Int| x * sum
  parsed = parse{k}("12, 3") ?? 0
  status = begin
    parse{k}("-4") ?? 1
  rescue e: Error
    e.message.len
  end
  text = report{k}(items)
  sum + label.len + ratio.to_int + scale(2) + parsed + status + text.len + workers{k}(3)
end
"""


def group(module, index):
    return GROUP.replace("{k}", str(index)).replace("{m}", str(module))


def mixed(args):
    per_group = GROUP.count("\n")
    groups = max(1, round(args.lines / args.modules / per_group))
    files = {}
    for m in range(args.modules):
        others = [n for n in (m + 1, m + 7) if n < args.modules]
        head = "".join(f"import m{n}\n" for n in others)
        calls = "".join(f"  total += m{n}.all(size - 1) if size > 40\n" for n in others)
        runs = "".join(f"  total += run{k}(size)\n" for k in range(groups))
        files[f"m{m}.aria"] = f"{head}{''.join(group(m, k) for k in range(groups))}\npub fn all(size: Int) -> Int\n  total = 0\n{runs}{calls}  total\nend\n"
    files["main.aria"] = "import m0\n\nfn main\n  println(m0.all(42))\nend\n"
    return files


def function(args):
    body = ["  total = 0", "  names: [String] = []"]
    while len(body) < args.lines:
        i = len(body)
        body += [f"  a{i} = total + {i}", f"  if a{i} > {i}", f"    total += a{i} % 7", f"    names.push(\"a{i}\")", "  else", f"    total -= {i}", "  end",
                 f"  b{i} = [a{i}, {i}].map {{ |x| x * 2 }}.sum", f"  total = match b{i}", "    0 => total", f"    1..9 => total + b{i}", "    _ => total - 1", "  end"]
    return {"main.aria": "fn main\n" + "\n".join(body) + "\n  println(total + names.len)\nend\n"}


def file(args):
    text, calls, k = [], [], 0
    lines = 0
    while lines < args.lines:
        part = f"""## Number {k}.
fn step{k}(x: Int, scale: Float = 1.5) -> Int
  y = x * {k} + 1
  z = if y % 2 == 0 then y // 2 else y * 3 + 1
  names = ["a", "b", "c#{{z}}"]
  longest = names.map {{ |n| n.len }}.max ?? 0
  (z.to_float * scale).to_int + longest
end

"""
        text.append(part)
        if k % 50 == 0:
            calls.append(f"  total += step{k}(total % 100)\n")
        lines += part.count("\n")
        k += 1
    return {"main.aria": "".join(text) + "fn main\n  total = 1\n" + "".join(calls) + "  println(total)\nend\n"}


def instances(args):
    types = "".join(f"data T{i}(x: Int)\n" for i in range(args.lines))
    calls = "".join(f"  total += measure(T{i}({i}), [T{i}(1)], |t| t.x)\n" for i in range(args.lines))
    return {"main.aria": f"{types}fn measure(a, xs, f)\n  sum = a.x\n  for x in xs\n    sum += f(x)\n  end\n  sum\nend\n\nfn main\n  total = 0\n{calls}  println(total)\nend\n"}


def chains(args):
    plus = " +\n    ".join(str(i) for i in range(args.lines))
    text = " +\n    ".join(f'"{i}"' for i in range(args.lines))
    methods = "\n    ".join(".abs" for _ in range(args.lines))
    logic = " and\n    ".join(f"x != {i}" for i in range(args.lines))
    deep = 200
    brackets = "(" * deep + "1" + ")" * deep
    lists = "[" * deep + "1" + "]" * deep
    ifs = "".join("  " * (i + 1) + f"if x > {i}\n" for i in range(deep)) + "  " * deep + "  x += 1\n" + "".join("  " * (deep - i) + "end\n" for i in range(deep))
    loops = "".join("  " * (i + 1) + f"for i{i} in 0..<1\n" for i in range(deep)) + "  " * deep + "  x += 1\n" + "".join("  " * (deep - i) + "end\n" for i in range(deep))
    elsifs = "  if x == -1\n    x = 0\n" + "".join(f"  elsif x == {i}\n    x = {i + 1}\n" for i in range(args.lines)) + "  end\n"
    list_text = ", ".join(str(i) for i in range(args.lines))
    return {"main.aria": f"fn main\n  x = 1\n  a = {plus}\n  b = {text}\n  c = x\n    {methods}\n  d = {logic}\n  e = {brackets}\n  f = {lists}\n{ifs}{loops}{elsifs}"
                         f"  g = [{list_text}]\n  println(\"#{{a}} #{{b.len}} #{{c}} #{{d}} #{{e}} #{{f}} #{{g.len}} #{{x}}\")\nend\n"}


DEFAULT_LINES = {"mixed": 10000, "function": 3000, "file": 100000, "instances": 200, "chains": 5000}
KINDS = {"mixed": mixed, "function": function, "file": file, "instances": instances, "chains": chains}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("folder")
    parser.add_argument("--lines", type=int)
    parser.add_argument("--modules", type=int, default=50)
    args = parser.parse_args()
    args.lines = args.lines or DEFAULT_LINES[args.kind]
    os.makedirs(args.folder, exist_ok=True)
    files = KINDS[args.kind](args)
    for name, text in files.items():
        with open(os.path.join(args.folder, name), "w", encoding="utf-8") as out:
            out.write(text)
    print(sum(text.count("\n") for text in files.values()), "lines")


if __name__ == "__main__":
    main()
