using System.CommandLine;
using System.Globalization;
using Calque.DictionaryLab;
using Calque.Retrieval;

namespace Calque.Cli.Verbs;

/// <summary><c>calque dictionary induce</c>: new pairs from an alignment.</summary>
internal static class DictionaryInduceVerb
{
    public static Command Build(VerbHost host)
    {
        LabVerbOptions lab = new();
        lab.SourceEmbeddings.Required = lab.TargetEmbeddings.Required = false;
        Option<string> alignment = new("--alignment") { HelpName = "DIR", Required = true, Description = "What `calque align` wrote; it remembers its vectors, which --source-embeddings and --target-embeddings override." };
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The dictionary to write: source, target, score, margin, forward rank, backward rank, parted by tabs, the best first; packed if it ends in .gz; - for standard output." };
        Option<string> exclude = new("--exclude") { HelpName = "FILE", Description = "A dictionary whose pairs are known and left out." };
        Option<int?> limit = new("--vocabulary-limit") { HelpName = "WORDS", CustomParser = result => Numbers.Whole(result), Description = "The most frequent words of either side; without it the alignment's own limit, else 200000." };
        Option<int> maxRank = new("--max-rank") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 1, Description = "The largest rank in either direction; 1 keeps mutual nearest neighbours." };
        Option<double?> minScore = new("--min-score") { HelpName = "SCORE", CustomParser = Numbers.Real, Description = "The smallest score." };
        Option<double?> minMargin = new("--min-margin") { HelpName = "MARGIN", CustomParser = Numbers.Real, Description = "The smallest distance to the next answer's score." };
        Option<int?> count = new("--count") { HelpName = "N", CustomParser = result => Numbers.Whole(result), Description = "The most pairs to write." };
        Option<string> retrieval = new("--retrieval") { HelpName = "NAME", DefaultValueFactory = _ => "csls", Description = "nn, csls or isf." };
        retrieval.AcceptOnlyFromAmong("nn", "csls", "isf");
        Option<bool> force = new("--force") { Description = "Replace a file that is there." };
        Command induce = new(
            "induce",
            "Write the word pairs that an alignment suggests, with score, margin and both ranks.\n\nExample:\n  calque dictionary induce --alignment en-sw.aligned --max-rank 2 --output induced.txt")
        {
            alignment, output, lab.SourceEmbeddings, lab.TargetEmbeddings, retrieval, maxRank, minScore, minMargin, count, exclude, limit, force, lab.Threads,
        };
        induce.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => InduceDictionary.RunAsync(
                new InduceDictionaryOptions
                {
                    Alignment = parse.GetValue(alignment)!, // required, as the output
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                    SourceEmbeddings = parse.GetValue(lab.SourceEmbeddings),
                    TargetEmbeddings = parse.GetValue(lab.TargetEmbeddings),
                    Exclude = parse.GetValue(exclude),
                    VocabularyLimit = parse.GetValue(limit),
                    MaxRank = parse.GetValue(maxRank),
                    MinScore = parse.GetValue(minScore),
                    MinMargin = parse.GetValue(minMargin),
                    Count = parse.GetValue(count),
                    Retrieval = parse.GetValue(retrieval) switch
                    {
                        "nn" => RetrievalMethod.NearestNeighbor,
                        "isf" => RetrievalMethod.InvertedSoftmax,
                        _ => RetrievalMethod.Csls,
                    },
                    Overwrite = parse.GetValue(force),
                    Threads = parse.GetValue(lab.Threads),
                },
                progress,
                token),
            DictionaryLabJson.Default.DictionaryInductionResult,
            Print,
            cancellation));
        return induce;
    }

    private static void Print(DictionaryInductionResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        System.IO.TextWriter writer = result.Output == StandardStreams.OutputPath ? terminal.Error : terminal.Output;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{StandardStreams.Shown(result.Output)}: {result.Pairs.Count:N0} pairs of {result.SourceWords:N0} source and {result.TargetWords:N0} target words; {100 * result.MutualShare:F1} % of the source words have a mutual nearest neighbour; {result.Excluded:N0} known pairs left out"));
    }
}
