#!/usr/bin/env python3
"""The sources of the library and the runtime, which `aria eject` hands to people, give no warning with any compiler that
emissions are checked with, the oldest included.

    library_compilers.py ROOT
"""
import os
import subprocess
import sys
import unittest
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "framework"))
from emitted_cpp import compilers, oldest_compiler

FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
FOLDERS = ("runtime", "stdlib")


def sources(root):
    for top in FOLDERS:
        for folder, _, names in os.walk(os.path.join(root, top, "src")):
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".cpp"))


class LibraryCompilers(unittest.TestCase):
    root = None

    def test_every_source_is_clean(self):
        folders = [os.path.join(top, inner) for top in FOLDERS for inner in ("include", "src")]
        clang = [c for c in [*compilers(), oldest_compiler()] if c and c.startswith("clang")]  # the build itself shows g++

        def includes(source):
            world = "sim" if f"{os.sep}sim{os.sep}" in source else "real"  # the virtual world or the machine behind the runtime
            return [f"-I{os.path.join(self.root, folder)}" for folder in [*folders, os.path.join("runtime", "src", world)]]

        commands = [[compiler, *FLAGS, *includes(source), source] for compiler in clang for source in sources(self.root)]
        if not clang:
            self.skipTest("no clang++")
        self.assertGreater(len(commands), 40)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = list(pool.map(lambda command: subprocess.run(command, capture_output=True, text=True), commands))
        self.assertEqual([result.stderr for result in done if result.returncode != 0], [])


if __name__ == "__main__":
    LibraryCompilers.root = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
