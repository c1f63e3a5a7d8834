#!/usr/bin/env python3
"""The steps of run.sh beside it.

  trial.py run CALQUE WORK DATA START SEED TEST OPTION ...   aligns with the options, scores, prints one line:
      data, start, seed, P@1 by CSLS in percent, failed or succeeded by align's own verdict, by evaluate's, what it started from, attempts, processor seconds
  trial.py draw DICTIONARY SEED                              50 of its lines
  trial.py plant DICTIONARY SEED TARGET.vec                  the target vectors with equal words planted: 100 target words of the dictionary, drawn by the seed, get a source word's
                                                             spelling: 90 their translation's, 10 that of another of the 100 (false friends)
  trial.py verdict RESULTS                                   counts; ends with 1 if fewer than nine of ten runs of a start succeed, or a run goes wrong without saying so
A run succeeds that says so and reaches no less than 2 points under procrustes with the whole training dictionary."""
import collections
import json
import random
import resource
import subprocess
import sys

TOLERANCE = 2.0


def run(calque, work, data, start, seed, test, *options):
    output = f"{work}/alignment"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = subprocess.run([calque, "align", "--json", "--force", "--output", output, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    scored = subprocess.run([calque, "align", "evaluate", "--alignment", output, "--dictionary", test, "--retrieval", "csls", "--json"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    manifest, scores = json.loads(made.stdout)["manifest"], json.loads(scored.stdout)
    notes = manifest["notes"]
    attempts = 1 + sum(warning.startswith("Attempt ") for warning in manifest.get("warnings", []))
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = {"true": "failed", "false": "succeeded"}.get(notes.get("failed"), "-")
    judged = "failed" if scores["details"]["verdict"]["failed"] else "succeeded"
    print(data, start, seed, f"{100 * scores['muse']['p1']:.2f}", said, judged, notes.get("start", "-"), attempts, f"{seconds:.0f}", flush=True)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file if line.strip()]


def draw(dictionary, seed):
    for pair in random.Random(f"fifty {seed}").sample(lines(dictionary), 50):
        print("\t".join(pair))


def plant(dictionary, seed, vectors):
    chosen = random.Random(f"equal {seed}").sample(lines(dictionary), 100)
    sources = [source for source, _ in chosen]
    false = sources[:10]
    spelling = dict(zip((target for _, target in chosen), false[1:] + false[:1] + sources[10:]))
    with open(vectors, encoding="utf-8") as file:
        for line in file:
            word, _, rest = line.partition(" ")
            sys.stdout.write(f"{spelling.get(word, word)} {rest}")


def verdict(results):
    runs, bound = collections.defaultdict(list), {}
    for data, start, seed, score, said, judged, begun, attempts, seconds in lines(results):
        if start == "procrustes":
            bound[data, seed] = float(score) - TOLERANCE
        elif start != "auto":
            runs[data, start].append((seed, float(score), said, judged, begun, int(attempts), float(seconds)))
    wrong = False
    for (data, start), made in sorted(runs.items()):
        good = [score >= bound.get((data, seed), bound.get((data, "1"))) for seed, score, *_ in made]
        succeeded = sum(fine and said == "succeeded" for fine, (_, _, said, *_) in zip(good, made))
        silent = sum(not fine and said == "succeeded" for fine, (_, _, said, *_) in zip(good, made))
        wrong |= silent > 0 or 10 * succeeded < 9 * len(made)
        scores = sorted(score for _, score, *_ in made)
        print(f"{data} {start}: {succeeded} of {len(made)} succeed, {silent} wrong without saying so; P@1 {scores[0]:.2f} to {scores[-1]:.2f}; "
              f"{sum(one[5] > 1 for one in made)} tried again; processor time {min(one[6] for one in made):.0f} to {max(one[6] for one in made):.0f} s")
    sys.exit(wrong)


if __name__ == "__main__":
    {"run": run, "draw": draw, "plant": plant, "verdict": verdict}[sys.argv[1]](*sys.argv[2:])
