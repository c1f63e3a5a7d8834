using System;
using System.Text;
using System.Threading.Tasks;

namespace Calque.Cli;

/// <summary>The entry of the command: connects the process's streams and signals with <see cref="CalqueCommand"/>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        // Model cards, tokens and file names are in every script there is; the console's code page must not decide.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using Interruption interruption = new();
        Terminal terminal = new(
            Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 });
        return await CalqueCommand.RunAsync(args, terminal, interruption.Token).ConfigureAwait(false);
    }
}
