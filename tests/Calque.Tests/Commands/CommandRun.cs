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
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(output, error, outputIsTerminal: false, errorIsTerminal: false, noColor: true);
        int exitCode = await CalqueCommand.RunAsync(arguments, terminal, cancellation);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
