#!/usr/bin/env bash
# Checks the oracle and makes everything under tests/fixtures/neural again: run.sh [FOLDER]. PYTHON names a Python with PyTorch 1.13 or later.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${PYTHON:-python3}
folder=${1:-$here/../../tests/fixtures/neural}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
"$python" "$here/checks.py"
"$python" "$here/fixtures.py" "$folder"
"$python" "$here/tokenizers.py" "$folder"
"$python" "$here/generated.py" "$folder"
"$python" "$here/optimiser.py" "$folder"
"$python" "$here/adversarial.py" "$folder"
