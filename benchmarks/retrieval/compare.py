#!/usr/bin/env python3
"""Exact retrieval by CSLS against plain NumPy on OpenBLAS doing the same, in turns.

  compare.py [--queries N] [--pool N] [--depths D,D] [--threads T,T] [--modes MODE,MODE] [--sets random,trained] [--rounds N]
             [--vectors QUERIES.vec POOL.vec] [--check ROWS] [--markdown FILE]

NumPy works in blocks of 1,024 rows, float32, one product a block:
  means      the mean of the ten best of every row, and, carried from block to block, of every column: what CSLS needs before it can answer
  retrieval  the same, then once more over all blocks: 2 cos - r(x) - r(y), the ten best of every row, sorted, ties to the lower index
Calque does the same with TranslationRetrieval (Prepare; Prepare and Translate), exactly scored in double. Both sides run as processes that
wait in between, so that each round is NumPy, Calque, NumPy, Calque. Printed: the median of the paired ratios of processor time (one thread)
or wall time (more threads: OpenBLAS spins while it waits, so its processor time means little), and the peak resident memory of either process.

Sets: random (normal numbers), trained (--vectors, word vectors in text form, the first rows of each, unit length; depth is theirs).
--check compares the answers of so many queries with all pairs in double.
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

BLOCK = 1024
NEIGHBORS = 10
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "benchmarks/Calque.Benchmarks/bin/Release/net10.0/calque-benchmarks.dll"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=20000)
    parser.add_argument("--pool", type=int, default=20000)
    parser.add_argument("--depths", default="100,300")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--modes", default="means,retrieval")
    parser.add_argument("--sets", default="random")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--top", type=int, default=10)
    parser.add_argument("--vectors", nargs=2, metavar="PATH")
    parser.add_argument("--check", type=int, default=0, metavar="ROWS")
    parser.add_argument("--markdown", help="append the table to this file")
    parser.add_argument("--peer", nargs=7, help=argparse.SUPPRESS)
    return parser.parse_args()


def peer(mode, queries, pool, depth, folder, threads, top):
    """The NumPy side: one repetition a line of standard input."""
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = threads
    import numpy as np
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            sys.exit("NumPy does not run on OpenBLAS here; the ratio would mean nothing")
    depth, top = int(depth), int(top)
    a = np.fromfile(f"{folder}/a", dtype=np.float32).reshape(int(queries), depth)
    b = np.fromfile(f"{folder}/b", dtype=np.float32).reshape(int(pool), depth)

    def blocks(c):
        for first in range(0, len(a), BLOCK):
            part = a[first:first + BLOCK]
            s = c[:len(part)]
            np.matmul(part, b.T, out=s)
            yield first, s

    def means(c):
        rows = np.empty(len(a), dtype=np.float32)
        columns = np.full((NEIGHBORS, len(b)), -2, dtype=np.float32)
        for first, s in blocks(c):
            rows[first:first + len(s)] = np.partition(s, len(b) - NEIGHBORS, axis=1)[:, -NEIGHBORS:].mean(axis=1)
            best = np.concatenate([columns, np.partition(s, len(s) - min(NEIGHBORS, len(s)), axis=0)[-NEIGHBORS:]])
            columns = np.partition(best, len(best) - NEIGHBORS, axis=0)[-NEIGHBORS:]
        return rows, columns.mean(axis=0)

    def retrieve(c):
        rows, columns = means(c)
        ids = np.empty((len(a), top), dtype=np.int32)
        for first, s in blocks(c):
            s *= 2
            s -= rows[first:first + len(s), None]
            s -= columns
            best = np.argpartition(s, len(b) - top, axis=1)[:, -top:]
            best.sort(axis=1)
            order = np.argsort(-np.take_along_axis(s, best, axis=1), axis=1, kind="stable")
            ids[first:first + len(s)] = np.take_along_axis(best, order, axis=1)
        return ids

    work = means if mode == "means" else retrieve
    c = np.empty((min(BLOCK, len(a)), len(b)), dtype=np.float32)
    np.matmul(a[:64], b.T, out=c[:64])
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        work(c)
        figures = {"seconds": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu,
                   "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}
        print(json.dumps(figures), flush=True)


def trained(np, path, count):
    rows = []
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            fields = line.rstrip().split(" ")
            if fields[0] != "</s>":
                rows.append(np.array(fields[1:], dtype=np.float32))
            if len(rows) == count:
                break
    return np.stack(rows)


def differences(np, a, b, path, rows, top):
    """Answers that are not those of the formula in double; scores nearer than 1e-9 may change places."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    b /= np.linalg.norm(b, axis=1, keepdims=True)

    def mean_best(x, y):
        return np.concatenate([np.partition(x[i:i + 500] @ y.T, -NEIGHBORS, axis=1)[:, -NEIGHBORS:].mean(axis=1) for i in range(0, len(x), 500)])

    columns = mean_best(b, a)
    ids = np.fromfile(path, dtype="<i4").reshape(len(a), top)
    wrong, asked = 0, np.unique(np.linspace(0, len(a) - 1, min(rows, len(a)), dtype=int))
    for row in asked:
        score = 2 * (b @ a[row]) - columns
        best = np.argsort(-score, kind="stable")[:top]
        wrong += not np.allclose(score[ids[row]], score[best], rtol=0, atol=1e-9)
    return f"{wrong} of {len(asked)}"


def measure(np, name, a, b, mode, threads, options):
    with tempfile.TemporaryDirectory() as folder:
        a.tofile(f"{folder}/a")
        b.tofile(f"{folder}/b")
        shape = [str(len(a)), str(len(b)), str(a.shape[1])]
        commands = [
            [sys.executable, __file__, "--peer", mode, *shape, folder, str(threads), str(options.top)],
            ["dotnet", str(PROGRAM), "retrieval", *shape, "--queries", f"{folder}/a", "--pool", f"{folder}/b", "--mode", mode, "--threads", str(threads),
             "--top", str(options.top), "--dump", f"{folder}/ids"]]
        programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands]
        rounds = []
        for _ in range(options.rounds):
            figures = []
            for program in programs:
                program.stdin.write("\n")
                program.stdin.flush()
                figures.append(json.loads(program.stdout.readline()))
            rounds.append(figures)
        for program in programs:
            program.stdin.close()
            program.wait()
        unit = "cpu_s" if threads == 1 else "seconds"
        ratios = sorted(theirs[unit] / ours[unit] for theirs, ours in rounds)
        checked = differences(np, a, b, f"{folder}/ids", options.check, options.top) if options.check and mode != "means" else ""
        middle = [[statistics.median(figures[side][key] for figures in rounds) for key in ("seconds", "cpu_s")] for side in (0, 1)]
        return [name, f"{len(a):,} × {len(b):,} × {a.shape[1]}", mode, str(threads), f"{statistics.median(ratios):.2f}", f"{ratios[0]:.2f} to {ratios[-1]:.2f}",
                f"{middle[0][1]:.2f} / {middle[1][1]:.2f}", f"{middle[0][0]:.2f} / {middle[1][0]:.2f}",
                f"{rounds[-1][0]['peak_mb']} / {rounds[-1][1]['peak_mb']}", checked]


def heading(np, options):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    version = subprocess.run(["dotnet", "--list-runtimes"], capture_output=True, text=True, check=True).stdout
    runtime = [line.split()[1] for line in version.splitlines() if line.startswith("Microsoft.NETCore.App")][-1]
    return (f"{time.strftime('%Y-%m-%d %H:%M')}, {cpu}, {os.cpu_count()} processors, .NET {runtime}, NumPy {np.__version__}, "
            f"{options.rounds} rounds, load {os.getloadavg()[0]:.1f}")


def main():
    options = arguments()
    if options.peer:
        peer(*options.peer)
        return
    import numpy as np
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: dotnet build -c Release benchmarks/Calque.Benchmarks")
    table = [heading(np, options), "",
             "| data | queries × pool × depth | what | threads | NumPy / Calque (processor time with one thread, else wall) | range | processor s | wall s | peak MB | differ from double |",
             "|---|---|---|---:|---:|---|---|---|---|---|"]
    print("\n".join(table), flush=True)
    for name in options.sets.split(","):
        for depth in options.depths.split(",") if name == "random" else [""]:
            if name == "random":
                random = np.random.default_rng(1)
                a, b = (random.standard_normal((count, int(depth)), dtype=np.float32) for count in (options.queries, options.pool))
            else:
                a, b = trained(np, options.vectors[0], options.queries), trained(np, options.vectors[1], options.pool)
            a, b = (np.ascontiguousarray(x / np.linalg.norm(x, axis=1, keepdims=True), dtype=np.float32) for x in (a, b))
            for threads in options.threads.split(","):
                for mode in options.modes.split(","):
                    line = "| " + " | ".join(measure(np, name, a, b, mode, int(threads), options)) + " |"
                    print(line, flush=True)
                    table.append(line)
    if options.markdown:
        with open(options.markdown, "a", encoding="utf-8") as file:
            file.write("\n".join(table) + "\n\n")


main()
