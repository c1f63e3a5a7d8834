#!/usr/bin/env python3
"""P@1 by CSLS (10 neighbours) of two alignments on the same test words, and the paired bootstrap interval of their difference.

  compare.py TEST LIMIT SOURCE_A TARGET_A SOURCE_B TARGET_B

The four are word2vec text files in a common space. MUSE's definition: words with a vector and a translation with one. Needs NumPy."""
import sys

import numpy as np


def vectors(path, limit):
    words, rows = {}, []
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            fields = line.rstrip("\n").split(" ")
            if fields[0] == "</s>":
                continue
            words.setdefault(fields[0], len(rows))
            rows.append(np.array(fields[1:], dtype=np.float32))
            if len(rows) == limit:
                break
    rows = np.stack(rows)
    return words, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def hits(test, limit, source_path, target_path):
    (source, x), (target, y) = vectors(source_path, limit), vectors(target_path, limit)
    gold = {}
    for line in open(test, encoding="utf-8"):
        a, b = line.split()
        if a in source and b in target:
            gold.setdefault(a, set()).add(target[b])
    asked = sorted(gold)
    back = np.concatenate([np.partition(y[i:i + 500] @ x.T, -10, axis=1)[:, -10:].mean(axis=1) for i in range(0, len(y), 500)])
    best = np.argmax(2 * (x[[source[word] for word in asked]] @ y.T) - back, axis=1)
    return np.array([int(best[i]) in gold[word] for i, word in enumerate(asked)])


test, limit, *paths = sys.argv[1:]
a, b = hits(test, int(limit), *paths[:2]), hits(test, int(limit), *paths[2:])
differences = b.astype(float) - a
means = [differences[draw].mean() for draw in np.random.default_rng(1).integers(0, len(a), (10000, len(a)))]
low, high = np.percentile(means, [2.5, 97.5])
print(f"{len(a)} words  {100 * a.mean():.2f}  {100 * b.mean():.2f}  {100 * differences.mean():+.2f} ({100 * low:+.2f} to {100 * high:+.2f})")
