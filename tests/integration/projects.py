#!/usr/bin/env python3
# feature: G4 G7
"""What the tool says about a program of several modules, and the C++ project that it becomes.

    projects.py --aria TOOL
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "framework"))
from tool import Tool, read

SAMPLE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../samples/06_modules"))


class Projects(unittest.TestCase):
    path = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        shutil.copytree(SAMPLE, os.path.join(self.folder, "sample"))
        self.tool = Tool(self.path)

    def test_effects_names_every_function_with_its_row(self):
        status, out, _ = self.tool.run(["effects", "sample/modules.aria"], self.folder)
        self.assertEqual(status, 0)
        self.assertIn("main() !{Console}", out)
        self.assertIn("area(shape: Shape) -> Float !{}", out)
        self.assertIn("Shape.square(side: Float) -> Shape !{}", out)

    def test_an_ejected_project_builds_without_the_tool(self):
        status, _, err = self.tool.run(["eject", "sample/modules.aria", "-o", "project"], self.folder)
        self.assertEqual(status, 0, err)
        project = os.path.join(self.folder, "project")
        build = os.path.join(self.folder, "build")
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        for command in (["cmake", "-S", project, "-B", build, "-G", "Ninja", *launcher], ["ninja", "-C", build, "-j2"]):
            done = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
        out = subprocess.run([os.path.join(build, "modules")], capture_output=True, text=True).stdout
        self.assertEqual(out, read(os.path.join(SAMPLE, "expected.stdout")))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options, rest = parser.parse_known_args()
    Projects.path = os.path.abspath(options.aria)
    unittest.main(argv=[sys.argv[0], *rest])
