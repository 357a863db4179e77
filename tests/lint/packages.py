#!/usr/bin/env python3
"""The packages that `./aria` installs are those that CMake looks for, no more and no fewer.

    packages.py ROOT
"""
import os
import re
import subprocess
import sys

# What find_package() and its kin look for under another name than that of the package list.
SAME = {"libutf8proc": "utf8proc", "antlr4-generator": "antlr4", "antlr4-runtime": "antlr4-runtime", "xxhash.h": "xxhash", "antlr4-runtime.h": "antlr4-runtime",
        "libboost_context.a": "Boost", "libre2.a": "re2",
        "GMock": "GTest", "RapidCheck": "rapidcheck"}
FROM_THE_COMPILER = {"Threads", "PkgConfig"}  # come with CMake, g++ and pkgconf
LOOKUP = re.compile(r"^\s*(?:find_package\((?P<package>[\w+-]+)|pkg_check_modules\(\w+(?:\s+(?:REQUIRED|QUIET|IMPORTED_TARGET))*\s+(?P<module>[\w+-]+)"
                    r"|find_(?:program|library)\(\w+\s+(?:NAMES\s+)?(?P<program>[\w+.-]+)|find_path\(\w+\s+(?P<header>[\w./+-]+))", re.MULTILINE)


def looked_for(root):
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith(".") and not (folder == root and f == "build")]
        for name in names:
            if name == "CMakeLists.txt" or name.endswith(".cmake"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as text:
                    for match in LOOKUP.finditer(text.read()):
                        word = next(group for group in match.groups() if group)
                        found.setdefault(SAME.get(word, word), os.path.relpath(path, root))
    return found


def listed(root):
    names, packages = {}, []
    with open(os.path.join(root, "transpiler/cmake/packages.txt"), encoding="utf-8") as text:
        for line in text:
            if line.strip() and not line.startswith("#"):
                group, name, alternatives = line.split()
                names[name] = alternatives
                if group != "optional":
                    packages.append(alternatives)
    return names, packages


def matches(package, alternatives):
    return any(re.fullmatch(re.escape(a.split(">=")[0]).replace(r"\*", "[0-9]+"), package) for a in alternatives.split("|"))


def main():
    root = sys.argv[1]
    found, (names, packages) = looked_for(root), listed(root)
    problems = [f"{path}: CMake looks for {name}, which transpiler/cmake/packages.txt does not list"
                for name, path in found.items() if name not in names and name not in FROM_THE_COMPILER and name not in ("Aria",)]
    problems += [f"transpiler/cmake/packages.txt: nothing in CMake looks for {name}" for name in names if name != "-" and name not in found]
    printed = subprocess.run([os.path.join(root, "aria"), "--dry-run"], capture_output=True, text=True)
    lines = printed.stdout.split()
    if printed.returncode != 0 or len(lines) != len(packages):
        problems.append(f"`./aria --dry-run` ends with {printed.returncode} and prints {len(lines)} packages, the list has {len(packages)}")
    problems += [f"`./aria --dry-run` prints {line} where the list says {alternatives}" for line, alternatives in zip(lines, packages)
                 if not matches(line, alternatives)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
