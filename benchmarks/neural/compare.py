#!/usr/bin/env python3
"""Training steps of Calque and of PyTorch, in turns in one run.

  compare.py step|nusax|nusax-foreign|masakhanews --calque 'COMMAND' [--threads N] [--steps N] [--warm-up N] [--dropout P] [--precision fp32|bf16]
             [--peer-precision fp32|bf16] [--tasks FOLDER] [--vocabulary FILE] [--markdown FILE]

COMMAND is started with --model DIR --data FILE --threads N --dropout P --precision P --learning-rate R behind it (README.md says what it reads and
prints). A pair is one step of either, the first of them changing from pair to pair. `step` compares step times; the others the tokens that are not padding
a second, since Calque need not compute padding. Below 1 Calque is faster in `step`, above 1 in the others. The interval is the bootstrap's (10,000 draws of pairs,
percentiles 2.5 and 97.5)."""
import argparse
import datetime
import os
import pathlib
import platform
import random
import shlex
import statistics
import subprocess
import sys
import tempfile

import prepare

HERE = pathlib.Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=prepare.KINDS)
    parser.add_argument("--calque", help="without it PyTorch is compared with itself: what the machine's noise does")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--blas-threads", type=int, help="of the peer's matrix library (default: --threads)")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--warm-up", type=int, default=6)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--peer-precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--tasks", default=prepare.SHARED / "tasks")
    parser.add_argument("--vocabulary", default=prepare.SHARED / "tokenizers" / "bert-base-uncased" / "vocab.txt")
    parser.add_argument("--markdown", metavar="FILE", help="append the table to this file")
    return parser.parse_args()


class Program:
    """One side: waits for "go" between its steps."""

    def __init__(self, command, environment):
        self.command = command
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.expect("ready")

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.command[0]} ended with {self.process.wait()}")
        return line.split()

    def expect(self, word):
        found = self.read()
        if found != [word]:
            sys.exit(f"{self.command[0]} printed {' '.join(found)!r}, expected {word!r}")

    def go(self):
        """Wall ms, CPU ms, loss, tokens (None where not printed)."""
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        numbers = [float(n) for n in self.read()]
        return (*numbers, None)[:4] if len(numbers) >= 3 else sys.exit(f"{self.command[0]} printed {numbers}")

    def peak_memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


def interval(pairs, statistic):
    """The statistic of the pairs and its bootstrap interval."""
    draw = random.Random(1)
    drawn = sorted(statistic(draw.choices(pairs, k=len(pairs))) for _ in range(10000))
    return statistic(pairs), drawn[249], drawn[9749]


def median_ratio(column):
    return lambda pairs: statistics.median(ours[column] / peers[column] for ours, peers in pairs)


def rate_ratio(column):
    """Tokens a second of either side over all pairs: batches differ in size, so single pairs do not compare."""
    def statistic(pairs):
        ours, peers = (sum(p[side][3] for p in pairs) / sum(p[side][column] for p in pairs) for side in (0, 1))
        return ours / peers
    return statistic


def compare(options, folder):
    about = prepare.prepare(folder, options.kind, options.tasks, options.vocabulary)
    common = ["--model", f"{folder}/model", "--data", f"{folder}/data.safetensors", "--threads", str(options.threads),
              "--dropout", str(options.dropout), "--learning-rate", str(options.learning_rate)]
    peer_command = [sys.executable, str(HERE / ("step.py" if options.kind == "step" else "lengths.py"))]
    environment = {**os.environ, "OMP_NUM_THREADS": str(options.threads), "OPENBLAS_NUM_THREADS": str(options.blas_threads or options.threads),
                   "OMP_WAIT_POLICY": "passive", "PYTHONDONTWRITEBYTECODE": "1"}
    ours_command = shlex.split(options.calque) if options.calque else peer_command
    ours = Program([*ours_command, *common, "--precision", options.precision], dict(os.environ) if options.calque else environment)
    peer = Program([*peer_command, *common, "--precision", options.peer_precision], environment)
    for _ in range(options.warm_up):
        ours.go(), peer.go()
    pairs = []
    for n in range(options.steps):
        first, second = (ours, peer) if n % 2 == 0 else (peer, ours)
        a, b = first.go(), second.go()
        pairs.append((a, b) if n % 2 == 0 else (b, a))
    memory = ours.peak_memory(), peer.peak_memory()
    ours.end(), peer.end()
    return about, pairs, memory


def report(options, about, pairs, memory, load):
    ratio = median_ratio if options.kind == "step" else rate_ratio
    settings = f"threads {options.threads}, dropout {options.dropout}, Calque {options.precision}, PyTorch {options.peer_precision}"
    lines = [f"{about}; {settings}; {len(pairs)} pairs after {options.warm_up}", "",
             f"| | Calque | PyTorch | {'time, Calque / PyTorch' if options.kind == 'step' else 'tokens a second, Calque / PyTorch'} | 95 % |", "|---|---:|---:|---:|---:|"]
    for name, column in (("wall", 0), ("CPU", 1)):
        middle, low, high = interval(pairs, ratio(column))
        if options.kind == "step":
            sides = [f"{statistics.median(p[side][column] for p in pairs):.1f} ms" for side in (0, 1)]
        else:
            sides = [f"{sum(p[side][3] for p in pairs) / sum(p[side][column] for p in pairs) * 1e3:,.0f} tokens/s" for side in (0, 1)]
        lines.append(f"| {name} | {sides[0]} | {sides[1]} | {middle:.3f} | {low:.3f} to {high:.3f} |")
    lines.append(f"| peak memory | {memory[0]} MiB | {memory[1]} MiB | {memory[0] / memory[1]:.3f} | |")
    apart = max(abs(a[2] - b[2]) / abs(b[2]) for a, b in pairs)
    lines += ["", f"Loss of the first pair {pairs[0][0][2]:.5f} and {pairs[0][1][2]:.5f}, of the last {pairs[-1][0][2]:.5f} and {pairs[-1][1][2]:.5f}; "
              f"apart by {apart:.1e} of it at most" + (" (dropout differs)" if options.dropout else "") + f". Load {load} at the start, {os.getloadavg()[0]:.1f} at the end."]
    return "\n".join(lines)


def main():
    options = arguments()
    load = f"{os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory(prefix="calque-neural-") as folder:
        text = report(options, *compare(options, folder), load)
    import torch
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    title = f"## {options.kind}{'' if options.calque else ' (PyTorch against itself)'}, {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC"
    text = f"{title}\n\n{cpu}, {os.cpu_count()} processors; PyTorch {torch.__version__}; {text}\n"
    print(text)
    if options.markdown:
        with open(options.markdown, "a") as out:
            out.write("\n" + text)


if __name__ == "__main__":
    main()
