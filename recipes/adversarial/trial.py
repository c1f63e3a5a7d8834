#!/usr/bin/env python3
"""The steps of run.sh beside it.

  trial.py run CALQUE WORK NAME SOURCE TARGET GOLD OPTION ...   aligns, scores, prints one line:
      name, succeeded or failed, P@1 by CSLS in percent (- without a map), criterion, its null, mutual share, its null, restarts that succeeded, wall and processor seconds
  trial.py verdict RESULTS                                      a table by kind; ends with 1 if a kind misses what README.md says it must reach"""
import collections
import json
import os
import re
import resource
import subprocess
import sys
import time

MUST_SUCCEED, MUST_FAIL, RIGHT = ("clusters", "noisy", "many", "world"), ("isotropic", "unrelated"), 90.0


def run(calque, work, name, source, target, gold, *options):
    output = f"{work}/alignment"
    subprocess.run(["rm", "-rf", output], check=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    made = subprocess.run([calque, "align", "--method", "adversarial", "--source-embeddings", source, "--target-embeddings", target, "--output", output, "--json", *options],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    wall, after = time.time() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer = json.loads(made.stdout)
    if made.returncode == 4:
        assert not os.path.exists(output), "a failed run wrote a directory"
        found = [float(number) for number in re.findall(r"\d+\.\d+", answer["error"]["found"])]
        figures = [f"{found[0]:.3f}", f"{found[1]:.3f}", f"{found[2]:.1f}", f"{found[3]:.1f}"] if len(found) == 4 else ["-"] * 4
        print(name, "failed", "-", *figures, 0, f"{wall:.0f} {seconds:.0f}", flush=True)
        return
    assert made.returncode == 0, answer
    report = answer["manifest"]["adversarial"]
    score = "-"
    if os.path.exists(gold):
        scored = subprocess.run([calque, "align", "evaluate", "--alignment", output, "--dictionary", gold, "--retrieval", "csls", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
        score = f"{100 * json.loads(scored.stdout)['muse']['p1']:.2f}"
    print(name, "succeeded", score, f"{report['criterion']:.3f} {report['null_criterion']:.3f} {100 * report['mutual_share']:.1f} {100 * report['null_mutual_share']:.1f}",
          f"{report['succeeded']}/{len(report['restarts'])}", f"{wall:.0f} {seconds:.0f}", flush=True)


def verdict(results):
    kinds = collections.defaultdict(list)
    with open(results, encoding="utf-8") as file:
        for line in file:
            fields = line.split()
            kinds[fields[0].rsplit("-", 1)[0]].append(fields)
    missed = []
    for kind, runs in kinds.items():
        right = sum(run[1] == "succeeded" and run[2] != "-" and float(run[2]) >= RIGHT for run in runs)
        silent = sum(run[1] == "succeeded" for run in runs) - right
        print(f"{kind}: {right} of {len(runs)} right, {sum(run[1] == 'failed' for run in runs)} said that they failed, {silent} wrong without saying so")
        if kind in MUST_SUCCEED and (10 * right < 9 * len(runs) or silent):
            missed.append(kind)
        if kind in MUST_FAIL and any(run[1] != "failed" for run in runs):
            missed.append(kind)
    sys.exit(f"missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    {"run": run, "verdict": verdict}[sys.argv[1]](*sys.argv[2:])
