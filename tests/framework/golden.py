#!/usr/bin/env python3
"""Golden tests: the folder decides what is compared, files beside NAME.aria hold what is expected.

    golden.py --aria TOOL --kind KIND [--cache DIR] [--shard I/N] [--filter TEXT] [--update] [ROOT]

    kind         compared with                      made by
    parse        NAME.ast                           aria emit --emit=ast
    types        NAME.types                         aria emit --emit=types
    effects      NAME.effects                       aria effects
    emit         NAME.cpp (header and source)       aria emit --stdout
    run          NAME.stdout [.exit .stderr_contains .stdin .workers]   aria run
    resolve, diagnostics   only the notes in the file itself            aria check

In every kind but `run`, what is reported stands in the source, at the end of the line it concerns:
    x = 1 + "a"   #! error[E0301]: expected `Int`
The text after the code must occur in the message. A file whose check reports an error is named fail_…, no other is.
A line `# options: --strict` hands these options to the check.
A `.workers` file lists worker counts; the program then runs once with each. What runs is compiled with every warning an
error, so that the C++ people's programs become is checked as it is built, `#line` and all.

NAME.aria may be NAME/main.aria with further modules beside it; its expectations are NAME/main.*.
An expectation without its .aria fails, and so does an .aria without an expectation that its kind demands.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tool import Tool, first_difference, read, report, shard_of, tool_parser, write

NOTE = re.compile(r"[ \t]*#! (error|warning)\[([EW]\d+)\]: ?(.*)$")
OPTIONS = re.compile(r"^# options: (.*)$", re.MULTILINE)
OUTPUTS = {"parse": ("ast", ["emit", "--emit=ast", "--stdout"]), "types": ("types", ["emit", "--emit=types", "--stdout"]),
           "effects": ("effects", ["effects"]), "emit": ("cpp", ["emit", "--stdout"])}
STRICT_COMPILER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "strict_compiler")
EXPECTATIONS = {"ast", "types", "effects", "cpp", "stdout", "exit", "stderr_contains", "stdin", "workers"}


def discover(root):
    """All tests below a folder, and complaints about files that belong to none."""
    tests, complaints = [], []
    for folder, folders, files in os.walk(root):
        folders.sort()
        if "main.aria" in files and folder != root:
            tests.append(os.path.join(folder, "main.aria"))
            folders[:] = []
            aria = {"main"}
        else:
            aria = {name[:-5] for name in files if name.endswith(".aria")}
            tests += [os.path.join(folder, name + ".aria") for name in sorted(aria)]
        for name in files:
            stem, _, extension = name.rpartition(".")
            if extension in EXPECTATIONS and stem not in aria:
                complaints.append((os.path.join(folder, name), "an expectation without its .aria file"))
    return tests, complaints


def notes_of(text):
    """(line, severity, code, text) of each note in a source; several on a line stand behind one another."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#!") and not NOTE.fullmatch(line):
            continue
        while match := NOTE.search(line):
            inner = match.group(3).find("#! ")
            body = match.group(3) if inner < 0 else match.group(3)[:inner]
            found.append((number, match.group(1), match.group(2), body.strip()))
            line = "" if inner < 0 else match.group(3)[inner:]
    return found


def test_name(path):
    name = os.path.basename(path)
    return os.path.basename(os.path.dirname(path)) if name == "main.aria" else name[:-5]


def check_notes(tool, path, update):
    folder, file = os.path.split(path)
    options = OPTIONS.search(read(path))
    status, found, problem = tool.diagnostics(file, folder, options.group(1).split() if options else ())
    if problem:
        return problem
    sources = {file} | {os.path.relpath(os.path.join(d, n), folder) for d, _, names in os.walk(folder) for n in names
                        if file == "main.aria" and n.endswith(".aria")}
    if update:
        for source in sources:
            annotate(os.path.join(folder, source), [d for d in found if os.path.normpath(d["file"]) == source])
    missing = []
    rest = list(found)
    for source in sorted(sources):
        for line, severity, code, text in notes_of(read(os.path.join(folder, source))):
            hit = next((d for d in rest if os.path.normpath(d["file"]) == source and d["line"] == line and d["severity"] == severity
                        and d["code"] == code and text in d["message"]), None)
            if hit is None:
                missing.append(f"{source}:{line}: not reported: {severity}[{code}]: {text}")
            else:
                rest.remove(hit)
    for d in rest:
        missing.append(f"{d['file']}:{d['line']}: reported but not noted: {d['severity']}[{d['code']}]: {d['message']}")
    named_fail = test_name(path).startswith("fail_")
    if named_fail != (status == 1):
        missing.append("the name begins with fail_, yet no error is reported" if named_fail else "an error is reported, yet the name does not begin with fail_")
    return "; ".join(missing) or None


def annotate(path, diagnostics):
    lines = [NOTE.sub("", line) for line in read(path).split("\n")]
    for d in diagnostics:
        if 0 < d["line"] <= len(lines):
            lines[d["line"] - 1] += f"   #! {d['severity']}[{d['code']}]: {d['message']}"
    write(path, "\n".join(lines))


def check_output(tool, path, kind, update):
    extension, arguments = OUTPUTS[kind]
    folder, file = os.path.split(path)
    expectation = path[:-4] + extension
    status, out, err = tool.run([*arguments, file], folder)
    if test_name(path).startswith("fail_") and not os.path.exists(expectation):
        return None  # the notes say it all
    if status not in (0, 1):
        return f"exit {status}: {err.strip()[-400:]}"
    if update:
        write(expectation, out)
    wanted = read(expectation)
    return f"no {os.path.basename(expectation)}" if wanted is None else first_difference(extension, wanted, out)


def check_run(tool, path, update):
    folder, file = os.path.split(path)
    stem = path[:-5]
    workers = (read(stem + ".workers") or "").split() or [None]
    stdin = (read(stem + ".stdin") or "").encode()
    for count in workers:
        environment = {"ARIA_WORKERS": count} if count else {}
        status, out, err = tool.run(["run", file], folder, stdin, environment)
        where = f" on {count} workers" if count else ""
        if status is None:
            return f"no end within the time limit{where}"
        if update and os.path.exists(stem + ".stdout") and status < 100:
            write(stem + ".stdout", out)
        wanted = read(stem + ".stdout")
        if wanted is None:
            return f"no {test_name(path)}.stdout"
        wanted_status = int(read(stem + ".exit", "0"))
        if status != wanted_status:
            return f"exit {status}, expected {wanted_status}{where}: {err.strip()[-400:]}"
        if difference := first_difference("stdout", wanted, out):
            return difference + where
        for text in (read(stem + ".stderr_contains") or "").split("\n"):
            if text.strip() and text.strip() not in err:
                return f"stderr lacks {text.strip()!r}{where}: {err.strip()[-400:]}"
    return None


def check(tool, path, kind, update):
    if kind == "run":
        return check_run(tool, path, update)
    # A tree is made whatever later phases say.
    problem = None if kind == "parse" else check_notes(tool, path, update)
    if problem is None and kind in OUTPUTS:
        problem = check_output(tool, path, kind, update)
    return problem


def main():
    parser = tool_parser()
    parser.add_argument("--kind", required=True, choices=[*OUTPUTS, "run", "resolve", "diagnostics"])
    parser.add_argument("--filter", default="")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("root", nargs="?")
    options = parser.parse_args()
    root = options.root or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden", options.kind)
    root = os.path.normpath(root)
    tests, failures = discover(root)
    tests = [t for t in shard_of(tests, options.shard) if options.filter in t]
    tool = Tool(options.aria, options.cache, compiler=STRICT_COMPILER if options.kind == "run" else None)
    for path in tests:
        problem = check(tool, path, options.kind, options.update)
        if problem:
            failures.append((os.path.relpath(path, root), problem))
    if not tests:
        print(f"no tests in {root}")
        return 1 if failures else 0
    return report(failures, len(tests) + sum(1 for _, p in failures if p.startswith("an expectation")), f"{options.kind} goldens")


if __name__ == "__main__":
    sys.exit(main())
