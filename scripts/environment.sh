# Sourced by the Makefile and the other scripts: finds the SDK and makes it run where the system lacks something.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
if [ ! -d "${HOME:-}" ]; then
  export DOTNET_CLI_HOME="${TMPDIR:-/tmp}"
fi
if ! command -v dotnet > /dev/null; then
  echo "the command dotnet is not there: install the .NET 10 SDK (Debian, Ubuntu: package dotnet-sdk-10.0)" >&2
  exit 2
fi
# Without ICU the SDK aborts at its start unless it is told to do without cultures. (A shell of its own keeps that quiet.)
if [ -z "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" ] && ! bash -c 'dotnet msbuild -version; exit $?' > /dev/null 2>&1; then
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
fi
