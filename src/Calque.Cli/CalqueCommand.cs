using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Calque.Alignment;
using Calque.Cli.Verbs;
using Calque.Neural.Alignment;

namespace Calque.Cli;

/// <summary>The whole command line: the catalogue of verbs, the options that all share, and what happens on a typing error.</summary>
internal static class CalqueCommand
{
    /// <summary>Parses and runs one command line. Returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation)
    {
        // A lambda, so that the engine's assembly is loaded when the method is used and not before.
        AdversarialGames.Register(static () => new DiscriminatorGame());
        VerbHost host = new(terminal);
        RootCommand root = Build(host);
        ParseResult parse = root.Parse(args);
        InvocationConfiguration configuration = new()
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parse.Action is ParseErrorAction typing)
        {
            if (host.WantsJson(parse))
                return host.ReportUsage(parse);
            // The parser would print the whole help on standard output and return 1.
            typing.ShowHelp = false;
            // What is like a single letter is every short option.
            typing.ShowTypoCorrections = parse.UnmatchedTokens.Any(token => token.Length > 2);
            configuration.Output = terminal.Error;
            await parse.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
            await terminal.Error.WriteLineAsync($"See: {Path(parse)} --help").ConfigureAwait(false);
            return VerbHost.UsageExitCode;
        }

        try
        {
            return await parse.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (IOException) when (terminal.Output is StreamWriter)
        {
            // The reader of our pipe has gone (head, less): there is nobody left to tell.
            return 0;
        }
    }

    internal static RootCommand Build(VerbHost host)
    {
        RootCommand root = new("Calque gives a language model another language.");
        foreach (Command verb in Catalogue(host))
            root.Subcommands.Add(verb);
        foreach (Option option in host.SharedOptions)
            root.Options.Add(option);
        return root;
    }

    /// <summary>The verbs, in the order in which help shows them. A new verb is one file in Verbs/ and one line here.</summary>
    private static IEnumerable<Command> Catalogue(VerbHost host) =>
    [
        TransferVerb.Build(host),
        AlignVerb.Build(host),
        DemoVerb.Build(host),
        DictionaryVerb.Build(host),
        FeaturesVerb.Build(host),
        GenerateVerb.Build(host),
        InspectVerb.Build(host),
        VectorsShowVerb.Build(host),
        TokenizerVerb.Build(host),
    ];

    private static string Path(ParseResult parse) =>
        string.Join(' ', Ancestors(parse.CommandResult).Reverse());

    private static IEnumerable<string> Ancestors(System.CommandLine.Parsing.SymbolResult? result)
    {
        for (; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult command)
                yield return command.Command is RootCommand ? "calque" : command.Command.Name;
        }
    }
}
