using System.CommandLine;
using Calque.Inspection;

namespace Calque.Cli.Verbs;

/// <summary><c>calque inspect</c>: says what a file or directory is and what is in it.</summary>
internal static class InspectVerb
{
    public static Command Build(VerbHost host)
    {
        Argument<string> path = new("PATH") { Description = "A model directory, a tokenizer, word vectors, a dictionary, a plan, or any other file that calque reads or writes." };
        Option<string?> token = new("--token") { HelpName = "TOKEN", Description = "Look up a token, a word or an id in it." };
        Option<int> limit = new("--limit") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 20, Description = "The most rows that a table shows." };
        Command command = new(
            "inspect",
            "Say what a file or directory is and what is in it; told by content, not by name.\n\n"
            + "Examples:\n  calque inspect roberta-swahili\n  calque inspect roberta-swahili/provenance.jsonl --token Ġnyumba\n  calque inspect cc.sw.300.bin --token nyumba")
        {
            path, token, limit,
        };
        command.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, cancel) => InspectPath.RunAsync(
                new InspectOptions { Path = parse.GetValue(path)!, Token = parse.GetValue(token), Limit = parse.GetValue(limit) }, progress, cancel),
            InspectionJson.Default.InspectionResult,
            InspectView.Print,
            cancellation));
        return command;
    }
}
