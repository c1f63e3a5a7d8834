#!/usr/bin/env python3
"""How entries of several words are best composed, by cross-validation on a training dictionary; no test word is looked at.

  choose.py SOURCE.vec TARGET.vec OUT [SIZE [ASKED]]

OUT.words and OUT.phrases are those of pairs.py; SIZE draws so many pairs of words to train on (0: all), ASKED
limits the words asked for in each part. Five parts by source word; entries that hold a held-out word are left out.
Scores are P@1 and the mean of 1/rank by CSLS (whose means come from 4,000 drawn source words), with the paired difference to no entries at all. Two aligners: Procrustes and
canonical correlations (ridge 1, power 0.75), on unit, centred, unit rows. Written plainly in NumPy."""
import sys

import numpy as np


def vectors(path, limit=20000):
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
    rows = unit(np.stack(rows).astype(np.float64))
    return words, unit(rows - rows.mean(axis=0)).astype(np.float32)


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-12)


def weights(rule, count):
    if rule == "mean":
        return np.ones(count)
    if rule == "drop100":  # next to nothing, so that an entry of function words alone keeps a direction
        return np.where(np.arange(count) < 100, 1e-6, 1.0)
    share = 1 / (np.arange(1, count + 1) * np.log(count))  # Zipf; Arora et al. 2017 with a = 0.001
    return 1e-3 / (1e-3 + share)


def compose(x, entries, weight):
    return unit(np.stack([(x[entry] * weight[entry][:, None]).sum(axis=0) for entry in entries]))


def power(c, p, ridge):
    values, q = np.linalg.eigh(c)
    return (q * (np.maximum(values, 1e-12 * values[-1]) + ridge * values.mean()) ** p) @ q.T


def align(x, y, a, b, weight, aligner):
    cross = (a * weight[:, None]).T @ b
    if aligner == "procrustes":
        u, _, v = np.linalg.svd(cross)
        return x @ (u @ v), y
    total = weight.sum()
    wx, wy = power((a * weight[:, None]).T @ a / total, -0.5, 1), power((b * weight[:, None]).T @ b / total, -0.5, 1)
    u, s, v = np.linalg.svd(wx @ (cross / total) @ wy)
    return x @ (wx @ u * s ** 0.75), y @ (wy @ v.T * s ** 0.75)


def ranks(x, y, gold):
    x, y = unit(x).astype(np.float32), unit(y).astype(np.float32)
    sample = x[np.random.default_rng(1).choice(len(x), min(4000, len(x)), replace=False)]
    back = np.concatenate([np.partition(y[i:i + 500] @ sample.T, -2, axis=1)[:, -2:].mean(axis=1) for i in range(0, len(y), 500)])
    asked = sorted(gold)
    order = np.argsort(-(2 * (x[asked] @ y.T) - back), axis=1, kind="stable")[:, :10]
    return np.array([next((rank + 1 for rank, j in enumerate(order[i]) if j in gold[word]), 99) for i, word in enumerate(asked)])


(source, x), (target, y) = vectors(sys.argv[1]), vectors(sys.argv[2])
size = int(sys.argv[4]) if len(sys.argv) > 4 else 0
asked_words = int(sys.argv[5]) if len(sys.argv) > 5 else None
pairs = sorted({(source[a], target[b]) for a, b in (line.split() for line in open(sys.argv[3] + ".words", encoding="utf-8")) if a in source and b in target})
pairs = np.array(pairs)
entries = []
for line in open(sys.argv[3] + ".phrases", encoding="utf-8"):
    a, b = (side.split() for side in line.rstrip("\n").split("\t"))
    if all(word in source for word in a) and all(word in target for word in b):
        entries.append(([source[word] for word in a], [target[word] for word in b]))
words = np.unique(pairs[:, 0])
np.random.default_rng(1).shuffle(words)
print(len(pairs), "pairs of", len(words), "words;", len(entries), "entries of several words")
for aligner in ("procrustes", "correlations"):
    base = None
    for rule, share in [("skip", 0)] + [(rule, share) for share in (1, 0.5, 0.3) for rule in ("mean", "drop100", "sif")]:
        found = []
        for part in np.array_split(words, 5):
            part = part[:asked_words]
            held = set(part.tolist())
            inside = np.isin(pairs[:, 0], part)
            training = pairs[~inside]
            if 0 < size < len(training):
                training = training[np.random.default_rng(7).choice(len(training), size, replace=False)]
            a, b, weight = x[training[:, 0]], y[training[:, 1]], np.ones(len(training))
            free = [entry for entry in entries if not held & set(entry[0])]
            if share and free:
                a = np.vstack([a, compose(x, [entry[0] for entry in free], weights(rule, len(x)))])
                b = np.vstack([b, compose(y, [entry[1] for entry in free], weights(rule, len(y)))])
                weight = np.concatenate([weight, np.full(len(free), share)])
            gold = {}
            for i, j in pairs[inside]:
                gold.setdefault(i, set()).add(j)
            found.append(ranks(*align(x, y, a, b, weight, aligner), gold))
        found = np.concatenate(found)
        reciprocal = np.where(found <= 10, 1 / found, 0)
        base = reciprocal if base is None else base
        difference = reciprocal - base
        print(f"{aligner:12s} {rule:8s} {share:3}  P@1 {100 * (found == 1).mean():6.2f}  MRR {100 * reciprocal.mean():6.2f}  {100 * difference.mean():+.2f} +- {196 * difference.std() / len(difference) ** 0.5:.2f}", flush=True)
