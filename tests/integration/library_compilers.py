#!/usr/bin/env python3
"""The sources of the library and the runtime, which `aria eject` hands to people, give no warning with clang++: the newest
that is installed, or with --oldest the oldest that emissions are meant for. What g++ says the build itself shows.

    library_compilers.py ROOT [--oldest]
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
    compiler = None

    def test_every_source_is_clean(self):
        folders = [os.path.join(top, inner) for top in FOLDERS for inner in ("include", "src")]

        def includes(source):
            world = "sim" if f"{os.sep}sim{os.sep}" in source else "real"  # the virtual world or the machine behind the runtime
            return [f"-I{os.path.join(self.root, folder)}" for folder in [*folders, os.path.join("runtime", "src", world)]]

        if not self.compiler:
            self.skipTest("no such clang++ is installed")
        commands = [[self.compiler, *FLAGS, *includes(source), source] for source in sources(self.root)]
        self.assertGreater(len(commands), 40)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = list(pool.map(lambda command: subprocess.run(command, capture_output=True, text=True), commands))
        self.assertEqual([result.stderr for result in done if result.returncode != 0], [])


if __name__ == "__main__":
    LibraryCompilers.root = os.path.abspath(sys.argv[1])
    LibraryCompilers.compiler = oldest_compiler() if "--oldest" in sys.argv else next((c for c in compilers() if c.startswith("clang")), None)
    unittest.main(argv=sys.argv[:1])
