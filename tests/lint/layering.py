#!/usr/bin/env python3
"""Who may include whom (docs/contributing.md): checks every #include of the compiler, the runtime and the library.

    layering.py ROOT
"""
import os
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# The folders of transpiler/, each with those it may include besides itself.
BELOW = {"support": [], "source": ["support"], "diagnostics": ["source"], "ast": ["source"], "parse": ["ast", "diagnostics"],
         "resolve": ["ast", "diagnostics"], "types": ["resolve"], "effects": ["types"], "ownership": ["effects"],
         "foreign": ["types"], "cpp": ["support"], "lower": ["ownership", "foreign", "cpp"], "driver": ["lower", "parse"],
         "cli": ["driver"], "lsp": ["driver"], "fmt": ["driver"]}

# Headers of the library fmt, which shares its name with a folder of ours.
LIBRARY_HEADERS = {"fmt/format.h", "fmt/core.h", "fmt/ranges.h"}

# Outside libraries that only some folders may include: pattern of the header, folders.
RESERVED = [(re.compile(r"^(antlr4|Aria(Lexer|Parser))"), ["transpiler/parse"]),
            (re.compile(r"^(clang|llvm)/"), ["transpiler/foreign"]),
            (re.compile(r"^boost/asio"), ["runtime/src/io"]),
            (re.compile(r"^boost/beast"), ["runtime/src/http"]),
            (re.compile(r"^boost/(fiber|context)"), ["runtime/src"]),
            (re.compile(r"^CLI/"), ["transpiler/cli"])]


def closure(folder):
    reached, waiting = set(), [folder]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting += BELOW[current]
    return reached


def sources(root, top):
    for folder, _, names in os.walk(os.path.join(root, top)):
        for name in sorted(names):
            if name.endswith((".hpp", ".cpp", ".def", ".h")):
                yield os.path.relpath(os.path.join(folder, name), root)


def includes(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            if match := INCLUDE.match(line):
                yield number, match.group(2)


def complaints_about_protocols(root):
    """The virtual world runs the same text as everybody: it comes in by the include path of seam/, and by nothing else."""
    for file in sources(root, "runtime"):
        if file.startswith(("runtime/src/sync/", "runtime/src/time/")):
            with open(os.path.join(root, file), encoding="utf-8") as text:
                for number, line in enumerate(text, 1):
                    if re.match(r"\s*#\s*(if|elif|else)", line):
                        yield f"{file}:{number}: no conditional compilation in protocols; what differs goes through seam/world.hpp"
        if not file.startswith("runtime/src/sim/"):
            for number, header in includes(root, file):
                if header.startswith("sim/") and not file.startswith("runtime/src/real/"):
                    yield f"{file}:{number}: only the seam knows of sim/"


def complaints(root):
    for file in sources(root, "transpiler"):
        parts = file.split("/")
        folder = parts[1] if len(parts) > 2 else ""
        if folder not in BELOW:
            if folder not in ("cmake", "editors"):
                yield f"{file}: transpiler/{folder} is no known folder; add it to tests/lint/layering.py and docs/contributing.md"
            continue
        allowed = closure(folder)
        for number, header in includes(root, file):
            target = header.split("/")[0]
            if "/" in header and target in BELOW and target not in allowed and header not in LIBRARY_HEADERS:
                yield f"{file}:{number}: {folder} must not include {target}"
            if header.startswith("aria/"):
                yield f"{file}:{number}: the compiler must not include the runtime or the library"
    for top in ("runtime", "stdlib"):
        for file in sources(root, top):
            for number, header in includes(root, file):
                if header.split("/")[0] in BELOW and "/" in header and not header.startswith(("source_location", "io/")):
                    local = os.path.exists(os.path.join(root, top, "src", header)) or os.path.exists(os.path.join(root, top, "include", header))
                    if not local:
                        yield f"{file}:{number}: {top} must not include the compiler ({header})"
                if "/include/" in file and header.startswith("boost/"):
                    yield f"{file}:{number}: public headers include no Boost: every emitted file would pay for it"
    yield from complaints_about_protocols(root)
    for top in ("transpiler", "runtime", "stdlib"):
        for file in sources(root, top):
            for number, header in includes(root, file):
                for pattern, homes in RESERVED:
                    if pattern.match(header) and not any(file.startswith(home + "/") for home in homes):
                        yield f"{file}:{number}: only {' and '.join(homes)} may include <{header}>"


def main():
    found = list(complaints(sys.argv[1]))
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
