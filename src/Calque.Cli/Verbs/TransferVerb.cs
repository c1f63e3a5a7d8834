using System.CommandLine;

namespace Calque.Cli.Verbs;

internal static class TransferVerb
{
    public static Command Build(VerbHost host) => new("transfer", host.Terminal.Width.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
