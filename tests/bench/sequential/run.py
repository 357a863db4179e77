#!/usr/bin/env python3
"""Ratios of sequential programs: Aria against hand-written C++, and Go and Crystal where they are installed.

    run.py --aria TOOL [--rounds 7] [--filter RE] [--quick]

aria/NAME.aria, cpp/NAME.cpp, go/NAME.go and crystal/NAME.cr hold the same algorithm. All are built first, with the flags that
`aria build --release` uses, must print the same, and then run interleaved; the table shows each one's minimum and
Aria's ratio to it. --quick builds and compares the output of small inputs once, and times nothing.
"""
import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL = {"nbody": "1000", "spectral_norm": "50", "fannkuch": "7", "binary_trees": "6", "mandelbrot": "60", "word_count": "200", "matrix": "40"}


def run(argv, **kwargs):
    return subprocess.run(argv, check=True, capture_output=True, text=True, **kwargs)


def build_all(name, aria, folder):
    """{language: program} of one benchmark."""
    programs = {}
    programs["aria"] = os.path.join(folder, name + "_aria")
    run([aria, "build", "--release", os.path.join(HERE, "aria", name + ".aria"), "-o", programs["aria"]])
    programs["c++"] = os.path.join(folder, name + "_cpp")
    report = run([aria, "doctor"]).stdout
    compile_command, link_command = (re.search(rf"^ok +{what} +(.*)$", report, re.M)[1].split() for what in ("release", "link"))
    object_file = programs["c++"] + ".o"
    run([*compile_command, "-c", os.path.join(HERE, "cpp", name + ".cpp"), "-o", object_file])
    link = [programs["c++"] if word == "PROGRAM" else word for word in link_command]
    link.insert(link.index("-Wl,--start-group"), object_file)
    run(link)
    source = os.path.join(HERE, "go", name + ".go")
    if shutil.which("go") and os.path.exists(source):
        programs["go"] = os.path.join(folder, name + "_go")
        run(["go", "build", "-o", programs["go"], source], env={**os.environ, "GOFLAGS": "-mod=mod", "GO111MODULE": "off"})
    source = os.path.join(HERE, "crystal", name + ".cr")
    if shutil.which("crystal") and os.path.exists(source):
        programs["crystal"] = os.path.join(folder, name + "_cr")
        run(["crystal", "build", "--release", "--no-debug", "-o", programs["crystal"], source])
    return programs


def seconds(program, arguments):
    """CPU seconds, which other programs on the machine disturb least, and the output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run([program, *arguments], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode != 0:
        sys.exit(f"{program} ended with {result.returncode}: {result.stderr}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, result.stdout


def compare_outputs(name, programs, arguments):
    outputs = {language: seconds(program, arguments)[1] for language, program in programs.items()}
    if len(set(outputs.values())) != 1:
        sys.exit(f"{name}: the programs do not print the same: {outputs}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aria", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--filter", default="")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    names = sorted(f[:-5] for f in os.listdir(os.path.join(HERE, "aria")) if re.search(options.filter, f))
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'program':<16}{'language':<10}{'seconds':>9}{'aria is':>10}")
        for name in names:
            programs = build_all(name, os.path.abspath(options.aria), folder)
            compare_outputs(name, programs, [SMALL[name]])
            if options.quick:
                print(f"{name:<16}same output")
                continue
            best = {language: float("inf") for language in programs}
            for _ in range(options.rounds):
                for language, program in programs.items():
                    best[language] = min(best[language], seconds(program, [])[0])
            for language, least in best.items():
                print(f"{name if language == 'aria' else '':<16}{language:<10}{least:>9.3f}{best['aria'] / least:>9.2f}x")


if __name__ == "__main__":
    main()
