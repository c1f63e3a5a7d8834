#!/usr/bin/env python3
"""The exact neighbour search against NumPy's bare matrix product of the same shape, in turns.

  compare.py QUERIES POOL DEPTH [--rounds N] [--top K] [--threads T]

Each round runs C = A (QUERIES x DEPTH) times B' (POOL x DEPTH) in float32 with NumPy, in blocks of 1,024 rows, nothing read
back (its time does not depend on the numbers); then the whole search of calque-benchmarks (packing, top k, exact scores). Printed is the median of the ratios of processor
time, so a busy machine does no harm; with more than one thread only wall time on an idle machine means anything.
Needs NumPy on OpenBLAS (Debian: /usr/bin/python3 with python3-numpy and libopenblas0-pthread), and: dotnet build -c Release benchmarks/Calque.Benchmarks
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("queries", type=int)
parser.add_argument("pool", type=int)
parser.add_argument("depth", type=int)
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--top", type=int, default=10)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--queries-file", help="raw float32 rows instead of random ones")
parser.add_argument("--pool-file", help="raw float32 rows instead of random ones")
options = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(options.threads)

import numpy as np  # noqa: E402  (reads the variables above)

BLOCK = 1024


def product(a, b, c):
    for first in range(0, len(a), BLOCK):
        part = a[first:first + BLOCK]
        np.matmul(part, b.T, out=c[:len(part)])


def main():
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            sys.exit("NumPy does not run on OpenBLAS here; the ratio would mean nothing")
    root = pathlib.Path(__file__).resolve().parents[2]
    program = root / "benchmarks/Calque.Benchmarks/bin/Release/net10.0/calque-benchmarks.dll"
    if not program.exists():
        sys.exit(f"{program} is missing: dotnet build -c Release benchmarks/Calque.Benchmarks")
    random = np.random.default_rng(1)
    a = random.standard_normal((options.queries, options.depth), dtype=np.float32)
    b = random.standard_normal((options.pool, options.depth), dtype=np.float32)
    c = np.empty((BLOCK, options.pool), dtype=np.float32)
    product(a[:BLOCK], b, c)
    command = ["dotnet", str(program), "neighbors", str(options.queries), str(options.pool), str(options.depth),
               "--threads", str(options.threads), "--top", str(options.top), "--lockstep"]
    for name, path in (("--queries", options.queries_file), ("--pool", options.pool_file)):
        command += [name, path] if path else []
    rounds = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ours:
        for _ in range(options.rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            product(a, b, c)
            bare = {"seconds": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
            ours.stdin.write("\n")
            ours.stdin.flush()
            search = json.loads(ours.stdout.readline())
            rounds.append((search["cpu_s"] / bare["cpu_s"], search["seconds"] / bare["seconds"], bare["cpu_s"], search))
        ours.stdin.close()
    print(json.dumps({
        "queries": options.queries, "pool": options.pool, "depth": options.depth, "top": options.top, "threads": options.threads,
        "rounds": options.rounds,
        "cpu_ratio": round(statistics.median(r[0] for r in rounds), 3),
        "cpu_ratios": [round(r[0], 3) for r in rounds],
        "wall_ratio": round(statistics.median(r[1] for r in rounds), 3),
        "product_cpu_s": round(statistics.median(r[2] for r in rounds), 3),
        "search_cpu_s": round(statistics.median(r[3]["cpu_s"] for r in rounds), 3),
        "search_peak_mb": rounds[-1][3]["peak_mb"], "hash": rounds[-1][3]["hash"],
        "load": round(os.getloadavg()[0], 2)}))


main()
