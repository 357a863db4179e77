#!/usr/bin/env python3
"""House rules that concern whole files: size, names, opening comment, orphans, words that mean "unfinished".

    files.py ROOT
"""
import os
import re
import subprocess
import sys

LIMIT = 500
CODE = (".hpp", ".cpp", ".h", ".def", ".py", ".g4")
TEXT = CODE + (".aria", ".md", ".cmake", ".txt", ".sh", ".json")
BANNED_NAMES = re.compile(r"(^|[_/])(util|utils|helper|helpers|common|misc|manager|impl2)([_./]|$)")
NAMED_BY_DESIGN = ("source_manager",)  # the field's standard term
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
EXEMPT_FROM_NAMES = ("samples/", "tests/golden/", "tests/bench/")  # programs as strangers write them


def tracked(root):
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True)
    if listing.returncode == 0:
        return [name for name in listing.stdout.decode().split("\0") if name and os.path.exists(os.path.join(root, name))]
    return [os.path.relpath(os.path.join(folder, name), root) for folder, folders, names in os.walk(root)
            for name in names if "/build" not in folder and "/.git" not in folder]


def read(root, file):
    with open(os.path.join(root, file), encoding="utf-8", errors="replace") as text:
        return text.read()


# A .cpp that begins with its own header has said there what it is.
def opening_comment(file, text):
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    if file.endswith(".cpp") and first == f'#include "{"/".join(file.split("/")[-2:])[:-4]}.hpp"':
        return True
    if file.endswith((".hpp", ".cpp", ".h", ".def", ".g4")):
        return first.startswith(("//", "/*"))
    return first.startswith(("#", '"""'))


def complaints(root):
    files = tracked(root)
    headers, included = [], set()
    for file in files:
        if BANNED_NAMES.search(file) and not file.startswith(EXEMPT_FROM_NAMES) and not any(name in file for name in NAMED_BY_DESIGN):
            yield f"{file}: this name says nothing; banned are util, helper, common, misc, manager"
        if not file.endswith(TEXT):
            continue
        text = read(root, file)
        if file.endswith(CODE):
            lines = text.count("\n")
            if lines > LIMIT:
                yield f"{file}: {lines} lines; a file has one idea and at most {LIMIT} lines"
            if not opening_comment(file, text):
                yield f"{file}: the first line does not say what the file is"
        if file != "tests/lint/files.py":
            for match in UNFINISHED.finditer(text):
                if not file.startswith("tests/golden/"):
                    yield f"{file}:{text.count(chr(10), 0, match.start()) + 1}: `{match.group(0)}`: finish it, or write it down in docs/status.md"
        if file.endswith((".hpp", ".def", ".h")):
            headers.append(file)
        if file.endswith((".hpp", ".cpp", ".h", ".def")):
            included |= set(re.findall(r'#\s*include\s*[<"]([^>"]+)[>"]', text))
        elif file.endswith((".aria", ".md", ".py", ".txt", ".cmake", ".g4")):
            included |= set(re.findall(r'"((?:aria|[\w./-])+\.(?:hpp|h))"', text))
            included |= set(re.findall(r"[\w/.-]+\.(?:hpp|h|def)\b", text)) if file.endswith((".txt", ".cmake", ".py")) else set()
    for header in headers:
        if header.startswith(("transpiler/", "runtime/", "stdlib/")) and not any(header == name or header.endswith("/" + name) for name in included):
            yield f"{header}: nothing includes it"


def main():
    found = list(complaints(sys.argv[1]))
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
