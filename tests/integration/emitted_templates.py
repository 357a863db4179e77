#!/usr/bin/env python3
"""C++ instantiates templates that were emitted for explicit generics with types of its own.

    emitted_templates.py --aria TOOL

`aria emit` writes shelf.aria as C++; main.cpp includes it. Both are compiled without warnings by every compiler that
emissions are checked with, linked with the library the tool's layout names, and run.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "framework"))
from emitted_cpp import compilers
from tool import Tool, read

FOLDER = os.path.join(HERE, "templates")
FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def layout(tool):
    """The tool's own record of where headers and libraries are: lists by key, paths relative to its folder made absolute."""
    folder, found = os.path.dirname(os.path.realpath(tool)), {}
    for line in read(os.path.join(folder, "aria.layout")).split("\n"):
        key, _, value = line.partition(" = ")
        found.setdefault(key, []).append(value if key in ("library", "cxx") else os.path.join(folder, value))
    return found


class EmittedTemplates(unittest.TestCase):
    path = None

    def test_types_of_a_cpp_program_fit(self):
        places = layout(self.path)
        with tempfile.TemporaryDirectory() as folder:
            status, _, err = Tool(self.path).run(["emit", "-o", folder, "shelf.aria"], FOLDER)
            self.assertEqual((status, err), (0, ""))
            self.assertIn("shelf.aria.hpp", os.listdir(folder))
            sources = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".cpp")]
            for compiler in compilers():
                program = os.path.join(folder, "program")
                includes = [f"-I{path}" for path in [folder, *places["include"]]]
                command = [compiler, *FLAGS, *includes, os.path.join(FOLDER, "main.cpp"), *sources, "-o", program,
                           *places["archive"], *places["library"], "-pthread"]
                done = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""), compiler)
                ran = subprocess.run([program], capture_output=True, text=True)
                self.assertEqual((ran.returncode, ran.stdout), (0, read(os.path.join(FOLDER, "expected.stdout"))), compiler)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options, rest = parser.parse_known_args()
    EmittedTemplates.path = os.path.abspath(options.aria)
    unittest.main(argv=[sys.argv[0], *rest])
