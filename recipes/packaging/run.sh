#!/usr/bin/env bash
# Publishes the command in its four forms and installs the tool, runs each, and prints size and CPU time of the help.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source scripts/environment.sh
platform=$(scripts/platform.sh)
goal=$(mktemp -d)
trap 'rm -rf "$goal"' EXIT

# Least of ten runs, in milliseconds of user and system time.
cpu() {
  local TIMEFORMAT='%U %S' least=999999 run
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    run=$({ time "$@" > /dev/null; } 2>&1 | awk '{ printf "%d", ($1 + $2) * 1000 }')
    if [ "$run" -lt "$least" ]; then least=$run; fi
  done
  echo "$least"
}

report() {
  "$2" --version > /dev/null
  printf '| %s | %s | %s |\n' "$1" "$(du -sh "$(dirname "$2")" | cut -f 1)" "$(cpu "$2" --help)"
}

publish() { dotnet publish src/Calque.Cli -nologo -v quiet -o "$@"; }
publish "$goal/plain"
publish "$goal/ahead" -r "$platform" --no-self-contained
publish "$goal/whole" -r "$platform" --self-contained
publish "$goal/single" -r "$platform" --self-contained -p:PublishSingleFile=true
dotnet pack -nologo -v quiet -o "$goal/packages"
dotnet tool install Calque.Tool --tool-path "$goal/tool" --add-source "$goal/packages" > /dev/null

echo '| form | size | CPU ms of --help |'
echo '|---|---|---|'
report "any platform" "$goal/plain/calque"
report "compiled ahead" "$goal/ahead/calque"
report "compiled ahead, self-contained" "$goal/whole/calque"
report "compiled ahead, self-contained, one file" "$goal/single/calque"
report "installed as a tool" "$goal/tool/calque"
