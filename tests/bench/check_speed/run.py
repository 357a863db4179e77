#!/usr/bin/env python3
"""How long `aria check` takes, and how much memory: run.py --aria TOOL [--kinds mixed,function] [--rounds 3] [--scale]

Every round starts a fresh process (the tool keeps nothing between checks). The table shows the fastest round and the
largest resident set. --scale checks each program at half and at full size, and shows the ratio of the times: near 2 is
linear.
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from generate import DEFAULT_LINES  # noqa: E402


def check(tool, program):
    """(seconds, megabytes) of one check; ends the run when the program is refused."""
    begin = time.perf_counter()
    process = subprocess.Popen([tool, "check", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"{program} is refused:\n{output[:2000]}")
    return seconds, usage.ru_maxrss / 1024


def measure(args, kind, lines):
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([sys.executable, os.path.join(HERE, "generate.py"), kind, folder, "--lines", str(lines)], check=True, capture_output=True, text=True)
        rounds = [check(args.aria, os.path.join(folder, "main.aria")) for _ in range(args.rounds)]
    return int(made.stdout.split()[0]), min(seconds for seconds, _ in rounds), max(size for _, size in rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aria", required=True)
    parser.add_argument("--kinds", default=",".join(DEFAULT_LINES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", action="store_true")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for kind in args.kinds.split(","):
        lines, seconds, size = measure(args, kind, DEFAULT_LINES[kind])
        row = f"{kind:<10} {lines:7} lines  {seconds:7.2f} s  {size:6.0f} MB"
        if args.scale:
            _, half, _ = measure(args, kind, DEFAULT_LINES[kind] // 2)
            row += f"  x{seconds / half:.2f}"
        print(row, flush=True)


if __name__ == "__main__":
    main()
