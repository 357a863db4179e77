#!/usr/bin/env python3
"""Samples as tests: samples/NN_name/NAME.aria, run in its own folder, prints exactly expected.stdout.

    samples.py --aria TOOL [--cache DIR] [--shard I/N] SAMPLES
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tool import Tool, first_difference, read, report, shard_of, tool_parser


def main_file(folder):
    """The program of a sample: main.aria, or the file named after the folder without its number."""
    name = os.path.basename(folder).split("_", 1)[-1]
    for candidate in ("main.aria", name + ".aria"):
        if os.path.exists(os.path.join(folder, candidate)):
            return candidate
    files = [f for f in sorted(os.listdir(folder)) if f.endswith(".aria")]
    return files[0] if len(files) == 1 else None


def check(tool, folder):
    file = main_file(folder)
    wanted = read(os.path.join(folder, "expected.stdout"))
    if file is None or wanted is None:
        return "no program named after the folder" if file is None else "no expected.stdout"
    status, out, err = tool.run(["run", file], folder)
    if status != 0:
        return f"exit {status}: {err.strip()[-600:]}"
    return first_difference("stdout", wanted, out)


def main():
    parser = tool_parser()
    parser.add_argument("samples")
    options = parser.parse_args()
    tool = Tool(options.aria, options.cache)
    folders = sorted(os.path.join(options.samples, name) for name in os.listdir(options.samples) if name[:1].isdigit())
    folders = shard_of(folders, options.shard)
    failures = [(os.path.basename(folder), problem) for folder in folders if (problem := check(tool, folder))]
    return report(failures, len(folders), "samples")


if __name__ == "__main__":
    sys.exit(main())
