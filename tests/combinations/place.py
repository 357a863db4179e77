"""What a place is: a template of declarations and of the lines that run it."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    name: str
    declares: str = ""
    runs: str = "println(place_{n}())"
    returns: bool = True   # a `return` of a String may stand in it
    acts: bool = True      # what it does may have effects
    suspends: bool = True  # and may suspend
    raises: bool = True    # and may raise an error, as far as its rows say
    bears_failure: bool = True  # a task of it may fail, if its error is rescued
    file: str = ""         # the module of its own that holds the declarations
    alone: bool = False    # one snippet a program: what `runs` declares is seen by all that follows


STRUCT_WITH_METHOD = """
struct Place{n}
  tag: Int
end
impl Place{n}
  fn run(self) -> String
    {body}
  end
end"""
