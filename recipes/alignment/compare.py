#!/usr/bin/env python3
"""What an alignment by `calque align` reaches beside Procrustes and vecmap's supervised method, on the same test words (CSLS, MUSE's definition).

  compare.py score NAME SOURCE.vec TARGET.vec LIMIT MAPPED-SOURCE MAPPED-TARGET TEST HITS TRAIN [TRAIN ...]
      MAPPED: the vectors as `calque align apply` wrote them (text). Writes HITS: one line a test word, 1 or 0 for each method.
  compare.py bootstrap HITS [HITS ...]
      paired bootstrap over test words: 10,000 resamples for each pair; all pairs but the cipher together, each pair resampled on its own.

vecmap's supervised method is written from the paper (Artetxe et al., AAAI 2018, sections 3 and 4; setting of its last row): both sides of unit length, centred, of unit length again;
whitened by the covariance of the dictionary's words; rotated onto each other by the singular vectors of the whitened cross-covariance; weighed by the root of the singular
values on both sides; de-whitened, each side by its own whitening in the rotated axes. Needs NumPy."""
import sys

import numpy as np

from reference import normalized, pairs, unit, vectors

PROCRUSTES = ("raw", "unit", "unit-centre-unit")
METHODS = ("calque", *(f"procrustes {name}" for name in PROCRUSTES), "vecmap supervised")


def procrustes(x, y, left, right):
    u, _, v = np.linalg.svd(x[left].T @ y[right])
    return x @ u @ v, y


def inverse_root(covariance):
    values, axes = np.linalg.eigh(covariance)
    return (axes / np.sqrt(values)) @ axes.T


def vecmap(x, y, left, right):
    a, b = x[left], y[right]
    whiten_x, whiten_y = inverse_root(a.T @ a), inverse_root(b.T @ b)
    u, s, vt = np.linalg.svd(whiten_x @ a.T @ b @ whiten_y)
    v, weight = vt.T, np.diag(np.sqrt(s))
    back_x, back_y = u.T @ np.linalg.inv(whiten_x) @ u, v.T @ np.linalg.inv(whiten_y) @ v
    return x @ (whiten_x @ u @ weight @ back_x), y @ (whiten_y @ v @ weight @ back_y)


def best_mean(x, y):
    x, y = x.astype(np.float32), y.astype(np.float32)
    return np.concatenate([np.partition(x[i:i + 1000] @ y.T, -10, axis=1)[:, -10:].mean(axis=1) for i in range(0, len(x), 1000)])


def hits(x, y, asked, gold):
    x, y = unit(x), unit(y)
    best = np.argmax(2 * (x[asked] @ y.T) - best_mean(y, x), axis=1)
    return np.array([int(answer in right) for answer, right in zip(best.tolist(), gold)])


def mapped(path, index):
    """The rows of the words of an index, in its order."""
    rows = [None] * len(index)
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            word, _, values = line.rstrip().partition(" ")
            if word in index and rows[index[word]] is None:
                rows[index[word]] = np.array(values.split(" "), dtype=np.float64)
    return np.stack(rows)


def score(name, source_path, target_path, limit, mapped_source, mapped_target, test_path, path, *train_paths):
    (source, x), (target, y) = vectors(source_path, int(limit)), vectors(target_path, int(limit))
    assert len(source) == len(x) and len(target) == len(y), "a word stands twice"
    train = sorted({(source[a], target[b]) for a, b in pairs(train_paths) if a in source and b in target})
    left, right = (np.array(side) for side in zip(*train))
    answers = {}
    for a, b in pairs([test_path]):
        if a in source and b in target:
            answers.setdefault(a, set()).add(target[b])
    asked, gold = [source[word] for word in answers], list(answers.values())
    found = [hits(mapped(mapped_source, source), mapped(mapped_target, target), asked, gold)]
    for normalization in PROCRUSTES:
        found.append(hits(*procrustes(normalized(x, normalization), normalized(y, normalization), left, right), asked, gold))
    found.append(hits(*vecmap(normalized(x, "unit-centre-unit"), normalized(y, "unit-centre-unit"), left, right), asked, gold))
    with open(path, "w", encoding="utf-8") as file:
        print(name, *METHODS, sep="\t", file=file)
        for word, row in zip(answers, np.stack(found, axis=1)):
            print(word, *row, sep="\t", file=file)
    print(name, f"{len(train)} pairs, {len(asked)} test words:", *(f"{method} {100 * share.mean():.2f}" for method, share in zip(METHODS, found)), sep="  ", flush=True)


def bootstrap(*paths):
    pooled = {"procrustes": [], "vecmap supervised": []}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            name, *methods = file.readline().rstrip("\n").split("\t")
            table = np.array([line.rstrip("\n").split("\t")[1:] for line in file], dtype=float)
        shares = dict(zip(methods, table.mean(axis=0)))
        best = max(methods[1:4], key=shares.get)
        print(f"{name}: {len(table)} words, calque {100 * shares['calque']:.2f}")
        for kind, method in (("procrustes", best), ("vecmap supervised", "vecmap supervised")):
            difference = table[:, 0] - table[:, methods.index(method)]
            random = np.random.default_rng([1, len(name), *name.encode()])
            drawn = difference[random.integers(0, len(difference), (10_000, len(difference)))].mean(axis=1)
            show(f"  less {method} ({100 * shares[method]:.2f})", difference.mean(), drawn)
            if name != "cipher":
                pooled[kind].append((difference, drawn))
    for kind, parts in pooled.items():
        if len(parts) > 1:
            count = sum(len(difference) for difference, _ in parts)
            drawn = sum(len(difference) * means for difference, means in parts) / count
            show(f"real pairs together ({count} words) less {kind}", sum(difference.sum() for difference, _ in parts) / count, drawn)


def show(label, difference, drawn):
    low, high = np.quantile(drawn, [0.025, 0.975])
    print(f"{label}: {100 * difference:+.2f} ({100 * low:+.2f} to {100 * high:+.2f})")


if __name__ == "__main__":
    {"score": score, "bootstrap": bootstrap}[sys.argv[1]](*sys.argv[2:])
