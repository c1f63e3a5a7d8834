using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Calque.Transfer;
using Calque.Transfer.Evidence;
using Spectre.Console;

namespace Calque.Cli.Verbs;

/// <summary>What a person sees after <c>calque transfer</c>.</summary>
internal static class TransferView
{
    public static void Print(TransferResult result, Terminal terminal)
    {
        TransferManifest manifest = result.Manifest;
        TextWriter output = terminal.Output;
        if (result.Preflight is { } preflight)
            PrintPreflight(preflight, output);
        PrintRules(manifest, terminal);
        if (manifest.Alignment is { } alignment)
            PrintAlignment(alignment, output);
        if (manifest.Similarity is { } similarity)
        {
            Line(output, $"Similarity: nearest neighbour {similarity.MeanNearest:F3} on average; weighted {similarity.MeanWeighted:F3} ({similarity.Lowest:F3} to {similarity.Highest:F3}).");
        }

        PrintExamples("Most certain tokens", result.MostCertain, terminal);
        PrintExamples("Least certain tokens", result.LeastCertain, terminal);
        HashSet<string> warned = new(StringComparer.Ordinal);
        foreach (TransferResult one in new[] { result }.Concat(result.Further ?? []))
            PrintWritten(one, warned, terminal);
    }

    // What was said of the plan is not said again for every model.
    private static void PrintWritten(TransferResult result, HashSet<string> warned, Terminal terminal)
    {
        TextWriter output = terminal.Output;
        TransferManifest manifest = result.Manifest;
        foreach (TensorChange tensor in manifest.Tensors.Where(tensor => tensor.Role != "body"))
            Line(output, $"{tensor.Role,-9} {tensor.Tensor} {tensor.ElementType} [{string.Join(" x ", tensor.Before)}] -> [{string.Join(" x ", tensor.After)}]");
        foreach (ConfigChange change in manifest.Configuration)
            Line(output, $"{change.File}: {change.Key} {change.Before} -> {change.After}");
        foreach (string warning in manifest.Warnings.Where(warned.Add))
            terminal.Error.WriteLine("calque: warning: " + warning);
        if (result.Output is { } written)
            Line(output, $"Written: {written}");
    }

    private static void PrintPreflight(PreflightFigures figures, TextWriter output)
    {
        Line(output, $"Dry run: nothing is written.");
        Line(output, $"Overlap: {figures.OverlappingTokens:N0} target tokens ({figures.OverlapPercent:F1} %) are source tokens too.");
        Line(output, $"Search: {figures.Queries:N0} x {figures.Pool:N0} distinct vectors, about {figures.Seconds:F1} s here; about {figures.MemoryBytes / 1e6:F0} MB of memory.");
        if (figures.OutputBytes is { } bytes)
            Line(output, $"Output: about {bytes / 1e6:F0} MB.");
    }

    private static void PrintRules(TransferManifest manifest, Terminal terminal)
    {
        Line(terminal.Output, $"{manifest.TargetVocabularySize:N0} target tokens from {manifest.SourceVocabularySize:N0} source tokens, method {manifest.Method}:");
        Table table = new Table().Border(TableBorder.Simple).AddColumn("rule").AddColumn(new TableColumn("tokens").RightAligned())
            .AddColumn(new TableColumn("share").RightAligned());
        foreach (RuleCount rule in manifest.Rules)
        {
            table.AddRow(
                Markup.Escape(rule.Rule), rule.Tokens.ToString("N0", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{rule.Percent:F1} %"));
        }

        terminal.Tables().Write(table);
    }

    private static void PrintAlignment(AlignmentFigures figures, TextWriter output)
    {
        if (figures.Repair is { } repair)
        {
            string changes = string.Join(", ", repair.Changes.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Value:N0} {change.Key}")));
            string effect = repair.Difference is { } difference
                ? string.Create(CultureInfo.InvariantCulture, $"; P@1 on a held-out part changes by {100 * difference:F1} points ({100 * repair.Low:F1} to {100 * repair.High:F1})")
                : "";
            Line(output, $"Repair: {repair.LinesLeft:N0} of {repair.Lines:N0} lines left; {(changes.Length == 0 ? "nothing changed" : changes)}{effect}.");
        }

        Line(output, $"Dictionary: {figures.DictionaryLines:N0} lines, {figures.PairsUsed:N0} pairs used{(figures.PairsComposed > 0 ? string.Create(CultureInfo.InvariantCulture, $", {figures.PairsComposed:N0} of them composed of several words' vectors") : "")}; out: {figures.SourceUnknown:N0} source word unknown, {figures.TargetUnknown:N0} target word unknown, {figures.BothUnknown:N0} both, {figures.MultiWord:N0} several words, {figures.Duplicates:N0} repeated, {figures.SkippedLines:N0} unreadable lines.");
        Line(output, $"Alignment: {figures.Method} in {figures.Dimension} dimensions, residual {figures.Residual:F3} (0 is a perfect fit).");
        if (figures.HeldOut is { } heldOut)
            Line(output, $"Held out: {100 * heldOut.PrecisionAt1:F1} % of {heldOut.Words:N0} dictionary words find a translation as the nearest of {heldOut.TargetWords:N0} target words ({100 * heldOut.Low:F1} to {100 * heldOut.High:F1}).");
        Line(output, $"Vectors: {figures.SourceTokensWithVector:N0} source tokens ({figures.SourceTokensThatAreWords:N0} of them words), {figures.TargetTokensWithVector:N0} target tokens ({figures.TargetTokensThatAreWords:N0} words).");
    }

    private static void PrintExamples(string title, IReadOnlyList<TokenExample> examples, Terminal terminal)
    {
        if (examples.Count == 0)
            return;
        Table table = new Table().Border(TableBorder.Simple).Title(title).AddColumn("token")
            .AddColumn(new TableColumn("cosine").RightAligned()).AddColumn("from");
        foreach (TokenExample example in examples)
        {
            table.AddRow(
                Markup.Escape(Visible(example.Surface)), string.Create(CultureInfo.InvariantCulture, $"{example.Similarity:F3}"),
                Markup.Escape(string.Join(", ", example.Neighbors.Select(
                    neighbor => string.Create(CultureInfo.InvariantCulture, $"{Visible(neighbor.Surface)} {neighbor.Similarity:F2}")))));
        }

        terminal.Tables().Write(table);
    }

    // Control and direction characters of a token would act on the terminal.
    private static string Visible(string text) => string.Concat(text.Select(
        c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '\uFFFD' : c));

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
