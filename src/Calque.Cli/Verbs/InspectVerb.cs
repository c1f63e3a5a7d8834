using System.CommandLine;

namespace Calque.Cli.Verbs;

internal static class InspectVerb
{
    public static Command Build(VerbHost host) => new("inspect", host.Terminal.Width.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
