#!/usr/bin/env bash
# P@1 of alignments with entries of several words skipped and composed, on words that stand in none of them.
# CALQUE_VECTORS: a folder with eng.vec, fra.vec, lav.vec; CALQUE_VECTORS_PARALLEL: one with eng.vec and swh.vec. What is missing is left out.
# The dictionaries are those of ../shared/data. METHODS: which methods; SIZES: how many pairs of words to draw beside the entries (0: all); PAIRS: which languages;
# CALQUE: a command that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
export OPENBLAS_NUM_THREADS=1
[ -d "${CALQUE_VECTORS:-}" ] || { echo "set CALQUE_VECTORS to a folder of vectors (README.md beside this script)" >&2; exit 2; }
calque=${CALQUE:-}
if [ -z "$calque" ]; then
  dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
  calque=$root/src/Calque.Cli/bin/Release/net10.0/calque
fi
data=${CALQUE_DICTIONARIES:-$root/../shared/data/dictionaries}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
limit=20000

measure() { # name, source vectors, target vectors, file of entries, training lists ...
  local name=$1 source=$2 target=$3 entries=$4; shift 4
  [ -f "$source" ] && [ -f "$target" ] || { echo "$name: no vectors, left out"; return; }
  "$python" "$root/recipes/multi-word/pairs.py" "$data/pairs/$name.test.txt.gz" "$entries" "$work/d" "$@"
  for size in ${SIZES:-0 300}; do
    cp "$work/d.words" "$work/words.txt"
    if [ "$size" -gt 0 ]; then
      # Only lines that both vocabularies cover make the number of pairs what it says.
      awk 'NR == FNR { s[$1]; next } FILENAME == ARGV[2] { t[$1]; next } ($1 in s) && ($2 in t)' <(sed -n "2,$((limit + 1))p" "$source") <(sed -n "2,$((limit + 1))p" "$target") "$work/d.words" > "$work/covered.txt"
      "$calque" dictionary convert --quiet --force --dictionary "$work/covered.txt" --sample "$size" --seed 1 --output "$work/words.txt"
    fi
    cat "$work/words.txt" "$work/d.phrases" > "$work/train.txt"
    for method in ${METHODS:-procrustes whitening}; do
      for use in skip compose; do
        "$calque" align --quiet --force --source-embeddings "$source" --target-embeddings "$target" --dictionary "$work/train.txt" --method "$method" --multi-word $use \
          --vocabulary-limit $limit --output "$work/$use"
        for side in source target; do
          "$calque" align apply --quiet --force --alignment "$work/$use" --embeddings "${!side}" --side $side --output "$work/$use.$side.vec"
        done
      done
      used=$("$python" -c 'import json, sys; d = json.load(open(sys.argv[1]))["dictionary"]; print(d["used"] - d["composed"], "pairs,", d["composed"], "composed")' "$work/compose/calque.manifest.json")
      echo "$name  $method  $used  $("$python" "$root/recipes/multi-word/compare.py" "$work/d.test" $limit "$work/skip.source.vec" "$work/skip.target.vec" "$work/compose.source.vec" "$work/compose.target.vec")"
    done
  done
}

zcat "$data/wechsel/french.txt.gz" > "$work/fra.txt"
zcat "$data/wechsel/latvian.txt.gz" > "$work/lav.txt"
"$calque" dictionary convert --quiet --dictionary "$data/freedict/eng-swh.index" --output "$work/fd1.txt"
"$calque" dictionary convert --quiet --dictionary "$data/freedict/swh-eng.index" --swap --output "$work/fd2.txt"
{ zcat "$data/wechsel/swahili.txt.gz"; cat "$work/fd1.txt" "$work/fd2.txt"; } > "$work/swh.txt"
for pair in ${PAIRS:-eng-swh eng-lav eng-fra}; do
  case $pair in
    eng-swh) measure eng-swh "${CALQUE_VECTORS_PARALLEL:-}/eng.vec" "${CALQUE_VECTORS_PARALLEL:-}/swh.vec" "$work/swh.txt" "$data/pairs/eng-swh.train.txt.gz" "$data/pairs/eng-swh.freedict.train.txt.gz" ;;
    eng-lav) measure eng-lav "$CALQUE_VECTORS/eng.vec" "$CALQUE_VECTORS/lav.vec" "$work/lav.txt" "$data/pairs/eng-lav.train.txt.gz" ;;
    eng-fra) measure eng-fra "$CALQUE_VECTORS/eng.vec" "$CALQUE_VECTORS/fra.vec" "$work/fra.txt" "$data/pairs/eng-fra.train.txt.gz" ;;
  esac
done
