using System.CommandLine;
using System.Globalization;
using System.IO;
using Calque.Alignment.Directories;

namespace Calque.Cli.Verbs;

/// <summary><c>calque align apply</c>: maps vectors into the common space.</summary>
internal static class AlignApplyVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> alignment = AlignOptions.Alignment();
        Option<string> embeddings = new("--embeddings") { HelpName = "FILE", Required = true, Description = "The vectors to map: fastText .bin, .vec or word2vec; also as .gz. Any words, from the training that the alignment was made of." };
        Option<string> side = new("--side") { HelpName = "SIDE", DefaultValueFactory = _ => "source", Description = "Which side's map: source or target. Some methods move the target too." };
        side.AcceptOnlyFromAmong("source", "target");
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The vectors to write: word2vec text; packed if it ends in .gz; word2vec binary if it ends in .bin; - for text on standard output." };
        Option<bool> force = new("--force") { Description = "Replace an output that exists." };
        Option<int> threads = AlignOptions.Threads();
        Command apply = new(
            "apply",
            "Map vectors by an alignment. Words and their order stay; the file may be larger than memory.\n\n"
            + "Example:\n  calque align apply --alignment en-sw --embeddings cc.en.300.vec --output cc.en.mapped.vec")
        {
            alignment, embeddings, side, output, force, threads,
        };
        apply.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => ApplyAlignment.RunAsync(
                new ApplyAlignmentOptions
                {
                    Alignment = parse.GetValue(alignment)!, // required, as two more
                    Embeddings = parse.GetValue(embeddings)!,
                    Side = parse.GetValue(side) == "target" ? AlignmentSide.Target : AlignmentSide.Source,
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                    Overwrite = parse.GetValue(force),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            AlignmentJson.Default.ApplyAlignmentResult,
            Print,
            cancellation));
        return apply;
    }

    private static void Print(ApplyAlignmentResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        TextWriter writer = result.Output == StandardStreams.OutputPath ? terminal.Error : terminal.Output;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{StandardStreams.Shown(result.Output)}: {result.Words:N0} words of {result.Dimension} dimensions ({result.OutputFormat}), {result.ZeroVectors:N0} of them zero."));
        if (!result.MadeOfThese)
            writer.WriteLine($"The alignment was not made of {result.Embeddings}: its map fits vectors of the same training only.");
    }
}
