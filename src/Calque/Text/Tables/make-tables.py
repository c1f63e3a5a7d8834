#!/usr/bin/env python3
"""Writes unicode.bin, the tables of Calque.Text, from Debian's package unicode-data (15.0.0) and the answers of probe.mjs.

    python3 make-tables.py probe.json unicode.bin

The file is a row of sections: length of the name (1 byte), the name, length of the body (4 bytes, little
endian), the body. Numbers in bodies are LEB128. See UnicodeTables.cs for the kinds of bodies.
"""
import json
import struct
import sys

UCD = "/usr/share/unicode/"
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn".split()


def varint(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def set_body(code_points):
    """Ranges as (gap from the end of the last one, length - 1)."""
    out, position, points = bytearray(), 0, sorted(code_points)
    i = 0
    while i < len(points):
        j = i
        while j + 1 < len(points) and points[j + 1] == points[j] + 1:
            j += 1
        out += varint(points[i] - position) + varint(j - i)
        position = points[j] + 1
        i = j + 1
    return bytes(out)


def runs_body(values, default):
    """Runs over all code points as (length, value)."""
    out, start = bytearray(), 0
    for c in range(1, 0x110001):
        if c == 0x110000 or values.get(c, default) != values.get(start, default):
            out += varint(c - start) + varint(values.get(start, default))
            start = c
    return bytes(out)


def map_body(mapping):
    """Code point (as the gap from the last), number of targets, targets."""
    out, last = bytearray(), 0
    for c in sorted(mapping):
        out += varint(c - last) + varint(len(mapping[c])) + b"".join(varint(x) for x in mapping[c])
        last = c
    return bytes(out)


def lines(name):
    for line in open(UCD + name, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line:
            yield [x.strip() for x in line.split(";")]


def points(text):
    ends = text.split("..")
    return range(int(ends[0], 16), int(ends[-1], 16) + 1)


def expand(ranges):
    return {c for a, b in ranges for c in range(a, b + 1)}


probe = json.load(open(sys.argv[1]))
sections = {}

age = {}
for field in lines("DerivedAge.txt"):
    for c in points(field[0]):
        age[c] = tuple(int(x) for x in field[1].split("."))

# General categories, properties and scripts: those of Oniguruma in the Rust library, Unicode 16.
category = {c: CATEGORIES.index("Cs") for c in range(0xD800, 0xE000)}
for name in CATEGORIES:
    for c in expand(probe["properties"].get(name, [])):
        assert c not in category, hex(c)
        category[c] = CATEGORIES.index(name)
assert len(category) == 0x110000
sections["category"] = runs_body(category, 0)
known_scripts = sorted(x[2] for x in probe["aliases"] if x[2] in probe["properties"])
known_scripts += [s for s in ("Garay", "Gurung_Khema", "Kirat_Rai", "Ol_Onal", "Sunuwar", "Todhri", "Tulu_Tigalari")
                  if s in probe["properties"]]
script = {}
for i, name in enumerate(known_scripts):
    for c in expand(probe["properties"][name]):
        script[c] = i
short = {x[2]: x[1] for x in probe["aliases"]}
short.update(Garay="Gara", Gurung_Khema="Gukh", Kirat_Rai="Krai", Ol_Onal="Onao", Sunuwar="Sunu", Todhri="Todr", Tulu_Tigalari="Tutg")
sections["script"] = runs_body(script, known_scripts.index("Unknown"))
sections["script-names"] = "\n".join(f"{n} {short[n]}" for n in known_scripts).encode()
posix = set("alnum alpha blank cntrl digit graph lower print punct space upper word xdigit \\w \\d \\s \\h Any".split())
for name, ranges in probe["properties"].items():
    if name not in CATEGORIES and name not in known_scripts and name not in posix:
        sections["property:" + name] = set_body(expand(ranges))

# What the components of the Rust library treat by tables of their own, older ones.
for name in ("punctuation", "digits", "bert_removed", "bert_accents", "marks"):
    sections["set:" + name] = set_body(expand(probe["sets"][name]))
unicode_scripts = {}
for a, b, i in probe["scripts"]:
    for c in range(a, b + 1):
        unicode_scripts[c] = i + 1
for c in expand(probe["any"]):
    unicode_scripts[c] = 0
sections["unicode-scripts"] = runs_body(unicode_scripts, 0)

# Normalisation: Unicode 15; the Rust library knows Unicode 9, so what is newer is listed.
ccc, canonical, compatible = {}, {}, {}
simple = {"upper": {}, "lower": {}, "title": {}}
for field in (line.rstrip("\n").split(";") for line in open(UCD + "UnicodeData.txt", encoding="utf-8")):
    c = int(field[0], 16)
    if field[3] != "0":
        ccc[c] = int(field[3])
    if field[5].startswith("<"):
        compatible[c] = [int(x, 16) for x in field[5].split()[1:]]
    elif field[5]:
        canonical[c] = [int(x, 16) for x in field[5].split()]
    for name, i in (("upper", 12), ("lower", 13), ("title", 14)):
        if field[i]:
            simple[name][c] = [int(field[i], 16)]
newer = {c for c in {**ccc, **canonical, **compatible} if age[c] > (9, 0)}
for name, tables in (("NFD", (canonical,)), ("NFKD", (canonical, compatible))):
    def full(c):
        for table in tables:
            if c in table and c not in newer:
                return [y for x in table[c] for y in full(x)]
        return [c]
    given = {c: [ord(x) for x in t] for c, t in probe["maps"][name] if not 0xAC00 <= c <= 0xD7A3}
    ours = {c: full(c) for t in tables for c in t if full(c) != [c]}
    # The probe puts the character between letters: combining marks alone do not show their decomposition otherwise.
    assert given == ours, name
sections["combining-class"] = runs_body(ccc, 0)
sections["canonical"] = map_body(canonical)
sections["compatible"] = map_body(compatible)
sections["not-composed"] = set_body(
    c for field in lines("DerivedNormalizationProps.txt") if field[1] == "Full_Composition_Exclusion" for c in points(field[0]))
sections["newer-than-9"] = set_body(newer)

# Casing: Unicode 15 with the unconditional rules of SpecialCasing; lower case with the few letters that the library has more.
for field in lines("SpecialCasing.txt"):
    if len(field) > 5 or field[4]:
        continue  # conditional: the final sigma is code, the rest belongs to languages
    c = int(field[0], 16)
    for name, i in (("lower", 1), ("title", 2), ("upper", 3)):
        simple[name][c] = [int(x, 16) for x in field[i].split()]
lower = {c: [ord(x) for x in t] for c, t in probe["maps"]["lowercase"]}
assert all(lower[c] == t for c, t in simple["lower"].items() if t != [c])
assert all(c not in age for c in lower if c not in simple["lower"])
sections["lower"] = map_body(lower)
sections["upper"] = map_body({c: t for c, t in simple["upper"].items() if t != [c]})
sections["title"] = map_body({c: t for c, t in {**simple["upper"], **simple["title"]}.items() if t != [c]})

# Grapheme clusters: Unicode 15, and the later marks that the library joins to what stands before them.
BREAKS = "Other CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT Extended_Pictographic".split()
breaks = {}
for field in lines("auxiliary/GraphemeBreakProperty.txt"):
    for c in points(field[0]):
        breaks[c] = BREAKS.index(field[1])
for field in lines("emoji/emoji-data.txt"):
    if field[1] == "Extended_Pictographic":
        for c in points(field[0]):
            assert c not in breaks, hex(c)
            breaks[c] = BREAKS.index("Extended_Pictographic")
for c in expand(probe["sets"]["extends"]):
    if breaks.get(c) not in (BREAKS.index("Extend"), BREAKS.index("ZWJ"), BREAKS.index("SpacingMark")):
        assert c not in age and c not in breaks, hex(c)
        breaks[c] = BREAKS.index("Extend")
sections["grapheme-break"] = runs_body(breaks, 0)

data = b"".join(bytes([len(n)]) + n.encode() + struct.pack("<I", len(b)) + b for n, b in sections.items())
open(sys.argv[2], "wb").write(data)
print(len(sections), "sections,", len(data), "bytes")
