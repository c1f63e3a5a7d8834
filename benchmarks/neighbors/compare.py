#!/usr/bin/env python3
"""The exact neighbour search against NumPy's bare matrix product of the same shape, in turns.

  compare.py [--queries N] [--pool N] [--depth K] [--sets "NAME;NAME"] [--modes MODE,MODE] [--threads T] [--rounds N]
             [--vectors QUERIES.vec POOL.vec [DICTIONARY]] [--check ROWS] [--markdown FILE]

Each round runs C = A B' in float32 with NumPy, in blocks of 1,024 rows, nothing read back (its time does not depend on the numbers); then
the whole search of calque-benchmarks in each mode, in processes that wait in between: finding repeats, sampling, packing, top k, exact scores.
Printed are the medians of the paired ratios of processor time (wall time with more than one thread, and only an idle machine makes those mean anything).

Modes: float (no screen), automatic (what a sample chooses), components, eightbit; both-float, both-automatic (both directions in one pass);
cold (one search in a fresh process, runtime and compilation included, against the product alone).
--check compares indices and similarities of that many queries of every mode, bit for bit, with all pairs in double as ExactCosine defines them.
Needs NumPy on OpenBLAS (Debian: /usr/bin/python3 with python3-numpy and libopenblas0-pthread), and: dotnet build -c Release benchmarks/Calque.Benchmarks
"""
import argparse
import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--queries", type=int, default=50000)
parser.add_argument("--pool", type=int, default=30522)
parser.add_argument("--depth", type=int, default=100)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--top", type=int, default=10)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--sets", help="names of datasets.py, separated by semicolons; 'trained' needs --vectors; default: all")
parser.add_argument("--modes", default="float,automatic,both-float,both-automatic")
parser.add_argument("--vectors", nargs="+", metavar="PATH")
parser.add_argument("--check", type=int, default=0, metavar="ROWS")
parser.add_argument("--markdown", help="append the table to this file")
options = parser.parse_args()
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(options.threads)

import numpy as np  # noqa: E402  (reads the variables above)
import datasets  # noqa: E402

BLOCK = 1024
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "benchmarks/Calque.Benchmarks/bin/Release/net10.0/calque-benchmarks.dll"


def product(a, b, c):
    for first in range(0, len(a), BLOCK):
        part = a[first:first + BLOCK]
        np.matmul(part, b.T, out=c[:len(part)])


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def command(mode, a, b, folder):
    screen = {"float": "none", "components": "principalcomponents"}.get(mode.removeprefix("both-"), mode.removeprefix("both-"))
    result = ["dotnet", str(PROGRAM), "neighbors", str(len(a)), str(len(b)), str(a.shape[1]), "--threads", str(options.threads), "--top", str(options.top),
              "--queries", f"{folder}/a", "--pool", f"{folder}/b", "--screen", screen, "--dump", f"{folder}/{mode}"]
    return result + (["--both"] if mode.startswith("both-") else [])


def cold(a, b, folder):
    """Processor time of a fresh process that searches once, less that of one that only reads the files."""
    figures = []
    for extra in ([], ["--load-only"]):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command("automatic", a, b, folder)[:-2] + ["--once"] + extra, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        figures.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"seconds": figures[0], "cpu_s": figures[0] - figures[1], "screen": "", "depth": 0, "checks": 0, "extra_mb": 0}


def brute_force(a, b, rows, top):
    """ExactCosine for some rows of a with all of b: products in double, 16 lanes, folded 8-4-2-1; ties to the lower index."""
    def lanes(products):
        padded = np.zeros((products.shape[0], -(-products.shape[1] // 16) * 16))
        padded[:, :products.shape[1]] = products
        sums = np.zeros((len(products), 16))
        for first in range(0, padded.shape[1], 16):
            sums += padded[:, first:first + 16]
        for half in (8, 4, 2, 1):
            sums = sums[:, :half] + sums[:, half:2 * half]
        return sums[:, 0]

    wide = b.astype(np.float64)
    norms = lanes(wide * wide)
    for row in rows:
        x = a[row].astype(np.float64)
        cosine = lanes(wide * x) / np.sqrt(lanes((x * x)[None, :])[0] * norms)
        best = np.argsort(-cosine, kind="stable")[:top]
        yield row, best, cosine[best]


def differences(a, b, path, count, top):
    top = min(top, len(b))
    ids = np.fromfile(path + ".ids", dtype="<i4").reshape(len(a), top)
    similarities = np.fromfile(path + ".sim", dtype="<f8").reshape(len(a), top)
    rows = np.unique(np.linspace(0, len(a) - 1, min(count, len(a)), dtype=int))
    return sum(1 for row, best, cosine in brute_force(a, b, rows, top)
               if not (np.array_equal(ids[row], best) and np.array_equal(similarities[row], cosine))), len(rows)


def compare(name, a, b):
    modes = options.modes.split(",")
    c = np.empty((BLOCK, len(b)), dtype=np.float32)
    product(a[:BLOCK], b, c)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        a.tofile(f"{folder}/a")
        b.tofile(f"{folder}/b")
        programs = {mode: subprocess.Popen(command(mode, a, b, folder) + ["--lockstep"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                    for mode in modes if mode != "cold"}
        ratios = {mode: [] for mode in modes}
        last = {}
        for _ in range(options.rounds):
            for mode in modes:
                bare = timed(lambda: product(a, b, c))
                if mode == "cold":
                    last[mode] = cold(a, b, folder)
                else:
                    programs[mode].stdin.write("\n")
                    programs[mode].stdin.flush()
                    last[mode] = json.loads(programs[mode].stdout.readline())
                unit = "cpu_s" if options.threads == 1 else "seconds"
                ratios[mode].append((last[mode][unit] / bare[unit], bare[unit], last[mode][unit]))
        for program in programs.values():
            program.stdin.close()
            program.wait()
        for mode in modes:
            checked = ""
            if options.check and mode != "cold":
                wrong, of = differences(a, b, f"{folder}/{mode}", options.check, options.top)
                if mode.startswith("both-"):
                    back = differences(b, a, f"{folder}/{mode}.back", options.check, options.top)
                    wrong, of = wrong + back[0], of + back[1]
                checked = f"{wrong} of {of}"
            ours, values = last[mode], sorted(r[0] for r in ratios[mode])
            lines.append([name, f"{len(a):,} × {len(b):,} × {a.shape[1]}", mode, f"{statistics.median(values):.3f}", f"{values[0]:.3f} to {values[-1]:.3f}",
                          f"{statistics.median(r[1] for r in ratios[mode]):.2f}", f"{statistics.median(r[2] for r in ratios[mode]):.2f}",
                          f"{ours['screen']} {ours['depth']}" if ours["screen"] else "", f"{ours['checks']:.0f}", f"{ours['extra_mb']}", checked])
            print("| " + " | ".join(lines[-1]) + " |", flush=True)
    return lines


def heading():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    version = subprocess.run(["dotnet", "--list-runtimes"], capture_output=True, text=True, check=True).stdout
    runtime = [line.split()[1] for line in version.splitlines() if line.startswith("Microsoft.NETCore.App")][-1]
    return (f"{time.strftime('%Y-%m-%d %H:%M')}, {cpu}, {os.cpu_count()} processors, .NET {runtime}, NumPy {np.__version__}, "
            f"{options.threads} thread(s), {options.rounds} rounds, load {os.getloadavg()[0]:.1f}")


def main():
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            sys.exit("NumPy does not run on OpenBLAS here; the ratio would mean nothing")
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: dotnet build -c Release benchmarks/Calque.Benchmarks")
    names = options.sets.split(";") if options.sets else list(datasets.SETS) + (["trained"] if options.vectors else [])
    unit = "processor" if options.threads == 1 else "wall"
    table = [heading(), "", f"| data | queries × pool × depth | mode | ratio ({unit} time, median) | range | product s | search s | screen | checks foretold | extra MB | differ from brute force |",
             "|---|---|---|---|---|---|---|---|---|---|---|"]
    print("\n".join(table), flush=True)
    for name in names:
        if name == "trained":
            paths = list(options.vectors) + [None]
            a, b = datasets.trained(paths[0], paths[1], paths[2], options.queries, options.pool)
        else:
            a, b = datasets.make(name, options.queries, options.pool, options.depth)
        table += ["| " + " | ".join(line) + " |" for line in compare(name, np.ascontiguousarray(a), np.ascontiguousarray(b))]
    if options.markdown:
        with open(options.markdown, "a", encoding="utf-8") as file:
            file.write("\n".join(table) + "\n\n")


main()
