#!/usr/bin/env python3
"""Tables of the laboratory's runs: the median over the seeds, and the worst in brackets. table.py RUNS.jsonl"""
import json
import pathlib
import statistics
import sys


def cell(rows, name, worst=min, percent=100, digits=1):
    values = [percent * row[name] for row in rows if row.get(name) is not None]
    if not values:
        return ""
    middle, end = f"{statistics.median(values):.{digits}f}", f"{worst(values):.{digits}f}"
    return middle if middle == end else f"{middle} ({end})"


def grouped(rows):
    groups = {}
    for row in rows:
        groups.setdefault((row["set"], row["lines"], row["kind"], row["share"]), []).append(row)
    return groups.items()


def lines(rows, columns):
    titles = ["set", "lines", "kind", "%", *(title for title, _ in columns)]
    yield titles
    yield ["---"] * 4 + ["---:"] * len(columns)
    for (name, part, kind, share), group in grouped(rows):
        cells = [make(group) for _, make in columns]
        if any(cells):
            yield [name, part, kind, f"{100 * share:.0f}", *cells]


def difference(rows, left, right):
    changed = [row | {"difference": row[left] - row[right]} for row in rows if left in row]
    return cell(changed, "difference", percent=1, digits=2)


def held_out(rows, name, worst=min):
    return cell([row["held out"] for row in rows if row.get("held out")], name, worst)


CHECK = [
    ("seeds", lambda rows: str(len(rows))),
    ("reversed found", lambda rows: cell(rows, "found reversed")),
    ("precision", lambda rows: cell(rows, "precision reversed")),
    ("shuffled found", lambda rows: cell(rows, "found shuffled")),
    ("misspelt found", lambda rows: cell(rows, "found misspelt")),
    ("outlier: precision", lambda rows: cell(rows, "precision outlier")),
    ("non-word: precision", lambda rows: cell(rows, "precision non-word")),
    ("right lines named", lambda rows: cell([row | {"false": sum(row["named " + name] * (1 - (row["precision " + name] or 0)) for name in ("reversed", "outlier", "non-word")) / row["count"]} for row in rows], "false", max)),
    ("seconds", lambda rows: cell(rows, "check seconds", max, 1)),
]
REPAIR = [
    ("wrong gone", lambda rows: cell(rows, "gone")),
    ("of them mended", lambda rows: cell(rows, "mended")),
    ("right kept", lambda rows: cell(rows, "kept")),
    ("reversed turned", lambda rows: cell(rows, "turned")),
    ("undone byte for byte", lambda rows: f"{sum(row['undone'] for row in rows if 'undone' in row)} of {len(rows)}" if any("undone" in row for row in rows) else ""),
    ("original kept", lambda rows: str(sum(row["original kept"] for row in rows if "undone" in row)) if any("undone" in row for row in rows) else ""),
    ("held-out change", lambda rows: held_out(rows, "difference")),
    ("its upper end", lambda rows: held_out(rows, "high")),
]
TEST = [
    (f"{retrieval} {title}", make)
    for retrieval in ("csls", "nn")
    for title, make in (
        ("clean", lambda rows, r=retrieval: cell(rows, r + " clean", percent=1, digits=2)),
        ("spoilt", lambda rows, r=retrieval: cell(rows, r + " spoilt", percent=1, digits=2)),
        ("repaired", lambda rows, r=retrieval: cell(rows, r + " repaired", percent=1, digits=2)),
        ("repaired - clean", lambda rows, r=retrieval: difference(rows, r + " repaired", r + " clean")),
    )
]


def write(rows, stream):
    for title, columns in (("Check", CHECK), ("Repair", REPAIR), ("P@1 on the test part", TEST)):
        print(f"\n## {title}\n", file=stream)
        for cells in lines(rows, columns):
            print("| " + " | ".join(cells) + " |", file=stream)


if __name__ == "__main__":
    write([json.loads(line) for line in pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()], sys.stdout)
