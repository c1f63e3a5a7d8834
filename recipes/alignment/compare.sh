#!/usr/bin/env bash
# Aligns pairs of languages by `calque align --method auto` and holds it to Procrustes (the best of three normalisations) and to vecmap's supervised method, written anew in
# compare.py, on the test words: CSLS P@1 and paired bootstraps, for each pair and for the real pairs together.
#   CALQUE_VECTORS=FOLDER CALQUE_VECTORS_PARALLEL=FOLDER recipes/alignment/compare.sh [RESULTS]      (README.md beside this script)
# RESULTS: a folder for the maps and hits; pairs whose hits stand there already are not made again. OTHERS: a file of further pairs, one a line: name, source vectors, target
# vectors, test dictionary, training dictionaries. About ten minutes of processor time.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
export OPENBLAS_NUM_THREADS=1
pairs=${CALQUE_PAIRS:-$root/../shared/data/dictionaries/pairs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=$(realpath -m "${1:-$work/results}")
mkdir -p "$results"
if [ -z "${CALQUE:-}" ]; then
  dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
  CALQUE=$root/src/Calque.Cli/bin/Release/net10.0/calque
fi
made=()

compare() { # name, source vectors, target vectors, test dictionary, training dictionaries ...
  local name=$1 source=$2 target=$3 test=$4; shift 4
  [ -f "$source" ] && [ -f "$target" ] || { echo "$name: no vectors, left out"; return; }
  made+=("$results/$name.hits")
  [ ! -s "$results/$name.hits" ] || return 0
  zcat -f "$@" > "$work/train.txt"
  [ -d "$results/$name" ] || "$CALQUE" align --quiet --source-embeddings "$source" --target-embeddings "$target" --dictionary "$work/train.txt" \
    --method auto --vocabulary-limit 20000 --threads "${THREADS:-0}" --output "$results/$name"
  "$CALQUE" align apply --quiet --force --alignment "$results/$name" --embeddings "$source" --output "$work/source.vec"
  "$CALQUE" align apply --quiet --force --alignment "$results/$name" --embeddings "$target" --side target --output "$work/target.vec"
  "$python" "$root/recipes/alignment/compare.py" score "$name" "$source" "$target" 20000 "$work/source.vec" "$work/target.vec" "$test" "$results/$name.hits" "$work/train.txt"
}

usual=${CALQUE_VECTORS:-} parallel=${CALQUE_VECTORS_PARALLEL:-}
compare cipher "$usual/cipa.vec" "$usual/cipb.vec" "$pairs/cipher.test.txt.gz" "$pairs/cipher.train.txt.gz"
compare eng-fra "$usual/eng.vec" "$usual/fra.vec" "$pairs/eng-fra.test.txt.gz" "$pairs/eng-fra.train.txt.gz"
compare eng-lav "$usual/eng.vec" "$usual/lav.vec" "$pairs/eng-lav.test.txt.gz" "$pairs/eng-lav.train.txt.gz"
compare eng-swh "$parallel/eng.vec" "$parallel/swh.vec" "$pairs/eng-swh.test.txt.gz" "$pairs/eng-swh.train.txt.gz" "$pairs/eng-swh.freedict.train.txt.gz"
"$python" "$root/recipes/alignment/compare.py" bootstrap "${made[@]}"
if [ -n "${OTHERS:-}" ]; then
  made=()
  while read -r -a pair; do compare "${pair[@]}" < /dev/null; done < "$OTHERS"
  "$python" "$root/recipes/alignment/compare.py" bootstrap "${made[@]}"
fi
