#!/usr/bin/env python3
# feature: G1
"""Running programs: what passes through to them, what the cache keeps, what makes it build again.

    programs.py --aria TOOL
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "framework"))
from tool import Tool, read, write


class Programs(unittest.TestCase):
    path = None

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = self.scratch.name
        self.cache = os.path.join(self.folder, "cache")
        self.tool = Tool(self.path, self.cache)

    def tearDown(self):
        self.scratch.cleanup()

    def write(self, name, text):
        os.makedirs(os.path.dirname(os.path.join(self.folder, name)), exist_ok=True)
        write(os.path.join(self.folder, name), text)

    def run_program(self, *arguments, **more):
        return self.tool.run(["run", *arguments], self.folder, **more)

    def objects(self):
        return set(os.listdir(os.path.join(self.cache, "objects")))

    def test_exit_status_passes_through(self):
        self.write("p.aria", "fn main -> Int\n  println(\"leaving\")\n  42\nend\n")
        self.assertEqual(self.run_program("p.aria")[:2], (42, "leaving\n"))

    def test_arguments_and_folder_pass_through(self):
        self.write("p.aria", "println(args().join(\",\"))\n")
        self.assertEqual(self.run_program("p.aria", "--", "a b", "--release")[:2], (0, "a b,--release\n"))

    def test_second_run_starts_at_once(self):
        self.write("p.aria", "println(1)\n")
        self.run_program("p.aria")
        seconds = []
        for _ in range(5):
            start = time.monotonic()
            self.assertEqual(self.run_program("p.aria")[:2], (0, "1\n"))
            seconds.append(time.monotonic() - start)
        self.assertLess(min(seconds), 0.1)

    def test_release_loads_no_library_unless_it_looks_up_hosts(self):
        self.write("alone.aria", "t = spawn 1 + 1\nprintln(t.await)\n")
        self.write("net.aria", "l = TcpListener.bind(\"localhost:0\")\nprintln(l.local_addr.port > 0)\n")
        for name, shown, loads in (("alone", "2\n", False), ("net", "true\n", True)):
            self.assertEqual(self.tool.run(["build", "--release", f"{name}.aria", "-o", name], self.folder)[0], 0)
            program = os.path.join(self.folder, name)
            with open(program, "rb") as file:
                self.assertEqual(b"/ld-linux" in file.read(4096), loads)
            self.assertEqual(subprocess.run([program], capture_output=True, text=True).stdout, shown)

    def test_an_edit_is_seen_and_recompiles_one_module(self):
        self.write("p.aria", "import q\nprintln(q::value())\n")
        self.write("q.aria", "pub fn value -> Int = 1\n")
        self.assertEqual(self.run_program("p.aria")[1], "1\n")
        before = self.objects()
        self.write("q.aria", "pub fn value -> Int = 2\n")
        self.assertEqual(self.run_program("p.aria")[1], "2\n")
        self.assertEqual(len(self.objects() - before), 1)

    def test_an_edited_runtime_header_builds_again(self):
        tool = self.copy_of_the_tool()
        self.tool = Tool(tool, self.cache)
        self.write("p.aria", "println(1)\n")
        self.assertEqual(self.run_program("p.aria")[1], "1\n")
        before = self.objects()
        header = os.path.join(self.folder, "include/aria/prelude.hpp")
        write(header, read(header) + "\n// edited\n")
        self.assertEqual(self.run_program("p.aria")[1], "1\n")
        self.assertTrue(self.objects() - before)

    def test_a_changed_layout_builds_again(self):
        tool = self.copy_of_the_tool()
        self.tool = Tool(tool, self.cache)
        self.write("p.aria", "println(1)\n")
        self.assertEqual(self.run_program("p.aria")[1], "1\n")
        before = self.objects()
        os.rename(os.path.join(self.folder, "include"), os.path.join(self.folder, "moved"))
        layout = os.path.join(self.folder, "bin/aria.layout")
        write(layout, read(layout).replace("../include", "../moved"))
        self.assertEqual(self.run_program("p.aria")[1], "1\n")
        self.assertTrue(self.objects() - before)

    def copy_of_the_tool(self):
        """The tool with a layout that points to copies of the headers."""
        source = os.path.dirname(os.path.realpath(self.path))
        lines = []
        for line in read(os.path.join(source, "aria.layout")).split("\n"):
            key, _, value = line.partition(" = ")
            if key == "include":
                shutil.copytree(value, os.path.join(self.folder, "include"), dirs_exist_ok=True)
            else:
                lines.append(line)
        os.makedirs(os.path.join(self.folder, "bin"))
        write(os.path.join(self.folder, "bin/aria.layout"), "\n".join(lines) + "\ninclude = ../include\n")
        return shutil.copy(self.path, os.path.join(self.folder, "bin/aria"))

    def test_builds_at_the_same_time_agree(self):
        self.write("p.aria", "println(1)\n")
        environment = {**self.tool.environment, "ARIA_CACHE_DIR": self.cache}
        running = [subprocess.Popen([self.path, "run", "p.aria"], cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
        for process in running:
            out, err = process.communicate(timeout=120)
            self.assertEqual((process.returncode, out), (0, b"1\n"), err)

    def test_an_interrupted_build_leaves_a_cache_that_works(self):
        self.write("p.aria", "println(1)\n")
        environment = {**self.tool.environment, "ARIA_CACHE_DIR": self.cache}
        for delay in (0.05, 0.3, 0.8):
            process = subprocess.Popen([self.path, "run", "p.aria"], cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
            process.wait()
        self.assertEqual(self.run_program("p.aria")[:2], (0, "1\n"))

    def test_build_makes_a_program_that_stands_alone(self):
        self.write("p.aria", "println(7)\n")
        self.assertEqual(self.tool.run(["build", "p.aria", "-o", "out/p"], self.folder)[0], 0)
        shutil.rmtree(self.cache)
        done = subprocess.run([os.path.join(self.folder, "out/p")], capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (0, b"7\n"))

    def test_emit_writes_only_what_changes(self):
        self.write("p.aria", "println(7)\n")
        stamps = []
        for _ in range(2):
            self.assertEqual(self.tool.run(["emit", "-o", "out", "p.aria"], self.folder)[0], 0)
            stamps.append({n: os.stat(os.path.join(self.folder, "out", n)).st_mtime_ns for n in os.listdir(os.path.join(self.folder, "out"))})
        self.assertTrue(stamps[0])
        self.assertEqual(stamps[0], stamps[1])

    def test_odd_file_names(self):
        for name in ("2048-game.aria", "with space.aria", "int.aria", "main.aria", "time.aria", "select.aria", "quote\"s.aria"):
            self.write(name, "println(1)\n")
            self.assertEqual(self.run_program(name)[:2], (0, "1\n"), name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options, rest = parser.parse_known_args()
    Programs.path = os.path.abspath(options.aria)
    unittest.main(argv=[sys.argv[0], *rest])
