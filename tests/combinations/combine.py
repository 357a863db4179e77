#!/usr/bin/env python3
# feature: B1
"""Every sequence of statements in every place: programs made of snippets/*.snippets and places.py, compared with what the
author of a snippet says it gives.

    combine.py --aria TOOL [--cache DIR] [--shard I/N] [--diagonal] [--place NAME] [--snippet NAME] [--keep FOLDER]

A program holds one place and every snippet that may stand there; with --diagonal, two programs hold every place and every
snippet, each snippet in the place that follows the last one's. A program that fails is cut until single snippets are left,
and each is reported. What is emitted is compiled without warnings by g++ and clang++ too.
"""
import argparse
import os
import re
import sys
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "framework")]
from emitted_cpp import Checker, compilers
from places import PLACES as LANGUAGE_PLACES
from task_places import TASK_PLACES
from tool import Tool, read, report, shard_of, write

# Listed in docs/status.md, "Known mistakes": to be taken out with the mistake.
KNOWN_MISTAKES = {("constant", "local_functions"), ("field_default", "local_functions")}

PLACES = LANGUAGE_PLACES + TASK_PLACES
LARGEST = 100  # pieces in a program: more take a compiler minutes, and a failure as many again


@dataclass(frozen=True)
class Snippet:
    name: str
    declares: str
    body: list
    gives: str
    returns: bool
    acts: bool
    suspends: bool
    fails: bool
    raises: bool


@dataclass(frozen=True)
class Piece:
    snippet: Snippet
    place: object

    @property
    def name(self):
        return f"{self.place.name}/{self.snippet.name}"


def read_snippets():
    found = []
    for name in sorted(os.listdir(os.path.join(HERE, "snippets"))):
        for text in re.split(r"^== ", read(os.path.join(HERE, "snippets", name)), flags=re.M)[1:]:
            head, _, rest = text.partition("\n")
            code, _, gives = rest.rpartition("\n=> ")
            declares, _, body = code.rpartition("\n--\n") if "\n--\n" in code else ("", "", code)
            words = head.split()
            found.append(Snippet(words[0], declares, body.split("\n"), gives.strip("\n"), "returns" in words, "acts" in words, "suspends" in words, "fails" in words, "raises" in words))
    return found


def fits(snippet, place):
    if (place.name, snippet.name) in KNOWN_MISTAKES:
        return False
    if snippet.suspends and (place.alone or not place.suspends):  # a program for each would be too many
        return False
    if "{printed}" in place.declares + place.runs and snippet.body[-1].startswith("end"):  # its value is no line of its own
        return False
    return (place.returns or not snippet.returns) and (place.acts or not snippet.acts) and (place.bears_failure or not snippet.fails) and (place.raises or not snippet.raises)


def fill(template, number, body):
    """The template with its markers replaced; the body keeps the indentation of its marker's line."""
    lines = []
    for line in template.strip("\n").split("\n"):
        marker = re.fullmatch(r"( *)\{(body|printed)\}", line)
        if not marker:
            lines.append(line.replace("{n}", str(number)))
            continue
        put = body if marker[2] == "body" else body[:-1] + [f"println({body[-1]})"]
        lines += [marker[1] + part if part else part for part in put]
    return "\n".join(lines)


def program(pieces):
    """The files of a program, by name: what each piece prints stands after a line with its number."""
    files, runs, declared = {}, [], set()
    main = []
    for number, piece in enumerate(pieces):
        home = files.setdefault(piece.place.file + ".aria", []) if piece.place.file else main
        if piece.snippet.declares and (piece.place.file, piece.snippet.name) not in declared:
            declared.add((piece.place.file, piece.snippet.name))
            home.append(piece.snippet.declares)
        if piece.place.declares:
            home.append(fill(piece.place.declares, number, piece.snippet.body))
        runs.append(f'println("@{number}")\n' + fill(piece.place.runs, number, piece.snippet.body))
    imports = [f"import {name[:-5]}" for name in files]
    script = any(piece.place.alone for piece in pieces)
    body = "\n".join(runs)
    if not script:
        body = "fn main\n" + "\n".join("  " + line if line else line for line in body.split("\n")) + "\nend"
    files["main.aria"] = imports + main + [body]
    return {name: "\n\n".join(parts) + "\n" for name, parts in files.items()}


def wrong_outputs(pieces, out):
    """How what is printed differs from what the snippets give; what stands in a loop is printed more than once."""
    said = {int(number): text for number, text in re.findall(r"^@(\d+)\n(.*?)(?=^@\d+\n|\Z)", out, flags=re.M | re.S)}
    wrong = []
    for number, piece in enumerate(pieces):
        lines = said.get(number, "").split("\n")[:-1]
        if not lines or any(line != piece.snippet.gives for line in lines):
            wrong.append(f"{piece.name} gives {lines}, wanted {piece.snippet.gives!r}")
    return wrong


class Combiner:
    """Takes programs through three stages; a stage is given what the one before let through."""

    def __init__(self, tool, checkers, folder):
        self.tool, self.checkers, self.folder, self.count = tool, checkers, folder, 0

    def write(self, pieces):
        self.count += 1
        folder = os.path.join(self.folder, f"p{self.count}")
        os.makedirs(folder)
        for name, text in program(pieces).items():
            write(os.path.join(folder, name), text)
        return folder

    def checked(self, pieces):
        status, _, err = self.tool.run(["check", "main.aria"], self.write(pieces))
        return [] if status == 0 else [f"`aria check` ends with {status}: {err.strip()[:600]}"]

    def compiled(self, pieces):
        folder = self.write(pieces)
        emitted = os.path.join(folder, "cpp")
        status, _, err = self.tool.run(["emit", "-o", emitted, "main.aria"], folder)
        if status != 0:
            return [f"`aria emit` ends with {status}: {err.strip()[:400]}"]
        sources = [os.path.join(emitted, name) for name in sorted(os.listdir(emitted)) if name.endswith(".cpp")]
        return list(filter(None, (checker.complaint(emitted, sources) for checker in self.checkers)))[:1]

    def ran(self, pieces):
        status, out, err = self.tool.run(["run", "main.aria"], self.write(pieces))
        if status != 0:
            return [f"`aria run` ends with {status}: {err.strip()[:400]}"]
        return wrong_outputs(pieces, out)

    def failures(self, pieces):
        found = []
        for stage in (self.checked, self.compiled, self.ran):
            failed = self.cut(stage, pieces)
            pieces = [piece for piece in pieces if piece.name not in dict(failed)]
            found += failed
        return found

    def cut(self, stage, pieces):
        """What fails in the stage, by halves down to single pieces, or the whole where no part fails."""
        if not pieces or not (problems := stage(pieces)):
            return []
        if len(pieces) == 1:
            return [(pieces[0].name, problems[0])]
        half = len(pieces) // 2
        parts = self.cut(stage, pieces[:half]) + self.cut(stage, pieces[half:])
        return parts or [(f"{pieces[0].name} … {pieces[-1].name}, together only", problems[0])]


def parts_of(pieces, most):
    return [pieces[at:at + most] for at in range(0, len(pieces), most)]


def programs(options, snippets):
    places = [p for p in PLACES if not options.place or p.name == options.place]
    if not options.diagonal:
        full = [pieces for p in places if (pieces := [Piece(s, p) for s in snippets if fits(s, p)])]
        return [part for pieces in full for part in parts_of(pieces, 1 if pieces[0].place.alone else LARGEST)]
    pieces, place = [], 0
    for number in range(max(len(snippets), len(places))):
        snippet = snippets[number % len(snippets)]
        while not fits(snippet, places[place % len(places)]):
            place += 1
        taken = places[place % len(places)]
        pieces.append(Piece(snippet, taken))
        if taken.alone:
            places.remove(taken)
        else:
            place += 1
    return [pieces[:len(pieces) // 2], pieces[len(pieces) // 2:]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    parser.add_argument("--cache")
    parser.add_argument("--shard", default="0/1")
    parser.add_argument("--diagonal", action="store_true")
    parser.add_argument("--place")
    parser.add_argument("--snippet")
    parser.add_argument("--keep")
    options = parser.parse_args()
    snippets = [s for s in read_snippets() if not options.snippet or s.name == options.snippet]
    failures, total = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        checkers = [Checker(compiler, scratch) for compiler in compilers()]
        combiner = Combiner(Tool(options.aria, options.cache), checkers, options.keep or scratch)
        for pieces in shard_of(programs(options, snippets), options.shard):
            total += len(pieces)
            failures += combiner.failures(pieces)
    return report(failures, total, "combinations")


if __name__ == "__main__":
    sys.exit(main())
