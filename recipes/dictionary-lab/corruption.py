"""Spoils a dictionary on purpose, and remembers which lines, and how."""
import gzip
import random

KINDS = ("reversed", "shuffled", "misspelt")


def read(path):
    """The first two columns of every line."""
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [tuple(line.split()[:2]) for line in file if line.strip()]


def slip(word, random_, letters):
    """One of the four slips of Damerau 1964: a letter too many, too few, another one, two exchanged."""
    while True:
        at, letter = random_.randrange(len(word)), random_.choice(letters)
        slipped = (
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1:],
            word[:at] + letter + word[at + 1:],
            word[:at] + word[at + 1:at + 2] + word[at:at + 1] + word[at + 2:],
        )[random_.randrange(4)]
        if slipped and slipped != word:
            return slipped


def shuffle(pairs, chosen, random_, gold):
    """Targets exchanged among the chosen lines until none is right by chance; where that does not come about, a drawn line's target."""
    targets = [pairs[line][1] for line in chosen]
    random_.shuffle(targets)
    for place, line in enumerate(chosen):
        for _ in range(1000):
            if (pairs[line][0], targets[place]) not in gold:
                break
            other = random_.randrange(len(chosen))
            targets[place], targets[other] = targets[other], targets[place]
    return {line: (pairs[line][0], target) for line, target in zip(chosen, targets) if (pairs[line][0], target) not in gold}


def spoil(pairs, gold, source_words, target_words, kind, share, seed):
    """Returns the lines, what was done to each ("right", a kind, or "left out": sides that are the same or not in the vocabularies, neither spoilt nor counted)."""
    random_ = random.Random(f"{kind} {share} {seed}")
    counts = [i for i, (a, b) in enumerate(pairs) if a != b and a in source_words and b in target_words]
    faults = ["left out"] * len(pairs)
    for line in counts:
        faults[line] = "right"
    chosen = random_.sample(counts, round(share * len(counts)))
    source_letters, target_letters = (sorted({letter for pair in pairs for letter in pair[side]}) for side in (0, 1))
    lines = list(pairs)
    for number, one in enumerate(KINDS):
        part = chosen[number::len(KINDS)] if kind == "mixed" else chosen if kind == one else []
        if one == "shuffled":
            changed = shuffle(pairs, part, random_, gold)
        elif one == "reversed":
            changed = {line: pairs[line][::-1] for line in part}
        else:
            changed = {}
            for line in part:
                a, b = pairs[line]
                while line not in changed or changed[line] in gold:
                    changed[line] = (slip(a, random_, source_letters), b) if random_.random() < 0.5 else (a, slip(b, random_, target_letters))
        for line, pair in changed.items():
            lines[line], faults[line] = pair, one
    return lines, faults
