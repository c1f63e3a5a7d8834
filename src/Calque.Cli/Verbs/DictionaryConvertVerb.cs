using System.CommandLine;
using System.Globalization;
using System.Linq;
using Calque.DictionaryLab;

namespace Calque.Cli.Verbs;

/// <summary><c>calque dictionary convert</c>: a dictionary in another form, or a part of it.</summary>
internal static class DictionaryConvertVerb
{
    public static Command Build(VerbHost host)
    {
        LabVerbOptions lab = new();
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The dictionary to write; packed if it ends in .gz; - for standard output." };
        Option<string> format = new("--format") { HelpName = "NAME", DefaultValueFactory = _ => "tab", Description = "tab, space, or muse (blank, lower case, each pair once)." };
        format.AcceptOnlyFromAmong("tab", "space", "muse");
        Option<double?> threshold = new("--quality-threshold") { HelpName = "NUMBER", CustomParser = Numbers.Real, Description = "Leave out pairs whose third column is below (PanLex's quality); pairs without one stay." };
        Option<bool> swap = new("--swap") { Description = "Write the second side first." };
        Option<bool> anchors = new("--anchors")
        {
            Description = "Anchors for MoSECroT: single words, one translation a target word: the source word of the highest quality, then the one with the fewest translations, then the first in the file.",
        };
        Option<string> stopWords = new("--stop-words") { HelpName = "FILE", Description = "Words, one a line, whose pairs are left out." };
        Option<int?> sample = new("--sample") { HelpName = "N", CustomParser = result => Numbers.Whole(result), Description = "Draw this many pairs at random (--seed); they keep their order." };
        Option<bool> force = new("--force") { Description = "Replace a file that is there." };
        Command convert = new(
            "convert",
            "Write a dictionary in another form: from columns or FreeDict's dictd files to columns.\n\nExamples:\n  calque dictionary convert --dictionary eng-swh.index --output en-sw.txt\n"
            + "  calque dictionary convert --dictionary en-sw.txt --anchors --stop-words stop.txt --sample 1000 --output anchors.txt")
        {
            lab.Dictionary, output, format, threshold, swap, anchors, stopWords, sample, force, lab.Seed,
        };
        convert.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => ConvertDictionary.RunAsync(
                new ConvertDictionaryOptions
                {
                    Dictionary = parse.GetValue(lab.Dictionary)!, // required, as the output
                    Output = StandardStreams.Output(parse.GetValue(output)!, host.WantsJson(parse)),
                    Format = parse.GetValue(format) switch
                    {
                        "space" => DictionaryFormat.Space,
                        "muse" => DictionaryFormat.Muse,
                        _ => DictionaryFormat.Tab,
                    },
                    QualityThreshold = parse.GetValue(threshold),
                    Swap = parse.GetValue(swap),
                    Anchors = parse.GetValue(anchors),
                    StopWords = parse.GetValue(stopWords),
                    Sample = parse.GetValue(sample),
                    Seed = parse.GetValue(lab.Seed),
                    Overwrite = parse.GetValue(force),
                },
                progress,
                token),
            DictionaryLabJson.Default.DictionaryConversionResult,
            Print,
            cancellation));
        return convert;
    }

    private static void Print(DictionaryConversionResult result, Terminal terminal)
    {
        System.IO.TextWriter writer = result.Output == StandardStreams.OutputPath ? terminal.Error : terminal.Output;
        string left = result.LeftOut.Count == 0 ? "nothing left out" : "left out: " + string.Join(", ", result.LeftOut.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} {reason.Key}")));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StandardStreams.Shown(result.Output)}: {result.PairsWritten:N0} of {result.PairsRead:N0} pairs ({left})"));
    }
}
