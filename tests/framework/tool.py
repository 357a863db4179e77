"""Running the tool in tests: one place that decides environment, time limit and how diagnostics are read."""
import argparse
import json
import os
import shutil
import subprocess

TIME_LIMIT = 120  # seconds; a test that needs more hangs


def installed_clang(versions):
    """The first clang++-N that is installed, for N in `versions`; None where there is none."""
    return next((f"clang++-{n}" for n in versions if shutil.which(f"clang++-{n}")), None)


def newest_clang():
    """The newest clang++ from 19 on."""
    return installed_clang(range(40, 18, -1))


def tool_parser():
    """What every test program that runs the tool over a list takes; the caller adds the list."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--aria", required=True)
    parser.add_argument("--cache")
    parser.add_argument("--shard", default="0/1")
    return parser


class Tool:
    def __init__(self, path, cache=None, compiler=None):
        self.path = os.path.abspath(path)
        self.environment = dict(os.environ, NO_COLOR="1")
        if compiler:
            self.environment.setdefault("ARIA_CXX", compiler)
        if cache:
            self.environment["ARIA_CACHE_DIR"] = os.path.abspath(cache)

    def run(self, arguments, cwd, stdin=None, environment=None):
        """Returns (exit status, stdout, stderr); the status is None when the time limit was reached."""
        try:
            done = subprocess.run([self.path, *arguments], cwd=cwd, env={**self.environment, **(environment or {})},
                                  input=stdin if stdin is not None else b"", capture_output=True, timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired as late:
            return None, (late.stdout or b"").decode("utf-8", "replace"), (late.stderr or b"").decode("utf-8", "replace")
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    def diagnostics(self, file, cwd, options=()):
        """`aria check` of one file. Returns (exit status, list of {code, severity, message, file, line}, problem or None)."""
        status, out, err = self.run(["check", "--message-format=json", *options, file], cwd)
        if status not in (0, 1):
            return status, [], f"`aria check` ended with {status}: {err.strip()[-400:]}"
        try:
            document = json.loads(out)
        except ValueError as problem:
            return status, [], f"`aria check --message-format=json` wrote no JSON ({problem}): {(out + err)[-400:]}"
        found = []
        for diagnostic in document["diagnostics"]:
            primary = next((span for span in diagnostic["spans"] if span.get("primary")), {})
            found.append({"code": diagnostic["code"], "severity": diagnostic["severity"], "message": diagnostic["message"],
                          "file": primary.get("file", ""), "line": primary.get("line", 0)})
        return status, found, None


def read(path, otherwise=None):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return otherwise


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def first_difference(what, wanted, found):
    wanted_lines, found_lines = wanted.split("\n"), found.split("\n")
    for number in range(max(len(wanted_lines), len(found_lines))):
        a = wanted_lines[number] if number < len(wanted_lines) else "<end>"
        b = found_lines[number] if number < len(found_lines) else "<end>"
        if a != b:
            return f"{what} line {number + 1}: expected {a!r}, found {b!r}"
    return None


def shard_of(items, shard):
    """The part `I/N` of a list: every N-th item, beginning with the I-th."""
    index, count = (int(part) for part in shard.split("/"))
    return items[index::count]


def report(failures, total, what):
    for name, problem in failures:
        print(f"FAIL {name}: {problem}")
    print(f"{total - len(failures)} of {total} {what} pass")
    return 1 if failures or total == 0 else 0
