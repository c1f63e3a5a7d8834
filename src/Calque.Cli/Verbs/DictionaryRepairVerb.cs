using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Linq;
using Calque.DictionaryLab;

namespace Calque.Cli.Verbs;

/// <summary><c>calque dictionary repair</c>: mends a dictionary, or undoes that.</summary>
internal static class DictionaryRepairVerb
{
    public static Command Build(VerbHost host)
    {
        LabVerbOptions lab = new();
        foreach (Option required in (Option[])[lab.Dictionary, lab.SourceEmbeddings, lab.TargetEmbeddings])
            required.Required = false;
        Option<string> output = new("--output", "-o") { HelpName = "FILE", Required = true, Description = "The dictionary to write; packed if it ends in .gz." };
        Option<string> log = new("--log") { HelpName = "FILE", Description = "The list of changes to write; without it the output's name with .changes.json." };
        Option<string> undo = new("--undo") { HelpName = "FILE", Description = "A list of changes: write the original again, byte for byte (of one that was packed: its text). --dictionary names the repaired file where it has moved." };
        Option<string> outliers = new("--outliers")
        {
            HelpName = "HOW",
            DefaultValueFactory = _ => "replace",
            Description = "Pairs whose sides do not belong together: replace (by the mutual nearest word, where such words can be trusted, else drop), drop, weight (a third column), keep.",
        };
        outliers.AcceptOnlyFromAmong("replace", "drop", "weight", "keep");
        Option<int> mutual = new("--mutual") { HelpName = "N", CustomParser = Numbers.Whole, Description = "Keep only pairs whose sides are among the N nearest of one another by CSLS; 0: no such filter." };
        Option<double?> heldOut = new("--held-out") { HelpName = "SHARE", CustomParser = Numbers.Real, DefaultValueFactory = _ => 0.2, Description = "The part of the source words on which before and after are compared." };
        Option<bool> force = new("--force") { Description = "Replace files that are there." };
        Command repair = new(
            "repair",
            "Mend what check finds: turn reversed lines, take the case that the vectors have, mend slips of the pen, replace or drop pairs that do not belong together. "
            + "Every change is listed with its line and reason and can be undone. Where a held-out part shows that the alignment would be worse, the dictionary is kept as it is.\n\n"
            + "Examples:\n  calque dictionary repair --dictionary en-sw.txt --source-embeddings wiki.en.vec --target-embeddings cc.sw.300.bin --output repaired.txt\n"
            + "  calque dictionary repair --undo repaired.txt.changes.json --output again.txt")
        {
            lab.Dictionary, lab.SourceEmbeddings, lab.TargetEmbeddings, output, outliers, mutual, heldOut, log, undo, force, lab.VocabularyLimit, lab.MultiWord, lab.Seed, lab.Threads,
        };
        repair.Validators.Add(result => RequireInputs(result, lab, undo));
        repair.SetAction((parse, cancellation) => parse.GetValue(undo) is { } changes
            ? host.RunAsync(
                parse,
                (progress, token) => UndoRepair.RunAsync(
                    new UndoRepairOptions { Log = changes, Repaired = parse.GetValue(lab.Dictionary), Output = parse.GetValue(output)!, Overwrite = parse.GetValue(force) }, // required
                    progress,
                    token),
                DictionaryLabJson.Default.UndoRepairResult,
                PrintUndone,
                cancellation)
            : host.RunAsync(
                parse,
                (progress, token) => RepairDictionary.RunAsync(
                    new RepairDictionaryOptions
                    {
                        Dictionary = parse.GetValue(lab.Dictionary)!, // the validator saw to it, as with the next two
                        SourceEmbeddings = parse.GetValue(lab.SourceEmbeddings)!,
                        TargetEmbeddings = parse.GetValue(lab.TargetEmbeddings)!,
                        Output = parse.GetValue(output)!, // required
                        Log = parse.GetValue(log),
                        Overwrite = parse.GetValue(force),
                        Outliers = parse.GetValue(outliers) switch
                        {
                            "drop" => OutlierTreatment.Drop,
                            "weight" => OutlierTreatment.Weight,
                            "keep" => OutlierTreatment.Keep,
                            _ => OutlierTreatment.Replace,
                        },
                        Mutual = parse.GetValue(mutual),
                        HeldOut = parse.GetValue(heldOut) ?? 0.2,
                        VocabularyLimit = parse.GetValue(lab.VocabularyLimit),
                        MultiWord = AlignOptions.Entries(parse.GetValue(lab.MultiWord)!),
                        Seed = parse.GetValue(lab.Seed),
                        Threads = parse.GetValue(lab.Threads),
                    },
                    progress,
                    token),
                DictionaryLabJson.Default.DictionaryRepairResult,
                Print,
                cancellation));
        return repair;
    }

    private static void RequireInputs(CommandResult result, LabVerbOptions lab, Option<string> undo)
    {
        if (result.GetResult(undo) is not null)
            return;
        foreach (Option<string> option in (Option<string>[])[lab.Dictionary, lab.SourceEmbeddings, lab.TargetEmbeddings])
        {
            if (result.GetResult(option) is null)
                result.AddError($"Option '{option.Name}' is required.");
        }
    }

    private static void PrintUndone(UndoRepairResult result, Terminal terminal) => terminal.Output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{result.Output}: {result.Lines:N0} lines, {result.ChangesUndone:N0} changes undone; the original{(result.Packed ? "'s text, which was packed," : "")} byte for byte."));

    private static void Print(DictionaryRepairResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        string counts = result.Counts.Count == 0 ? "nothing changed" : string.Join(", ", result.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:N0}")));
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Output}: {result.LinesWritten:N0} of {result.Lines:N0} lines ({counts})"));
        if (result.HeldOut is { } held)
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Held-out part: P@1 {100 * held.Before:F1} before, {100 * held.After:F1} after (CSLS, {held.Words:N0} words; difference {100 * held.Difference:+0.0;-0.0;0.0}, 95 % interval {100 * held.Low:+0.0;-0.0;0.0} to {100 * held.High:+0.0;-0.0;0.0})"));
        }

        terminal.Output.WriteLine($"Changes: {result.Log}");
    }
}
