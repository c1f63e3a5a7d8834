using System.CommandLine;
using Calque.World;

namespace Calque.Cli.Verbs;

/// <summary><c>calque demo</c>: the main job on a small world whose truth is known.</summary>
internal static class DemoVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string?> output = new("--output", "-o") { HelpName = "DIR", Description = "Keep inputs and model in this directory; without it nothing is kept." };
        Option<ulong> seed = new("--seed") { HelpName = "N", CustomParser = Numbers.Seed, DefaultValueFactory = _ => 0UL, Description = "The seed of every random draw of the transfer." };
        Option<int> threads = new("--threads") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 0, Description = "Threads; 0: one for each processor. The result is the same for any number." };
        Option<int> lines = new("--dictionary-lines") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => new DemoOptions().DictionaryLines, Description = "Lines of the gold dictionary that the transfer is given." };
        Option<bool> force = new("--force") { Description = "Replace an output that exists." };

        Command command = new(
            "demo",
            "Transfer a small model between two artificial languages and compare the neighbours with the right dictionary.\n\n"
            + "Example:\n  calque demo --output demo")
        {
            output, seed, threads, lines, force,
        };
        command.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => RunDemo.RunAsync(
                new DemoOptions
                {
                    Output = parse.GetValue(output),
                    Overwrite = parse.GetValue(force),
                    Seed = parse.GetValue(seed),
                    Threads = parse.GetValue(threads),
                    DictionaryLines = parse.GetValue(lines),
                },
                progress,
                token),
            DemoJson.Default.DemoResult,
            DemoView.Print,
            cancellation));
        return command;
    }
}
