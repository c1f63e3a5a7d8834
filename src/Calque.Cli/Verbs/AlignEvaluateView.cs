using System;
using System.Globalization;
using System.IO;
using Calque.Evaluation;
using Spectre.Console;

namespace Calque.Cli.Verbs;

/// <summary>What a person sees after <c>calque align evaluate</c>.</summary>
internal static class AlignEvaluateView
{
    public static void Print(EvaluateAlignmentResult result, Terminal terminal)
    {
        EvaluationDetails details = result.Details;
        TextWriter output = terminal.Output;
        foreach (string warning in details.Warnings)
            terminal.Error.WriteLine("calque: warning: " + warning);
        Line(output, $"{details.Alignment}: {details.Method}, {details.Normalization}; retrieval {Describe(details.Retrieval)} among {details.TargetVocabulary:N0} words.");
        Line(output, $"{details.Dictionary}: {details.SourceWords:N0} source words, {details.AskedWords:N0} of them with a vector and a translation with one (coverage {Percent(result.Vecmap.Coverage ?? 0)} %); {details.SkippedLines:N0} lines without a pair.");
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("definition").NoWrap())
            .AddColumn(Right("P@1")).AddColumn(Right("P@5")).AddColumn(Right("P@10")).AddColumn(Right("MRR")).AddColumn(Right("words"));
        Rows(table, "", result.Muse, result.Vecmap, result.Fasttext);
        if (details.WithoutIdentical is { } others && details.IdenticalPairs > 0)
            Rows(table, " *", others.Muse, others.Vecmap, others.Fasttext);
        terminal.Tables().Write(table);
        Line(output, $"In percent. A word without a vector or a translation with one is left out by MUSE and vecmap, wrong by fastText. 95 % intervals over the words: MUSE and vecmap {Describe(details.Intervals)}; fastText {Describe(details.FasttextIntervals)}.");
        if (details.IdenticalPairs > 0)
            Line(output, $"* Without the {details.IdenticalPairs:N0} pairs whose two sides are one string (coverage {Percent(details.WithoutIdentical?.Vecmap.Coverage ?? 0)} %).");
        Line(output, $"Hubs (Radovanović et al. 2010): skewness {details.Hubs.Skewness:F2}; {Percent(details.Hubs.NeverRetrieved)} % of {details.Hubs.Words:N0} target words are nobody's first ten; '{AlignNearestVerb.Visible(details.Hubs.LargestHub)}' is in {details.Hubs.LargestHubCount:N0} of them; {Percent(details.Hubs.Mutual)} % of the best translations are mutual.");
        IsomorphismFigures likeness = details.Isomorphism;
        string relational = likeness.RelationalSimilarity is { } similarity ? Text($"{similarity:F3} over {likeness.RelationalPairs:N0} pairs") : "too few pairs";
        Line(output, $"Likeness of the spaces before any map; a rotation gives 0, 0 and 1:");
        Line(output, $"  eigenvalue difference {likeness.EigenvalueDifference:F1} (Søgaard et al. 2018; {likeness.Eigenvalues:N0} eigenvalues of {likeness.GraphWords:N0} words)");
        Line(output, $"  Gromov-Hausdorff bound {likeness.GromovHausdorff:F3} (Patra et al. 2019; {likeness.TreeWords:N0} words)");
        Line(output, $"  relational similarity {relational} (Vulić et al. 2020)");
        Line(output, $"Verdict: {details.Verdict.Text}");
        foreach (string reason in details.Verdict.Reasons)
            Line(output, $"  {reason}");
    }

    private static void Rows(Table table, string suffix, TranslationScores muse, TranslationScores vecmap, TranslationScores fasttext)
    {
        Row(table, "MUSE" + suffix, muse);
        Row(table, "vecmap" + suffix, vecmap);
        Row(table, "fastText" + suffix, fasttext);
    }

    private static void Row(Table table, string name, TranslationScores scores) => table.AddRow(
        name, Percent(scores.P1), Percent(scores.P5), Percent(scores.P10), Percent(scores.Mrr), scores.Words.ToString("N0", CultureInfo.InvariantCulture));

    private static string Describe(ScoreIntervals intervals) =>
        $"P@1 {Describe(intervals.P1)}, P@5 {Describe(intervals.P5)}, P@10 {Describe(intervals.P10)}, MRR {Describe(intervals.Mrr)}";

    private static string Describe(ConfidenceInterval interval) => Text($"{100 * interval.Low:F1}-{100 * interval.High:F1}");

    private static string Describe(string retrieval) => retrieval switch
    {
        "csls" => "CSLS (10 neighbours)",
        "isf" => "inverted softmax (β = 30)",
        _ => "nearest neighbour",
    };

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned().NoWrap();

    private static string Percent(double share) => Text($"{100 * share:F2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(Text(text));
}
