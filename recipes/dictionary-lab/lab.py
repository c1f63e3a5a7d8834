#!/usr/bin/env python3
"""Spoils dictionaries on purpose, has them checked and repaired by the command, and scores it. Started by run.sh; needs NumPy."""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import time

import corruption
import scoring
import table

SETS = {  # vectors of either side, training part, test part; world: made by run.sh
    "cipher": ("{vectors}/cipa.vec", "{vectors}/cipb.vec", "{pairs}/cipher.train.txt.gz", "{pairs}/cipher.test.txt.gz"),
    "world": ("{world}/a.vec", "{world}/b.vec", "{world}/train.txt", "{world}/test.txt"),
    "eng-fra": ("{vectors}/eng.vec", "{vectors}/fra.vec", "{pairs}/eng-fra.train.txt.gz", "{pairs}/eng-fra.test.txt.gz"),
    "eng-swh": ("{parallel}/eng.vec", "{parallel}/swh.vec", "{pairs}/eng-swh.train.txt.gz", "{pairs}/eng-swh.test.txt.gz"),
}


def numbers(text):
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calque", required=True)
    parser.add_argument("--vectors", default="")
    parser.add_argument("--parallel", default="")
    parser.add_argument("--pairs", default="")
    parser.add_argument("--world", default="")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="one line of JSON a run; runs that it has are not repeated")
    parser.add_argument("--sets", default="cipher,world,eng-fra,eng-swh")
    parser.add_argument("--kinds", default="clean,reversed,shuffled,misspelt,mixed")
    parser.add_argument("--shares", default="0.1,0.2,0.4")
    parser.add_argument("--lines", default="all,300,300-drawn", help="all; the first so many; so many drawn by the seed")
    parser.add_argument("--seeds", type=numbers, default="1-5", help="N or N-M")
    parser.add_argument("--test-shares", default="0.2", help="the shares at which P@1 on the test part is measured; it costs more than the rest")
    parser.add_argument("--normalization", default="raw", help="raw or unit-centre-unit: of the alignments that are tested")
    parser.add_argument("--check-only", action="store_true")
    parser.add_argument("--threads", default="1")
    return parser.parse_args()


class Laboratory:
    """One pair of languages."""

    def __init__(self, name, options):
        self.options = options
        paths = [path.format(**vars(options)) for path in SETS[name]]
        self.name, self.embeddings = name, paths[:2]
        source, target = (scoring.vectors(path) for path in self.embeddings)
        self.words = source[0], target[0]
        self.training, test = (corruption.read(path) for path in paths[2:])
        self.gold = set(self.training) | set(test)
        self.space = scoring.Space(source, target, test, options.normalization)
        self.known = {}

    def part(self, lines, seed):
        if lines == "all":
            return self.training
        count, _, drawn = lines.partition("-")
        if not drawn:
            return self.training[:int(count)]
        usable = [i for i, (a, b) in enumerate(self.training) if a in self.words[0] and b in self.words[1]]
        return [self.training[i] for i in sorted(random.Random(f"part {seed}").sample(usable, min(int(count), len(usable))))]

    def precision(self, pairs):
        key = tuple(pairs)
        if key not in self.known:
            self.known[key] = self.space.precision(pairs)
        return self.known[key]

    def command(self, verb, *more):
        start = time.monotonic()
        run = subprocess.run([self.options.calque, "dictionary", verb, *map(str, more)], capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"{verb}: exit {run.returncode}\n{run.stdout}\n{run.stderr}")
        return json.loads(run.stdout), time.monotonic() - start

    def run(self, lines, kind, share, seed):
        options, pairs = self.options, self.part(lines, seed)
        spoilt, faults = corruption.spoil(pairs, self.gold, *self.words, kind, share, seed)
        path, repaired, again = (options.work / name for name in ("spoilt.txt", "repaired.txt", "again.txt"))
        path.write_text("".join(f"{a}\t{b}\n" for a, b in spoilt), encoding="utf-8")
        inputs = ("--dictionary", path, "--source-embeddings", self.embeddings[0], "--target-embeddings", self.embeddings[1], "--threads", options.threads, "--json")
        checked, seconds = self.command("check", *inputs)
        row = {"set": self.name, "lines": lines, "kind": kind, "share": share, "seed": seed, "count": faults.count("right") + sum(map(faults.count, corruption.KINDS))}
        row |= scoring.check(checked, faults) | {"check seconds": seconds}
        row |= {name.replace("_", " "): checked["totals"][name] for name in ("wrong_share", "separation", "distance")}
        if options.check_only:
            return row
        report, seconds = self.command("repair", *inputs, "--output", repaired, "--force")
        self.command("repair", "--undo", report["log"], "--output", again, "--force", "--json")
        after = corruption.read(repaired)
        row |= scoring.repair(spoilt, after, pairs, faults)
        row |= {"repair seconds": seconds, "undone": path.read_bytes() == again.read_bytes(), "original kept": report["kept"], "held out": report["held_out"]}
        if str(share) in options.test_shares.split(","):
            for state, dictionary in (("clean", pairs), ("spoilt", spoilt), ("repaired", after)):
                row |= {f"{retrieval} {state}": value for retrieval, value in self.precision(dictionary).items()}
        return row


def main():
    options = arguments()
    done = [json.loads(line) for line in options.output.read_text().splitlines()] if options.output.exists() else []
    key = lambda row: tuple(row[name] for name in ("set", "lines", "kind", "share", "seed"))
    known = {key(row) for row in done}
    options.work.mkdir(parents=True, exist_ok=True)
    for name in options.sets.split(","):
        if not all(pathlib.Path(path.format(**vars(options))).exists() for path in SETS[name]):
            print(f"{name}: no vectors, left out", file=sys.stderr)
            continue
        laboratory = None
        for lines in options.lines.split(","):
            for kind in options.kinds.split(","):
                for share in [0.0] if kind == "clean" else [float(share) for share in options.shares.split(",")]:
                    for seed in options.seeds if kind != "clean" or lines.endswith("drawn") else options.seeds[:1]:
                        if (name, lines, kind, share, seed) in known:
                            continue
                        laboratory = laboratory or Laboratory(name, options)
                        row = laboratory.run(lines, kind, share, seed)
                        done.append(row)
                        with options.output.open("a", encoding="utf-8") as file:
                            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    table.write(done, sys.stdout)


if __name__ == "__main__":
    main()
