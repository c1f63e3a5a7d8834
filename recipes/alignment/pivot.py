#!/usr/bin/env python3
"""pivot.py OUT-PREFIX LEFT[,LEFT...] RIGHT[,RIGHT...]: joins English-X and English-Y dictionaries over English words with at most three translations on either side; writes
PREFIX.train.txt and PREFIX.test.txt, three tenths of the X words, drawn with seed 1, all translations of a word on one side."""
import collections, gzip, random, sys
def read(paths):
    table = collections.defaultdict(set)
    for path in paths.split(","):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if len(line.split()) == 2:
                    a, b = line.split(); table[a].add(b)
    return table
prefix, left, right = sys.argv[1], read(sys.argv[2]), read(sys.argv[3])
pairs = {(x, y) for word in left if len(left[word]) <= 3 and len(right.get(word, "1234")) <= 3 and word in right for x in left[word] for y in right[word]}
words = sorted({x for x, _ in pairs}); random.Random(1).shuffle(words); test = set(words[:len(words) * 3 // 10])
for name, chosen in (("train", [p for p in sorted(pairs) if p[0] not in test]), ("test", [p for p in sorted(pairs) if p[0] in test])):
    with open(f"{prefix}.{name}.txt", "w", encoding="utf-8") as file: file.writelines(f"{x}\t{y}\n" for x, y in chosen)
    print(name, len(chosen), len({x for x, _ in chosen}))
