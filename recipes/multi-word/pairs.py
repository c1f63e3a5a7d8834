#!/usr/bin/env python3
"""Dictionaries with and without entries of several words.

  pairs.py TEST ENTRIES OUT TRAIN [TRAIN ...]

Writes OUT.words (the pairs of the training lists), OUT.test (a copy of TEST) and OUT.phrases: the lines of ENTRIES (tab-separated) of which a side has several words, in NFC, lower
case and with straight apostrophes, as the training lists are. An entry whose source side holds a word of TEST is left out: it would give that word's translation away."""
import gzip
import sys
import unicodedata


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield line.rstrip("\r\n")


def tidy(side):
    return " ".join(unicodedata.normalize("NFC", side).lower().replace("’", "'").split())


test_path, entries, out, *train = sys.argv[1:]
test = {line.split()[0] for line in lines(test_path)}
with open(out + ".test", "w", encoding="utf-8") as file:
    file.writelines(line + "\n" for line in lines(test_path))
with open(out + ".words", "w", encoding="utf-8") as file:
    file.writelines("\t".join(line.split()) + "\n" for path in train for line in lines(path) if len(line.split()) == 2)
seen = set()
with open(out + ".phrases", "w", encoding="utf-8") as file:
    for line in lines(entries):
        sides = [tidy(side) for side in line.split("\t")[:2]]
        if len(sides) < 2 or not all(sides) or not any(" " in side for side in sides) or test & set(sides[0].split()) or tuple(sides) in seen:
            continue
        seen.add(tuple(sides))
        file.write("\t".join(sides) + "\n")
