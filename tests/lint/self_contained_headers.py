#!/usr/bin/env python3
"""Every header compiles alone: one syntax-only run a header, with the flags of its folder from compile_commands.json.

    self_contained_headers.py ROOT BUILD
"""
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile


def flags_by_folder(root, build):
    """For each folder with a CMakeLists.txt: the -I, -isystem, -D and -std flags of each of its targets.

    Sources that are compiled in groups lie in the build folder, so it is the object's place that names folder and target.
    """
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    flags = {}
    for command in commands:
        words = shlex.split(command["command"])
        kept = []
        for i, word in enumerate(words):
            if re.match(r"-(I|D|std=|fno-char8_t|pthread)", word):
                kept.append(word)
            elif word == "-isystem":
                kept += [word, words[i + 1]]
        place = os.path.relpath(os.path.join(command["directory"], words[words.index("-o") + 1]), build)
        folder, _, target = place.partition("CMakeFiles/")
        flags.setdefault(os.path.normpath(os.path.join(root, folder)), {}).setdefault(target.split("/")[0], kept)
    return flags


def flags_for(header, flags, root):
    """Those of the target that looks for headers nearest to this one."""
    def nearness(kept):
        return max((len(word) for word in kept if word.startswith("-I") and header.startswith(word[2:] + "/")), default=0), len(kept)

    folder = os.path.dirname(header)
    while folder.startswith(root):
        if folder in flags:
            return max(flags[folder].values(), key=nearness)
        folder = os.path.dirname(folder)
    top = os.path.relpath(header, root).split("/")[0]  # a folder of headers alone
    return ["-std=c++20", "-I" + os.path.join(root, top)]


def check(header, flags, root):
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
        source.write(f'#include "{header}"\n#include "{header}"\n')
        source.flush()
        done = subprocess.run(["c++", "-fsyntax-only", "-Wall", "-Wextra", *flags_for(header, flags, root), source.name],
                              capture_output=True, text=True)
    return None if done.returncode == 0 else f"{os.path.relpath(header, root)} does not compile alone: {done.stderr.strip()[:600]}"


def main():
    root, build = (os.path.abspath(path) for path in sys.argv[1:3])
    flags = flags_by_folder(root, build)
    headers = sorted(os.path.join(folder, name) for top in ("transpiler", "runtime", "stdlib") for folder, _, names in os.walk(os.path.join(root, top))
                     for name in names if name.endswith(".hpp"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [problem for problem in pool.map(lambda header: check(header, flags, root), headers) if problem]
    for problem in found:
        print(problem)
    print(f"{len(headers) - len(found)} of {len(headers)} headers compile alone")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
