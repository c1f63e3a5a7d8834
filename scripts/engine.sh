# Sourced by the Makefile and the test script: installs what the neural engine needs, where the system's packages have it. Everything but
# the neural verbs works without; CALQUE_WITHOUT_ENGINE=1 leaves it out, CALQUE_LIBTORCH names another libtorch.
engine_packages() {
  [ -z "${CALQUE_WITHOUT_ENGINE:-}" ] || return 0
  command -v dpkg-query > /dev/null && command -v apt-get > /dev/null || {
    if [ -z "${CALQUE_LIBTORCH:-}" ]; then
      echo "The neural engine needs libtorch, CMake and a C++ compiler: set CALQUE_LIBTORCH to the folder of a libtorch (with include/ and lib/)." >&2
    fi
    return 0
  }
  local wanted=() missing=() package
  if [ -z "${CALQUE_LIBTORCH:-}" ]; then wanted+=(libtorch-dev libgloo-dev libopenblas0-pthread); fi
  command -v g++ > /dev/null || wanted+=(g++)
  command -v cmake > /dev/null || wanted+=(cmake)
  for package in "${wanted[@]}"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null | grep -q '^installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local install=(apt-get install -y --no-install-recommends "${missing[@]}")
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
      install=(sudo -n "${install[@]}")
    else
      echo "The neural engine is left out: it needs the packages ${missing[*]}. Install them with: sudo ${install[*]}" >&2
      return 0
    fi
  fi
  echo "Installing what the neural engine needs: ${missing[*]} (once; CALQUE_WITHOUT_ENGINE=1 leaves it out)" >&2
  local log="${TMPDIR:-/tmp}/calque-engine-packages.log"
  if ! DEBIAN_FRONTEND=noninteractive "${install[@]}" > "$log" 2>&1; then
    # The list of packages may be old or empty.
    local update=(apt-get update)
    [ "$(id -u)" -eq 0 ] || update=(sudo -n "${update[@]}")
    if ! { "${update[@]}" && DEBIAN_FRONTEND=noninteractive "${install[@]}"; } >> "$log" 2>&1; then
      echo "The neural engine is left out: the packages could not be installed (see $log). Everything else works." >&2
    fi
  fi
}
engine_packages
