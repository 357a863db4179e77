#!/usr/bin/env python3
# feature: R4 S15 C8
# rule: R1
"""What a running program does with signals: SIGINT and SIGTERM cancel it, a second one ends it, SIGQUIT prints its tasks. What was printed appears in any case.

    signals.py --aria TOOL
"""
import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "framework"))
from tool import Tool, write

SERVER = """fn main
  with Async.scope(name: "serve") |s|
    gate = Channel<Int>.new
    s.spawn(name: "listener") do
      defer println("closed")
      <-gate
    end
    s.spawn(name: "worker") { sleep(1.hour) }
    eprintln("ready")
    sleep(1.hour)
  end
end
"""
STUBBORN = """fn main
  begin
    eprintln("ready")
    sleep(1.hour)
  ensure
    eprintln("cleaning")
    println("not yet clean")
    sleep(4.seconds)
    println("cleaned")
  end
end
"""
# Without tasks: nobody but the system hears of the signal.
COUNTER = """fn main
  eprintln("ready")
  n = 0
  loop
    println(n)
    n += 1
  end
end
"""


class Signals(unittest.TestCase):
    path = None

    def start(self, text):
        """Builds a program and starts it; returns it when it has said that it is ready."""
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        write(os.path.join(scratch.name, "p.aria"), text)
        status, _, err = Tool(self.path).run(["build", "p.aria", "-o", "p"], scratch.name)
        self.assertEqual(status, 0, err)
        program = subprocess.Popen([os.path.join(scratch.name, "p")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program.kill)
        self.await_line(program, "ready")
        return program

    def await_line(self, program, wanted):
        for line in program.stderr:
            if wanted in line:
                return
        self.fail(f"the program never said {wanted!r}")

    def test_an_interrupt_cancels_and_cleans_up(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            program = self.start(SERVER)
            program.send_signal(number)
            out, _ = program.communicate(timeout=30)
            self.assertEqual((program.returncode, out), (status, "closed\n"))

    def test_a_second_interrupt_ends_at_once(self):
        program = self.start(STUBBORN)
        program.send_signal(signal.SIGINT)
        self.await_line(program, "cleaning")
        time.sleep(1)
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=30)
        self.assertEqual((program.returncode, out), (130, "not yet clean\n"))

    def test_what_was_printed_appears_though_a_signal_ends_the_program(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            program = self.start(COUNTER)
            time.sleep(0.02)
            program.send_signal(number)
            out, _ = program.communicate(timeout=30)
            self.assertEqual(program.returncode, -number)
            self.assertEqual(out, "".join(f"{n}\n" for n in range(out.count("\n"))))
            self.assertNotEqual(out, "")

    def tasks_of(self, program):
        program.send_signal(signal.SIGQUIT)
        tree = []
        for line in program.stderr:
            tree.append(line)
            if "worker" in line:
                break
        return "".join(tree)

    def test_quit_prints_the_tasks_and_the_program_goes_on(self):
        program = self.start(SERVER)
        wanted = ("scope serve at p.aria:2", "task listener waits in recv at p.aria:6", "task worker waits in sleep at p.aria:8")
        for _ in range(200):                     # the tasks may still be about to begin
            tree = self.tasks_of(program)
            if all(part in tree for part in wanted):
                break
            time.sleep(0.01)
        for part in wanted:
            self.assertIn(part, tree)
        self.assertIsNone(program.poll())
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.communicate(timeout=30)[0], "closed\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options, rest = parser.parse_known_args()
    Signals.path = os.path.abspath(options.aria)
    unittest.main(argv=[sys.argv[0], *rest])
