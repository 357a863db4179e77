#!/usr/bin/env python3
"""Builds the fuzzer with clang and runs it: any bytes give a tree and messages, without a crash, a leak or a hang.

    run.py --build FOLDER --seconds N

The corpus is every .aria file of the repository; what the fuzzer adds to it stays in the build folder.
A crash is saved there too; put it into tests/fuzz/found/ when it is fixed. Exits with 77 where clang is missing.
"""
import argparse
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
LARGEST = 4096  # bytes of one input: longer ones only slow the search down


def clang():
    return next((f"clang++-{n}" for n in range(40, 13, -1) if shutil.which(f"clang++-{n}")), shutil.which("clang++"))


def build(compiler, folder):
    configure = ["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_CXX_COMPILER={compiler}",
                 f"-DCMAKE_C_COMPILER={compiler.replace('clang++', 'clang')}", "-DARIA_FUZZ=ON", "-DARIA_SANITIZE=address,fuzzer-no-link",
                 "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -g1"]
    for command in (configure, ["ninja", "-C", folder, "fuzz_parse"]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            print(done.stdout[-4000:])
            sys.exit(1)
    return os.path.join(folder, "tests", "fuzz", "fuzz_parse")


def seed(folder):
    os.makedirs(folder, exist_ok=True)
    for top in ("samples", "tests", "stdlib", "docs"):
        for place, _, names in os.walk(os.path.join(ROOT, top)):
            for name in names:
                if name.endswith(".aria") or place.endswith("fuzz/found"):
                    with open(os.path.join(place, name), "rb") as file:
                        text = file.read()
                    for piece in (text[:LARGEST], text[LARGEST:2 * LARGEST]):
                        if piece:
                            with open(os.path.join(folder, hashlib.sha1(piece).hexdigest()), "wb") as file:
                                file.write(piece)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    compiler = clang()
    if not compiler:
        print("no clang++")
        return 77
    fuzzer = build(compiler, options.build)
    corpus, crashes = os.path.join(options.build, "corpus"), os.path.join(options.build, "crashes")
    seed(corpus)
    os.makedirs(crashes, exist_ok=True)
    command = [fuzzer, f"-max_total_time={options.seconds}", f"-max_len={LARGEST}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
               f"-artifact_prefix={crashes}/", corpus]
    suppressions = os.path.join(os.path.dirname(os.path.abspath(__file__)), "leaks.supp")
    environment = dict(os.environ, LSAN_OPTIONS=f"suppressions={suppressions}:print_suppressions=0")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=environment)
    print(done.stdout[-3000:])
    return 1 if done.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
