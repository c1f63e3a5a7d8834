#!/usr/bin/env bash
# Opens a model directory that `calque transfer` wrote with other programs: npm's tokenizers and, where it is installed, Python's transformers.
# Usage: run.sh [MODEL_DIR [TEXTS.jsonl]]     (without arguments: the output of the demo)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
model=${1:-} texts=${2:-$here/texts.jsonl}
[ -z "$model" ] || model=$(realpath "$model")
texts=$(realpath "$texts")
cd "$here/../.."
source scripts/environment.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

dotnet build src/Calque.Cli -c Release -nologo -v quiet
calque=src/Calque.Cli/bin/Release/net10.0/calque
if [ -z "$model" ]; then
  "$calque" demo --output "$scratch/demo" > /dev/null
  model=$(find "$scratch/demo" -name calque.manifest.json -printf '%h\n' | sort | head -n 1)
fi
"$calque" tokenizer encode --tokenizer "$model" --input "$texts" --output "$scratch/encoded.jsonl" > /dev/null

if command -v npm > /dev/null; then
  mkdir -p artifacts/opens-elsewhere
  cp "$here/package.json" "$here/package-lock.json" artifacts/opens-elsewhere/
  [ -d artifacts/opens-elsewhere/node_modules/tokenizers ] || npm ci --prefix artifacts/opens-elsewhere --ignore-scripts --no-audit --no-fund --loglevel error
  echo "tokenizers: $(NODE_PATH=artifacts/opens-elsewhere/node_modules node "$here/compare-ids.cjs" "$model/tokenizer.json" "$texts" "$scratch/encoded.jsonl")"
else
  echo "tokenizers: not run, there is no npm"
fi

if python3 -c 'import torch, transformers' 2> /dev/null; then
  echo "transformers: $(python3 "$here/open_with_transformers.py" "$model" "$texts" "$scratch/encoded.jsonl")"
else
  echo "transformers: not run; pip install torch transformers safetensors"
fi
