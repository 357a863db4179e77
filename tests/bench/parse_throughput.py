#!/usr/bin/env python3
"""Text to tree: megabytes of Aria a second, each size in a cold process. The budget is 1.5.

    parse_throughput.py --aria TOOL [--runs 5]

The library's own files are parsed in the same process and counted.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "edit_to_run"))
from generate import program

LIBRARY = os.path.join(HERE, "..", "..", "stdlib", "aria")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    aria = os.path.abspath(options.aria)
    library = sum(os.path.getsize(os.path.join(d, n)) for d, _, names in os.walk(LIBRARY) for n in names if n.endswith(".aria"))
    print(f"{'lines':>8} {'bytes':>10} {'ms':>8} {'MB/s':>6}")
    for lines in (10, 1_000, 10_000, 100_000):
        text = program(lines)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "program.aria"), "w", encoding="utf-8") as file:
                file.write(text)
            times = []
            for _ in range(options.runs):
                done = subprocess.run([aria, "check", "--timings", "program.aria"], cwd=folder, capture_output=True, text=True)
                times.append(float(re.search(r"^parse\s+[\d.]+ ms +([\d.]+) ms cpu", done.stderr, re.MULTILINE).group(1)))
        size = len(text.encode()) + library
        print(f"{text.count(chr(10)):>8} {size:>10} {min(times):>8.1f} {size / min(times) / 1000:>6.2f}")


if __name__ == "__main__":
    main()
