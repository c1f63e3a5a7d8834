using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Calque.Evaluation;
using Spectre.Console;

namespace Calque.Cli.Verbs;

/// <summary><c>calque align nearest</c>: the translations of one word and the words around it.</summary>
internal static class AlignNearestVerb
{
    public static Command Build(VerbHost host)
    {
        Option<string> alignment = AlignOptions.Alignment();
        Option<string> word = new("--word") { HelpName = "WORD", Required = true, Description = "A word of either language, as it is written in the vectors." };
        Option<int> count = new("--count") { HelpName = "N", CustomParser = Numbers.Whole, DefaultValueFactory = _ => 10, Description = "Words to show of each kind." };
        Option<string> retrieval = AlignOptions.Retrieval();
        Option<string?> source = AlignOptions.Embeddings("source");
        Option<string?> target = AlignOptions.Embeddings("target");
        Option<int?> limit = AlignOptions.VocabularyLimit("Only the N most frequent words of either side are searched; all, if left out.");
        Option<int> threads = AlignOptions.Threads();
        Command nearest = new(
            "nearest",
            "Show the translations of one word in both directions, at which place each of them finds it again, and the words around it in its own language.\n\n"
            + "Example:\n  calque align nearest --alignment en-sw --word house")
        {
            alignment, word, count, retrieval, source, target, limit, threads,
        };
        nearest.SetAction((parse, cancellation) => host.RunAsync(
            parse,
            (progress, token) => NearestWords.RunAsync(
                new NearestWordsOptions
                {
                    Alignment = parse.GetValue(alignment)!, // required, as the next
                    Word = parse.GetValue(word)!,
                    Count = parse.GetValue(count),
                    Retrieval = AlignOptions.Method(parse.GetValue(retrieval)!),
                    SourceEmbeddings = parse.GetValue(source),
                    TargetEmbeddings = parse.GetValue(target),
                    VocabularyLimit = parse.GetValue(limit),
                    Threads = parse.GetValue(threads),
                },
                progress,
                token),
            EvaluationJson.Default.NearestWordsResult,
            Print,
            cancellation));
        return nearest;
    }

    private static void Print(NearestWordsResult result, Terminal terminal)
    {
        foreach (string warning in result.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        Print(result.Word, result.Source, "source", "target", result.Retrieval, terminal);
        Print(result.Word, result.Target, "target", "source", result.Retrieval, terminal);
    }

    private static void Print(string word, NearestSide? side, string own, string other, string retrieval, Terminal terminal)
    {
        if (side is null)
        {
            terminal.Output.WriteLine($"'{Visible(word)}' is no {own} word.");
            return;
        }

        string rank = side.Rank is { } place ? Text($"number {place:N0} by frequency") : "not among the words that count; its vector was taken in for this";
        terminal.Output.WriteLine($"'{Visible(word)}' as a {own} word ({rank}):");
        Table table = new Table().Border(TableBorder.Simple).AddColumn($"{other} word").AddColumn(Right(retrieval)).AddColumn(Right("cosine"))
            .AddColumn(Right("finds it back at")).AddColumn($"around it: {own} word").AddColumn(Right("cosine"));
        for (int i = 0; i < Math.Max(side.Translations.Count, side.Around.Count); i++)
        {
            IEnumerable<string> translation = i < side.Translations.Count
                ? Cells(side.Translations[i])
                : ["", "", "", ""];
            IEnumerable<string> around = i < side.Around.Count ? [Visible(side.Around[i].Word), Text($"{side.Around[i].Cosine:F3}")] : ["", ""];
            table.AddRow([.. translation.Concat(around).Select(Markup.Escape)]);
        }

        terminal.Tables().Write(table);
    }

    private static string[] Cells(NearestWord one) =>
        [Visible(one.Word), Text($"{one.Score:F3}"), Text($"{one.Cosine:F3}"), one.BackRank == 0 ? "-" : Text($"{one.BackRank}")];

    // Control and direction characters of a word would act on the terminal.
    internal static string Visible(string text) => string.Concat(text.Select(
        c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned().NoWrap();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
