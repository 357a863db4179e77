"""The places a sequence of statements is put into: each a template of declarations and of the lines that run it.

`{body}` stands for the statements, the last of which is a String; `{printed}` for the same with that String printed;
`{n}` for a number of its own; indentation is taken from the line a marker stands on.
"""
from place import Place, STRUCT_WITH_METHOD

# A method that a trait provides.
PROVIDED = """
trait Place{n}
  fn tag(self) -> Int
  fn run(self) -> String
    kept_tag = self.tag
    {body}
  end
end
struct Holder{n}
end
impl Place{n} for Holder{n}
  fn tag(self) -> Int = {n}
end"""

PLACES = [
    Place("function", """
fn place_{n} -> String
  {body}
end"""),
    Place("function_inferred", """
fn place_{n}
  {body}
end"""),
    Place("untyped_function", """
fn place_{n}(tag)
  kept_tag = tag
  {body}
end""", "place_{n}(1)\nprintln(place_{n}(\"t\"))"),
    Place("generic_function", """
fn place_{n}<T: Display>(tag: T) -> String
  kept_tag = tag.to_string
  {body}
end""", "println(place_{n}(1))"),
    Place("struct_method", STRUCT_WITH_METHOD, "println(Place{n}(tag: 1).run)"),
    Place("mutating_method", """
struct Place{n}
  tag: Int
end
impl Place{n}
  fn run(mut self) -> String
    self.tag += 1
    {body}
  end
end""", "let mut holder_{n} = Place{n}(tag: 1)\nprintln(holder_{n}.run)"),
    Place("static_function", """
struct Place{n}
  tag: Int
end
impl Place{n}
  fn run() -> String
    {body}
  end
end""", "println(Place{n}.run)"),
    Place("enum_method", """
enum Place{n}
  One
  Two(Int)
end
impl Place{n}
  fn run(self) -> String
    {body}
  end
end""", "println(Place{n}::Two(3).run)"),
    Place("class_method", """
@shared class Place{n}
  tag: Int
  fn run(mut self) -> String
    self.tag += 1
    {body}
  end
end""", "println(Place{n}(tag: 1).run)", suspends=False),
    Place("generic_method", """
struct Place{n}<T>
  tag: T
end
impl<T: Display> Place{n}<T>
  fn run(self) -> String
    kept_tag = self.tag.to_string
    {body}
  end
end""", "println(Place{n}(tag: \"t\").run)"),
    Place("default_method", PROVIDED, "println(Holder{n}().run)"),
    Place("default_method_of_dyn", PROVIDED, "any_{n}: dyn Place{n} = Holder{n}()\nprintln(any_{n}.run)"),
    Place("impl_for_generic", """
trait Place{n}
  fn run(self) -> String
end
struct Holder{n}<T>
  tag: T
end
impl<T: Display> Place{n} for Holder{n}<T>
  fn run(self) -> String
    kept_tag = self.tag.to_string
    {body}
  end
end""", "println(Holder{n}(tag: 2).run)"),
    Place("extension", """
fn place_{n}(self: Int) -> String
  {body}
end""", "println({n}.place_{n})"),
    Place("nested_module", """
module inner_{n}
  pub fn run() -> String
    {body}
  end
end""", "println(inner_{n}::run())"),
    Place("file_public", """
pub fn place_{n}() -> String
  {body}
end""", "println(other::place_{n}())", file="other"),
    Place("file_private", """
fn hidden_{n}() -> String
  {body}
end
pub fn place_{n}() -> String = hidden_{n}()""", "println(other::place_{n}())", file="other"),
    Place("file_untyped", """
pub fn place_{n}(tag)
  kept_tag = tag
  {body}
end""", "println(other::place_{n}(\"t\"))", file="other"),
    Place("stored_closure", """
fn place_{n} -> String
  kept = || {
    {body}
  }
  kept()
end""", returns=False),
    Place("kept_closure", """
fn place_{n} -> Fn() -> String
  || {
    {body}
  }
end""", "println(place_{n}()())", returns=False),
    Place("block", """
fn given_{n}(f: Fn() -> String) -> String = f()
fn place_{n} -> String
  given_{n} do
    {body}
  end
end"""),
    Place("library_block", """
fn place_{n} -> String
  [1].map do |kept_tag|
    {body}
  end.join
end""", returns=False),
    Place("local_function", """
fn place_{n} -> String
  fn within(tag: Int) -> String
    {body}
  end
  within(1)
end"""),
    Place("local_untyped_function", """
fn place_{n} -> String
  fn within(tag)
    {body}
  end
  within(1)
end"""),
    Place("top_level", runs="{printed}", alone=True, returns=False),
    Place("top_level_body", runs="if true\n  {printed}\nend", alone=True, returns=False),
    Place("match_arm", """
fn place_{n} -> String
  match {n}
    -1 => "never"
    kept_tag =>
      {body}
  end
end"""),
    Place("match_arm_value", """
fn place_{n} -> String
  kept_text = match Some({n})
    Some(kept_tag) if kept_tag >= 0 =>
      {body}
    _ => "never"
  end
  kept_text + ""
end"""),
    Place("branch_value", """
fn place_{n} -> String
  kept_text = if {n} >= 0
    {body}
  else
    "never"
  end
  kept_text + ""
end"""),
    Place("branch_of_return", """
fn place_{n} -> String
  if {n} < 0
    "never"
  elsif let Some(kept_tag) = Some(1)
    {body}
  else
    "neither"
  end
end"""),
    Place("for_loop", """
fn place_{n} -> String
  for turn in 0..<2
    {printed}
  end
  "done"
end""", "place_{n}()", returns=False),
    Place("while_loop", """
fn place_{n}
  turn = 0
  while turn < 1
    turn += 1
    {printed}
  end
end""", "place_{n}()", returns=False),
    Place("loop_value", """
fn place_{n} -> String
  loop
    kept_text = begin
      {body}
    end
    break kept_text
  end
end"""),
    Place("rescue_value", """
fn place_{n} -> String
  begin
    raise "on purpose" if {n} >= 0
    "never"
  rescue kept_error: String
    {body}
  end
end"""),
    Place("begin_value", """
fn place_{n} -> String
  kept_text = begin
    {body}
  rescue _
    "raised"
  ensure
    kept_tag = 1
  end
  kept_text
end"""),
    Place("ensure", """
fn place_{n}
  begin
    kept_tag = 1
  ensure
    {printed}
  end
end""", "place_{n}()", returns=False),
    Place("defer", """
fn place_{n}
  defer do
    {printed}
  end
  kept_tag = 1
end""", "place_{n}()", returns=False),
    Place("comprehension", """
fn place_{n} -> String
  kept_text = [begin
    {body}
  end for turn in 1..1]
  kept_text[0]
end"""),
    Place("argument", """
fn given_{n}(s: String, k: Int) -> String = s
fn place_{n} -> String = given_{n}(begin
  {body}
end, 1)"""),
    Place("default_argument", """
fn place_{n}(s: String = begin
  {body}
end) -> String = s""", returns=False, suspends=False),
    Place("field_default", """
struct Place{n}
  tag: String = begin
    {body}
  end
end""", "println(Place{n}().tag)", returns=False, acts=False, suspends=False),
    Place("constant", """
const PLACE_{n}: String = begin
  {body}
end""", "println(PLACE_{n})", returns=False, acts=False, suspends=False),
    Place("operator", """
struct Place{n}
  tag: Int
end
impl Add for Place{n}
  type Output = String
  fn add(self, other: Place{n}) -> String
    {body}
  end
end""", "println(Place{n}(tag: 1) + Place{n}(tag: 2))"),
    Place("index_operator", """
struct Place{n}
  tag: Int
end
impl Index<Int> for Place{n}
  type Output = String
  fn at(self, key: Int) -> String
    {body}
  end
end""", "println(Place{n}(tag: 1)[2])"),
    Place("to_string", """
struct Place{n}
  tag: Int
end
impl Display for Place{n}
  fn to_string(self) -> String
    {body}
  end
end""", "println(Place{n}(tag: 1))"),
    Place("getter_shown", """
struct Place{n}
  tag: Int
end
impl Place{n}
  fn text(self) -> String
    {body}
  end
  fn shown(self) -> String = "#{self.text}"
end""", "println(\"#{Place{n}(tag: 1).shown}\")"),
    Place("iterator_next", """
struct Place{n}
  left: Int
end
impl Iterator for Place{n}
  type Item = String
  fn next(mut self) -> String?
    return nil if self.left == 0
    self.left -= 1
    kept_text = begin
      {body}
    end
    Some(kept_text)
  end
end""", "println(Place{n}(left: 1).join)"),
    Place("drop", """
struct Place{n}
  tag: Int
end
impl Drop for Place{n}
  fn drop(mut self)
    {printed}
  end
end
fn place_{n}
  kept_tag = Place{n}(tag: 1)
end""", "place_{n}()", returns=False, suspends=False, raises=False),
    Place("condition", """
fn place_{n} -> String
  if begin
    {body}
  end != "never"
    return "held" unless {n} >= 0
    {body}
  else
    "never"
  end
end"""),
    Place("result_function", """
fn place_{n} -> Result<String, String>
  kept_text = begin
    {body}
  end
  Ok(kept_text)
end""", "println(place_{n}() ?? \"failed\")", returns=False),
    Place("option_function", """
fn place_{n} -> String?
  {body}
end""", "println(place_{n}() ?? \"none\")"),
    Place("contract_function", """
fn place_{n}(tag: Int) -> String
  requires tag > 0
  ensures result.len >= 0
  {body}
end""", "println(place_{n}(1))"),
    Place("private_template", """
struct Place{n}<T>
  tag: T
end
impl<T> Place{n}<T>
  fn map<U>(self, change: Fn(T) -> U) -> String
    kept_tag = change(self.tag)
    {body}
  end
end""", "println(Place{n}(tag: 1).map { |x| x + 1 })"),
]
