#!/usr/bin/env python3
"""The feature index: which tests prove which feature or rule, from the `feature: B3 A7` and `rule: J1` lines of tests and samples.

    features.py ROOT              checks that the ids are those of docs/features.md and docs/language/concurrency.md, that tests/feature_index follows from the tests,
                                  and that docs/status.md names exactly the features without a test
    features.py ROOT --print      prints that index
"""
import os
import re
import sys

LINE = re.compile(r"^\s*(?:#|//)\s*(feature|rule):\s*(.+)$")
ROW = re.compile(r"^\| ([A-Z]\d+) \|")
HEAD = ("# Feature ids of docs/features.md and the tests that prove each, as their `feature:` lines say.\n"
        "# tests/lint/features.py compares this file with the tests; `features.py ROOT --print > tests/feature_index` writes it anew.")
PROOFS = (("tests/golden/run", ".aria"), ("tests/golden/diagnostics", ".aria"), ("samples", ".aria"), ("tests/unit", ".cpp"), ("tests/integration", ".py"),
          ("tests/framework", ".py"))


def features_of(path):
    """The ids on the `feature:` and `rule:` lines among the first lines of a file; those of rules as `rule:J1`."""
    found = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for _, line in zip(range(6), file):
            if match := LINE.match(line):
                found += [("rule:" if match.group(1) == "rule" else "") + name for name in match.group(2).split()]
    return found


def collect(root):
    index = {}
    for top, extension in PROOFS:
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders.sort()
            for name in sorted(names):
                if name.endswith(extension):
                    path = os.path.join(folder, name)
                    for feature in features_of(path):
                        index.setdefault(feature, []).append(os.path.relpath(path, root))
    return index


def rows_of(root, file):
    with open(os.path.join(root, file), encoding="utf-8") as text:
        return {match.group(1) for line in text if (match := ROW.match(line))}


def known_features(root):
    """The features, and the rules of concurrency as `rule:J1`."""
    return rows_of(root, "docs/features.md") | {"rule:" + rule for rule in rows_of(root, "docs/language/concurrency.md")}


def unavailable_features(root, known):
    with open(os.path.join(root, "docs/status.md"), encoding="utf-8") as file:
        return [word for word in re.findall(r"\b[A-Z]\d+\b", file.read()) if word in known]


def lines(index):
    order = sorted(index, key=lambda feature: (feature.startswith("rule:"), feature.removeprefix("rule:")[0], int(re.sub(r"\D", "", feature) or 0), feature))
    return [f"{feature:<4} {path}" for feature in order for path in index[feature]]


def main():
    root = sys.argv[1]
    index = collect(root)
    if "--print" in sys.argv:
        print("\n".join([HEAD, *lines(index)]))
        return 0
    known = known_features(root)
    problems = [f"{index[feature][0]}: `{feature}` is neither a feature of docs/features.md nor a rule of docs/language/concurrency.md" for feature in sorted(index) if feature not in known]
    with open(os.path.join(root, "tests/feature_index"), encoding="utf-8") as file:
        written = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    following = lines(index)
    problems += [f"tests/feature_index: this does not follow from the tests: {line}" for line in written if line not in following]
    problems += [f"tests/feature_index: this line is missing: {line}" for line in following if line not in written]
    unavailable = unavailable_features(root, known)
    problems += [f"{feature}: no test proves it, and docs/status.md does not name it" for feature in sorted(known - set(index) - set(unavailable))]
    problems += [f"docs/status.md: {feature} is proven by {index[feature][0]}" for feature in sorted(set(unavailable) & set(index))]
    problems += [f"docs/status.md: {feature} stands there twice" for feature in sorted(set(unavailable)) if unavailable.count(feature) > 1]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
