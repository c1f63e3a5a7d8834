#!/usr/bin/env python3
"""Orthogonal Procrustes and its P@1, P@5, P@10 by nearest neighbour and CSLS, written plainly in float64 from the published formulas.

  reference.py SOURCE.vec TARGET.vec LIMIT NORMALIZATION TEST TRAIN [TRAIN ...]

Prints one line for nn and one for csls: retrieval, P@1, P@5, P@10 (percent, MUSE's definition), words, all source words. Needs NumPy."""
import gzip
import sys

import numpy as np


def vectors(path, limit):
    words, rows = [], []
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            fields = line.rstrip("\n").rstrip(" ").split(" ")
            if fields[0] == "</s>":
                continue
            words.append(fields[0])
            rows.append(np.array(fields[1:], dtype=np.float32))
            if len(words) == limit:
                break
    return {word: i for i, word in reversed(list(enumerate(words)))}, np.stack(rows).astype(np.float64)


def pairs(paths):
    for path in paths:
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield tuple(line.split())


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def normalized(x, name):
    if name == "raw":
        return x
    x = unit(x)
    return x if name == "unit" else unit(x - x.mean(axis=0))


def best_mean(x, y):
    return np.concatenate([np.partition(x[i:i + 500] @ y.T, -10, axis=1)[:, -10:].mean(axis=1) for i in range(0, len(x), 500)])


def main(source_path, target_path, limit, normalization, test_path, *train_paths):
    (source, x), (target, y) = vectors(source_path, int(limit)), vectors(target_path, int(limit))
    x, y = normalized(x, normalization), normalized(y, normalization)
    train = sorted({(source[a], target[b]) for a, b in pairs(train_paths) if a in source and b in target})
    left, right = (np.array(side) for side in zip(*train))
    u, _, v = np.linalg.svd(x[left].T @ y[right])
    x, y = unit(x @ u @ v), unit(y)
    gold = {}
    for a, b in pairs([test_path]):
        answers = gold.setdefault(a, set())
        if a in source and b in target:
            answers.add(target[b])
    asked = [word for word, answers in gold.items() if answers]
    cosines = x[[source[word] for word in asked]] @ y.T
    for name, scores in (("nn", cosines), ("csls", 2 * cosines - best_mean(y, x))):
        order = np.argsort(-scores, axis=1, kind="stable")[:, :10]
        shares = [100 * sum(bool(gold[word] & set(order[i, :k].tolist())) for i, word in enumerate(asked)) / len(asked) for k in (1, 5, 10)]
        print(name, *(f"{share:.2f}" for share in shares), len(asked), len(gold))


if __name__ == "__main__":
    main(*sys.argv[1:])
