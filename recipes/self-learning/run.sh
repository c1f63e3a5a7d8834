#!/usr/bin/env bash
# Runs `calque align --method self-learning` from 50 pairs, from equal words and from nothing, with ten seeds each, on known-answer worlds and on the cipher pair.
#   CALQUE_VECTORS=FOLDER recipes/self-learning/run.sh [RESULTS]      (README.md beside this script)
# RESULTS: a file of lines; runs that stand there already are not made again. SEEDS="1 2" makes fewer. About an hour of processor time.
# CALQUE_WORLDS: a folder that write-world.cs has filled. CALQUE_VECTORS_FRESH: a folder with cipa.vec, cipb.vec, cipher.train.txt and cipher.test.txt of a cipher pair of its own: with and without a dictionary, once.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
seeds=${SEEDS:-1 2 3 4 5 6 7 8 9 10}
threads=${THREADS:-0}
pairs=${CALQUE_PAIRS:-$root/../shared/data/dictionaries/pairs}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=$(realpath -m "${1:-$work/results}")
touch "$results"
if [ -z "${CALQUE:-}" ]; then
  dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
  CALQUE=$root/src/Calque.Cli/bin/Release/net10.0/calque
fi
trial="$python $root/recipes/self-learning/trial.py"

run() { # data, start, seed, source vectors, target vectors, test dictionary, align's options ...
  local data=$1 start=$2 seed=$3 source=$4 target=$5 test=$6; shift 6
  if grep -q "^$data $start $seed " "$results"; then return; fi
  $trial run "$CALQUE" "$work" "$data" "$start" "$seed" "$test" --source-embeddings "$source" --target-embeddings "$target" --seed "$seed" --threads "$threads" "$@" | tee -a "$results"
}

worlds=${CALQUE_WORLDS:-$work/world}
# shellcheck disable=SC2086
[ -n "${CALQUE_WORLDS:-}" ] || dotnet run recipes/self-learning/write-world.cs "$worlds" $seeds
cipher=no
if [ -f "${CALQUE_VECTORS:-}/cipa.vec" ]; then
  cipher=yes
  zcat "$pairs/cipher.train.txt.gz" > "$work/train.tsv"
  zcat "$pairs/cipher.test.txt.gz" > "$work/test.tsv"
  run cipher procrustes 1 "$CALQUE_VECTORS/cipa.vec" "$CALQUE_VECTORS/cipb.vec" "$work/test.tsv" --method procrustes --normalization unit-centre-unit --dictionary "$work/train.tsv"
else
  echo "CALQUE_VECTORS has no cipa.vec: the cipher pair is left out"
fi

if [ -f "${CALQUE_VECTORS_FRESH:-}/cipa.vec" ]; then
  fresh=$CALQUE_VECTORS_FRESH
  set -- 1 "$fresh/cipa.vec" "$fresh/cipb.vec" "$fresh/cipher.test.txt"
  run fresh procrustes "$@" --method procrustes --normalization unit-centre-unit --dictionary "$fresh/cipher.train.txt"
  run fresh auto "$@" --method auto --dictionary "$fresh/cipher.train.txt"
  run fresh nothing "$@" --method self-learning --start nothing
fi

for seed in $seeds; do
  a=$worlds/$seed/a.vec b=$worlds/$seed/b.vec test=$worlds/$seed/test.tsv
  head -n 50 "$worlds/$seed/train.tsv" > "$work/fifty.tsv"
  run world procrustes "$seed" "$a" "$b" "$test" --method procrustes --normalization unit-centre-unit --dictionary "$worlds/$seed/train.tsv"
  run world 50-pairs "$seed" "$a" "$b" "$test" --method self-learning --dictionary "$work/fifty.tsv"
  run world identical "$seed" "$a" "$b" "$test" --method self-learning --start identical
  run world nothing "$seed" "$a" "$b" "$test" --method self-learning --start nothing
  [ "$cipher" = yes ] || continue
  a=$CALQUE_VECTORS/cipa.vec b=$CALQUE_VECTORS/cipb.vec test=$work/test.tsv
  $trial draw "$work/train.tsv" "$seed" > "$work/fifty.tsv"
  $trial plant "$work/train.tsv" "$seed" "$b" > "$work/planted.vec"
  run cipher nothing "$seed" "$a" "$b" "$test" --method self-learning --start nothing
  run cipher 50-pairs "$seed" "$a" "$b" "$test" --method self-learning --dictionary "$work/fifty.tsv"
  run cipher identical "$seed" "$a" "$work/planted.vec" "$test" --method self-learning --start identical
done

$trial verdict "$results"
