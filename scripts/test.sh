#!/usr/bin/env bash
# Runs every test project, then the kernels' tests on the narrower instruction sets and a run under a culture that writes
# numbers with a comma and has two letters i. The last line is "N passed, N failed, N skipped" over all runs.
# Usage: scripts/test.sh [-c Debug|Release] [--filter EXPRESSION]     (a filter runs the first round only)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/engine.sh
source scripts/environment.sh

configuration=Release
filter=""
while [ $# -gt 0 ]; do
  case "$1" in
    -c) configuration=$2; shift 2 ;;
    --filter) filter=$2; shift 2 ;;
    *) echo "scripts/test.sh: unknown argument $1" >&2; exit 2 ;;
  esac
done

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0
ended_badly=()

# run NAME PROJECT FILTER [VARIABLE=VALUE ...]
run() {
  local name=$1 project=$2 expression=$3 status=0 started=$SECONDS log="$results/$1.log"
  shift 3
  local assembly="tests/$project/bin/$configuration/net10.0/$project.dll"
  local arguments=(--logger "trx;LogFileName=$name.trx" --results-directory "$results" --nologo
                   --blame-hang-timeout 10m --blame-hang-dump-type none)
  if [ -n "$expression" ]; then arguments+=(--filter "$expression"); fi
  env "$@" dotnet test "$assembly" "${arguments[@]}" > "$log" 2>&1 || status=$?

  local counts=(0 0 0)
  if [ -f "$results/$name.trx" ]; then
    read -r -a counts < <(awk -f scripts/count-results.awk "$results/$name.trx")
    awk -v run="$name" -f scripts/skipped-tests.awk "$results/$name.trx" >> "$results/skipped"
  fi
  # A test host that died leaves no failed test behind, and its run is no success.
  if [ "$status" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then
    ended_badly+=("$name (exit code $status)")
    counts[1]=1
  fi
  if [ $((counts[0] + counts[1] + counts[2])) -eq 0 ]; then
    ended_badly+=("$name (no test ran)")
    counts[1]=1
  fi
  passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
  if [ "${counts[1]}" -ne 0 ]; then cat "$log"; fi
  echo "$name: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped in $((SECONDS - started)) s"
}

dotnet build -c "$configuration" -nologo -v quiet -clp:NoSummary

for project in tests/*/*.csproj; do
  project=$(basename "$project" .csproj)
  run "$project" "$project" "$filter"
done

if [ -z "$filter" ]; then
  kernels='FullyQualifiedName~Calque.Tests.Numerics|FullyQualifiedName~Calque.Tests.Alignment'
  run Kernels-without-AVX512 Calque.Tests "$kernels" DOTNET_EnableAVX512=0
  run Kernels-without-AVX2 Calque.Tests "$kernels" DOTNET_EnableAVX2=0
  if [ "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-0}" = 1 ]; then
    echo "Culture-tr-TR: not run, this system has no ICU and so no cultures"
  else
    run Culture-tr-TR Calque.Tests \
      'FullyQualifiedName!~Tests.Numerics&FullyQualifiedName!~Tests.Packaging&FullyQualifiedName!~Tests.Fuzz&FullyQualifiedName!~Tests.Hardness' \
      LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8
  fi
fi

if [ -s "$results/skipped" ]; then
  echo "skipped, with the reason:"
  sort -u "$results/skipped" | awk -F '\t' '{ if ($1 != last) print "  " $1; last = $1; print "    " $2 }'
fi
for run in "${ended_badly[@]}"; do echo "ended badly, counted as one failed test: $run"; done
totals="$passed passed, $failed failed, $skipped skipped"
echo "$totals" | tee "$results/totals"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
