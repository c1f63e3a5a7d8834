#!/usr/bin/env bash
# Spoils dictionaries on purpose, has `calque dictionary check` and `repair` look at them, and prints tables of what they found and mended.
#   CALQUE_VECTORS=DIR [CALQUE_VECTORS_PARALLEL=DIR] recipes/dictionary-lab/run.sh [--seeds 1-5] [--sets cipher,world,eng-fra,eng-swh] [--lines all,300,300-drawn]
#     [--kinds clean,reversed,shuffled,misspelt,mixed] [--shares 0.1,0.2,0.4] [--test-shares 0.2] [--check-only] [--output RUNS.jsonl]
# CALQUE_VECTORS: a folder with cipa.vec, cipb.vec, eng.vec, fra.vec; CALQUE_VECTORS_PARALLEL: one with eng.vec and swh.vec. What is missing is left out;
# the known-answer world is made here and needs neither. With --output, runs that the file has are not repeated, so a long run can be taken up again.
# All cells of five seeds are some two hours of one core; --seeds 1 --sets world --lines 300 is two minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
here=$root/recipes/dictionary-lab
python=${PYTHON:-python3}
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet run recipes/world/write-world.cs "$work/made"
mkdir "$work/world"
mv "$work"/made/vectors/[ab].vec "$work/world/"
"$python" "$here/world.py" "$work/made/dictionaries/a-b.tsv" "$work/world/train.txt" "$work/world/test.txt"
"$python" "$here/lab.py" --calque "$root/src/Calque.Cli/bin/Release/net10.0/calque" --vectors "${CALQUE_VECTORS:-}" --parallel "${CALQUE_VECTORS_PARALLEL:-}" \
  --pairs "${CALQUE_PAIRS:-$root/../shared/data/dictionaries/pairs}" --world "$work/world" --work "$work/runs" --output "$work/runs.jsonl" "$@"
