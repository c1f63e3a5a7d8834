#!/usr/bin/env bash
# Aligns four pairs of languages by Procrustes and compares what `calque align evaluate` says with reference.py, to the hundredth of a percent.
# CALQUE_VECTORS: a folder with cipa.vec, cipb.vec, eng.vec, fra.vec, lav.vec; CALQUE_VECTORS_PARALLEL: one with eng.vec and swh.vec. What is missing is left out.
# The dictionaries are those of ../shared/data. About ten minutes on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
export OPENBLAS_NUM_THREADS=1
[ -d "${CALQUE_VECTORS:-}" ] || { echo "set CALQUE_VECTORS to a folder of vectors (README.md beside this script)" >&2; exit 2; }
dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
calque=$root/src/Calque.Cli/bin/Release/net10.0/calque
pairs=${CALQUE_PAIRS:-$root/../shared/data/dictionaries/pairs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

compare() { # name, source vectors, target vectors, training dictionaries ...
  local name=$1 source=$2 target=$3; shift 3
  [ -f "$source" ] && [ -f "$target" ] || { echo "$name: no vectors, left out"; return; }
  zcat "$@" > "$work/train.txt"
  for normalization in raw unit unit-centre-unit; do
    "$calque" align --quiet --force --source-embeddings "$source" --target-embeddings "$target" --dictionary "$work/train.txt" \
      --method procrustes --normalization "$normalization" --vocabulary-limit 20000 --output "$work/alignment"
    "$python" "$root/recipes/alignment/reference.py" "$source" "$target" 20000 "$normalization" "$pairs/$name.test.txt.gz" "$work/train.txt" > "$work/reference"
    for retrieval in nn csls; do
      "$calque" align evaluate --alignment "$work/alignment" --dictionary "$pairs/$name.test.txt.gz" --retrieval "$retrieval" --vocabulary-limit 20000 --json > "$work/result"
      ours=$("$python" -c 'import json, sys; r = json.load(open(sys.argv[1])); m = r["muse"]
print(*(f"{100 * m[k]:.2f}" for k in ("p1", "p5", "p10")), m["words"], r["fasttext"]["words"])' "$work/result")
      theirs=$(awk -v r="$retrieval" '$1 == r { print $2, $3, $4, $5, $6 }' "$work/reference")
      verdict=same
      if [ "$ours" != "$theirs" ]; then verdict="DIFFERS from $theirs"; failed=1; fi
      echo "$name  $normalization  $retrieval  $ours  $verdict"
    done
  done
}

compare cipher "$CALQUE_VECTORS/cipa.vec" "$CALQUE_VECTORS/cipb.vec" "$pairs/cipher.train.txt.gz"
compare eng-fra "$CALQUE_VECTORS/eng.vec" "$CALQUE_VECTORS/fra.vec" "$pairs/eng-fra.train.txt.gz"
compare eng-lav "$CALQUE_VECTORS/eng.vec" "$CALQUE_VECTORS/lav.vec" "$pairs/eng-lav.train.txt.gz"
compare eng-swh "${CALQUE_VECTORS_PARALLEL:-}/eng.vec" "${CALQUE_VECTORS_PARALLEL:-}/swh.vec" "$pairs/eng-swh.train.txt.gz" "$pairs/eng-swh.freedict.train.txt.gz"
exit "$failed"
