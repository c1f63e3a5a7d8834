#!/usr/bin/env bash
# Compares the rows of English-Swahili transfers with a plain float64 reading of the published equations.
# CALQUE_VECTORS names a folder with eng.bin and swh.bin; the tokenizers and the dictionary are those of ../shared/data.
# About ten minutes on two quiet cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ ! -f "${CALQUE_VECTORS:-}/eng.bin" ]; then
  echo "set CALQUE_VECTORS to a folder with eng.bin and swh.bin (README.md beside this script)" >&2
  exit 2
fi
dotnet test tests/Calque.Tests -c Release --filter FullyQualifiedName~ParityTests --logger "console;verbosity=detailed" \
  | grep -E "agree|differ|Passed|Failed|Skipped"
