using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Calque.DictionaryLab;

/// <summary>The result of a check for people: as plain text or as Markdown.</summary>
public static class CheckReport
{
    /// <summary>The <see cref="DictionaryTotals.Distance"/> below which wrong pairs can hardly be told from right ones.</summary>
    internal const double LeastDistance = 3;

    private const int MostNumbers = 12;

    /// <summary>Writes the report.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="markdown">Whether as Markdown; else plain text.</param>
    public static void Write(DictionaryCheckResult result, TextWriter writer, bool markdown)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        DictionaryTotals totals = result.Totals;
        Line(writer, markdown ? $"# {Escape(result.Dictionary, markdown)}\n" : (FormattableString)$"{Visible(result.Dictionary)} ({result.Format})");
        Line(writer, $"{totals.Lines:N0} lines, {totals.Pairs:N0} pairs, {totals.WithoutFinding:N0} without a finding. {totals.SourceWords:N0} source words, {totals.TargetWords:N0} target words; {totals.SeveralTranslations:N0} source words have several translations, the most '{Escape(totals.MostTranslated, markdown)}' with {totals.MostTranslations:N0}.");
        if (markdown)
            writer.WriteLine();
        Line(writer, $"Vectors: source side known in {Percent(totals.SourceCovered, totals.Pairs)}, target side in {Percent(totals.TargetCovered, totals.Pairs)}, both in {Percent(totals.Covered, totals.Pairs)} of the pairs.");
        if (markdown)
            writer.WriteLine();
        if (totals is { Distance: { } distance, Separation: { } separation })
        {
            string wrong = totals.WrongShare is { } share
                ? string.Create(CultureInfo.InvariantCulture, $"about {100 * share:F1} % of them wrong")
                : "but these vectors can hardly tell right from wrong, so that most wrong pairs go unseen";
            Line(writer, $"Fit: {totals.Judged:N0} pairs judged, {wrong}; a pair stands above {100 * separation:F1} % of its mismatches (50 is chance), right ones {distance:F1} deviations above them.");
        }
        writer.WriteLine();
        if (markdown)
            writer.WriteLine("| finding | lines | share | line numbers | example |\n|---|---:|---:|---|---|");
        foreach (string finding in FindingNames.All.Where(name => totals.Findings[name] > 0))
            WriteFinding(result, finding, writer, markdown);
        foreach (string warning in result.Warnings)
            Line(writer, $"\nWarning: {warning}");
    }

    private static void WriteFinding(DictionaryCheckResult result, string finding, TextWriter writer, bool markdown)
    {
        IReadOnlyList<int> numbers = [.. result.Lines.Where(line => line.Findings.Contains(finding, StringComparer.Ordinal)).Select(line => line.Line)];
        string shown = string.Join(", ", numbers.Take(MostNumbers).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        if (numbers.Count > MostNumbers)
            shown += ", …";
        CheckedLine example = result.Totals.Examples[finding];
        string pair = finding == FindingNames.Malformed
            ? string.Create(CultureInfo.InvariantCulture, $"line {example.Line}: {string.Join("; ", example.Reasons)}")
            : string.Create(CultureInfo.InvariantCulture, $"line {example.Line}: {example.Source} / {example.Target}") + Reasons(example);
        double share = 100.0 * numbers.Count / Math.Max(1, result.Lines.Count);
        if (markdown)
        {
            Line(writer, $"| {finding} | {numbers.Count:N0} | {share:F1} % | {shown} | {Escape(pair, markdown)} |");
            return;
        }

        Line(writer, $"{finding,-10} {numbers.Count,7:N0} lines ({share:F1} %): {shown}");
        Line(writer, $"           e.g. {Visible(pair)}");
    }

    private static string Reasons(CheckedLine line) => line.Reasons.Count == 0 ? "" : " (" + string.Join("; ", line.Reasons) + ")";

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / Math.Max(1, whole):F1} %");

    private static string Escape(string text, bool markdown) =>
        markdown ? string.Concat(Visible(text).Select(c => c is '|' or '*' or '_' or '`' or '<' or '\\' or '[' or '#' ? "\\" + c : c.ToString())) : Visible(text);

    // Control and direction characters of a word would act on the terminal.
    internal static string Visible(string text) => string.Concat(text.Select(
        c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));

    private static void Line(TextWriter writer, FormattableString text) => writer.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
