#!/usr/bin/env bash
# Runs `calque align --method adversarial` with ten seeds on clouds whose truth is known, and on the cipher pair where it is there: README.md beside this script.
#   recipes/adversarial/run.sh [RESULTS]      RESULTS: a file of lines; runs that stand there already are not made again.
# SEEDS="1 2" makes fewer, KINDS="clusters isotropic" too. CALQUE_VECTORS: a folder with cipa.vec, cipb.vec, eng.vec and fra.vec; CALQUE_PAIRS: the folder of cipher.test.txt.gz.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
python=${PYTHON:-python3}
seeds=${SEEDS:-1 2 3 4 5 6 7 8 9 10}
kinds=${KINDS-clusters noisy many world isotropic unrelated}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=$(realpath -m "${1:-$work/results}")
touch "$results"
if [ -z "${CALQUE:-}" ]; then
  dotnet build src/Calque.Cli -c Release -nologo -v quiet -clp:NoSummary
  CALQUE=$root/src/Calque.Cli/bin/Release/net10.0/calque
fi

run() { # name, source, target, gold, options ...
  if ! grep -q "^$1 " "$results"; then
    "$python" "$root/recipes/adversarial/trial.py" run "$CALQUE" "$work" "$@" | tee -a "$results"
  fi
}

clouds=${CALQUE_CLOUDS:-$work/clouds}
# shellcheck disable=SC2086
[ -n "${CALQUE_CLOUDS:-}" ] || dotnet run recipes/adversarial/write-clouds.cs "$clouds" $seeds
for kind in $kinds; do
  for seed in $seeds; do
    run "$kind-$seed" "$clouds/$kind-$seed/a.vec" "$clouds/$kind-$seed/b.vec" "$clouds/$kind-$seed/gold.tsv" --seed "$seed"
  done
done
if [ -f "${CALQUE_VECTORS:-}/cipa.vec" ]; then
  zcat "${CALQUE_PAIRS:-$root/../shared/data/dictionaries/pairs}/cipher.test.txt.gz" > "$work/test.tsv"
  run cipher-1 "$CALQUE_VECTORS/cipa.vec" "$CALQUE_VECTORS/cipb.vec" "$work/test.tsv" --seed 1
  run english-french-1 "$CALQUE_VECTORS/eng.vec" "$CALQUE_VECTORS/fra.vec" none --seed 1
fi
"$python" recipes/adversarial/trial.py verdict "$results"
