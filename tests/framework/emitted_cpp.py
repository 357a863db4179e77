#!/usr/bin/env python3
# feature: G3
"""The C++ we emit for every .aria file of tests and samples compiles without a warning, syntax only.

    emitted_cpp.py --aria TOOL [--cache DIR] [--shard I/N] [--oldest] FOLDER…

Compilers: g++ and the newest clang++ from 19 on that is installed. Of the goldens that run, g++ compiled every part with the
same warnings when they ran (golden.py), so that only clang++ sees them here. The goldens of the emission are also given to
the oldest clang++ from 14 on, the first that what we emit is meant for; with --oldest all goldens are, and to no other.
Each compiler precompiles the prelude once per call, and is given a dozen programs in one go.
Files that do not check (fail_…) emit nothing and are left out; so are modules of a program beside its main file.
Prints lines of C++ per line of Aria for each sample.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from golden import test_name
from tool import Tool, installed_clang, newest_clang, read, report, shard_of, tool_parser, write

WARNINGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
SKIPPED = 77
TOGETHER = 12  # programs that one call compiles
ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
INCLUDES = ["-I" + os.path.join(ROOT, "runtime/include"), "-I" + os.path.join(ROOT, "stdlib/include")]


def compilers():
    return [c for c in ("g++" if shutil.which("g++") else None, newest_clang()) if c]


def oldest_compiler():
    return installed_clang(range(14, 19))


def is_run(path):
    return f"{os.sep}golden{os.sep}run{os.sep}" in path


def asked(path, oldest):
    """The compilers for the emission of one file."""
    if oldest:
        return [oldest_compiler()] if f"{os.sep}golden{os.sep}" in path else []
    if is_run(path):
        return [c for c in compilers() if c != "g++"]
    return compilers() + [c for c in [oldest_compiler()] if c and f"{os.sep}golden{os.sep}emit{os.sep}" in path]


def programs(folders):
    found = []
    for top in folders:
        for folder, below, names in os.walk(top):
            below.sort()
            aria = [n for n in sorted(names) if n.endswith(".aria")]
            if "main.aria" in aria:
                aria, below[:] = ["main.aria"], []
            elif "samples" in folder.split(os.sep)[-2:-1]:
                aria, below[:] = [n for n in aria if n[:-5] == os.path.basename(folder).split("_", 1)[-1]] or aria[:1], []
            found += [os.path.join(folder, n) for n in aria]
    # Inputs of the parser need not check: goldens of the tree, and what the fuzzer found.
    syntax_only = (os.path.join("golden", "parse") + os.sep, os.path.join("fuzz", "found") + os.sep)
    return [f for f in found if not test_name(f).startswith("fail_") and not any(part in f for part in syntax_only)]


class Checker:
    """Compiles with a precompiled prelude, since most of the time would go into reading it again."""

    def __init__(self, compiler, folder):
        self.compiler, self.header = compiler, os.path.join(folder, compiler.replace("+", "p") + ".hpp")
        write(self.header, "#include <aria/prelude.hpp>\n")
        self.precompiled = self.header + (".pch" if "clang" in compiler else ".gch")
        flags = [w for w in WARNINGS if w != "-fsyntax-only"] + (["-fpch-instantiate-templates"] if "clang" in compiler else [])
        subprocess.run([compiler, *flags, *INCLUDES, "-x", "c++-header", self.header, "-o", self.precompiled], check=True)

    def complaint(self, folder, files):
        include = ["-include-pch", self.precompiled] if "clang" in self.compiler else ["-include", self.header]
        done = subprocess.run([self.compiler, *WARNINGS, *include, *INCLUDES, "-I" + folder, *files], capture_output=True, text=True)
        if done.returncode == 0:
            return None
        lines = [line for line in done.stderr.split("\n") if re.search(r"error|warning", line)]
        return f"{self.compiler}: " + "; ".join(lines[:3] or [done.stderr[-400:]])


def emit(tool, path, place):
    """Emits a file into the folder `place`. Returns (sources, all files, problem or None)."""
    folder, file = os.path.split(path)
    status, out, err = tool.run(["emit", "-o", place, file], folder)
    if status != 0:
        return [], [], f"`aria emit` ends with {status}: {err.strip()[-300:]}"
    files = [os.path.join(d, n) for d, _, names in os.walk(place) for n in sorted(names)]
    sources = [f for f in files if f.endswith(".cpp")]
    if not sources:  # templates alone have no source
        sources = [os.path.join(place, "includes_the_headers.cpp")]
        write(sources[0], "".join(f'#include "{f}"\n' for f in files))
    return sources, files, None


def print_ratio(path, files):
    folder = os.path.dirname(path)
    aria = sum(read(os.path.join(d, n)).count("\n") for d, _, names in os.walk(folder) for n in names if n.endswith(".aria"))
    lines = sum(read(f).count("\n") for f in files)
    print(f"{os.path.basename(folder)}: {lines} lines of C++ for {aria} of Aria, {lines / max(aria, 1):.2f} a line")


def check(tool, checkers, paths, place):
    """Compiles the emissions of several programs, made in the folder `place`. Those of one source are compiled as one text, in
    which each has a `main` of its own: what they include is instantiated once for all. Returns a list of (file, problem)."""
    failures, waiting, alone = [], {}, []
    for number, path in enumerate(paths):
        own = os.path.join(place, str(number))
        sources, files, problem = emit(tool, path, own)
        if "/samples/" in path and not problem:
            print_ratio(path, files)
        if problem:
            failures.append((path, problem))
        elif len(files) > 1 or os.path.basename(sources[0]) in waiting:  # of one name, so of one namespace
            alone.append((path, own, sources))
        else:
            waiting[os.path.basename(sources[0])] = (path, own, sources)
    together = os.path.join(place, "together.cpp")
    write(together, "".join(f'#define main main_of_{n}\n#line 1 "{sources[0]}"\n{read(sources[0])}\n#undef main\n'
                            for n, (_, _, sources) in enumerate(waiting.values())))
    for checker in checkers:
        complaint = checker.complaint(place, [together])
        suspects = alone + (list(waiting.values()) if complaint else [])
        found = [(path, c) for path, own, sources in suspects if (c := checker.complaint(own, sources))]
        if complaint and not found:
            found = [(f"{len(waiting)} programs, {paths[0]} the first", complaint)]
        failures += found
    return failures


def main():
    parser = tool_parser()
    parser.add_argument("--oldest", action="store_true")
    parser.add_argument("folders", nargs="+")
    options = parser.parse_args()
    if options.oldest and not oldest_compiler():
        print("no clang++ from 14 to 18 is installed")
        return SKIPPED
    tool = Tool(options.aria, options.cache)
    tests = shard_of([(path, chosen) for path in programs(options.folders) if (chosen := asked(path, options.oldest))], options.shard)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        checkers = {compiler: Checker(compiler, folder) for compiler in sorted({c for _, chosen in tests for c in chosen})}
        groups = {}
        for path, chosen in tests:
            groups.setdefault(tuple(chosen), []).append(path)
        for chosen, paths in groups.items():
            for first in range(0, len(paths), TOGETHER):
                place = os.path.join(folder, "-".join([*chosen, str(first)]))
                failures += check(tool, [checkers[c] for c in chosen], paths[first:first + TOGETHER], place)
    return report(failures, len(tests), "emissions")


if __name__ == "__main__":
    sys.exit(main())
