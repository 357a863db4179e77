#!/usr/bin/env python3
"""How long from an edit of a program to its first line of output, in the development profile, phase by phase.

    run.py --aria TOOL [--lines 1000] [--runs 5]

Prints three rows: the first build, the build after an edit inside one function, and the run of the unchanged program.
Phases and `cpu` count processor time, which other programs on the machine do not change; `wall` is what a person waits.
The budget on two cores: 1500 ms after an edit, 100 ms unchanged.
"""
import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from generate import program

PHASES = ["parse", "check", "emit", "C++", "link"]
PART_OF = {"parse": "parse", "resolve": "check", "types": "check", "effects": "check", "ownership": "check", "lower": "emit", "print": "emit",
           "C++": "C++", "link": "link"}


def measure(aria, folder, environment):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run([aria, "run", "--timings", "program.aria"], cwd=folder, env=environment, capture_output=True, text=True)
    total = (time.monotonic() - start) * 1000
    if done.returncode != 0:
        sys.exit(f"the program ends with {done.returncode}: {done.stderr[-600:]}")
    spent = dict.fromkeys(PHASES, 0.0)
    for name, ms in re.findall(r"^(\S+)\s+[\d.]+ ms +([\d.]+) ms cpu$", done.stderr, re.MULTILINE):
        if name in PART_OF:
            spent[PART_OF[name]] += float(ms)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    return total, cpu, spent


def row(title, total, cpu, spent):
    print(f"{title:<12}" + "".join(f"{spent[name]:>10.1f}" for name in PHASES) + f"{cpu:>10.1f}{total:>10.1f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    aria = os.path.abspath(options.aria)
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, ARIA_CACHE_DIR=os.path.join(folder, "cache"))
        file = os.path.join(folder, "program.aria")

        def write(text):
            with open(file, "w", encoding="utf-8") as out:
                out.write(text)

        write("println(1)\n")  # the precompiled prelude is made once for all programs
        measure(aria, folder, environment)
        print(f"{'ms':<12}" + "".join(f"{name:>10}" for name in PHASES) + f"{'cpu':>10}{'wall':>10}")
        write(program(options.lines))
        row("first", *measure(aria, folder, environment))
        edits = []
        for i in range(options.runs):
            write(program(options.lines, edit=f"edit {i} "))
            edits.append(measure(aria, folder, environment))
        row("edited", *min(edits, key=lambda edit: edit[0]))
        row("unchanged", *min((measure(aria, folder, environment) for _ in range(options.runs)), key=lambda run: run[0]))


if __name__ == "__main__":
    main()
