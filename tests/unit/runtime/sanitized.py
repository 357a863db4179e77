#!/usr/bin/env python3
"""Builds the unit tests of the runtime, its sockets and HTTP, and the benchmark of tasks as a program with a main of its own,
under a preset with sanitizers and runs them on one worker and on two.

    sanitized.py --preset asan|tsan --build FOLDER

Any report fails the run. Exits with 77 where the preset's compiler is missing.
"""
import argparse
import os
import shutil
import subprocess
import sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "bench", "tasks"))
from run import WORKLOADS
FOLDERS = ("runtime", "io", "http")
COMPILER = {"asan": "c++", "tsan": "clang++-19"}
OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=0:detect_leaks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=0:exitcode=66:second_deadlock_stack=1",
}


def say_if_failed(command, **more):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=ROOT, **more)
    if done.returncode != 0:
        print(" ".join(command))
        print(done.stdout[-12000:])
    return done.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--preset", choices=sorted(COMPILER), required=True)
    parser.add_argument("--build", required=True)
    options = parser.parse_args()
    if not shutil.which(COMPILER[options.preset]):
        print("no", COMPILER[options.preset])
        return 77
    if not say_if_failed(["cmake", "-S", ROOT, "--preset", options.preset, "-B", options.build]):
        return 1
    if not say_if_failed(["ninja", "-C", options.build, "bench_tasks", *("unit_" + folder for folder in FOLDERS)]):
        return 1
    commands = [[os.path.join(options.build, "tests", "unit", folder, "unit_" + folder)] for folder in FOLDERS]
    commands.append([os.path.join(options.build, "tests", "bench", "tasks", "bench_tasks"), "quick", *WORKLOADS])
    passed = [say_if_failed(command, env={**os.environ, **OPTIONS, "ARIA_WORKERS": str(workers)}) for command in commands for workers in (1, 2)]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
