#!/usr/bin/env python3
"""What tasks, channels, locks and timers cost beside Go, Tokio, rayon, oneTBB and Crystal: a table of ratios and goals.

    run.py --aria TOOL --native BENCH_TASKS [--boost BENCH_TASKS] [--rounds 7] [--filter RE]
    run.py --aria TOOL [--native BENCH_TASKS] --quick

BENCH_TASKS is the target of that name in a build of the project (`ninja bench_tasks`), --boost that of a build with
ARIA_SWITCH=boost. tasks.aria is built with TOOL, the peers with their own compilers where those are installed (Debian:
golang-go crystal librust-tokio-dev librust-rayon-dev librust-async-channel-dev librust-futures-dev libtbb-dev).

For each workload all programs run one after the other, round by round, on two workers, or one where the workload says
so; the table shows medians. `0.21 of go, goal 0.25` compares with Go's median; of several peers the best counts.
--quick runs our programs once on small sizes, and judges nothing.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
DEBIAN_CRATES = "/usr/share/cargo/registry"

# metric: (factor, peers it is measured against, the metric there)
GOALS = {
    "spawn_join": (0.05, "tbb tokio go", "spawn_join"),
    "spawn_join_yield": (0.25, "tbb tokio go", "spawn_join"),
    "skynet": (0.75, "rayon", "skynet"),
    "skynet_channels": (0.1, "go", "skynet"),
    "fib32": (0.8, "rayon", "fib32"),
    "pingpong_st": (0.9, "crystal", "pingpong_st"),
    "pingpong_mt": (0.25, "go", "pingpong_mt"),
    "chan_spsc": (0.25, "go", "chan_spsc"),
    "chan_mpmc2x2": (0.25, "go", "chan_mpmc2x2"),
    "chan_mpmc4x4": (0.25, "go", "chan_mpmc4x4"),
    "ring": (1.6, "crystal", "ring"),
    "select4_unbuf": (0.25, "go tokio", "select4_unbuf"),
    "select4_buf128": (0.2, "go tokio", "select4_buf128"),
    "parked_1000k_rss": (1.55, "go", "parked_1000k_rss"),
    "timers_1M_cpu": (1.0, "tokio", "timers_1M_cpu"),
    "timer_create_cancel": (0.1, "tokio", "timer_create_cancel"),
    "mutex4": (0.35, "go", "mutex4"),
    "cold_start": (0.9, "go", "cold_start"),
}
WORKLOADS = ("spawn_join spawn_join_yield spawn_seq skynet skynet_channels fib pingpong_st pingpong_mt spsc unbounded mpmc2 mpmc4 ring "
             "select select_default parked100k parked1m timers timer_cancel mutex yield hello").split()
ONE_WORKER = {"pingpong_st", "yield"}
OTHER_NAMES = {("crystal", "pingpong_st"): "pingpong"}  # a workload that a peer knows by another name
SLOW = {("crystal", "fib"), ("crystal", "parked1m"), ("crystal", "timers"), ("tokio", "fib")}  # minutes, or more memory than there is
TIME_LIMIT = 120


def build(argv, **kwargs):
    result = subprocess.run(argv, capture_output=True, text=True, **kwargs)
    if result.returncode != 0:
        print(f"not built: {' '.join(argv)}\n{result.stderr[-2000:]}", file=sys.stderr)
    return result.returncode == 0


def build_peers(folder):
    """{name: program} of the peers whose tools are installed."""
    peers = {}
    go = os.path.join(folder, "go")
    if shutil.which("go") and build(["go", "build", "-o", go, "."], cwd=os.path.join(PEERS, "go")):
        peers["go"] = go
    crystal = os.path.join(folder, "crystal")
    if shutil.which("crystal") and build(["crystal", "build", "--release", "--no-debug", "-o", crystal, os.path.join(PEERS, "crystal", "tasks.cr")]):
        peers["crystal"] = crystal
    tbb = os.path.join(folder, "tbb")
    if os.path.exists("/usr/include/oneapi/tbb.h") and build(["g++", "-std=c++20", "-O3", "-DNDEBUG", os.path.join(PEERS, "tbb", "tasks.cpp"), "-o", tbb, "-ltbb"]):
        peers["tbb"] = tbb
    if shutil.which("cargo") and os.path.isdir(DEBIAN_CRATES):
        rust = shutil.copytree(os.path.join(PEERS, "rust"), os.path.join(folder, "rust"))
        sources = ["--config", 'source.crates-io.replace-with="debian"', "--config", f'source.debian.directory="{DEBIAN_CRATES}"']
        if build(["cargo", "build", "--release", "--offline", *sources], cwd=rust):
            peers["tokio"] = os.path.join(rust, "target/release/tokio_tasks")
            peers["rayon"] = os.path.join(rust, "target/release/rayon_tasks")
    return peers


def measure(name, program, workload):
    """{metric: value} of one run; empty if the program does not know the workload."""
    if (name, workload) in SLOW:
        return {}
    environment = {**os.environ, "ARIA_WORKERS": "1" if workload in ONE_WORKER else "2"}
    begun = time.monotonic()
    try:
        result = subprocess.run([program, OTHER_NAMES.get((name, workload), workload)], capture_output=True, text=True, env=environment, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        print(f"{name} took more than {TIME_LIMIT} s for {workload}", file=sys.stderr)
        return {}
    wall = time.monotonic() - begun
    if result.returncode != 0:
        print(f"{name} {workload} ended with {result.returncode}: {result.stderr[-300:]}", file=sys.stderr)
        return {}
    if workload == "hello":
        return {"cold_start": wall * 1e3} if result.stdout == "hello\n" else {}
    return {words[0]: float(words[1]) for words in map(str.split, result.stdout.splitlines()) if len(words) == 3}


def medians(programs, workload, rounds):
    """{program: {metric: median}}, the programs taking turns."""
    values = {name: {} for name in programs}
    for _ in range(rounds):
        for name in list(programs):
            for metric, value in measure(name, programs[name], workload).items():
                values[name].setdefault(metric, []).append(value)
    return {name: {metric: statistics.median(seen) for metric, seen in metrics.items()} for name, metrics in values.items()}


def judge(metric, ours, results):
    """`0.21 of go, goal 0.25`, or nothing where there is no goal or no such peer."""
    if metric not in GOALS:
        return ""
    factor, peers, there = GOALS[metric]
    known = {peer: results[peer][there] for peer in peers.split() if there in results.get(peer, {})}
    if not known:
        return f"goal {factor} of {peers}: not installed"
    best = min(known, key=known.get)
    ratio = ours / known[best]
    return f"{ratio:.2f} of {best}, goal {factor}" + ("" if ratio <= factor else ": MISSED")


def print_rows(metrics, programs, results):
    for metric, ours in metrics.items():
        cells = [results[name].get(metric) for name in programs]
        row = "".join(f"{value:>10.1f}" if value is not None else f"{'':>10}" for value in cells)
        theirs = results["aria"].get(metric)
        ratio = f"{theirs / ours:>10.2f}" if theirs is not None and ours > 0 else f"{'':>10}"
        print(f"{metric:<22}{row}{ratio}  {judge(metric, ours, results)}", flush=True)


def run_quickly(programs):
    """Every workload once, a thousandth of its size."""
    for name, program in programs.items():
        result = subprocess.run([program, "quick", *WORKLOADS], capture_output=True, text=True, timeout=TIME_LIMIT)
        missing = [metric for metric in GOALS if metric != "cold_start" and re.sub("_1000k", "_1k", metric) + " " not in result.stdout]
        if result.returncode != 0 or missing:
            sys.exit(f"{name} ended with {result.returncode}, without {missing}:\n{result.stdout}{result.stderr}")
        print(f"{name}: every workload ran")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--aria", required=True)
    parser.add_argument("--native")
    parser.add_argument("--boost")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--filter", default="")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = {name: os.path.abspath(path) for name, path in (("c++", options.native), ("boost", options.boost)) if path}
        programs["aria"] = os.path.join(folder, "aria")
        subprocess.run([options.aria, "build", *([] if options.quick else ["--release"]), os.path.join(HERE, "tasks.aria"), "-o", programs["aria"]], check=True)
        if options.quick:
            run_quickly(programs)
            return
        programs.update(build_peers(folder))
        results = {name: {} for name in programs}
        print(f"{'':<22}" + "".join(f"{name:>10}" for name in programs) + "  aria/c++  c++ against the goal")
        for workload in (w for w in WORKLOADS if re.search(options.filter, w)):
            found = medians(programs, workload, options.rounds)
            for name, metrics in found.items():
                results[name].update(metrics)
            print_rows(found["c++"], programs, results)


if __name__ == "__main__":
    main()
