"""Scores what check and repair said of a dictionary whose faults are known, and what a dictionary is worth."""
import numpy as np

FOUND_BY = {"reversed": {"reversed"}, "shuffled": {"outlier"}, "misspelt": {"non-word", "outlier"}}
RIGHTLY_NAMED = {"reversed": {"reversed"}, "outlier": {"shuffled", "misspelt"}, "non-word": {"misspelt"}}


def share(part, whole):
    return len(part) / len(whole) if whole else None


def check(result, faults):
    """Found: the share of each kind that is named. Precision: the share of lines of that name that are of that kind. Only lines that count."""
    findings = {line["line"] - 1: set(line["findings"]) for line in result["lines"]}
    scores = {}
    for kind, names in FOUND_BY.items():
        of_kind = [i for i, fault in enumerate(faults) if fault == kind]
        scores["found " + kind] = share([i for i in of_kind if findings.get(i, set()) & names], of_kind)
    for name, kinds in RIGHTLY_NAMED.items():
        named = [i for i, fault in enumerate(faults) if fault != "left out" and name in findings.get(i, set())]
        scores["named " + name] = len(named)
        scores["precision " + name] = share([i for i in named if faults[i] in kinds], named)
    return scores


def repair(before, after, pairs, faults):
    """Gone, kept, turned: of the lines that are wrong, right, reversed, by what the repaired file says; mended: those of which it has the right pair instead."""
    written = set(after)
    wrong = [i for i, fault in enumerate(faults) if fault in ("shuffled", "misspelt")]
    right = [i for i, fault in enumerate(faults) if fault == "right"]
    turned = [i for i, fault in enumerate(faults) if fault == "reversed"]
    return {
        "gone": share([i for i in wrong if before[i] not in written], wrong),
        "mended": share([i for i in wrong if pairs[i] in written], wrong),
        "kept": share([i for i in right if pairs[i] in written], right),
        "turned": share([i for i in turned if pairs[i] in written and before[i] not in written], turned),
    }


def unit(x):
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-30)


class Space:
    """Two sets of vectors, raw or unit, centred, unit, and a test dictionary."""

    def __init__(self, source, target, test, normalization):
        (self.source, x), (self.target, y) = source, target
        if normalization != "raw":
            x, y = (unit(unit(side) - unit(side).mean(axis=0)) for side in (x, y))
        self.x, self.y = x, y
        self.gold = {}
        for a, b in test:
            if a in self.source and b in self.target:
                self.gold.setdefault(self.source[a], set()).add(self.target[b])
        self.asked = sorted(self.gold)

    def precision(self, pairs):
        """P@1 (MUSE's definition, in percent) by cosine and by CSLS (k = 10, all words) under orthogonal Procrustes on these pairs."""
        rows = np.array(sorted({(self.source[a], self.target[b]) for a, b in pairs if a in self.source and b in self.target}))
        u, _, v = np.linalg.svd(self.x[rows[:, 0]].astype(np.float64).T @ self.y[rows[:, 1]].astype(np.float64))
        mapped, y = unit(self.x @ (u @ v)).astype(np.float32), unit(self.y).astype(np.float32)
        cosines = mapped[self.asked] @ y.T
        near = np.concatenate([np.partition(y[i:i + 500] @ mapped.T, -10, axis=1)[:, -10:].mean(axis=1) for i in range(0, len(y), 500)])
        return {name: 100 * float(np.mean([best in self.gold[word] for word, best in zip(self.asked, scores.argmax(axis=1))]))
                for name, scores in (("nn", cosines), ("csls", 2 * cosines - near))}


def vectors(path):
    """The words, each with its first row, and the rows; word2vec's text form."""
    words, rows = {}, []
    with open(path, encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            word, *values = line.rstrip("\n").rstrip(" ").split(" ")
            words.setdefault(word, len(rows))
            rows.append(np.array(values, dtype=np.float32))
    return words, np.stack(rows)
