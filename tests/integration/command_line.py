#!/usr/bin/env python3
# feature: G1 G2
"""The command line as a user meets it: exit codes, streams, formats, suggestions.

    command_line.py --aria TOOL
"""
import argparse
import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "framework"))
from tool import Tool, read, write

GOOD = 'fn double(x: Int) -> Int = x * 2\n\nfn main\n  println(double(21))\nend\n'


class CommandLine(unittest.TestCase):
    tool = None

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = self.scratch.name
        write(os.path.join(self.folder, "good.aria"), GOOD)
        write(os.path.join(self.folder, "bad.aria"), "fn main\n  println(undefined_name)\nend\n")

    def tearDown(self):
        self.scratch.cleanup()

    def aria(self, *arguments, **more):
        return self.tool.run(list(arguments), self.folder, **more)

    def test_version(self):
        status, out, _ = self.aria("version")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^aria \d+\.\d+\.\d+\n$")

    def test_unknown_command_is_a_usage_error_with_a_suggestion(self):
        status, out, err = self.aria("chekc", "good.aria")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("did you mean `check`?", err)

    def test_unknown_flag_is_a_usage_error_with_a_suggestion(self):
        status, _, err = self.aria("run", "--relaese", "good.aria")
        self.assertEqual(status, 2)
        self.assertIn("did you mean `--release`?", err)

    def test_a_missing_argument_is_a_usage_error(self):
        self.assertEqual(self.aria("run")[0], 2)

    def test_a_value_that_is_none_is_a_usage_error(self):
        self.assertEqual(self.aria("check", "--contracts=some", "good.aria")[0], 2)

    def test_no_command_shows_help(self):
        status, out, _ = self.aria()
        self.assertEqual(status, 2)
        self.assertIn("run", out)

    def test_a_file_that_does_not_exist(self):
        status, out, err = self.aria("check", "nowhere.aria")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("nowhere.aria", err)

    def test_a_file_whose_neighbour_may_be_meant(self):
        for written in ("good", "Good.aria", "god.aria"):
            self.assertIn("did you mean `good.aria`?", self.aria("check", written)[2])

    def test_what_is_no_file_says_why(self):
        os.symlink("loop.aria", os.path.join(self.folder, "loop.aria"))
        self.assertIn("symbolic links", self.aria("check", "loop.aria")[2])
        self.assertIn("is empty", self.aria("check", "")[2])
        os.mkdir(os.path.join(self.folder, "hollow"))
        self.assertIn("no main.aria", self.aria("run", "hollow")[2])

    def test_too_many_arguments(self):
        self.assertIn("stands after `--`", self.aria("run", "good.aria", "more")[2])
        self.assertNotIn("--`", self.aria("check", "good.aria", "more")[2].replace("--help`", ""))

    def test_the_package_names_its_main_file_as_text(self):
        write(os.path.join(self.folder, "aria.toml"), "[package]\nmain = 3\n")
        status, _, err = self.aria("run", ".")
        self.assertEqual(status, 1)
        self.assertIn("in quotes", err)

    def test_messages_go_to_stderr(self):
        status, out, err = self.aria("check", "bad.aria")
        self.assertEqual((status, out), (1, ""))
        self.assertRegex(err, r"error\[E1\d+\]")
        self.assertIn("bad.aria:2:11", err)
        self.assertNotIn("\x1b[", err)

    def test_strict_brings_lints_and_makes_warnings_errors(self):
        write(os.path.join(self.folder, "bare.aria"), "fn main\n  t = spawn { 1 }\n  println(t.await)\nend\n")
        status, _, err = self.aria("check", "bare.aria")
        self.assertEqual((status, "W0601" in err), (0, False))
        status, _, err = self.aria("check", "--strict", "bare.aria")
        self.assertEqual(status, 1)
        self.assertRegex(err, r"\[W0601\].*\[spawn-outside-scope\]")

    def test_colour_on_demand(self):
        self.assertIn("\x1b[", self.aria("check", "--color=always", "bad.aria")[2])

    def test_global_options_stand_anywhere(self):
        self.assertEqual(self.aria("--message-format=json", "check", "bad.aria")[1], self.aria("check", "bad.aria", "--message-format=json")[1])

    def test_json(self):
        status, out, _ = self.aria("check", "--message-format=json", "bad.aria")
        diagnostic = json.loads(out)["diagnostics"][0]
        self.assertEqual((status, diagnostic["severity"], diagnostic["spans"][0]["line"]), (1, "error", 2))

    def test_sarif(self):
        _, out, _ = self.aria("check", "--message-format=sarif", "bad.aria")
        result = json.loads(out)["runs"][0]["results"][0]
        self.assertEqual(result["locations"][0]["physicalLocation"]["region"]["startLine"], 2)

    def test_short(self):
        self.assertRegex(self.aria("check", "--message-format=short", "bad.aria")[2], r"(?m)^bad\.aria:2:11: error\[E1\d+\]: ")

    def test_explain_knows_its_codes(self):
        code = json.loads(self.aria("check", "--message-format=json", "bad.aria")[1])["diagnostics"][0]["code"]
        status, out, _ = self.aria("explain", code)
        self.assertEqual(status, 0)
        self.assertIn(code, out)
        self.assertEqual(self.aria("explain", "E9999")[0], 2)

    def test_planned_commands_say_that_they_are_planned(self):
        status, _, err = self.aria("fmt", "good.aria")
        self.assertEqual(status, 1)
        self.assertIn("E9900", err)

    def test_a_wrong_choice_lists_the_right_ones(self):
        status, _, err = self.aria("check", "--message-format=xml", "good.aria")
        self.assertEqual(status, 2)
        self.assertIn("`human`, `short`, `json` or `sarif`", err)
        self.assertIn("did you mean `always`?", self.aria("check", "--color=alway", "good.aria")[2])

    def test_a_program_on_standard_input(self):
        self.assertEqual(self.aria("run", "-", stdin=GOOD.encode())[:2], (0, "42\n"))
        status, _, err = self.aria("check", "-", stdin=b"println(nothing_here)\n")
        self.assertEqual(status, 1)
        self.assertIn("─ stdin.aria:1:9", err)

    def test_a_module_alone_cannot_be_run(self):
        write(os.path.join(self.folder, "module.aria"), "pub fn half(n: Int) -> Int = n // 2\n")
        self.assertEqual(self.aria("check", "module.aria")[0], 0)
        status, _, err = self.aria("run", "module.aria")
        self.assertEqual(status, 1)
        self.assertIn("nothing to run", err)

    def test_a_compiler_that_is_none_is_an_environment_error(self):
        for fake in ("/bin/false", "/bin/cat"):
            status, _, err = self.aria("run", "good.aria", environment={"ARIA_CXX": fake})
            self.assertEqual(status, 3, err)
            self.assertIn(fake, err)

    def test_a_compiler_without_its_assembler_is_an_environment_error(self):
        status, _, err = self.aria("run", "--contracts=pre", "good.aria", environment={"PATH": "/nowhere"})
        self.assertEqual(status, 3, err)

    def test_doctor_finds_everything(self):
        status, out, _ = self.aria("doctor")
        self.assertEqual(status, 0, out)

    def test_no_compiler_is_an_environment_error(self):
        status, _, err = self.aria("run", "good.aria", environment={"ARIA_CXX": "no-such-compiler"})
        self.assertEqual(status, 3)
        self.assertIn("ARIA_CXX", err)

    def test_cache_that_cannot_be_written_is_an_environment_error(self):
        write(os.path.join(self.folder, "file"), "")
        status, _, err = self.aria("run", "good.aria", environment={"ARIA_CACHE_DIR": os.path.join(self.folder, "file", "cache")})
        self.assertEqual(status, 3)
        self.assertIn("cannot", err)
        self.assertIn("ARIA_CACHE_DIR", err)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options, rest = parser.parse_known_args()
    CommandLine.tool = Tool(options.aria, os.path.join(tempfile.gettempdir(), f"aria-command-line-{os.getpid()}"))
    unittest.main(argv=[sys.argv[0], *rest])
