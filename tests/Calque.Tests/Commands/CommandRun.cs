using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Calque.Cli;

namespace Calque.Tests.Commands;

/// <summary>One run of the command in this process, as a script sees it: exit code, standard output, standard error.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation = default)
    {
        using StringWriter error = new();
        return await RunAsync(arguments, error, errorIsTerminal: false, cancellation);
    }

    /// <summary>Runs with a writer of the test's own for standard error; on a terminal every stage of a verb writes there.</summary>
    public static async Task<CommandRun> RunAsync(
        IReadOnlyList<string> arguments, StringWriter error, bool errorIsTerminal, CancellationToken cancellation)
    {
        using StringWriter output = new();
        Terminal terminal = new(output, error, outputIsTerminal: false, errorIsTerminal, noColor: true);
        int exitCode = await CalqueCommand.RunAsync(arguments, terminal, cancellation);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
