#!/usr/bin/env python3
"""What the fuzzer once found stays fixed: `aria check` of each file in found/ ends with messages, not with a crash.

    found.py --aria TOOL
"""
import argparse
import os
import subprocess
import sys

FOUND = os.path.join(os.path.dirname(os.path.abspath(__file__)), "found")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    options = parser.parse_args()
    names = sorted(os.listdir(FOUND))
    failures = 0
    for name in names:
        try:
            done = subprocess.run([options.aria, "check", "--color=never", os.path.join(FOUND, name)], capture_output=True, timeout=20)
            status = done.returncode
        except subprocess.TimeoutExpired:
            status = "no answer within 20 seconds"
        if status not in (0, 1):
            print(f"{name}: {status}")
            failures += 1
    print(f"{len(names) - failures} of {len(names)} inputs end with an answer")
    return 1 if failures or not names else 0


if __name__ == "__main__":
    sys.exit(main())
