#!/usr/bin/env python3
"""Every diagnostic is complete: it is reported somewhere, has a golden, and a page with a wrong and a right example.

    diagnostics.py ROOT

The examples themselves are compiled by the doc-block tests, the goldens by the golden runner.
"""
import os
import re
import sys

ENTRY = re.compile(r'ARIA_DIAGNOSTIC\("([EW]\d+)", (\w+), (error|warning)')
NOTE = re.compile(r"#! (?:error|warning)\[([EW]\d+)\]")

# What no page can show and no golden can hold, and where it is tested instead.
SHOWN_ELSEWHERE = {
    "E3001": "bytes that are no text: tests/unit/parse",
    "E3002": "hundreds of levels: tests/unit/parse",
    "E3003": "thousands of links: tests/unit/parse",
    "E3038": "its line can hold nothing but `###`: tests/unit/parse",
    "E9000": "mistakes of ours: tests/integration",
    "E5003": "an option of the command: tests/golden/diagnostics",
    "W0601": "a lint of --strict: tests/integration",
    "E9900": "features to come; the list shrinks: docs/status.md",
}


def files(root, *folders, suffix):
    for folder in folders:
        for place, _, names in os.walk(os.path.join(root, folder)):
            for name in sorted(names):
                if name.endswith(suffix):
                    with open(os.path.join(place, name), encoding="utf-8", errors="replace") as text:
                        yield os.path.relpath(os.path.join(place, name), root), text.read()


def problems(root):
    entries = {}
    for path, text in files(root, "transpiler/diagnostics/catalogue", suffix=".def"):
        for code, name, severity in ENTRY.findall(text):
            if code in entries:
                yield f"{path}: {code} is taken by {entries[code][0]}"
            entries[code] = (name, severity)
    sources = "\n".join(text for path, text in files(root, "transpiler", suffix=(".cpp", ".hpp")))
    noted = {code for _, text in files(root, "tests/golden", suffix=".aria") for code in NOTE.findall(text)}
    pages = dict(files(root, "docs/diagnostics", suffix=".md"))
    for code, (name, severity) in sorted(entries.items()):
        if not re.search(rf"\bdiag::{name}\b", sources):
            yield f"{code}: nothing reports diag::{name}"
        if code in SHOWN_ELSEWHERE:
            continue
        if code not in noted:
            yield f"{code}: no golden below tests/golden has a note of it"
        page = pages.get(f"docs/diagnostics/{code}.md")
        if page is None:
            yield f"{code}: docs/diagnostics/{code}.md is missing"
            continue
        if not page.startswith(f"# {code}: "):
            yield f"docs/diagnostics/{code}.md: the first line is not `# {code}: …`"
        wrong = f"```aria fail {code}\n" if severity == "error" else "Wrong:\n\n```aria\n"
        if wrong not in page or not re.search(r"Right:\n\n```aria\n", page):
            yield f"docs/diagnostics/{code}.md: a wrong example (```aria fail {code}) and a right one (```aria) are needed"
    for path in pages:
        if os.path.basename(path)[:-3] not in entries:
            yield f"{path}: there is no such diagnostic"


def main():
    found = list(problems(sys.argv[1]))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
