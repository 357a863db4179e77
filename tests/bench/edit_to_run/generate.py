#!/usr/bin/env python3
"""A program of about N lines that mixes what programs mix: structs, enums, traits, generics, closures, matches, errors.

    generate.py LINES [--edit TEXT]    prints the program; TEXT stands in one function, so that two calls give an edited pair
"""
import argparse

PART = '''
struct Item{i}
  name: String
  cents: Int = {i}
  derive(Eq, Debug)
end

enum Event{i}
  Added(Item{i})
  Removed(String)
  Cleared
end

trait Priced{i}
  fn price(self) -> Int
  fn label(self) -> String = "#{{self.price}} cents"
end

impl Priced{i} for Item{i}
  fn price(self) -> Int = self.cents * 2
end

impl Item{i}
  fn renamed(self, name: String) -> Item{i} = self.with(name: name)

  fn add(mut self, cents: Int)
    self.cents += cents
  end
end

fn total{i}(items: [Item{i}]) -> Int
  sum = 0
  for item in items
    sum += item.price
  end
  sum
end

fn apply{i}(items: [Item{i}], event: Event{i}) -> [Item{i}]
  match event
    Added(item) => items + [item]
    Removed(name) => items.filter {{ |item| item.name != name }}
    Cleared => []
  end
end

fn parse{i}(text: String) -> Result<Int, String>
  return Err("empty") if text.empty?
  n = text.to_int ?? -1
  return Err("negative: #{{text}}") if n < 0
  Ok(n + {i})
end

fn largest{i}<T: Ord>(values: [T]) -> T?
  let mut best: T? = None
  for value in values
    bigger = match best
      None => true
      Some(b) => value > b
    end
    best = Some(value) if bigger
  end
  best
end

fn report{i}(words: [String]) -> String
  let mut counts: Map<String, Int> = {{}}
  for word in words
    counts[word] = (counts.get(word) ?? 0) + 1
  end
  counts.keys.map {{ |key| "#{{key}}=#{{counts[key]}}" }}.join(" ")
end

fn run{i}
  items = [Item{i}(name: "a"), Item{i}(name: "b", cents: 7)]
  items = apply{i}(items, Added(Item{i}(name: "c", cents: 9)))
  items = apply{i}(items, Removed("a"))
  items[0].add({i})
  match parse{i}("#{{total{i}(items)}}")
    Ok(n) => println("{edit}part {i}: #{{n}} #{{items[0].label}} #{{items[0].renamed("z").name}}")
    Err(why) => println("part {i}: #{{why}}")
  end
  println("#{{largest{i}([3, {i}, 4]) ?? 0}} #{{report{i}(["x", "y", "x"])}}")
end
'''


def program(lines, edit=""):
    count = max(1, lines // (PART.count("\n") + 1))
    parts = [PART.format(i=i, edit=edit if i == 0 else "") for i in range(count)]
    return "".join(parts) + "\nfn main\n" + "".join(f"  run{i}\n" for i in range(count)) + "end\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", type=int)
    parser.add_argument("--edit", default="")
    options = parser.parse_args()
    print(program(options.lines, options.edit), end="")
