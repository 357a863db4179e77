#!/usr/bin/env python3
"""Every fenced `aria` block of the documentation is a test.

    doc_blocks.py --aria TOOL [--cache DIR] [--shard I/N] FILE|FOLDER…

    ```aria            is checked and has no errors
    ```aria run        is run; the ```output block behind it holds what it prints (```output N: it exits with N)
    ```aria fail E0    is checked and reports an error whose code begins so
    # file: name.aria  alone on its line: what follows is another module of the program
    ```cpp emitted     every paragraph of it stands in what `aria emit` prints for the ```aria block before it
"""
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tool import Tool, first_difference, read, report, shard_of, tool_parser, write

FILE = re.compile(r"^# file: (\w+\.aria)\n", re.M)
FENCE = re.compile(r"^(\s*)```(\S*)[ \t]*(.*)$")


def fences(text):
    """(line, language, words, content) of each fenced block."""
    blocks, opened = [], None
    for number, line in enumerate(text.split("\n"), 1):
        match = FENCE.match(line)
        if opened is None and match and match.group(2):
            opened = (number, match.group(2), match.group(3).split(), match.group(1), [])
        elif opened is None and match:
            opened = (number, "", [], match.group(1), [])
        elif opened is not None and match and not match.group(2) and not match.group(3):
            blocks.append((opened[0], opened[1], opened[2], "".join(l + "\n" for l in opened[4])))
            opened = None
        elif opened is not None:
            opened[4].append(line[len(opened[3]):] if line.startswith(opened[3]) else line)
    return blocks


def collect(paths):
    files = []
    for path in paths:
        if os.path.isdir(path):
            files += sorted(os.path.join(d, n) for d, _, names in os.walk(path) for n in names if n.endswith(".md"))
        else:
            files.append(path)
    tests = []
    for file in files:
        blocks = fences(read(file))
        for i, (line, language, words, content) in enumerate(blocks):
            if language == "aria":
                following = blocks[i + 1] if i + 1 < len(blocks) and blocks[i + 1][1] == "output" else None
                tests.append((file, line, words, content, following))
                source = content
            elif language == "cpp" and words == ["emitted"]:
                tests.append((file, line, words, source, blocks[i]))
    return tests


def check_emitted(tool, folder, wanted):
    status, out, err = tool.run(["emit", "main.aria"], folder)
    if status != 0:
        return f"exit {status}: {err.strip()[-400:]}"
    for paragraph in wanted.strip("\n").split("\n\n"):
        if paragraph not in out:
            return f"`aria emit` does not print: {paragraph.splitlines()[0]} …"
    return None


def check(tool, words, content, output):
    with tempfile.TemporaryDirectory() as folder:
        files = FILE.split(content)
        for name, text in zip(["main.aria", *files[1::2]], files[::2]):
            write(os.path.join(folder, name), text)
        if words == ["emitted"]:
            return check_emitted(tool, folder, output[3])
        if words[:1] == ["run"]:
            if output is None:
                return "no ```output block follows"
            status, out, err = tool.run(["run", "main.aria"], folder)
            wanted_status = int(output[2][0]) if output[2] else 0
            if status != wanted_status:
                return f"exit {status}, expected {wanted_status}: {err.strip()[-400:]}"
            return first_difference("output", output[3], out)
        status, found, problem = tool.diagnostics("main.aria", folder)
        if problem:
            return problem
        errors = [f"{d['code']} in line {d['line']}: {d['message']}" for d in found if d["severity"] == "error"]
        if words[:1] == ["fail"]:
            wanted = words[1] if len(words) > 1 else "E"
            return None if any(e.startswith(wanted) for e in errors) else f"no {wanted} is reported; {errors or 'no error at all'}"
        if words:
            return f"unknown words behind ```aria: {' '.join(words)}"
        return "; ".join(errors[:3]) or None


def main():
    parser = tool_parser()
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    tool = Tool(options.aria, options.cache)
    tests = shard_of(collect(options.paths), options.shard)
    failures = []
    for file, line, words, content, output in tests:
        if problem := check(tool, words, content, output):
            failures.append((f"{file}:{line}", problem))
    return report(failures, len(tests), "blocks")


if __name__ == "__main__":
    sys.exit(main())
