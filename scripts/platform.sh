#!/usr/bin/env bash
# Prints the SDK's own runtime identifier, such as linux-x64.
set -euo pipefail
dotnet --info | awk '$1 == "RID:" { print $2; exit }' | sed -E 's/^(debian|ubuntu|fedora|rhel|arch|opensuse)[^-]*-/linux-/'
