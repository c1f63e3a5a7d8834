#!/usr/bin/env python3
"""Splits the world's gold dictionary by source word into 800 test words and the rest, in drawn order. world.py GOLD.tsv TRAIN TEST"""
import pathlib
import random
import sys

gold, train, test = map(pathlib.Path, sys.argv[1:])
pairs = [tuple(line.split()[:2]) for line in gold.read_text(encoding="utf-8").splitlines()]
pairs = [pair for pair in pairs if pair[0] != pair[1]]
random_ = random.Random(1)
sources = sorted({source for source, _ in pairs})
random_.shuffle(sources)
held_out = set(sources[:800])
random_.shuffle(pairs)
for path, part in ((train, False), (test, True)):
    path.write_text("".join(f"{a}\t{b}\n" for a, b in pairs if (a in held_out) == part), encoding="utf-8")
