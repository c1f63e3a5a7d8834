#!/usr/bin/env python3
"""Self-learning from nothing, all of it, by `calque align` against the published unsupervised procedure in plain NumPy on OpenBLAS, in turns.

  compare.py CALQUE (--vectors SOURCE.vec TARGET.vec | --made SOURCE.vec) [--words 20000] [--noise 0.9] [--threads 1,2] [--rounds 1] [--factor 3] [--markdown FILE]

--made: the target is the source's rows under a random rotation with noise (as long as NOISE times a row), under other names and in an order of their own for each thousand
ranks, so that the truth is known and both sides have all the words.

The yardstick is written from Artetxe et al., ACL 2018, with the settings published there: unit length, centred, unit length; the 4,000 most frequent words' sorted similarities
(by the square root of the similarity matrix) for the first dictionary; then orthogonal map and dictionary by turns, over the 20,000 most frequent words of either side, CSLS with
10 neighbours in both directions, entries kept with probability 0.1, doubled after 50 iterations without a rise of the objective by 1e-6; float32, blocks of 1,000 rows.
By that rule it makes no fewer than 250 iterations (50 at each of 0.1, 0.2, 0.4, 0.8 and 1). It is stopped once it has taken FACTOR times as long as Calque's whole run, and at least
three iterations; what is printed is "at least" then: the time it took, and 250 times its median iteration.
Time is the processor time of the whole process with one thread, wall time with more. Needs NumPy on OpenBLAS (Debian: /usr/bin/python3 with python3-numpy)."""
import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time

BLOCK, NEIGHBORS, FIRST_WORDS = 1000, 10, 4000
FEWEST_ITERATIONS = 250


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calque", nargs="?")
    parser.add_argument("--vectors", nargs=2)
    parser.add_argument("--made")
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--noise", type=float, default=0.9)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--factor", type=float, default=3)
    parser.add_argument("--markdown")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def peer(folder, threads):
    """One line of JSON an iteration, until it ends or is ended."""
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = threads
    import numpy as np
    with open("/proc/self/maps") as maps:
        if "openblas" not in maps.read():
            sys.exit("NumPy does not run on OpenBLAS here; the comparison would mean nothing")
    random = np.random.default_rng(0)
    begun = time.perf_counter()

    def normalized(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        x -= x.mean(axis=0)
        return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)

    def best_mean(a, b):
        return np.concatenate([np.partition(a[i:i + BLOCK] @ b.T, -NEIGHBORS, axis=1)[:, -NEIGHBORS:].mean(axis=1) for i in range(0, len(a), BLOCK)])

    def translate(a, b, keep):
        """For each row of a the best row of b by CSLS among the entries kept, and the mean of the best cosines."""
        half, found, best = best_mean(b, a) / 2, [], []
        for i in range(0, len(a), BLOCK):
            s = a[i:i + BLOCK] @ b.T
            best.append(s.max(axis=1))
            s -= half
            if keep < 1:
                s *= random.random(s.shape, dtype=np.float32) < keep
            found.append(s.argmax(axis=1))
        return np.concatenate(found), float(np.concatenate(best).mean())

    def profile(x):
        u, s, _ = np.linalg.svd(x[:FIRST_WORDS], full_matrices=False)
        return normalized(np.sort((u * s) @ u.T, axis=1))

    x, y = (normalized(np.load(f"{folder}/{side}.npy")) for side in "ab")
    a, b = profile(x), profile(y)
    forward, _ = translate(a, b, 1)
    backward, _ = translate(b, a, 1)
    left, right = np.concatenate([np.arange(len(a)), backward]), np.concatenate([forward, np.arange(len(b))])
    report = lambda name: print(json.dumps({"step": name, "wall": time.perf_counter() - begun, "cpu": time.process_time(),
                                            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10}), flush=True)
    report("start")
    keep, best, since = 0.1, -1.0, 0
    while True:
        u, _, v = np.linalg.svd(x[left].T @ y[right])
        mapped = x @ (u @ v)
        forward, first = translate(mapped, y, keep)
        backward, second = translate(y, mapped, keep)
        left, right = np.concatenate([np.arange(len(x)), backward]), np.concatenate([forward, np.arange(len(y))])
        objective = (first + second) / 2
        report("iteration")
        since = 0 if objective >= best + 1e-6 else since + 1
        best = max(best, objective)
        if since > 50:
            if keep == 1:
                break
            keep, since = min(1, 2 * keep), 0
    report("end")


def read(np, path, count):
    words, rows = [], []
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            fields = line.rstrip().split(" ")
            if fields[0] != "</s>":
                words.append(fields[0])
                rows.append(np.array(fields[1:], dtype=np.float32))
            if len(rows) == count:
                break
    return words, np.stack(rows)


def write(path, words, rows):
    with open(path, "w", encoding="utf-8") as file:
        print(len(words), rows.shape[1], file=file)
        for word, row in zip(words, rows):
            print(word, " ".join(f"{value:.6g}" for value in row), file=file)


def make(np, rows, noise):
    random = np.random.default_rng(1)
    turned, _ = np.linalg.qr(random.standard_normal((rows.shape[1], rows.shape[1])))
    other = rows @ turned + noise * np.linalg.norm(rows, axis=1, keepdims=True) * random.standard_normal(rows.shape) / np.sqrt(rows.shape[1])
    order = np.concatenate([i + random.permutation(min(1000, len(rows) - i)) for i in range(0, len(rows), 1000)])
    return [f"x{place}" for place in order], other[order].astype(np.float32), order


def calque(program, folder, threads):
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    child = subprocess.Popen([program, "align", "--source-embeddings", f"{folder}/a.vec", "--target-embeddings", f"{folder}/b.vec", "--method", "self-learning",
                              "--start", "nothing", "--threads", str(threads), "--output", f"{folder}/alignment", "--force", "--json"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out, err = child.communicate()
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        sys.exit(err)
    manifest = json.loads(out)["manifest"]
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "peak_mb": after.ru_maxrss >> 10, "failed": manifest["notes"]["failed"]}


def numpy(folder, threads, unit, limit):
    program = subprocess.Popen([sys.executable, __file__, "--peer", folder, str(threads)], stdout=subprocess.PIPE, text=True)
    steps = []
    for line in program.stdout:
        steps.append(json.loads(line))
        if steps[-1][unit] > limit and len(steps) > 3:
            break
    ended = steps[-1]["step"] == "end"
    program.kill()
    program.wait()
    iterations = [step for step in steps if step["step"] != "end"]
    each = statistics.median(b[unit] - a[unit] for a, b in zip(iterations, iterations[1:]))
    return {"took": steps[-1][unit], "iterations": len(iterations) - 1, "each": each, "peak_mb": steps[-1]["peak_mb"], "ended": ended}


def right(np, program, folder, order):
    test = f"{folder}/test.txt"
    with open(test, "w", encoding="utf-8") as file:
        file.writelines(f"{word}\tx{place}\n" for place, word in sorted(zip(order.tolist(), [f"w{place}" for place in order.tolist()]))[::20])
    out = subprocess.run([program, "align", "evaluate", "--alignment", f"{folder}/alignment", "--dictionary", test, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return f"{100 * json.loads(out.stdout)['muse']['p1']:.1f}"


def main():
    options = arguments()
    if options.peer:
        peer(*options.peer)
        return
    import numpy as np
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    table = [f"{time.strftime('%Y-%m-%d %H:%M')}, {cpu}, {os.cpu_count()} processors, NumPy {np.__version__}, load {os.getloadavg()[0]:.1f}", "",
             "| words | threads | time | Calque, whole run: s | peak MB | failed | P@1 % | NumPy, stopped: s | iterations | s each | 250 of them: s | peak MB | at least times as long: measured | by 250 |",
             "|---|---:|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|"]
    print("\n".join(table), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        order = None
        _, a = read(np, options.made or options.vectors[0], options.words)
        names = [f"w{i}" for i in range(len(a))]
        if options.made:
            other, b, order = make(np, a, options.noise)
        else:
            _, b = read(np, options.vectors[1], options.words)
            other = [f"x{i}" for i in range(len(b))]
        write(f"{folder}/a.vec", names, a)
        write(f"{folder}/b.vec", other, b)
        np.save(f"{folder}/a.npy", a)
        np.save(f"{folder}/b.npy", b)
        for threads in options.threads.split(","):
            unit = "cpu" if threads == "1" else "wall"
            for _ in range(options.rounds):
                ours = calque(options.calque, folder, threads)
                found = right(np, options.calque, folder, order) if order is not None else ""
                theirs = numpy(folder, threads, unit, options.factor * ours[unit])
                whole = theirs["each"] * max(FEWEST_ITERATIONS, theirs["iterations"])
                line = "| " + " | ".join([
                    f"{len(a):,} × {len(b):,}", threads, "processor" if unit == "cpu" else "wall", f"{ours[unit]:.0f}", str(ours["peak_mb"]), ours["failed"], found,
                    f"{theirs['took']:.0f}" + ("" if not theirs["ended"] else " (ended)"), str(theirs["iterations"]), f"{theirs['each']:.1f}", f"{whole:.0f}",
                    str(theirs["peak_mb"]), f"{theirs['took'] / ours[unit]:.1f}", f"{whole / ours[unit]:.0f}"]) + " |"
                print(line, flush=True)
                table.append(line)
    if options.markdown:
        with open(options.markdown, "a", encoding="utf-8") as file:
            file.write("\n".join(table) + "\n\n")


main()
