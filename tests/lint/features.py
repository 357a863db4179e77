#!/usr/bin/env python3
"""The feature index: which tests cover which feature, from the `# feature: B3 A7` lines of tests and samples.

    features.py ROOT              checks: every id named in a test is in tests/feature_index; counts those without a test
    features.py ROOT --print      prints the index as it follows from the tests
"""
import os
import re
import sys

LINE = re.compile(r"^\s*#\s*feature:\s*(.+)$")
ID = re.compile(r"^[A-Z]\d+[a-z]?$")


def features_of(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        for _, line in zip(range(6), file):
            if match := LINE.match(line):
                return match.group(1).split()
    return []


def collect(root):
    index = {}
    for top in ("tests/golden", "samples"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".aria"):
                    path = os.path.join(folder, name)
                    for feature in features_of(path):
                        index.setdefault(feature, []).append(os.path.relpath(path, root))
    return index


def written(root):
    with open(os.path.join(root, "tests/feature_index"), encoding="utf-8") as file:
        return [line.split()[0] for line in file if line.strip() and not line.startswith("#")]


def main():
    root = sys.argv[1]
    index = collect(root)
    if "--print" in sys.argv:
        for feature in sorted(index, key=lambda f: (f[0], int(re.sub(r"\D", "", f) or 0))):
            print(f"{feature:<5} {' '.join(index[feature])}")
        return 0
    known = written(root)
    problems = [f"{index[feature][0]}: `{feature}` is no feature id" for feature in index if not ID.match(feature)]
    problems += [f"{index[feature][0]}: feature {feature} is not in tests/feature_index" for feature in index if feature not in known]
    without = [feature for feature in known if feature not in index]
    print(f"{len(known) - len(without)} of {len(known)} features have tests; none yet: {' '.join(without)}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
